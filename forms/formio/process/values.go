// SPDX-License-Identifier: Apache-2.0

package process

import (
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// serverOverride gives a component the properties that the server has for it.
func serverOverride(c *context) { assign(c.component, c.component.Get("serverOverride")) }

// assign copies the members of an object.
func assign(to *Component, from Value) {
	o, _ := from.(*jsvalue.Object)
	for _, name := range o.Keys() {
		to.Set(name, o.Get(name))
	}
}

func filterBefore(c *context) {
	if c.value() != nil {
		c.filter[c.path] = true
	}
}

// filterAfter puts what belongs to the form into the filtered submission.
func filterAfter(c *context) {
	if c.out.Filtered == nil {
		c.out.Filtered = jsvalue.NewObject()
	}
	value := c.value()
	if value == nil || !c.filter[c.path] {
		if text(c.component, "type") == "number" {
			c.set(jsvalue.Null)
		}
		return
	}
	filtered := c.out.Filtered
	model := c.model(c.component)
	switch {
	case text(c.component, "type") == "address":
		jsvalue.Set(filtered, c.path, value)
	case model == modelDataObject:
		inner := jsvalue.Get(filtered, c.path+".data")
		if inner == nil {
			inner = jsvalue.NewObject()
		}
		jsvalue.Set(c.in.Data, c.path+".data", inner)
		jsvalue.Set(filtered, c.path, jsvalue.Get(c.in.Data, c.path))
	case model == modelNestedDataArray:
		kept := items(jsvalue.Get(filtered, c.path))
		rows := jsvalue.NewArray()
		for i, row := range items(value) {
			copied := jsvalue.NewObject()
			assign(copied, row)
			var inner Value
			if i < len(kept) {
				inner = jsvalue.Get(kept[i], "data")
			}
			if inner == nil {
				inner = jsvalue.NewObject()
			}
			copied.Set("data", inner)
			rows.Items = append(rows.Items, copied)
		}
		jsvalue.Set(filtered, c.path, rows)
	case model == modelNestedArray && !jsvalue.Has(filtered, c.path):
		jsvalue.Set(filtered, c.path, jsvalue.NewArray())
	case model == modelObject && !jsvalue.Has(filtered, c.path):
		jsvalue.Set(filtered, c.path, jsvalue.NewObject())
	case model == modelNestedArray || model == modelObject:
		c.set(jsvalue.Get(filtered, c.path))
	default:
		jsvalue.Set(filtered, c.path, value)
	}
}

// skipsDefault: a server cannot know whether a number was taken out on purpose.
func (c *context) skipsDefault() bool { return c.in.Server && c.model(c.component) == modelNumber }

func customDefault(c *context) {
	source := c.component.Get("customDefaultValue")
	if !jsvalue.Truthy(source) || c.skipsDefault() || jsvalue.Has(c.row, Key(c.component)) {
		return
	}
	c.setDefault(c.many(c.evaluate(source, "value", given{"value": jsvalue.Null})))
}

func serverDefault(c *context) {
	if !c.component.Has("defaultValue") || c.skipsDefault() || jsvalue.Has(c.row, Key(c.component)) {
		return
	}
	if v := c.component.Get("defaultValue"); jsvalue.Truthy(v) {
		c.setDefault(c.many(jsvalue.Clone(v)))
	}
}

// many is a value as a list where the component holds one.
func (c *context) many(v Value) Value {
	if !is(c.component, "multiple") || isArray(v) {
		return v
	}
	if jsvalue.Truthy(v) {
		return jsvalue.NewArray(v)
	}
	return jsvalue.NewArray()
}

func (c *context) setDefault(v Value) {
	if jsvalue.IsNil(v) {
		return
	}
	c.defaults = append(c.defaults, c.path)
	c.set(v)
	if c.model(c.component) != modelNumber {
		c.keep(c.path)
	}
}

func calculate(c *context) {
	source := c.component.Get("calculateValue")
	if !jsvalue.Truthy(source) || c.in.Server && !is(c.component, "calculateServer") {
		return
	}
	value := c.value()
	if value == nil && c.parent != nil && c.model(c.parent) == modelNestedArray {
		return
	}
	if !jsvalue.Truthy(value) {
		value = jsvalue.Null
	}
	instead := given{"value": value}
	if len(c.fetched) > 0 {
		seen := jsvalue.NewObject()
		assign(seen, c.localData())
		for name, v := range c.fetched {
			seen.Set(name, v)
		}
		instead["data"] = seen
	}
	if v := c.evaluate(source, "value", instead); v != jsvalue.Null {
		c.set(v)
		c.keep(c.path)
	}
}

// fetch puts what a data source gives into the row.
func fetch(c *context) {
	if text(c.component, "type") != "datasource" || c.in.Fetch == nil ||
		c.in.Server && !jsvalue.Truthy(at(c.component, "trigger.server")) {
		return
	}
	url, _ := at(c.component, "fetch.url").(string)
	if url = interpolate(url, c.scope(nil), jsvalue.ToString); url == "" {
		return
	}
	v, err := c.in.Fetch(url)
	if err != nil {
		return
	}
	if mapping, ok := at(c.component, "fetch.mapFunction").(string); ok && mapping != "" {
		v = c.evaluate(mapping, "value", given{"responseData": v})
	}
	jsvalue.Set(c.row, Key(c.component), v)
	c.keep(c.path)
	if c.fetched == nil {
		c.run.fetched = make(map[string]Value)
	}
	c.fetched[c.path] = v
}

// clearHidden takes away the value of what a condition hides.
func clearHidden(c *context) {
	own := c.state(c.component)
	hidden := false
	if c.parent != nil {
		hidden = c.state(c.parent).conditionallyHidden
		own.intentionallyHidden = own.intentionallyHidden || c.state(c.parent).intentionallyHidden
	}
	if found := c.conditional(c.path); found != nil && found.Hidden {
		hidden = true
	}
	if hidden {
		c.hide(c.component, true)
	}
	if is(c.component, "hidden") {
		own.intentionallyHidden = true
	}
	if c.value() == nil || c.component.Has("clearOnHide") && !is(c.component, "clearOnHide") {
		return
	}
	if hidden || own.conditionallyHidden {
		jsvalue.Unset(c.in.Data, c.path)
		c.cleared[c.path] = true
		c.filter[c.path] = false
	}
}
