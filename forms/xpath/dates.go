// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"math"
	"strconv"
	"strings"
	"time"
)

const dayMillis = 24 * 60 * 60 * 1000

// ParseDateTime reads an ISO 8601 date or date-time as forms keep it:
// "2026-11-20", "2026-11-20T10:30", seconds, a fraction, "Z" or an offset up
// to 14 hours. What has no offset is in zone. ok is false for anything else,
// also for a day the calendar does not have.
func ParseDateTime(s string, zone *time.Location) (t time.Time, ok bool) {
	if len(s) < 10 || !isDateShape(s) {
		return time.Time{}, false
	}
	year, month, day := digits(s[:4]), digits(s[5:7]), digits(s[8:10])
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return time.Time{}, false
	}
	var c clock
	if len(s) > 10 {
		if s[10] != 'T' {
			return time.Time{}, false
		}
		if c, ok = parseClock(s[11:]); !ok {
			return time.Time{}, false
		}
	}
	if !c.hasOffset {
		return time.Date(year, time.Month(month), day, c.hour, c.minute, c.second, c.nano, zone), true
	}
	t = time.Date(year, time.Month(month), day, c.hour, c.minute, c.second, c.nano, time.UTC)
	return t.Add(-time.Duration(c.offset) * time.Minute).In(zone), true
}

// clock is a time of day. offset is in minutes east of Greenwich.
type clock struct {
	hour, minute, second, nano int
	hasOffset                  bool
	offset                     int
}

// parseClock reads hh, hh:mm, hh:mm:ss or hh:mm:ss.f, and an offset.
func parseClock(s string) (c clock, ok bool) {
	var fields [3]int
	n := 0
	for {
		if n == len(fields) || len(s) < 2 || !isDigit(s[0]) || !isDigit(s[1]) {
			return clock{}, false
		}
		fields[n] = digits(s[:2])
		n++
		s = s[2:]
		if s == "" || s[0] != ':' {
			break
		}
		s = s[1:]
	}
	c = clock{hour: fields[0], minute: fields[1], second: fields[2]}
	if n == 3 && s != "" && s[0] == '.' {
		end := 1
		for end < len(s) && isDigit(s[end]) {
			end++
		}
		if end == 1 {
			return clock{}, false
		}
		c.nano, s = fraction(s[1:end]), s[end:]
	}
	if c.hour > 23 || c.minute > 59 || c.second > 59 {
		return clock{}, false
	}
	if s == "" {
		return c, true
	}
	c.hasOffset = true
	c.offset, ok = parseOffset(s)
	return c, ok
}

// parseOffset reads "Z" or "+hh:mm". Offsets reach 14 hours (ODK's engine
// refuses more).
func parseOffset(s string) (minutes int, ok bool) {
	if s == "Z" {
		return 0, true
	}
	if len(s) != 6 || s[0] != '+' && s[0] != '-' || s[3] != ':' ||
		!isDigit(s[1]) || !isDigit(s[2]) || !isDigit(s[4]) || !isDigit(s[5]) {
		return 0, false
	}
	hours, mins := digits(s[1:3]), digits(s[4:6])
	if hours > 14 || mins > 59 {
		return 0, false
	}
	minutes = hours*60 + mins
	if s[0] == '-' {
		minutes = -minutes
	}
	return minutes, true
}

// fraction gives the nanoseconds of the digits after the point.
func fraction(s string) int {
	nano, unit := 0, 100_000_000
	for i := 0; i < len(s) && unit > 0; i++ {
		nano += int(s[i]-'0') * unit
		unit /= 10
	}
	return nano
}

// isDateShape tells whether s begins with dddd-dd-dd.
func isDateShape(s string) bool {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	for _, i := range [...]int{0, 1, 2, 3, 5, 6, 8, 9} {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// digits is the value of a text of digits.
func digits(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// FormatDateTime writes an instant as date() and now() do: date, time with
// milliseconds and offset, or the date alone at midnight.
func FormatDateTime(t time.Time) string {
	if hour, minute, second := t.Clock(); hour|minute|second == 0 && t.Nanosecond() < 1e6 {
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02T15:04:05.000-07:00")
}

// FormatDate fills in the letters of format-date-time() (ODK XForms, "format
// identifiers"): %Y %y %m %n %b %d %e %a %W for the date, %H %h %M %S %3 for
// the time, %% for the sign. Other letters stay as they are.
func FormatDate(t time.Time, format string) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		switch format[i] {
		case 'Y':
			pad(&b, t.Year(), 4)
		case 'y':
			pad(&b, t.Year()%100, 2)
		case 'm':
			pad(&b, int(t.Month()), 2)
		case 'n':
			pad(&b, int(t.Month()), 1)
		case 'b':
			b.WriteString(t.Format("Jan"))
		case 'd':
			pad(&b, t.Day(), 2)
		case 'e':
			pad(&b, t.Day(), 1)
		case 'a':
			b.WriteString(t.Format("Mon"))
		case 'H':
			pad(&b, t.Hour(), 2)
		case 'h':
			pad(&b, t.Hour(), 1)
		case 'M':
			pad(&b, t.Minute(), 2)
		case 'S':
			pad(&b, t.Second(), 2)
		case '3':
			pad(&b, t.Nanosecond()/1e6, 3)
		case 'W':
			_, week := t.ISOWeek()
			pad(&b, week, 1)
		case '%':
			b.WriteByte('%')
		default:
			b.WriteByte('%')
			b.WriteByte(format[i])
		}
	}
	return b.String()
}

func pad(b *strings.Builder, n, width int) {
	s := strconv.Itoa(n)
	for range width - len(s) {
		b.WriteByte('0')
	}
	b.WriteString(s)
}

// daysOf is an instant as days since 1970-01-01T00:00Z, with a fraction.
func daysOf(t time.Time) float64 { return float64(t.UnixMilli()) / dayMillis }

// maxDays bounds dates to the years that can be written with four digits.
const maxDays = 2_932_896 // 9999-12-31

// timeOf is the instant that is days after 1970-01-01T00:00Z. ok is false when
// there is none, or none before the year 10000.
func timeOf(days float64, zone *time.Location) (t time.Time, ok bool) {
	if math.IsNaN(days) || math.Abs(days) > maxDays {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(math.Round(days * dayMillis))).In(zone), true
}

// localDay is the number of the calendar day of an instant in its own zone,
// counted from 1970-01-01.
func localDay(t time.Time) float64 {
	year, month, day := t.Date()
	return float64(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// midnight is the beginning of the day of t in its zone.
func midnight(t time.Time) time.Time {
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, t.Location())
}
