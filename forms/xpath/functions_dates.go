// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"math"
	"strings"
	"time"
)

// dateFunctions are those of the ODK XForms specification on dates. Their
// values depend on the zone, so they are never computed beforehand.
var dateFunctions = map[string]function{
	"today": {volatile: true, build: func(c *compiler, _ *callNode, _ []code) code {
		c.volatile |= Clock
		return c.date(func(m *machine) float64 { return daysOf(midnight(m.clock())) })
	}},
	"now": {volatile: true, build: func(c *compiler, _ *callNode, _ []code) code {
		c.volatile |= Clock
		return c.date(func(m *machine) float64 { return daysOf(m.clock()) })
	}},
	"date":              {min: 1, max: 1, volatile: true, build: buildDate(false)},
	"date-time":         {min: 1, max: 1, volatile: true, build: buildDate(true)},
	"format-date":       {min: 2, max: 2, volatile: true, build: buildFormatDate},
	"format-date-time":  {min: 2, max: 2, volatile: true, build: buildFormatDate},
	"decimal-date-time": {min: 1, max: 1, volatile: true, build: buildDecimalDateTime},
	"decimal-time":      {min: 1, max: 1, volatile: true, build: buildDecimalTime},
}

// chtFunctions are functions of the Community Health Toolkit.
var chtFunctions = map[string]function{
	"difference-in-days":   difference(func(from, to time.Time) float64 { return localDay(to) - localDay(from) }),
	"difference-in-weeks":  difference(func(from, to time.Time) float64 { return math.Trunc((localDay(to) - localDay(from)) / 7) }),
	"difference-in-months": difference(months),
	"difference-in-years":  difference(func(from, to time.Time) float64 { return math.Trunc(months(from, to) / 12) }),
	"add-date":             {min: 2, max: 6, volatile: true, build: buildAddDate},

	// Milliseconds since 1970, as that toolkit keeps times.
	"parse-timestamp-to-date": {min: 1, max: 1, volatile: true, build: func(c *compiler, _ *callNode, args []code) code {
		a := args[0]
		return c.date(func(m *machine) float64 { return a.num(m) / (24 * 60 * 60 * 1000) })
	}},
}

// moment is the code of a value that is wanted as an instant, in days; NaN
// when it is none. A number is days already; a text must be an ISO date or
// date-time. lenient also takes months and days of one digit.
func (c *compiler) moment(a code, lenient bool) func(*machine) float64 {
	switch a.kind {
	case kindNumber:
		return a.num
	case kindDate:
		return a.days
	case kindBoolean:
		return func(m *machine) float64 { return m.noDate() }
	case kindMixed:
		return func(m *machine) float64 {
			switch v := a.mixed(m); v.kind {
			case NumberValue, DateValue:
				return v.num
			case BooleanValue:
				return m.noDate()
			default:
				return m.parseMoment(v.String(), lenient)
			}
		}
	}
	return func(m *machine) float64 { return m.parseMoment(a.str(m), lenient) }
}

// noDate is what a value that is no date gives: nothing, but an error in
// JavaRosa.
func (m *machine) noDate() float64 {
	if m.dialect == JavaRosa {
		m.fail(ErrValue)
	}
	return nan()
}

func (m *machine) parseMoment(s string, lenient bool) float64 {
	if s == "" {
		return nan()
	}
	if lenient {
		s = padDate(s)
	}
	t, ok := ParseDateTime(s, m.zone())
	if !ok {
		return m.noDate()
	}
	return daysOf(t)
}

// padDate writes "2026-1-2" as "2026-01-02".
func padDate(s string) string {
	day, clock, hasClock := strings.Cut(s, "T")
	parts := strings.Split(day, "-")
	if len(parts) != 3 || len(parts[0]) != 4 {
		return s
	}
	for i := 1; i < 3; i++ {
		if len(parts[i]) == 1 {
			parts[i] = "0" + parts[i]
		}
	}
	day = strings.Join(parts, "-")
	if hasClock {
		return day + "T" + clock
	}
	return day
}

