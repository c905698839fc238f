// SPDX-License-Identifier: Apache-2.0

package process

import (
	"time"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// What follows serves engines that keep values their own way and need the
// judgement of one component, not a pass over a submission.

// Lookup finds the component that a path of a condition means, and its value.
// The component is nil when there is none.
type Lookup func(path string) (*Component, Value)

// Shown evaluates a legacy or simple condition. ok is false for anything else,
// which decides nothing.
func Shown(conditional *Component, now time.Time, lookup Lookup) (shown, ok bool) {
	switch {
	case isLegacy(conditional):
		_, value := lookup(jsvalue.ToString(conditional.Get("when")))
		return legacyHolds(conditional, value), true
	case isSimple(conditional):
		c := &context{run: &run{in: Input{Now: now, Data: jsvalue.NewObject()}}}
		return simpleHolds(c, conditional, lookup)
	default:
		return false, false
	}
}

// Paths are the paths of the components that a legacy or simple condition reads.
func Paths(conditional *Component) []string {
	if isLegacy(conditional) {
		return []string{jsvalue.ToString(conditional.Get("when"))}
	}
	var paths []string
	if isSimple(conditional) {
		for _, one := range list(conditional, "conditions") {
			if path, ok := jsvalue.Get(one, "component").(string); ok && path != "" {
				paths = append(paths, path)
			}
		}
	}
	return paths
}

// Check judges one value of a component that is shown. in gives the data that
// scripts see, and the clock; its components and processors are not used.
func Check(in Input, c *Component, value, row Value) []Fault {
	r := &run{in: in, form: jsvalue.NewObject(), states: make(map[*Component]*state)}
	defer r.close()
	key := Key(c)
	holder := jsvalue.NewObject()
	holder.Set(key, value)
	judged := &context{run: r, visit: visit{component: c, paths: &paths{data: key, localData: key, index: noIndex}}, row: row, path: key, held: holder}
	judged.judge(rules, value, judged.tidy(value), func(rule) bool { return true })
	return r.out.Errors
}

// Act does the logic of a component at a place: it gives the component as the
// logic leaves it, and its value if the logic sets one. in is as for [Check];
// lookup finds what conditions name.
func Act(in Input, c *Component, value, row Value, lookup Lookup) (acted *Component, result Value, set bool) {
	r := &run{in: in, form: jsvalue.NewObject(), states: make(map[*Component]*state), filter: make(map[string]bool)}
	defer r.close()
	key := Key(c)
	holder := jsvalue.NewObject()
	holder.Set(key, value)
	acted = jsvalue.Clone(c).(*jsvalue.Object)
	actor := &context{
		run: r, visit: visit{component: acted, paths: &paths{data: key, localData: key, index: noIndex}},
		row: row, path: key, held: holder, lookup: lookup,
	}
	logic(actor)
	result = holder.Get(key)
	return acted, result, !jsvalue.Equal(value, result)
}

// DayLimit is the first or last day that a component takes, by the name of the
// setting: minDate or maxDate. ok is false without one. in is as for [Check].
func DayLimit(in Input, c *Component, name string) (day time.Time, ok bool) {
	r := &run{in: in, form: jsvalue.NewObject(), states: make(map[*Component]*state)}
	defer r.close()
	holder := c
	if text(c, "type") != "day" {
		holder = object(c, "widget")
	}
	return (&context{run: r, visit: visit{component: c}}).dateSetting(holder.Get(name))
}
