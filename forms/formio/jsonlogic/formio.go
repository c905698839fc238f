// SPDX-License-Identifier: Apache-2.0

package jsonlogic

import (
	"math"
	"strings"
	"time"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// dateFormat is how Date.prototype.toISOString writes.
const dateFormat = "2006-01-02T15:04:05.000Z"

// formioOperations are what Form.io adds: dates, and functions of lodash whose
// name has an underscore before it, of which these can be useful without
// functions as arguments.
var formioOperations = map[string]operator{
	"getDate": {run: func(_ *call, a []Value) (Value, error) {
		t, ok := parseDate(jsvalue.ToString(at(a, 0)))
		if !ok {
			return nil, fail("Invalid Date")
		}
		return t.UTC().Format(dateFormat), nil
	}},
	"relativeMinDate": {run: func(c *call, a []Value) (Value, error) { return c.relative(a, -1), nil }},
	"relativeMaxDate": {run: func(c *call, a []Value) (Value, error) { return c.relative(a, 1), nil }},

	"_get":        simple(lodashGet),
	"_has":        simple(func(a []Value) Value { return jsvalue.Has(at(a, 0), jsvalue.ToString(at(a, 1))) }),
	"_isEmpty":    simple(func(a []Value) Value { return jsvalue.IsEmpty(at(a, 0)) }),
	"_isEqual":    simple(func(a []Value) Value { return jsvalue.Equal(at(a, 0), at(a, 1)) }),
	"_isNil":      simple(func(a []Value) Value { return jsvalue.IsNil(at(a, 0)) }),
	"_isNumber":   simple(func(a []Value) Value { return jsvalue.TypeOf(at(a, 0)) == "number" }),
	"_isString":   simple(func(a []Value) Value { return jsvalue.TypeOf(at(a, 0)) == "string" }),
	"_size":       simple(size),
	"_includes":   simple(func(a []Value) Value { return Includes(at(a, 0), at(a, 1)) }),
	"_sum":        simple(func(a []Value) Value { return total(items(at(a, 0))) }),
	"_mean":       simple(func(a []Value) Value { return total(items(at(a, 0))) / float64(len(items(at(a, 0)))) }),
	"_round":      simple(func(a []Value) Value { return rounded(a, func(n float64) float64 { return math.Floor(n + 0.5) }) }),
	"_floor":      simple(func(a []Value) Value { return rounded(a, math.Floor) }),
	"_ceil":       simple(func(a []Value) Value { return rounded(a, math.Ceil) }),
	"_head":       simple(func(a []Value) Value { return at(items(at(a, 0)), 0) }),
	"_first":      simple(func(a []Value) Value { return at(items(at(a, 0)), 0) }),
	"_last":       simple(func(a []Value) Value { return at(items(at(a, 0)), max(len(items(at(a, 0))), 1)-1) }),
	"_toNumber":   simple(func(a []Value) Value { return jsvalue.ToNumber(at(a, 0)) }),
	"_toLower":    simple(func(a []Value) Value { return strings.ToLower(text(at(a, 0))) }),
	"_toUpper":    simple(func(a []Value) Value { return strings.ToUpper(text(at(a, 0))) }),
	"_toString":   simple(func(a []Value) Value { return text(at(a, 0)) }),
	"_trim":       simple(func(a []Value) Value { return jsvalue.Trim(text(at(a, 0))) }),
	"_startsWith": simple(func(a []Value) Value { return strings.HasPrefix(text(at(a, 0)), text(at(a, 1))) }),
	"_endsWith":   simple(func(a []Value) Value { return strings.HasSuffix(text(at(a, 0)), text(at(a, 1))) }),
}

func (c *call) relative(a []Value, direction float64) Value {
	days := jsvalue.ToNumber(at(a, 0)) * direction
	if math.IsNaN(days) || math.Abs(days) > 1e6 {
		days = 0
	}
	return c.now.AddDate(0, 0, int(days)).UTC().Format(dateFormat)
}

func parseDate(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func lodashGet(a []Value) Value {
	if v := jsvalue.Get(at(a, 0), jsvalue.ToString(at(a, 1))); v != nil {
		return v
	}
	return at(a, 2)
}

func items(v Value) []Value {
	if list, ok := v.(*jsvalue.Array); ok {
		return list.Items
	}
	return nil
}

// text is toString of lodash: null and undefined are empty.
func text(v Value) string {
	if jsvalue.IsNil(v) {
		return ""
	}
	return jsvalue.ToString(v)
}

func size(a []Value) Value {
	switch v := at(a, 0).(type) {
	case string:
		return float64(jsvalue.Length(v))
	case *jsvalue.Array:
		return float64(len(v.Items))
	case *jsvalue.Object:
		return float64(v.Len())
	default:
		return 0.0
	}
}

func total(a []Value) float64 {
	sum := 0.0
	for _, v := range a {
		sum += jsvalue.ToNumber(v)
	}
	return sum
}

func rounded(a []Value, round func(float64) float64) Value {
	n, places := jsvalue.ToNumber(at(a, 0)), 0.0
	if at(a, 1) != nil {
		places = clamp(jsvalue.ToNumber(a[1]), 20)
	}
	scale := math.Pow(10, places)
	return round(n*scale) / scale
}

// Includes is includes of lodash: an item of a list, a value of an object, a
// part of a text.
func Includes(within, v Value) bool {
	switch within := within.(type) {
	case string:
		return strings.Contains(within, jsvalue.ToString(v))
	case *jsvalue.Array:
		for _, item := range within.Items {
			if jsvalue.StrictEqual(item, v) {
				return true
			}
		}
	case *jsvalue.Object:
		for _, name := range within.Keys() {
			if jsvalue.StrictEqual(within.Get(name), v) {
				return true
			}
		}
	}
	return false
}