// buildDate is date() or date-time(). In JavaRosa date() drops the time of a
// number or a date.
func buildDate(keepTime bool) func(*compiler, *callNode, []code) code {
	return func(c *compiler, _ *callNode, args []code) code {
		a := args[0]
		days := c.moment(a, true)
		if c.options.Dialect != JavaRosa || keepTime {
			return c.date(days)
		}
		switch a.kind {
		case kindNumber:
			return c.date(func(m *machine) float64 {
				x := math.Trunc(days(m))
				if !(math.Abs(x) <= maxDays) {
					return m.noDate()
				}
				return daysOf(time.Date(1970, 1, 1+int(x), 0, 0, 0, 0, m.zone()))
			})
		case kindDate:
			return c.date(func(m *machine) float64 {
				t, ok := timeOf(days(m), m.zone())
				if !ok {
					return nan()
				}
				return daysOf(midnight(t))
			})
		}
		return c.date(days)
	}
}

func buildFormatDate(c *compiler, _ *callNode, args []code) code {
	days, format := c.moment(args[0], false), args[1]
	return c.text(func(m *machine) string {
		t, ok := timeOf(days(m), m.zone())
		if !ok {
			return ""
		}
		return FormatDate(t, m.spendText(format.str(m)))
	})
}

func buildDecimalDateTime(c *compiler, _ *callNode, args []code) code {
	return c.number(c.moment(args[0], false))
}

// buildDecimalTime is the part of the day that has gone by, in the person's
// zone.
func buildDecimalTime(c *compiler, _ *callNode, args []code) code {
	a := args[0]
	days := c.moment(a, false)
	return c.number(func(m *machine) float64 {
		if a.kind == kindText || a.kind == kindNodes {
			s := a.str(m)
			if len(s) >= 5 && s[2] == ':' {
				s = "1970-01-01T" + s
			}
			return dayPart(m, m.parseMoment(s, false))
		}
		return dayPart(m, days(m))
	})
}

func dayPart(m *machine, days float64) float64 {
	t, ok := timeOf(days, m.zone())
	if !ok {
		return nan()
	}
	hour, minute, second := t.Clock()
	millis := ((hour*60+minute)*60+second)*1000 + t.Nanosecond()/1e6
	return float64(millis) / dayMillis
}

// difference is a function that counts between two days.
func difference(between func(from, to time.Time) float64) function {
	return function{min: 2, max: 2, volatile: true, build: func(c *compiler, _ *callNode, args []code) code {
		from, to := c.moment(args[0], true), c.moment(args[1], true)
		return c.number(func(m *machine) float64 {
			a, okA := timeOf(from(m), m.zone())
			b, okB := timeOf(to(m), m.zone())
			if !okA || !okB {
				return nan()
			}
			return between(a, b)
		})
	}}
}

// months counts the whole months from one day to another.
func months(from, to time.Time) float64 {
	n := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
	switch {
	case n > 0 && to.Day() < from.Day():
		n--
	case n < 0 && to.Day() > from.Day():
		n++
	}
	return float64(n)
}

// buildAddDate adds years, months, days, hours and minutes to a date. Months
// that lead past the end of a month run into the next, as time.AddDate does.
func buildAddDate(c *compiler, _ *callNode, args []code) code {
	days := c.moment(args[0], true)
	return c.date(func(m *machine) float64 {
		t, ok := timeOf(days(m), m.zone())
		if !ok {
			return nan()
		}
		// years, months, days, hours, minutes
		var parts [5]float64
		for i, a := range args[1:] {
			if x := math.Trunc(a.num(m)); math.Abs(x) <= maxDays {
				parts[i] = x
			}
		}
		t = t.AddDate(int(parts[0]), int(parts[1]), int(parts[2]))
		return daysOf(t) + parts[3]/24 + parts[4]/(24*60)
	})
}
