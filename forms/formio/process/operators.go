// SPDX-License-Identifier: Apache-2.0

package process

import (
	"strings"
	"time"

	"github.com/dialform/dialform/forms/formio/jsonlogic"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// operands are what a condition compares: the value of a component, and what
// the author has written.
type operands struct {
	value, compared Value
	on              *Component
	path            string
}

// operators of simple conditions. Of a list, one item that holds is enough.
var operators = map[string]func(*context, operands) bool{
	"isEqual":     isEqual,
	"isNotEqual":  func(c *context, o operands) bool { return !isEqual(c, o) },
	"lessThan":    func(_ *context, o operands) bool { return number(o) && jsvalue.Less(o.value, o.compared) },
	"greaterThan": func(_ *context, o operands) bool { return number(o) && jsvalue.Less(o.compared, o.value) },
	"lessThanOrEqual": func(_ *context, o operands) bool {
		return number(o) && (jsvalue.Less(o.value, o.compared) || jsvalue.Equal(o.value, o.compared))
	},
	"greaterThanOrEqual": func(_ *context, o operands) bool {
		return number(o) && (jsvalue.Less(o.compared, o.value) || jsvalue.Equal(o.value, o.compared))
	},
	"includes":    func(_ *context, o operands) bool { return jsonlogic.Includes(o.value, o.compared) },
	"notIncludes": func(_ *context, o operands) bool { return !jsonlogic.Includes(o.value, o.compared) },
	"startsWith": func(_ *context, o operands) bool {
		return strings.HasPrefix(lodashText(o.value), lodashText(o.compared))
	},
	"endsWith": func(_ *context, o operands) bool {
		return strings.HasSuffix(lodashText(o.value), lodashText(o.compared))
	},
	"dateGreaterThan":        dates(func(a, b time.Time) bool { return a.After(b) }),
	"dateGreaterThanOrEqual": dates(func(a, b time.Time) bool { return !a.Before(b) }),
	"dateLessThan":           dates(func(a, b time.Time) bool { return a.Before(b) }),
	"dateLessThanOrEqual":    dates(func(a, b time.Time) bool { return !a.After(b) }),
	"isDateEqual":            dates(time.Time.Equal),
	"isNotDateEqual":         func(c *context, o operands) bool { return !dates(time.Time.Equal)(c, o) },
}

// compare is one comparison. An operator that nobody knows always holds.
func compare(c *context, operator string, o operands) bool {
	switch operator {
	case "isEmpty":
		return c.isEmpty(o)
	case "isNotEmpty":
		return !c.isEmpty(o)
	}
	holds, ok := operators[operator]
	if !ok {
		return true
	}
	many, ok := o.value.(*jsvalue.Array)
	if !ok {
		return holds(c, o)
	}
	for _, item := range many.Items {
		o.value = item
		if holds(c, o) {
			return true
		}
	}
	return false
}

func number(o operands) bool { return jsvalue.TypeOf(o.value) == "number" }

func lodashText(v Value) string {
	if jsvalue.IsNil(v) {
		return ""
	}
	return jsvalue.ToString(v)
}

func isEqual(_ *context, o operands) bool {
	if o.on != nil && text(o.on, "type") == "selectboxes" && isObject(o.value) {
		return jsvalue.Truthy(jsvalue.Get(o.value, jsvalue.ToString(o.compared)))
	}
	if s, ok := o.compared.(string); ok && s != "" && (jsvalue.Truthy(o.value) || o.value == false) && jsvalue.TypeOf(o.value) != "string" {
		if parsed, err := jsvalue.Parse([]byte(s)); err == nil {
			o.compared = parsed
		}
	}
	if o.on != nil && referencesObject(o.on) && is(o.on, "template") {
		return sameReference(o)
	}
	return jsvalue.Equal(o.value, o.compared)
}

// referencesObject reports whether a select holds whole objects of a resource.
func referencesObject(c *Component) bool {
	property := text(c, "valueProperty")
	return is(c, "reference") || text(c, "dataSrc") == "resource" && (property == "" || property == "data")
}

// sameReference compares what the template shows of two objects.
func sameReference(o operands) bool {
	value, ok := o.value.(*jsvalue.Object)
	if !ok {
		return false
	}
	var a, b Value = value, o.compared
	if text(o.on, "valueProperty") == "data" {
		a, b = jsvalue.NewObject(), jsvalue.NewObject()
		a.(*jsvalue.Object).Set("data", value)
		b.(*jsvalue.Object).Set("data", o.compared)
	}
	for template := text(o.on, "template"); ; {
		_, rest, ok := strings.Cut(template, "{{")
		inner, rest, closed := strings.Cut(rest, "}}")
		if !ok || !closed {
			return true
		}
		template = rest
		if key, ok := strings.CutPrefix(strings.TrimSpace(inner), "item."); ok && !jsvalue.Equal(jsvalue.Get(a, key), jsvalue.Get(b, key)) {
			return false
		}
	}
}

// dates compares moments. A value that is no date makes all but inequality
// false.
func dates(holds func(a, b time.Time) bool) func(*context, operands) bool {
	return func(c *context, o operands) bool {
		if !jsvalue.Truthy(o.value) {
			return false
		}
		a, ok := parseDate(jsvalue.ToString(o.value), c.zone())
		b, known := parseDate(jsvalue.ToString(o.compared), c.zone())
		return ok && known && holds(a, b)
	}
}

// emptyValue is what a component without a value holds.
func emptyValue(c *Component) Value {
	switch text(c, "type") {
	case "textarea", "textfield", "time", "datetime", "day":
		return ""
	case "datagrid", "editgrid":
		return jsvalue.NewArray()
	default:
		return jsvalue.Null
	}
}

func plainlyEmpty(c *Component, v Value) bool {
	if a, ok := v.(*jsvalue.Array); ok {
		return len(a.Items) == 0 || len(a.Items) == 1 && jsvalue.Equal(a.Items[0], emptyValue(c))
	}
	return jsvalue.IsNil(v) || v == ""
}

func (c *context) isEmpty(o operands) bool {
	if jsvalue.IsNil(o.value) {
		o.value = jsvalue.Get(c.in.Data, o.path)
	}
	if o.on == nil {
		return plainlyEmpty(jsvalue.NewObject(), o.value)
	}
	switch text(o.on, "type") {
	case "checkbox":
		return plainlyEmpty(o.on, o.value) || o.value == false
	case "address":
		members, _ := o.value.(*jsvalue.Object)
		for _, name := range members.Keys() {
			if name != "mode" && name != "address" && jsvalue.Truthy(members.Get(name)) {
				return false
			}
		}
		return true
	case "datetime":
		return plainlyEmpty(o.on, o.value) || jsvalue.ToString(o.value) == "Invalid date"
	case "selectboxes":
		members, _ := o.value.(*jsvalue.Object)
		for _, name := range members.Keys() {
			if jsvalue.Truthy(members.Get(name)) {
				return plainlyEmpty(o.on, o.value)
			}
		}
		return true
	case "textarea":
		if s, ok := o.value.(string); ok {
			return jsvalue.Trim(s) == ""
		}
	case "textfield", "phoneNumber":
		if is(o.on, "allowMultipleMasks") && len(list(o.on, "inputMasks")) > 0 {
			return plainlyEmpty(o.on, o.value) || !jsvalue.Truthy(jsvalue.Get(o.value, "maskName")) || !jsvalue.Truthy(jsvalue.Get(o.value, "value"))
		}
		if !jsvalue.IsNil(o.value) {
			return jsvalue.Trim(jsvalue.ToString(o.value)) == ""
		}
	}
	if children := list(o.on, "components"); len(children) > 0 {
		return plainlyEmpty(o.on, o.value) || !filled(o.value)
	}
	return plainlyEmpty(o.on, o.value)
}

// filled reports whether something in a value is not empty.
func filled(v Value) bool {
	switch v := v.(type) {
	case *jsvalue.Array:
		for _, item := range v.Items {
			if filled(item) {
				return true
			}
		}
		return false
	case *jsvalue.Object:
		for _, name := range v.Keys() {
			if filled(v.Get(name)) {
				return true
			}
		}
		return false
	default:
		return !jsvalue.IsNil(v) && v != "" && v != false
	}
}
