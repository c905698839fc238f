// SPDX-License-Identifier: Apache-2.0

package process

import (
	"errors"
	"slices"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// errValue is the error of a rule that cannot judge a value at all. Form.io
// logs it and goes on.
var errValue = errors.New("value cannot be validated")

// rule judges the values of components that it applies to.
type rule struct {
	name    string
	whole   bool // judges lists as a whole, not each item
	applies func(c *context, v Value) bool
	// check gives the rule and the message key of a fault, two empty texts
	// for none. It is called for values that it applies to only.
	check func(c *context, v Value) (rule, key string, err error)
}

// rules are all that Form.io applies to a submission. Those that ask a database
// or the service behind a select are not among them.
var rules []rule

// formRules are those that evaluate what the form says, for what is validated
// in two places.
var formRules []rule

func init() {
	formRules = []rule{customRule, availableRule}
	rules = slices.Concat(
		[]rule{dateRule, dayRule, emailRule, jsonRule, maskRule, maxDayRule, maxDateRule},
		[]rule{maxLengthRule, maxSelectedRule, maxRule, maxWordsRule, maxYearRule},
		[]rule{minDayRule, minDateRule, minLengthRule, minSelectedRule, minRule, minWordsRule, minYearRule},
		[]rule{multipleRule, patternRule, requiredRule, requiredDayRule, timeRule, urlRule, numberRule, customRule, availableRule},
	)
}

// forced reports whether a component is hidden, by whatever means.
func (c *context) forced(hides func(*context) bool) bool {
	own := c.state(c.component)
	hidden := false
	switch found := c.conditional(c.path); {
	case own.conditionKnown:
		hidden = own.conditionallyHidden
	case found != nil:
		hidden = found.Hidden
	default:
		hidden = hides(c)
	}
	return hidden || own.intentionallyHidden || is(c.component, "hidden")
}

// exempt reports whether a component is not validated.
func (c *context) exempt(hides func(*context) bool) bool {
	o := c.component
	if o.Has("input") && !is(o, "input") {
		return true
	}
	if !is(o, "protected") && (o.Has("persistent") && !is(o, "persistent") || text(o, "persistent") == "client-only") {
		return true
	}
	return !is(o, "validateWhenHidden") && c.forced(hides)
}

// validate applies rules to a component, unless one of the given conditions
// hides it.
func validate(rules *[]rule, hides func(*context) bool) func(*context) {
	return func(c *context) {
		if !c.exempt(hides) {
			c.validate(*rules)
		}
	}
}

func (c *context) validate(rules []rule) {
	value := c.value()
	many, ok := value.(*jsvalue.Array)
	if ok && is(c.component, "multiple") && len(many.Items) > 0 {
		if !c.judgeItems(rules, value, many.Items) {
			return
		}
		c.judge(rules, value, value, func(r rule) bool { return r.whole })
		return
	}
	c.judge(rules, value, c.tidy(value), func(rule) bool { return true })
}

// judgeItems judges each item of a list; false when one cannot be judged.
func (c *context) judgeItems(rules []rule, value Value, many []Value) bool {
	for _, item := range many {
		if !c.judge(rules, value, c.tidy(item), func(r rule) bool { return !r.whole }) {
			return false
		}
	}
	return true
}

// tidy takes the spaces away that a component does not keep.
func (c *context) tidy(v Value) Value {
	if s, ok := v.(string); ok && is(c.component, "truncateMultipleSpaces") {
		return truncated(s)
	}
	return v
}

// judge applies rules that apply to the whole value to one judged value.
func (c *context) judge(rules []rule, whole, judged Value, kind func(rule) bool) bool {
	all := true
	for _, r := range rules {
		if !kind(r) || !r.applies(c, whole) || !r.applies(c, judged) {
			continue
		}
		name, key, err := r.check(c, judged)
		if err != nil {
			all = false
		}
		if key != "" {
			c.fault(name, key)
		}
	}
	return all
}

// fault adds a fault, once for every key. A message of the form's own stands in
// place of every key.
func (c *context) fault(name, key string) {
	if own := object(c.component, "validate").Get("customMessage"); jsvalue.Truthy(own) {
		key = jsvalue.ToString(own)
	}
	for _, f := range c.out.Errors {
		if f.Key == key && f.Path == c.path {
			return
		}
	}
	c.out.Errors = append(c.out.Errors, Fault{name, key, c.path})
}

// setting is a member of validate as a number; ok is false without one.
func setting(c *Component, name string, parse func(Value) float64) (n float64, ok bool) {
	v := object(c, "validate").Get(name)
	if s, isText := v.(string); isText {
		return parse(s), true
	}
	n, ok = v.(float64)
	return n, ok
}
