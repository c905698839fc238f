// SPDX-License-Identifier: Apache-2.0

package process

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// zone is the person's zone.
func (r *run) zone() *time.Location { return r.in.Now.Location() }

// zoned are the layouts of dates that say their zone, or mean UTC; local are
// those that mean the zone of who reads them, as Date.parse has it.
var (
	zoned = []string{
		"2006-01-02T15:04:05.999999999Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04Z07:00",
		time.DateOnly, "2006-01", time.RFC1123, time.RFC1123Z, "Mon, 2 Jan 2006 15:04:05 MST", "Mon Jan 2 2006 15:04:05 MST-0700",
		"2006-01-02 15:04:05 UTC",
	}
	local = []string{
		"2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04:05.999999999", "2006-01-02 15:04",
		"1/2/2006", "1/2/2006 15:04", "1/2/2006 15:04:05", "1/2/2006 3:04 PM", "1/2/2006, 3:04:05 PM", "1-2-2006", "2006/1/2", "2006-1-2",
		"2006/1/2 15:04", "2006/1/2 15:04:05", "Jan 2, 2006", "January 2, 2006", "Jan 2 2006", "2 Jan 2006", "2 January 2006", "Mon Jan 2 2006",
		"Jan 2, 2006 15:04:05", "January 2, 2006 15:04:05",
	}
	remark = regexp.MustCompile(`\s*\([^)]*\)$`)
)

// parseDate reads a date as JavaScript does: times without a zone are local,
// dates alone are UTC.
func parseDate(s string, zone *time.Location) (time.Time, bool) {
	s = remark.ReplaceAllString(strings.TrimSpace(s), "")
	for _, layout := range zoned {
		if t, err := time.Parse(layout, s); err == nil {
			return t.In(zone), true
		}
	}
	for _, layout := range local {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

var dayjsDate = regexp.MustCompile(`^(\d{4})[-/]?(\d{1,2})?[-/]?(\d{0,2})[Tt\s]*(\d{1,2})?:?(\d{1,2})?:?(\d{1,2})?[.:]?(\d+)?$`)

// parseDayjs reads a date as the library dayjs does: what begins with a year
// and says no zone is local, dates alone too.
func parseDayjs(s string, zone *time.Location) (time.Time, bool) {
	m := dayjsDate.FindStringSubmatch(s)
	if m == nil {
		return parseDate(s, zone)
	}
	part := func(i, otherwise int) int {
		n, err := strconv.Atoi(m[i])
		if err != nil || i == 3 && n == 0 {
			return otherwise
		}
		return n
	}
	milliseconds := part(7, 0)
	if len(m[7]) > 3 {
		milliseconds, _ = strconv.Atoi(m[7][:3])
	}
	return time.Date(part(1, 1970), time.Month(part(2, 1)), part(3, 1), part(4, 0), part(5, 0), part(6, 0), milliseconds*1e6, zone), true
}

// dateSetting is a date that an author has written: a date, or an expression
// with moment.
func (c *context) dateSetting(v Value) (time.Time, bool) {
	if jsvalue.IsNil(v) || v == "" {
		return time.Time{}, false
	}
	if n, ok := v.(float64); ok {
		return time.UnixMilli(int64(n)).In(c.zone()), true
	}
	s, ok := v.(string)
	if !ok {
		return time.Time{}, false
	}
	if !strings.Contains(s, "moment(") {
		if t, ok := parseDayjs(s, c.zone()); ok {
			return t, true
		}
	}
	compiled := c.compiled("return new Date(+moment(("+s+")))", "")
	if compiled == nil {
		return time.Time{}, false
	}
	result, err := c.open().RunWithLibrary(compiled)
	if s, ok := result.(string); ok && err == nil {
		return parseDate(s, c.zone())
	}
	return time.Time{}, false
}

const defaultTimeFormat = "HH:mm:ss"

var timeTokens = regexp.MustCompile(`\[[^\]]*\]|HH|H|hh|h|mm|m|ss|s|A|a|.`)

// clockTime is a time of day.
type clockTime struct{ hour, minute, second int }

// parseStrictly reads a time that is exactly of a format.
func parseStrictly(s, format string) (clockTime, bool) {
	var t clockTime
	afternoon, half := false, false
	rest := s
	for _, token := range timeTokens.FindAllString(format, -1) {
		n := 0
		switch token {
		case "HH", "H", "hh", "h", "mm", "m", "ss", "s":
			for n < 2 && n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
				n++
			}
			v, err := strconv.Atoi(rest[:n])
			if err != nil {
				return t, false
			}
			switch token[0] {
			case 'H', 'h':
				t.hour = v
			case 'm':
				t.minute = v
			default:
				t.second = v
			}
		case "A", "a":
			if n = 2; len(rest) < n {
				return t, false
			}
			half, afternoon = true, strings.EqualFold(rest[:n], "pm")
		default:
			token = strings.Trim(token, "[]")
			if n = len(token); !strings.HasPrefix(rest, token) {
				return t, false
			}
		}
		rest = rest[n:]
	}
	if half {
		t.hour %= 12
		if afternoon {
			t.hour += 12
		}
	}
	ok := rest == "" && t.hour < 24 && t.minute < 60 && t.second < 60 && formatTime(t, format) == s
	return t, ok
}

func formatTime(t clockTime, format string) string {
	two := func(n int) string { return string([]byte{byte('0' + n/10%10), byte('0' + n%10)}) }
	hour12 := (t.hour+11)%12 + 1
	half := "am"
	if t.hour >= 12 {
		half = "pm"
	}
	return timeTokens.ReplaceAllStringFunc(format, func(token string) string {
		switch token {
		case "HH":
			return two(t.hour)
		case "H":
			return strconv.Itoa(t.hour)
		case "hh":
			return two(hour12)
		case "h":
			return strconv.Itoa(hour12)
		case "mm":
			return two(t.minute)
		case "m":
			return strconv.Itoa(t.minute)
		case "ss":
			return two(t.second)
		case "s":
			return strconv.Itoa(t.second)
		case "A":
			return strings.ToUpper(half)
		case "a":
			return half
		default:
			return strings.Trim(token, "[]")
		}
	})
}

var number2 = regexp.MustCompile(`\d\d?`)

// dayDate reads the value of a day, month first unless dayFirst. Parts that
// are too great go over into the next month, as in JavaScript.
func dayDate(s string, dayFirst bool, zone *time.Location) (time.Time, bool) {
	first := number2.FindStringIndex(s)
	if first == nil {
		return time.Time{}, false
	}
	a, _ := strconv.Atoi(s[first[0]:first[1]])
	rest := s[min(first[1]+1, len(s)):]
	second := number2.FindStringIndex(rest)
	if second == nil {
		return time.Time{}, false
	}
	b, _ := strconv.Atoi(rest[second[0]:second[1]])
	rest = rest[min(second[1]+1, len(rest)):]
	if len(rest) < 4 {
		return time.Time{}, false
	}
	year, err := strconv.Atoi(rest[:4])
	if err != nil {
		return time.Time{}, false
	}
	if dayFirst {
		a, b = b, a
	}
	return time.Date(year, time.Month(a), b, 0, 0, 0, 0, zone), true
}

// midnight is the beginning of a day.
func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}
