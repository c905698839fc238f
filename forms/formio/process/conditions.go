// SPDX-License-Identifier: Apache-2.0

package process

import (
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// The forms of a condition: legacy {when, eq, show}, simple {conjunction,
// conditions, show}, and a rule under json.

func isLegacy(conditional *Component) bool { return is(conditional, "when") }

func isSimple(conditional *Component) bool {
	return is(conditional, "conjunction") && is(conditional, "conditions")
}

func isJSON(conditional *Component) bool { return isObject(conditional.Get("json")) }

func hasSimple(c *Component) bool {
	conditional := object(c, "conditional")
	return isLegacy(conditional) || isSimple(conditional) || isJSON(conditional)
}

func customHidden(c *context) bool {
	source := c.component.Get("customConditional")
	if !jsvalue.Truthy(source) {
		return false
	}
	show := c.customCondition(source, "show")
	return show != jsvalue.Null && !jsvalue.Truthy(show)
}

func simplyHidden(c *context) bool {
	conditional := object(c.component, "conditional")
	show := jsvalue.Null
	if isJSON(conditional) {
		show = c.evaluate(conditional.Get("json"), "result", nil)
	}
	if isLegacy(conditional) {
		show = c.legacyCondition(conditional)
	}
	if isSimple(conditional) {
		show = c.simpleCondition(conditional)
	}
	return !jsvalue.IsNil(show) && !jsvalue.Truthy(show)
}

func conditionallyHidden(c *context) bool { return customHidden(c) || simplyHidden(c) }

// condition notes whether a component with a condition is shown.
func condition(c *context, hidden func(*context) bool) {
	if !hasSimple(c.component) && !is(c.component, "customConditional") {
		return
	}
	found := c.conditional(c.path)
	if found == nil {
		path := c.path
		if path == "" {
			path = Key(c.component) // of a text, which has no place in the data
		}
		c.out.Conditionals = append(c.out.Conditionals, Condition{Path: path})
		found = &c.out.Conditionals[len(c.out.Conditionals)-1]
	}
	found.Hidden = hidden(c)
	c.hide(c.component, found.Hidden)
}

// customCondition is a script that may set a variable, which is true before.
func (c *context) customCondition(source Value, variable string) Value {
	s, ok := source.(string)
	if !ok {
		return c.evaluate(source, variable, nil)
	}
	return c.evaluate(variable+" = true; "+s+";", variable, nil)
}

func (c *context) legacyCondition(conditional *Component) Value {
	if c.lookup != nil {
		_, value := c.lookup(jsvalue.ToString(conditional.Get("when")))
		return legacyHolds(conditional, value)
	}
	return legacyHolds(conditional, c.valueAt(components(c.form), c.in.Data, jsvalue.ToString(conditional.Get("when")), c.paths.index))
}

// legacyHolds compares texts.
func legacyHolds(conditional *Component, value Value) bool {
	eq, show := jsvalue.ToString(conditional.Get("eq")), jsvalue.ToString(conditional.Get("show"))
	if isObject(value) && jsvalue.Has(value, eq) {
		return jsvalue.ToString(jsvalue.Get(value, eq)) == show
	}
	for _, item := range items(value) {
		if jsvalue.ToString(item) == eq {
			return show == "true"
		}
	}
	return (jsvalue.ToString(value) == eq) == (show == "true")
}

func (c *context) simpleCondition(conditional *Component) Value {
	within, values := components(c.form), Value(c.in.Data)
	if c.root != nil {
		within, values = list(c.root.component, "components"), c.root.values
	}
	lookup := func(path string) (*Component, Value) {
		on := c.find(within, path, c.paths.index)
		if on == nil {
			return nil, jsvalue.Null
		}
		return on, c.valueAt(within, values, path, c.paths.index)
	}
	if c.lookup != nil {
		lookup = c.lookup
	}
	holds, ok := simpleHolds(c, conditional, lookup)
	if !ok {
		return jsvalue.Null
	}
	return holds
}

// simpleHolds combines comparisons of other components. ok is false when there
// are none.
func simpleHolds(c *context, conditional *Component, lookup Lookup) (shown, ok bool) {
	conditions := list(conditional, "conditions")
	if len(conditions) == 0 || !isSimple(conditional) {
		return false, false
	}
	anyOf := text(conditional, "conjunction") == "any"
	holds := !anyOf
	for _, v := range conditions {
		one, _ := v.(*jsvalue.Object)
		path := text(one, "component")
		if path == "" {
			continue
		}
		on, value := lookup(path)
		if compare(c, text(one, "operator"), operands{value, one.Get("value"), on, path}) == anyOf {
			holds = anyOf
		}
	}
	return holds == shows(conditional), true
}

// shows is whether a simple condition shows or hides; it shows unless it says
// otherwise.
func shows(conditional *Component) bool {
	show := conditional.Get("show")
	if !conditional.Has("show") {
		return true
	}
	if s, ok := show.(string); ok {
		if parsed, err := jsvalue.Parse([]byte(s)); err == nil {
			return jsvalue.Truthy(parsed)
		}
	}
	return jsvalue.Truthy(show)
}
