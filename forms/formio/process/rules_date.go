// SPDX-License-Identifier: Apache-2.0

package process

import (
	"math"
	"regexp"
	"strings"
	"time"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

var dateRule = rule{
	name: "date",
	applies: func(c *context, v Value) bool {
		return typed("datetime")(c, v) && !(is(c.component, "multiple") && isArray(v) && len(items(v)) == 0)
	},
	check: func(c *context, v Value) (string, string, error) {
		if s, ok := v.(string); ok {
			if _, ok := parseDate(s, c.zone()); ok {
				return "", "", nil
			}
		}
		return "date", "invalidDate", nil
	},
}

// dateBound compares a date with one in the widget's settings; without times
// the whole day of the bound counts.
func dateBound(name string, whole func(time.Time) time.Time, holds func(t, bound time.Time) bool) rule {
	return rule{
		name: name,
		applies: func(c *context, v Value) bool {
			widget := object(c.component, "widget")
			if text(c.component, "type") != "datetime" || !widget.Has(name) || !jsvalue.Truthy(v) {
				return false
			}
			_, ok := c.dateSetting(widget.Get(name))
			return ok
		},
		check: func(c *context, v Value) (string, string, error) {
			s, ok := v.(string)
			if !ok {
				return "", "", errValue
			}
			widget := object(c.component, "widget")
			bound, _ := c.dateSetting(widget.Get(name))
			if !is(widget, "enableTime") {
				bound = whole(bound)
			}
			if t, ok := parseDayjs(s, c.zone()); ok && holds(t, bound) {
				return "", "", nil
			}
			return name, name, nil
		},
	}
}

var (
	maxDateRule = dateBound("maxDate", func(t time.Time) time.Time { return midnight(t).AddDate(0, 0, 1).Add(-time.Millisecond) },
		func(t, bound time.Time) bool { return !t.After(bound) })
	minDateRule = dateBound("minDate", midnight, func(t, bound time.Time) bool { return !t.Before(bound) })
)

// dayBound compares a day whose parts are all there with one in the settings.
func dayBound(name string, holds func(t, bound time.Time) bool) rule {
	return rule{
		name: name,
		applies: func(c *context, v Value) bool {
			if text(c.component, "type") != "day" || !c.component.Has(name) || partial(c.component, v) {
				return false
			}
			_, ok := c.dateSetting(c.component.Get(name))
			return ok
		},
		check: func(c *context, v Value) (string, string, error) {
			s, ok := v.(string)
			if !ok {
				return "", "", errValue
			}
			bound, _ := c.dateSetting(c.component.Get(name))
			if t, ok := dayDate(s, is(c.component, "dayFirst"), c.zone()); ok && holds(t, midnight(bound)) {
				return "", "", nil
			}
			return name, name, nil
		},
	}
}

var (
	maxDayRule = dayBound("maxDate", func(t, bound time.Time) bool { return !t.After(bound) })
	minDayRule = dayBound("minDate", func(t, bound time.Time) bool { return !t.Before(bound) })
)

// partial reports whether a part of a day is not known.
func partial(c *Component, v Value) bool {
	if !jsvalue.Truthy(v) {
		return true
	}
	parts := strings.Split(jsvalue.ToString(v), "/")
	d, m := 1, 0
	if is(c, "dayFirst") {
		d, m = 0, 1
	}
	part := func(i int) string {
		if i < len(parts) {
			return parts[i]
		}
		return ""
	}
	return part(d) == "00" || part(m) == "00" || part(2) == "0000"
}

// parts are the numbers of a day; those that it does not ask for are 0, those
// that are missing NaN.
func parts(c *Component, s string) (day, month, year float64) {
	var given []float64
	for _, part := range strings.Split(s, "/") {
		given = append(given, jsvalue.ParseInt(part))
	}
	at := func(i int) float64 {
		if i >= 0 && i < len(given) {
			return given[i]
		}
		return math.NaN()
	}
	d, m, y := 1, 0, 2
	if is(c, "dayFirst") {
		d, m = 0, 1
	}
	day, month, year = at(d), at(m), at(y)
	if len(given) == 3 {
		return day, month, year
	}
	f := dayFields(c)
	if !f.day {
		m, y = max(m-1, 0), y-1
		day, month, year = 0, at(m), at(y)
	}
	if !f.month {
		d, y = max(d-1, 0), y-1
		if f.day || day != 0 {
			day = at(d)
		}
		month, year = 0, at(y)
	}
	if !f.year {
		if f.day || day != 0 {
			day = at(d)
		}
		if f.month || month != 0 {
			month = at(m)
		}
		year = 0
	}
	return day, month, year
}

var dayRule = rule{
	name: "day", applies: typed("day"),
	check: func(c *context, v Value) (string, string, error) {
		s, ok := v.(string)
		if !ok {
			return "day", "invalidDay", nil
		}
		day, month, year := parts(c.component, s)
		if day >= 0 && day <= daysIn(month, year) && month >= 0 && month <= 12 && year >= 0 && year <= 9999 {
			return "", "", nil
		}
		return "day", "invalidDay", nil
	},
}

// daysIn is the length of a month; February of an unknown year, which is 0,
// has 29 days.
func daysIn(month, year float64) float64 {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y := int(year); math.IsNaN(year) || y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}

var requiredDayRule = rule{
	name: "day",
	applies: func(c *context, _ Value) bool {
		required := func(part string) bool { return jsvalue.Truthy(at(c.component, "fields."+part+".required")) }
		return text(c.component, "type") == "day" && (required("day") || required("month") || required("year"))
	},
	check: func(c *context, v Value) (string, string, error) {
		if !jsvalue.Truthy(v) {
			return "day", "requiredDayEmpty", nil
		}
		s, ok := v.(string)
		if !ok {
			return "", "", errValue
		}
		day, month, year := parts(c.component, s)
		for _, part := range []struct {
			field, key string
			n          float64
		}{{"day", "requiredDayField", day}, {"month", "requiredMonthField", month}, {"year", "requiredYearField", year}} {
			if !jsvalue.Truthy(part.n) && jsvalue.Truthy(at(c.component, "fields."+part.field+".required")) {
				return "day", part.key, nil
			}
		}
		return "", "", nil
	},
}

var lastYear = regexp.MustCompile(`\d{4}$`)

// yearRule compares the year of a day with one in the settings.
func yearRule(name string, bound func(c *Component) Value, holds func(year, bound float64) bool) rule {
	return rule{
		name: name,
		applies: func(c *context, _ Value) bool {
			return text(c.component, "type") == "day" && jsvalue.Truthy(bound(c.component))
		},
		check: func(c *context, v Value) (string, string, error) {
			switch v.(type) {
			case string, float64:
			default:
				return "", "", errValue
			}
			own, field := c.component.Get(name), at(c.component, "fields.year."+name)
			if jsvalue.Truthy(own) && jsvalue.Truthy(field) && !jsvalue.StrictEqual(own, field) {
				return "", "", errValue
			}
			year := lastYear.FindString(jsvalue.ToString(v))
			if year == "" || holds(jsvalue.ToNumber(year), jsvalue.ToNumber(bound(c.component))) {
				return "", "", nil
			}
			return name, name, nil
		},
	}
}

var (
	maxYearRule = yearRule("maxYear", func(c *Component) Value {
		if v := c.Get("maxYear"); jsvalue.Truthy(v) {
			return v
		}
		return at(c, "fields.year.maxYear")
	}, func(year, bound float64) bool { return year <= bound })
	minYearRule = yearRule("minYear", func(c *Component) Value { return c.Get("minYear") },
		func(year, bound float64) bool { return year >= bound })
)

var timeRule = rule{
	name: "time", applies: typed("time"),
	check: func(c *context, v Value) (string, string, error) {
		format := text(c.component, "dataFormat")
		if format == "" {
			format = defaultTimeFormat
		}
		if _, ok := parseStrictly(jsvalue.ToString(v), format); ok {
			return "", "", nil
		}
		return "time", "time", nil
	},
}
