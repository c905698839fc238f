// SPDX-License-Identifier: Apache-2.0

package calendar

import "slices"

// Calendar is a way to count days, months and years.
type Calendar uint8

// The calendars.
const (
	Gregorian    Calendar = iota
	Ethiopian             // 12 months of 30 days and a thirteenth of 5 or 6; Amete Mihret era
	Coptic                // the same in the era of the Martyrs
	Islamic               // tabular, civil epoch: sighting may begin a month a day off
	Persian               // Solar Hijri of Iran and Afghanistan
	BikramSambat          // civil calendar of Nepal
	Buddhist              // Gregorian days and months, years 543 more, as in Thailand since 1941
)

// names are the appearances of XLSForm, by calendar.
var names = [...]string{"gregorian", "ethiopian", "coptic", "islamic", "persian", "bikram-sambat", "buddhist"}

// ByName returns the calendar of an XLSForm appearance, e.g. "bikram-sambat".
// The empty name is Gregorian.
func ByName(name string) (Calendar, bool) {
	if name == "" {
		return Gregorian, true
	}
	i := slices.Index(names[:], name)
	return Calendar(max(i, 0)), i >= 0
}

// String returns the name of the XLSForm appearance.
func (c Calendar) String() string { return names[c] }

// Date is a day of a calendar. Months and days count from 1.
type Date struct{ Year, Month, Day int }

// Day counts days; 0 is 1 January 1970, Gregorian.
type Day int

// rule is the arithmetic of a calendar.
type rule struct {
	first, last int                       // years it covers
	months      int                       // of a year
	start       func(year int) Day        // the first day of a year, also of last+1
	days        func(year, month int) int // of a month
}

// The years are those of the Gregorian 1800 to 2199 where the arithmetic has no
// other bound. People have no other dates to tell, and a slip of a digit is
// caught.
var rules = [...]rule{
	Gregorian:    {1800, 2199, 12, gregorianStart, gregorianDays},
	Ethiopian:    {1793, 2191, 13, ethiopianStart, alexandrianDays},
	Coptic:       {1517, 1915, 13, copticStart, alexandrianDays},
	Islamic:      {1215, 1624, 12, islamicStart, islamicDays},
	Persian:      {persianFirst, persianLast, 12, persianStart, persianDays},
	BikramSambat: {bikramFirst, bikramFirst + len(bikramYears) - 1, 12, bikramStart, bikramDays},
	Buddhist:     {1800 + buddhistOffset, 2199 + buddhistOffset, 12, buddhistStart, buddhistDays},
}

// Years are the first and the last year that the calendar covers.
func (c Calendar) Years() (first, last int) { return rules[c].first, rules[c].last }

// Months is how many months a year has: 13 in the Ethiopian and the Coptic
// calendar.
func (c Calendar) Months() int { return rules[c].months }

// Days is the length of a month, 0 if there is no such month or the year is not
// covered.
func (c Calendar) Days(year, month int) int {
	r := &rules[c]
	if year < r.first || year > r.last || month < 1 || month > r.months {
		return 0
	}
	return r.days(year, month)
}

// Day returns the day of a date, false if there is no such date.
func (c Calendar) Day(d Date) (Day, bool) {
	if d.Day < 1 || d.Day > c.Days(d.Year, d.Month) {
		return 0, false
	}
	r := &rules[c]
	day := r.start(d.Year) + Day(d.Day-1)
	for m := 1; m < d.Month; m++ {
		day += Day(r.days(d.Year, m))
	}
	return day, true
}

// Date returns the date of a day, false if its year is not covered.
func (c Calendar) Date(day Day) (Date, bool) {
	r := &rules[c]
	if day < r.start(r.first) || day >= r.start(r.last+1) {
		return Date{}, false
	}
	low, high := r.first, r.last+1 // the year is in [low, high)
	for high-low > 1 {
		if middle := (low + high) / 2; r.start(middle) <= day {
			low = middle
		} else {
			high = middle
		}
	}
	d := Date{Year: low, Month: 1, Day: int(day-r.start(low)) + 1}
	for d.Day > r.days(d.Year, d.Month) {
		d.Day -= r.days(d.Year, d.Month)
		d.Month++
	}
	return d, true
}

// fixed is the Day of a Julian day number at noon, in which the literature gives
// the epochs.
func fixed(julianDayNumber int) Day { return Day(julianDayNumber - 2440588) }
