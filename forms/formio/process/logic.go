// SPDX-License-Identifier: Apache-2.0

package process

import (
	"html"
	"strings"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// logic does the actions of every logic whose trigger holds. They change the
// component for the rest of the pass, or its value.
func logic(c *context) {
	for _, v := range list(c.component, "logic") {
		item, _ := v.(*jsvalue.Object)
		actions := list(item, "actions")
		if len(actions) == 0 {
			continue
		}
		if c.result = c.trigger(object(item, "trigger")); !jsvalue.Truthy(c.result) {
			continue
		}
		for _, action := range actions {
			if a, ok := action.(*jsvalue.Object); ok {
				c.act(a)
			}
		}
		c.result = nil
	}
}

func (c *context) trigger(t *Component) Value {
	switch text(t, "type") {
	case "simple":
		if simple := object(t, "simple"); isLegacy(simple) {
			return c.legacyCondition(simple)
		} else if simple != nil {
			return c.simpleCondition(simple)
		}
	case "javascript":
		if is(t, "javascript") {
			return c.customCondition(t.Get("javascript"), "result")
		}
	case "json":
		if isJSON(t) {
			return c.evaluate(t.Get("json"), "result", nil)
		}
	}
	return false
}

func (c *context) act(a *Component) {
	switch text(a, "type") {
	case "property":
		c.setProperty(a, object(a, "property"))
	case "value":
		c.setValue(a.Get("value"))
	case "customAction":
		c.setValue(a.Get("customAction"))
	case "mergeComponentSchema":
		old := jsvalue.Clone(c.present())
		assign(c.component, c.evaluate(a.Get("schemaDefinition"), "schema", given{
			"value": old, "data": escaped(c.localData()), "row": escaped(c.row), "result": escaped(c.result),
		}))
	}
}

func (c *context) setProperty(a, property *Component) {
	name := text(property, "value")
	if name == "" {
		return
	}
	switch text(property, "type") {
	case "boolean":
		current := jsvalue.Get(c.component, name)
		if current == nil {
			current = false
		}
		state := jsvalue.ToString(a.Get("state"))
		if jsvalue.ToString(current) == state {
			return
		}
		jsvalue.Set(c.component, name, state == "true")
		if name == "hidden" && c.path != "" {
			c.setHidden(is(c.component, "hidden"))
		}
	case "string":
		template := a.Get("text")
		if by := text(property, "component"); by != "" {
			template = a.Get(by)
		}
		current := jsvalue.Get(c.component, name)
		if current == nil {
			current = ""
		}
		scope := c.scope(given{"value": current, "data": escaped(c.localData()), "row": escaped(c.row), "result": escaped(c.result)})
		if filled := interpolate(jsvalue.ToString(template), scope, jsvalue.ToString); filled != current {
			jsvalue.Set(c.component, name, filled)
		}
	}
}

// setHidden makes what logic hides count as hidden by a condition.
func (c *context) setHidden(hidden bool) {
	if found := c.conditional(c.path); found != nil {
		found.Hidden = hidden
		c.hide(c.component, hidden)
		return
	}
	c.out.Conditionals = append(c.out.Conditionals, Condition{c.path, hidden})
}

func (c *context) setValue(source Value) {
	old := c.present()
	v := c.evaluate(source, "value", given{"value": old, "result": c.result})
	found := c.conditional(c.path)
	if jsvalue.Equal(old, v) || is(c.component, "clearOnHide") && found != nil && found.Hidden {
		return
	}
	c.set(v)
	c.keep(c.path)
}

// escaped is a value whose texts cannot be read as HTML: they go into labels.
func escaped(v Value) Value {
	switch v := v.(type) {
	case string:
		return strings.NewReplacer("&#34;", "&quot;").Replace(html.EscapeString(v))
	case *jsvalue.Array:
		out := jsvalue.NewArray()
		for _, item := range v.Items {
			out.Items = append(out.Items, escaped(item))
		}
		return out
	case *jsvalue.Object:
		out := jsvalue.NewObject()
		for _, name := range v.Keys() {
			out.Set(name, escaped(v.Get(name)))
		}
		return out
	default:
		return v
	}
}
