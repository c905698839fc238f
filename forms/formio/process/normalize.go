// SPDX-License-Identifier: Apache-2.0

package process

import (
	"math"
	"regexp"
	"strings"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

var spaces = regexp.MustCompile(`[\s\x{a0}\x{feff}\p{Z}]{2,}`)

// normalize gives a value the shape that its component holds. What has no
// value, or none of the shape, does not belong to the submission.
func normalize(c *context) {
	value := c.value()
	normal := c.normal(value)
	if is(c.component, "multiple") && !jsvalue.Truthy(at(c.component, "validate.required")) && !isArray(value) {
		normal = jsvalue.NewArray()
		if jsvalue.Truthy(value) {
			normal = jsvalue.NewArray(value)
		}
	}
	switch {
	case jsvalue.IsNil(normal):
		c.filter[c.path] = false
	case !jsvalue.StrictEqual(value, normal) && !c.cleared[c.path]:
		c.set(normal)
		c.filter[c.path] = true
	}
}

func (c *context) normal(value Value) Value {
	switch text(c.component, "type") {
	case "address":
		if !is(c.component, "multiple") && is(c.component, "enableManualMode") && jsvalue.Truthy(value) && !jsvalue.Truthy(jsvalue.Get(value, "mode")) {
			place := jsvalue.NewObject()
			place.Set("mode", "autocomplete")
			place.Set("address", value)
			return place
		}
	case "day":
		if s, ok := value.(string); ok && s != "" {
			return c.normalDay(s)
		}
	case "email":
		if s, ok := value.(string); ok && s != "" {
			return strings.ToLower(jsvalue.Trim(s))
		}
	case "radio":
		return normalRadio(value, text(c.component, "dataType"))
	case "select":
		return c.each(value, normalSelect)
	case "selectboxes":
		return normalBoxes(value)
	case "tags":
		return normalTags(c.component, value)
	case "textfield", "phoneNumber":
		return c.normalText(value)
	case "time":
		return normalTime(c.component, value)
	case "number":
		return c.each(value, normalNumber)
	}
	return value
}

// each normalises every item where the component holds many.
func (c *context) each(value Value, normal func(*Component, Value) Value) Value {
	a, ok := value.(*jsvalue.Array)
	if !ok || !is(c.component, "multiple") {
		return normal(c.component, value)
	}
	out := jsvalue.NewArray()
	for _, item := range a.Items {
		out.Items = append(out.Items, normal(c.component, item))
	}
	return out
}

func normalNumber(_ *Component, v Value) Value {
	n := jsvalue.ToNumber(v)
	if math.IsNaN(jsvalue.ParseFloat(v)) || math.IsNaN(n) || math.IsInf(n, 0) {
		return nil
	}
	return n
}

func normalRadio(v Value, dataType string) Value {
	switch dataType {
	case "number":
		return jsvalue.ToNumber(v)
	case "string":
		if isObject(v) || v == jsvalue.Null {
			return jsvalue.JSON(v)
		}
		return jsvalue.ToString(v)
	case "boolean":
		return jsvalue.Truthy(v) && jsvalue.ToString(v) != "false"
	}
	return guess(v)
}

// guess is a number or boolean that a text spells, else the value as it is.
func guess(v Value) Value {
	if n := jsvalue.ToNumber(v); !math.IsNaN(n) && !math.IsInf(n, 0) && lodashText(v) == jsvalue.FormatNumber(n) {
		return n
	}
	switch v {
	case "true":
		return true
	case "false":
		return false
	default:
		return v
	}
}

func normalSelect(c *Component, v Value) Value {
	if jsvalue.IsNil(v) {
		return nil
	}
	dataType := text(c, "dataType")
	if dataType == "" {
		dataType = "auto"
	}
	if o, ok := v.(*jsvalue.Object); ok && (o.Len() == 0 || dataType == "auto") || isArray(v) && dataType == "auto" {
		return v
	}
	asNumber := func(v Value) Value {
		n := jsvalue.ToNumber(v)
		if math.IsNaN(n) || math.IsInf(n, 0) || v == "" || jsvalue.ToString(v) != jsvalue.FormatNumber(n) {
			return v
		}
		return n
	}
	asBoolean := func(v Value) Value {
		if s, ok := v.(string); ok && (strings.EqualFold(s, "true") || strings.EqualFold(s, "false")) {
			return strings.EqualFold(s, "true")
		}
		return v
	}
	switch dataType {
	case "number":
		return asNumber(v)
	case "boolean":
		return asBoolean(v)
	case "string":
		return jsvalue.ToString(v)
	case "auto":
		return asBoolean(asNumber(jsvalue.ToString(v)))
	default:
		return v
	}
}

func normalBoxes(v Value) Value {
	chosen := jsvalue.NewObject()
	switch v := v.(type) {
	case *jsvalue.Object:
		return v
	case *jsvalue.Array:
		for _, item := range v.Items {
			chosen.Set(jsvalue.ToString(item), true)
		}
	case string:
		if v != "" {
			chosen.Set(v, true)
		}
	}
	return chosen
}

func normalTags(c *Component, v Value) Value {
	delimiter := text(c, "delimeter") // as Form.io spells it
	if delimiter == "" {
		delimiter = ","
	}
	a, many := v.(*jsvalue.Array)
	s, one := v.(string)
	switch {
	case many && (!c.Has("storeas") || text(c, "storeas") == "string"):
		return jsvalue.Join(a.Items, delimiter)
	case one && text(c, "storeas") == "array":
		out := jsvalue.NewArray()
		for _, part := range strings.Split(s, delimiter) {
			if part != "" {
				out.Items = append(out.Items, part)
			}
		}
		return out
	default:
		return v
	}
}

func (c *context) normalText(v Value) Value {
	if s, ok := v.(string); ok && is(c.component, "truncateMultipleSpaces") {
		v = truncated(s)
	}
	masks := list(c.component, "inputMasks")
	if !is(c.component, "allowMultipleMasks") || len(masks) == 0 {
		return v
	}
	masked := func(_ *Component, v Value) Value {
		if !jsvalue.Truthy(v) || !isObject(v) {
			o := jsvalue.NewObject()
			o.Set("value", v)
			o.Set("maskName", jsvalue.Get(masks[0], "label"))
			return o
		}
		return v
	}
	if a, ok := v.(*jsvalue.Array); ok {
		out := jsvalue.NewArray()
		for _, item := range a.Items {
			out.Items = append(out.Items, masked(nil, item))
		}
		return out
	}
	return masked(nil, v)
}

// truncated is a text without spaces at its ends and with single ones within.
func truncated(s string) string { return spaces.ReplaceAllString(jsvalue.Trim(s), " ") }

func normalTime(c *Component, v Value) Value {
	s, ok := v.(string)
	if !ok {
		return v
	}
	shown, stored := text(c, "format"), text(c, "dataFormat")
	if shown == "" {
		shown = "HH:mm"
	}
	if stored == "" {
		stored = defaultTimeFormat
	}
	t, ok := parseStrictly(s, shown)
	if !ok {
		return v
	}
	return formatTime(t, stored)
}

var wholeDay = regexp.MustCompile(`^\d{2}/\d{2}/\d{4}$`)

// normalDay fills the parts that a day does not ask for from its default. What is
// missing of those that it asks for leaves its slash: "x" is "x//".
func (c *context) normalDay(s string) Value {
	if wholeDay.MatchString(s) {
		return s
	}
	given := strings.Split(s, "/")
	var out []string
	add := func(asked bool, otherwise string) {
		part := otherwise
		missing := asked && len(given) == 0
		if asked && !missing {
			part, given = given[0], given[1:]
		} else if missing {
			part = ""
		}
		if part != "" || missing {
			out = append(out, part)
		}
	}
	f := dayFields(c.component)
	day, month, year := f.defaults(c.component)
	dayFirst := is(c.component, "dayFirst") && !is(c.component, "useLocaleSettings")
	if dayFirst {
		add(f.day, day)
	}
	add(f.month, month)
	if !dayFirst {
		add(f.day, day)
	}
	add(f.year, year)
	return strings.Join(out, "/")
}

// fields are the parts that a day asks for.
type fields struct{ day, month, year bool }

func dayFields(c *Component) fields {
	asked := func(part string) bool { return !jsvalue.Truthy(at(c, "fields."+part+".hide")) }
	return fields{asked("day"), asked("month"), asked("year")}
}

// defaults are the parts of the default value, which has only those that are
// asked for, or all.
func (f fields) defaults(c *Component) (day, month, year string) {
	s := text(c, "defaultValue")
	if s == "" {
		return "", "", ""
	}
	parts := strings.Split(s, "/")
	order := []*string{&month, &day, &year}
	shown := []bool{f.month, f.day, f.year}
	if is(c, "dayFirst") {
		order[0], order[1] = order[1], order[0]
		shown[0], shown[1] = shown[1], shown[0]
	}
	for i, to := range order {
		if len(parts) == 3 || shown[i] {
			if len(parts) > 0 && len(parts) != 3 {
				*to, parts = parts[0], parts[1:]
			} else if i < len(parts) {
				*to = parts[i]
			}
		}
	}
	return day, month, year
}
