// SPDX-License-Identifier: Apache-2.0

package jsonlogic

import (
	"math"
	"strings"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// call is where an operation is called.
type call struct {
	*evaluation
	frame *frame
}

// operator is an operation whose arguments are evaluated before it.
type operator struct {
	run     func(*call, []Value) (Value, error)
	spreads bool // takes the items of a preserved list as its arguments
	least   int  // how many it needs then
}

var operations map[string]operator

func init() {
	operations = map[string]operator{
		"==":  simple(func(a []Value) Value { return jsvalue.LooseEqual(at(a, 0), at(a, 1)) }),
		"===": simple(func(a []Value) Value { return jsvalue.StrictEqual(at(a, 0), at(a, 1)) }),
		"!=":  simple(func(a []Value) Value { return !jsvalue.LooseEqual(at(a, 0), at(a, 1)) }),
		"!==": simple(func(a []Value) Value { return !jsvalue.StrictEqual(at(a, 0), at(a, 1)) }),
		">":   simple(func(a []Value) Value { return jsvalue.Less(at(a, 1), at(a, 0)) }),
		">=":  simple(func(a []Value) Value { return jsvalue.LessOrEqual(at(a, 1), at(a, 0)) }),
		"<":   simple(func(a []Value) Value { return between(a, jsvalue.Less) }),
		"<=":  simple(func(a []Value) Value { return between(a, jsvalue.LessOrEqual) }),
		"!!":  simple(func(a []Value) Value { return truthy(at(a, 0)) }),
		"!":   simple(func(a []Value) Value { return !truthy(at(a, 0)) }),

		"+": arithmetic(0, sum),
		"*": {run: product, spreads: true, least: 1},
		"-": arithmetic(1, func(a []Value) Value {
			if at(a, 1) == nil {
				return -jsvalue.ToNumber(at(a, 0))
			}
			return jsvalue.ToNumber(a[0]) - jsvalue.ToNumber(a[1])
		}),
		"/": arithmetic(1, func(a []Value) Value { return jsvalue.ToNumber(at(a, 0)) / jsvalue.ToNumber(at(a, 1)) }),
		"%": arithmetic(2, func(a []Value) Value {
			return math.Mod(jsvalue.ToNumber(at(a, 0)), jsvalue.ToNumber(at(a, 1)))
		}),
		"min": arithmetic(0, func(a []Value) Value { return extreme(a, math.Inf(1), math.Min) }),
		"max": arithmetic(0, func(a []Value) Value { return extreme(a, math.Inf(-1), math.Max) }),

		"in":     {run: in},
		"cat":    {run: cat, spreads: true},
		"substr": simple(substring),
		"merge":  {run: merge, spreads: true},
		"log":    simple(func(a []Value) Value { return at(a, 0) }),

		"var":          {run: func(c *call, a []Value) (Value, error) { return variable(a, c.frame.data), nil }},
		"val":          {run: val},
		"exists":       {run: exists},
		"missing":      {run: missing},
		"missing_some": {run: missingSome},
		"throw":        {run: throw},
	}
	for name, op := range formioOperations {
		operations[name] = op
	}
}

func simple(run func([]Value) Value) operator {
	return operator{run: func(_ *call, a []Value) (Value, error) { return run(a), nil }}
}

func arithmetic(least int, run func([]Value) Value) operator {
	op := simple(run)
	op.spreads, op.least = true, least
	return op
}

// between is a < b, or a < b < c.
func between(a []Value, less func(a, b Value) bool) bool {
	if at(a, 2) == nil {
		return less(at(a, 0), at(a, 1))
	}
	return less(a[0], a[1]) && less(a[1], a[2])
}

func sum(a []Value) Value {
	total := 0.0
	for _, v := range a {
		total += jsvalue.ParseFloat(v)
	}
	return total
}

// product of one operand is the operand, as it is.
func product(_ *call, a []Value) (Value, error) {
	if len(a) == 0 {
		return nil, fail("Invalid Arguments")
	}
	if len(a) == 1 {
		return a[0], nil
	}
	total := 1.0
	for _, v := range a {
		total *= jsvalue.ParseFloat(v)
	}
	return total, nil
}

func extreme(a []Value, start float64, of func(a, b float64) float64) Value {
	for _, v := range a {
		start = of(start, jsvalue.ToNumber(v))
	}
	return start
}

func in(c *call, a []Value) (Value, error) {
	switch within := at(a, 1).(type) {
	case string:
		if within == "" {
			return false, nil
		}
		return strings.Contains(within, jsvalue.ToString(at(a, 0))), nil
	case *jsvalue.Array:
		if err := c.spend(len(within.Items)); err != nil {
			return nil, err
		}
		for _, item := range within.Items {
			if jsvalue.StrictEqual(item, at(a, 0)) {
				return true, nil
			}
		}
	}
	return false, nil
}

// cat joins texts. What it makes may be made of what it made before, so its
// length is bounded apart from the steps.
func cat(c *call, a []Value) (Value, error) {
	length := 0
	for _, v := range a {
		if s, ok := v.(string); ok {
			length += len(s)
		}
	}
	if length > maxText {
		return nil, ErrBudget
	}
	if err := c.spend(length / 1024); err != nil {
		return nil, err
	}
	return jsvalue.Join(a, ""), nil
}

// substring is String.prototype.substr; a negative length leaves that many
// units off at the end.
func substring(a []Value) Value {
	source := jsvalue.ToString(at(a, 0))
	units := jsvalue.Length(source)
	start := int(clamp(jsvalue.ToNumber(at(a, 1)), units))
	if start < 0 {
		start = max(units+start, 0)
	}
	if at(a, 2) == nil {
		return jsvalue.Substring(source, start, units)
	}
	length := int(clamp(jsvalue.ToNumber(at(a, 2)), units))
	if length < 0 {
		return jsvalue.Substring(source, start, units+length)
	}
	return jsvalue.Substring(source, start, start+length)
}

// clamp is a number without its fraction, within a length either way.
func clamp(n float64, length int) float64 {
	if math.IsNaN(n) {
		return 0
	}
	limit := float64(length)
	return math.Max(-limit-1, math.Min(limit+1, math.Trunc(n)))
}

func merge(c *call, a []Value) (Value, error) {
	merged := jsvalue.NewArray()
	for _, v := range a {
		list, ok := v.(*jsvalue.Array)
		if !ok {
			merged.Items = append(merged.Items, v)
			continue
		}
		if err := c.spend(len(list.Items)); err != nil {
			return nil, err
		}
		merged.Items = append(merged.Items, list.Items...)
	}
	return merged, nil
}
