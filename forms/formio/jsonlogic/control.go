// SPDX-License-Identifier: Apache-2.0

package jsonlogic

import (
	"errors"
	"math"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// lazyOperations evaluate their operands themselves. They are filled in by
// init because they apply rules, which look them up.
var lazyOperations map[string]func(*evaluation, []Value, *frame) (Value, error)

func init() {
	lazyOperations = map[string]func(*evaluation, []Value, *frame) (Value, error){
		"if": choose, "?:": choose,
		"and": func(e *evaluation, rules []Value, f *frame) (Value, error) { return e.until(rules, f, false) },
		"or":  func(e *evaluation, rules []Value, f *frame) (Value, error) { return e.until(rules, f, true) },
		"filter": func(e *evaluation, rules []Value, f *frame) (Value, error) {
			kept := jsvalue.NewArray()
			_, err := e.iterate(rules, f, func(item, result Value) bool {
				if truthy(result) {
					kept.Items = append(kept.Items, item)
				}
				return true
			})
			return kept, err
		},
		"map": func(e *evaluation, rules []Value, f *frame) (Value, error) {
			made := jsvalue.NewArray()
			_, err := e.iterate(rules, f, func(_, result Value) bool {
				made.Items = append(made.Items, result)
				return true
			})
			return made, err
		},
		"reduce": reduce,
		"all": func(e *evaluation, rules []Value, f *frame) (Value, error) {
			all := true
			n, err := e.iterate(rules, f, func(_, result Value) bool { all = truthy(result); return all })
			return all && n > 0, err
		},
		"none": func(e *evaluation, rules []Value, f *frame) (Value, error) {
			some := false
			_, err := e.iterate(rules, f, func(_, result Value) bool { some = truthy(result); return !some })
			return !some, err
		},
		"some": func(e *evaluation, rules []Value, f *frame) (Value, error) {
			some := false
			_, err := e.iterate(rules, f, func(_, result Value) bool { some = truthy(result); return !some })
			return some, err
		},
		"preserve": func(_ *evaluation, rules []Value, _ *frame) (Value, error) {
			if len(rules) == 1 {
				return rules[0], nil
			}
			return jsvalue.NewArray(rules...), nil
		},
		"??":  coalesce,
		"try": try,
	}
}

// choose takes pairs of condition and result, and at the end what holds else.
func choose(e *evaluation, rules []Value, f *frame) (Value, error) {
	for ; len(rules) > 1; rules = rules[2:] {
		condition, err := e.apply(rules[0], f)
		if err != nil {
			return nil, err
		}
		if truthy(condition) {
			return e.apply(rules[1], f)
		}
	}
	if len(rules) == 1 {
		return e.apply(rules[0], f)
	}
	return jsvalue.Null, nil
}

// until is the first value that is truthy, or is not, else the last.
func (e *evaluation) until(rules []Value, f *frame, stop bool) (Value, error) {
	var v Value
	for _, rule := range rules {
		var err error
		if v, err = e.apply(rule, f); err != nil || truthy(v) == stop {
			return v, err
		}
	}
	return v, nil
}

func coalesce(e *evaluation, rules []Value, f *frame) (Value, error) {
	for _, rule := range rules {
		if v, err := e.apply(rule, f); err != nil || !jsvalue.IsNil(v) {
			return v, err
		}
	}
	return jsvalue.Null, nil
}

// iterate evaluates rules[1] over the items of rules[0] until see returns
// false. It gives the number of items; what is no list has none.
func (e *evaluation) iterate(rules []Value, f *frame, see func(item, result Value) bool) (int, error) {
	over, err := e.apply(at(rules, 0), f)
	if err != nil {
		return 0, err
	}
	list, ok := over.(*jsvalue.Array)
	if !ok {
		return 0, nil
	}
	for i, item := range list.Items {
		result, err := e.apply(at(rules, 1), &frame{data: item, parent: f, index: i})
		if err != nil {
			return 0, err
		}
		if !see(item, result) {
			break
		}
	}
	return len(list.Items), nil
}

func reduce(e *evaluation, rules []Value, f *frame) (Value, error) {
	over, err := e.apply(at(rules, 0), f)
	if err != nil {
		return nil, err
	}
	result := jsvalue.Null
	if len(rules) > 2 {
		if result, err = e.apply(rules[2], f); err != nil {
			return nil, err
		}
	}
	list, ok := over.(*jsvalue.Array)
	if !ok {
		return result, nil
	}
	for i, item := range list.Items {
		scope := jsvalue.NewObject()
		scope.Set("current", item)
		scope.Set("accumulator", result)
		if result, err = e.apply(at(rules, 1), &frame{data: scope, parent: f, index: i}); err != nil {
			return nil, err
		}
	}
	return result, nil
}

// try is the first operand that does not fail. The next one sees what was
// thrown as its data. A number that is none is a failure.
func try(e *evaluation, rules []Value, f *frame) (Value, error) {
	var thrown error
	for _, rule := range rules {
		v, err := e.apply(rule, f)
		if n, ok := v.(float64); ok && err == nil && (math.IsNaN(n) || math.IsInf(n, 0)) {
			err = fail("NaN")
		}
		var failure *Error
		if err == nil || !errors.As(err, &failure) {
			return v, err
		}
		thrown = err
		caught := failure.Value
		if _, ok := caught.(*jsvalue.Object); !ok {
			o := jsvalue.NewObject()
			o.Set("type", failure.Type)
			caught = o
		}
		f = &frame{data: caught, parent: f}
	}
	return jsvalue.Null, thrown
}
