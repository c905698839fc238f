// SPDX-License-Identifier: Apache-2.0

package process

import (
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

var availableRule = rule{
	name: "onlyAvailableItems",
	applies: func(c *context, v Value) bool {
		if !is(object(c.component, "validate"), "onlyAvailableItems") || jsvalue.IsNil(v) || jsvalue.IsEmpty(v) {
			return false
		}
		switch text(c.component, "type") {
		case "radio", "selectboxes":
			return true
		case "select":
			return text(c.component, "dataSrc") != "resource"
		default:
			return false
		}
	},
	check: func(c *context, v Value) (string, string, error) {
		offered, known, err := c.offered()
		if err != nil || !known {
			return "", "", err
		}
		if offers(c.component, offered, v) {
			return "", "", nil
		}
		return "onlyAvailableItems", "invalidOption", nil
	},
}

func offers(c *Component, offered []Value, v Value) bool {
	if boxes, ok := v.(*jsvalue.Object); text(c, "type") == "selectboxes" {
		for _, name := range boxes.Keys() {
			if !contains(offered, name) {
				return false
			}
		}
		return ok || isArray(v)
	}
	return contains(offered, v)
}

// contains compares objects by their JSON.
func contains(offered []Value, v Value) bool {
	for _, o := range offered {
		if jsvalue.StrictEqual(o, v) || isObject(o) && isObject(v) && jsvalue.JSON(o) == jsvalue.JSON(v) {
			return true
		}
	}
	return false
}

// offered are the values that a component offers. They are not known when they
// are fetched and nothing answers.
func (c *context) offered() (values []Value, known bool, err error) {
	o := c.component
	if text(o, "type") != "select" {
		if text(o, "dataSrc") == "url" {
			return c.remote()
		}
		return column(list(o, "values"), "value"), true, nil
	}
	source := object(o, "data")
	src := text(o, "dataSrc")
	if src == "" && source.Has("values") {
		src = "values"
	}
	switch src {
	case "values":
		if !isArray(source.Get("values")) {
			return nil, false, errValue
		}
		return column(list(source, "values"), "value"), true, nil
	case "json":
		given := source.Get("json")
		if s, ok := given.(string); ok {
			if given, err = jsvalue.Parse([]byte(s)); err != nil {
				return nil, false, errValue
			}
		}
		if !isArray(given) {
			return nil, false, errValue
		}
		return column(items(given), text(o, "valueProperty")), true, nil
	case "custom":
		empty := jsvalue.NewArray()
		made := c.script(jsvalue.ToString(source.Get("custom")), "values", given{"values": empty, "data": nil, "row": nil, "value": nil, "input": nil})
		if !isArray(made) {
			return nil, false, errValue
		}
		return items(made), true, nil
	case "url":
		return c.remote()
	default:
		return nil, false, errValue
	}
}

func (c *context) remote() ([]Value, bool, error) {
	url, ok := object(c.component, "data").Get("url").(string)
	if c.in.Fetch == nil || !ok {
		return nil, false, nil
	}
	v, err := c.in.Fetch(url)
	if err != nil || !isArray(v) {
		return nil, false, nil
	}
	return column(items(v), text(c.component, "valueProperty")), true, nil
}

// column is a member of each row, the row itself without a name.
func column(rows []Value, name string) []Value {
	if name == "" {
		return rows
	}
	values := make([]Value, len(rows))
	for i, row := range rows {
		values[i] = jsvalue.Get(row, name)
	}
	return values
}
