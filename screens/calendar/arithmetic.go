// SPDX-License-Identifier: Apache-2.0

package calendar

// The arithmetic and the epochs are those of E. M. Reingold and N. Dershowitz,
// Calendrical Calculations, 4th edition (2018): chapters 2 (Gregorian), 4
// (Coptic, Ethiopic), 7 (Islamic) and 15 (Persian).

var monthDays = [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func gregorianLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func gregorianStart(year int) Day {
	y := year - 1
	return fixed(1721426) + Day(365*y+y/4-y/100+y/400)
}

func gregorianDays(year, month int) int {
	if month == 2 && gregorianLeap(year) {
		return 29
	}
	return monthDays[month-1]
}

// buddhistOffset is what the years of the Buddhist era are ahead (Thailand: from
// the death of the Buddha, 543 BC). Until 1940 the Thai year began in April;
// like ODK Collect, this calendar lets every year begin in January.
const buddhistOffset = 543

func buddhistStart(year int) Day        { return gregorianStart(year - buddhistOffset) }
func buddhistDays(year, month int) int  { return gregorianDays(year-buddhistOffset, month) }
func ethiopianStart(year int) Day       { return alexandrianStart(1724221, year) } // 29 August 8, Julian
func copticStart(year int) Day          { return alexandrianStart(1825030, year) } // 29 August 284, Julian
func alexandrianLeap(year int) bool     { return year%4 == 3 }
func alexandrianStart(epoch, y int) Day { return fixed(epoch) + Day(365*(y-1)+y/4) }
func islamicLeap(year int) bool         { return (14+11*year)%30 < 11 } // years 2, 5, 7, 10, 13, 16, ... of 30
func islamicStart(year int) Day         { return fixed(1948440) + Day(354*(year-1)+(3+11*year)/30) }
func persianLeap(year int) bool         { return (25*year+11)%33 < 8 }

// alexandrianDays is the length of a month of the Ethiopian or Coptic calendar.
func alexandrianDays(year, month int) int {
	switch {
	case month < 13:
		return 30
	case alexandrianLeap(year):
		return 6
	default:
		return 5
	}
}

func islamicDays(year, month int) int {
	if month%2 == 1 || month == 12 && islamicLeap(year) {
		return 30
	}
	return 29
}

// The Persian year begins on the day of the March equinox, by the true noon of
// Iran's meridian. Within these years the rule of 33 years gives the same days;
// 1502 (2123) is the first one where it does not.
const (
	persianFirst = 1178
	persianLast  = 1501
)

func persianStart(year int) Day {
	return fixed(1948320) + Day(365*(year-1)+(8*year+21)/33)
}

func persianDays(year, month int) int {
	switch {
	case month <= 6:
		return 31
	case month <= 11 || persianLeap(year):
		return 30
	default:
		return 29
	}
}
