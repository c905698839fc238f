// SPDX-License-Identifier: Apache-2.0

package process

import (
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

type (
	// Value is a JavaScript value.
	Value = jsvalue.Value
	// Component is a component of a form, as its JSON is.
	Component = jsvalue.Object
)

// Model types: what a component's value is, by the name Form.io gives it.
const (
	modelNestedArray     = "nestedArray"     // rows of components
	modelNestedDataArray = "nestedDataArray" // rows that hold their components under data
	modelDataObject      = "dataObject"      // a form in the form
	modelObject          = "object"
	modelMap             = "map"
	modelNone            = "none"    // layout
	modelContent         = "content" // text
	modelNumber          = "number"
	modelAny             = "any"
)

var modelOf = map[string]string{
	"datagrid": modelNestedArray, "editgrid": modelNestedArray, "datatable": modelNestedArray, "dynamicWizard": modelNestedArray,
	"tagpad": modelNestedDataArray, "form": modelDataObject, "container": modelObject, "address": modelObject, "datamap": modelMap,
	"htmlelement": modelContent, "content": modelContent,
	"textfield": "string", "password": "string", "email": "string", "url": "string", "phoneNumber": "string",
	"day": "string", "datetime": "string", "time": "string", "signature": "string",
	"number": modelNumber, "currency": modelNumber, "checkbox": "boolean", "radio": "boolean",
	"table": modelNone, "well": modelNone, "columns": modelNone, "fieldset": modelNone, "panel": modelNone, "tabs": modelNone,
	"survey": modelAny, "captcha": modelAny, "textarea": modelAny, "selectboxes": modelAny, "tags": modelAny, "select": modelAny,
	"hidden": modelAny, "button": modelAny, "datasource": modelAny, "sketchpad": modelAny, "reviewpage": modelAny, "file": modelAny,
}

// Model is the model type of a component.
func Model(c *Component) string {
	if given, ok := c.Get("modelType").(string); ok && given != "" {
		return given
	}
	model, ok := modelOf[text(c, "type")]
	if !ok {
		model = modelAny
	}
	if model == modelAny && (c.Get("input") == false || jsvalue.Truthy(c.Get("components")) && !is(c, "input")) {
		return modelNone
	}
	return model
}

// Key is the name of a component's value.
func Key(c *Component) string {
	if c == nil {
		return ""
	}
	if text(c, "type") == "checkbox" && text(c, "inputType") == "radio" && is(c, "name") {
		return text(c, "name")
	}
	return text(c, "key")
}

// text is a member that is a text, else "".
func text(c *Component, name string) string {
	s, _ := c.Get(name).(string)
	return s
}

// is reports whether a member is truthy.
func is(c *Component, name string) bool { return jsvalue.Truthy(c.Get(name)) }

// at is the value at a path of a component.
func at(c *Component, path string) Value { return jsvalue.Get(c, path) }

// object is a member that is an object, else nil, which reads as empty.
func object(c *Component, name string) *Component {
	o, _ := c.Get(name).(*jsvalue.Object)
	return o
}

// list is a member that is an array, else nil.
func list(c *Component, name string) []Value { return items(c.Get(name)) }

func items(v Value) []Value {
	if a, ok := v.(*jsvalue.Array); ok {
		return a.Items
	}
	return nil
}

func isArray(v Value) bool {
	_, ok := v.(*jsvalue.Array)
	return ok
}

// isObject is isObject of lodash: arrays are objects.
func isObject(v Value) bool {
	switch v.(type) {
	case *jsvalue.Object, *jsvalue.Array:
		return true
	default:
		return false
	}
}

// data reports whether a model has a value of its own.
func data(c *Component, model string) bool {
	return is(c, "type") && model != modelNone && model != modelContent
}

// nested reports whether the components within hold their values in the value
// of this one.
func nested(c *Component, model string) bool {
	switch model {
	case modelNestedArray, modelNestedDataArray, modelDataObject, modelObject, modelMap:
		return true
	default:
		return is(c, "tree")
	}
}

// within calls visit with each list of components in a component.
func within(c *Component, visit func([]Value)) {
	switch {
	case isArray(c.Get("columns")):
		for _, column := range list(c, "columns") {
			visit(components(column))
		}
	case isArray(c.Get("rows")):
		for _, row := range list(c, "rows") {
			for _, column := range items(row) {
				visit(components(column))
			}
		}
	case isArray(c.Get("components")):
		visit(list(c, "components"))
	}
}

// components are those of a form, a component or a column.
func components(of Value) []Value {
	o, ok := of.(*jsvalue.Object)
	if !ok {
		return nil
	}
	return list(o, "components")
}
