// SPDX-License-Identifier: Apache-2.0

package process

import (
	"math"
	"strings"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// boundRule compares a number with a setting. Without a minimum, 0 counts;
// what is no number is below nothing.
func boundRule(name string, applies func(v Value) bool, holds func(n, bound float64) bool) rule {
	return rule{
		name: name,
		applies: func(c *context, v Value) bool {
			bound, ok := setting(c.component, name, jsvalue.ParseFloat)
			return ok && !math.IsNaN(bound) && applies(v)
		},
		check: func(c *context, v Value) (string, string, error) {
			bound, _ := setting(c.component, name, jsvalue.ParseFloat)
			n := jsvalue.ToNumber(v)
			if s, ok := v.(string); ok {
				n = jsvalue.ParseFloat(s)
			}
			if math.IsNaN(n) {
				return "", "", errValue
			}
			if holds(n, bound) {
				return "", "", nil
			}
			return name, name, nil
		},
	}
}

var (
	maxRule = boundRule("max", func(v Value) bool { return v != jsvalue.Null }, func(n, bound float64) bool { return n <= bound })
	minRule = boundRule("min", func(v Value) bool { return !math.IsNaN(jsvalue.ParseFloat(v)) }, func(n, bound float64) bool { return n >= bound })
)

var numberRule = rule{
	name: "number",
	applies: func(c *context, v Value) bool {
		return typed("number")(c, v) && !(is(c.component, "multiple") && isArray(v) && len(items(v)) == 0)
	},
	check: func(_ *context, v Value) (string, string, error) {
		if _, ok := v.(float64); ok {
			return "", "", nil
		}
		return "number", "number", nil
	},
}

// selectedRule counts what is chosen of boxes, when something is.
func selectedRule(name string, broken func(count, bound float64) bool) rule {
	return rule{
		name: name,
		applies: func(c *context, v Value) bool {
			bound, ok := setting(c.component, name, jsvalue.ParseFloat)
			return ok && jsvalue.Truthy(bound) && jsvalue.Truthy(v)
		},
		check: func(c *context, v Value) (string, string, error) {
			boxes, ok := v.(*jsvalue.Object)
			if !ok {
				return "", "", errValue
			}
			count := 0.0
			for _, box := range boxes.Keys() {
				on, ok := boxes.Get(box).(bool)
				if !ok {
					return "", "", errValue
				}
				if on {
					count++
				}
			}
			bound, _ := setting(c.component, name, jsvalue.ParseFloat)
			if count == 0 || !broken(count, bound) {
				return "", "", nil
			}
			message := text(c.component, name+"Message")
			if message == "" {
				return name, name, nil
			}
			if name == "maxSelectedCount" {
				return message, message, nil
			}
			return name, message, nil
		},
	}
}

var (
	maxSelectedRule = selectedRule("maxSelectedCount", func(count, bound float64) bool { return count > bound })
	minSelectedRule = selectedRule("minSelectedCount", func(count, bound float64) bool { return count < bound })
)

var requiredRule = rule{
	name:    "required",
	applies: func(c *context, _ Value) bool { return is(object(c.component, "validate"), "required") },
	check: func(c *context, v Value) (string, string, error) {
		if c.hasValue(v) {
			return "", "", nil
		}
		return "required", "required", nil
	},
}

// hasValue reports whether a value is one that a required component needs.
func (c *context) hasValue(v Value) bool {
	o, _ := v.(*jsvalue.Object)
	kind := text(c.component, "type")
	switch {
	case (kind == "textfield" || kind == "phoneNumber") && is(c.component, "allowMultipleMasks") && len(list(c.component, "inputMasks")) > 0 && o.Has("value"):
		return present(o.Get("value"), true, false)
	case kind == "address" && jsvalue.Truthy(o.Get("mode")) && isObject(o.Get("address")):
		address, _ := o.Get("address").(*jsvalue.Object)
		for _, name := range address.Keys() {
			if name != "address2" && !jsvalue.Truthy(address.Get(name)) {
				return false
			}
		}
		return address.Len() > 0
	case kind == "day" && v == "00/00/0000":
		return false
	}
	inside := nested(c.component, c.model(c.component))
	if kind == "checkbox" || kind == "selectboxes" {
		return present(v, false, inside)
	}
	return present(v, true, inside && kind != "container")
}

// present reports whether there is something in a value. Where false is an
// answer, it is something.
func present(v Value, falseCounts, shallow bool) bool {
	switch v := v.(type) {
	case nil:
		return false
	case bool:
		return v || falseCounts
	case string:
		return jsvalue.Trim(v) != ""
	case float64:
		return true
	case *jsvalue.Array:
		if shallow {
			return len(v.Items) > 0 && rowsFilled(v.Items)
		}
		for _, item := range v.Items {
			if present(item, falseCounts, false) {
				return true
			}
		}
		return false
	case *jsvalue.Object:
		if shallow {
			return v.Len() > 0
		}
		for _, name := range v.Keys() {
			if present(v.Get(name), falseCounts, false) {
				return true
			}
		}
		return false
	default:
		return v != jsvalue.Null
	}
}

// rowsFilled reports whether one of several rows, or items, has something.
func rowsFilled(rows []Value) bool {
	something := func(v Value) bool {
		if isObject(v) {
			return !jsvalue.IsEmpty(v)
		}
		return v == 0.0 || jsvalue.Truthy(v)
	}
	objects := true
	for _, row := range rows {
		_, ok := row.(*jsvalue.Object)
		objects = objects && ok
	}
	for _, row := range rows {
		if !objects {
			if something(row) {
				return true
			}
			continue
		}
		o := row.(*jsvalue.Object)
		for _, name := range o.Keys() {
			if something(o.Get(name)) {
				return true
			}
		}
	}
	return false
}

var multipleRule = rule{
	name: "multiple", whole: true,
	applies: func(c *context, _ Value) bool {
		switch text(c.component, "type") {
		case "hidden", "address":
			return is(c.component, "multiple")
		case "textarea":
			return text(c.component, "as") == "json" && is(c.component, "multiple")
		case "select":
			return false
		default:
			return true
		}
	},
	check: func(c *context, v Value) (string, string, error) {
		a, many := v.(*jsvalue.Array)
		model := c.model(c.component)
		kind := text(c.component, "type")
		underlying := model == modelNestedArray || model == modelNestedDataArray || kind == "tags" && text(c.component, "storeas") == "array"
		required := is(object(c.component, "validate"), "required")
		fault := func(key string) (string, string, error) { return key, key, nil }
		if !is(c.component, "multiple") {
			mayBe := underlying || kind == "tags" && text(c.component, "storeas") != "string" || kind != "tags" && kind != "textfield"
			if !mayBe && many {
				return fault("nonarray")
			}
			return "", "", nil
		}
		switch {
		case !many && (!jsvalue.IsNil(v) || required):
			return fault("array")
		case many && len(a.Items) == 0 && required:
			return fault("array_nonempty")
		case many && len(a.Items) > 0 && !underlying && isArray(a.Items[0]) && model != modelAny:
			return fault("nonarray")
		}
		return "", "", nil
	},
}

var jsonRule = rule{
	name:    "json",
	applies: func(c *context, _ Value) bool { return isObject(object(c.component, "validate").Get("json")) },
	check: func(c *context, v Value) (string, string, error) {
		if !jsvalue.Truthy(v) {
			v = jsvalue.Null
		}
		valid := c.evaluate(object(c.component, "validate").Get("json"), "valid", given{"value": v})
		return verdict("json", "jsonLogic", valid)
	},
}

var customRule = rule{
	name:    "custom",
	applies: func(c *context, _ Value) bool { return is(object(c.component, "validate"), "custom") },
	check: func(c *context, v Value) (string, string, error) {
		source := jsvalue.ToString(object(c.component, "validate").Get("custom"))
		scope := given{"data": c.in.Data, "row": c.row, "valid": true, "input": v}
		if strings.Contains(source, "{{") {
			source = interpolate(source, plain(c.scope(scope)), jsvalue.ToString)
		}
		valid := c.script(source, "valid", scope)
		if valid == nil {
			return "", "", nil
		}
		return verdict("custom", "custom", valid)
	},
}

// verdict reads what a validation of the form's own gives: true or nothing is
// good, a text is the message.
func verdict(name, key string, valid Value) (string, string, error) {
	if valid == true || valid == jsvalue.Null {
		return "", "", nil
	}
	if s, ok := valid.(string); ok && s != "" {
		return name, s, nil
	}
	return name, key, nil
}

// plain is a scope whose texts are harmless inside a script: letters, digits
// and a few signs. An answer never becomes code.
func plain(v Value) Value {
	switch v := v.(type) {
	case string:
		return strings.Map(func(r rune) rune {
			if r > 127 || r == ' ' || strings.ContainsRune("._,:@+-", r) || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				return r
			}
			return -1
		}, v)
	case *jsvalue.Array:
		out := jsvalue.NewArray()
		for _, item := range v.Items {
			out.Items = append(out.Items, plain(item))
		}
		return out
	case *jsvalue.Object:
		out := jsvalue.NewObject()
		for _, name := range v.Keys() {
			out.Set(name, plain(v.Get(name)))
		}
		return out
	default:
		return v
	}
}
