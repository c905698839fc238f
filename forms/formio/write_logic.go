// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"strings"
	"time"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// logic gives a component the conditions, calculations and checks of a node.
func (w *formWriter) logic(c *jsvalue.Object, def *forms.NodeDef, at standpoint, locked bool) {
	w.relevance(c, def, at)
	if def.Kind == forms.Group || def.Kind == forms.Repeat {
		if text := def.ReadOnly.Text; text != "" && text != "true()" && text != "false()" {
			w.refuse(def, "%q is read only at times; of Form.io only a question can be", def.Name)
		}
		return
	}
	w.property(c, def, at, def.Required, "validate.required")
	switch {
	case locked && def.Kind == forms.Question:
		c.Set("disabled", true)
	default:
		w.property(c, def, at, def.ReadOnly, "disabled")
	}
	w.calculation(c, def, at)
	w.preload(c, def, w.shapes[at.node])
	w.initial(c, def, at)
	w.constraint(c, def, at)
}

// relevance writes when a component is shown.
func (w *formWriter) relevance(c *jsvalue.Object, def *forms.NodeDef, at standpoint) {
	if def.Relevant.Text == "" || def.Relevant.Text == "true()" {
		return
	}
	if simple := w.simple(def, at); simple != nil {
		c.Set("conditional", simple)
		return
	}
	t, v, err := w.translate(def.Relevant, at)
	if err != nil {
		w.refuse(def, "the condition of %q: %v", def.Name, err)
		return
	}
	c.Set("customConditional", withHelpers(t.used, "show = "+unbracketed(t.boolean(v))+";"))
}

// property writes a property that is on or off, or that is at times: then by the
// logic of the component.
func (w *formWriter) property(c *jsvalue.Object, def *forms.NodeDef, at standpoint, source forms.Source, name string) {
	switch source.Text {
	case "", "false()":
		return
	case "true()":
		jsvalue.Set(c, name, true)
		return
	}
	t, v, err := w.translate(source, at)
	if err != nil {
		w.refuse(def, "when %q is %s: %v", def.Name, strings.TrimPrefix(name, "validate."), err)
		return
	}
	trigger := jsvalue.NewObject()
	trigger.Set("type", "javascript")
	trigger.Set("javascript", withHelpers(t.used, "result = "+unbracketed(t.boolean(v))+";"))
	property := jsvalue.NewObject()
	property.Set("label", name)
	property.Set("value", name)
	property.Set("type", "boolean")
	action := jsvalue.NewObject()
	action.Set("name", name)
	action.Set("type", "property")
	action.Set("property", property)
	action.Set("state", true)
	logic := jsvalue.NewObject()
	logic.Set("name", name)
	logic.Set("trigger", trigger)
	logic.Set("actions", jsvalue.NewArray(action))
	all, _ := c.Get("logic").(*jsvalue.Array)
	if all == nil {
		all = jsvalue.NewArray()
		c.Set("logic", all)
	}
	all.Items = append(all.Items, logic)
}

// calculation writes how a value is calculated.
func (w *formWriter) calculation(c *jsvalue.Object, def *forms.NodeDef, at standpoint) {
	if len(def.Trigger) > 0 {
		w.triggered(c, def, at)
		return
	}
	if def.Calculate.Text == "" {
		return
	}
	t, v, err := w.translate(def.Calculate, at)
	code, ok := "", false
	if err == nil {
		code, ok = t.produced(v, at)
		err = t.err
	}
	if err != nil || !ok {
		w.refuse(def, "the calculation of %q: %v", def.Name, orError(err))
		return
	}
	c.Set("calculateValue", withHelpers(t.used, "value = "+unbracketed(code)+";"))
	if def.Kind == forms.Question {
		c.Set("disabled", true)
	}
}

func orError(err error) error {
	if err == nil {
		return errUnsaid
	}
	return err
}

// produced is a value as the component of a node holds it. ok is false for what
// cannot be calculated.
func (t *translator) produced(v js, at standpoint) (code string, ok bool) {
	n := &t.w.form.Nodes[at.node]
	number := func() string {
		if n.Type == forms.Int {
			return "Math.trunc(" + t.number(v) + ")"
		}
		return t.number(v)
	}
	switch t.w.shapes[at.node] {
	case shapeNumber:
		return t.call("known", number()), true
	case shapeChoices:
		return t.call("words", t.text(v)), true
	case shapeBoolean:
		return "(" + t.text(v) + " === 'OK')", true
	case shapeDay:
		return t.call("slashes", t.text(v)), true
	case shapeText, shapeDate:
	default:
		return "", false
	}
	switch n.Type {
	case forms.Int, forms.Decimal:
		return t.call("decimal", number()), true
	case forms.Date:
		return t.text(v) + ".slice(0, 10)", true
	case forms.Geopoint, forms.Geotrace, forms.Geoshape:
		return t.text(v), n.Kind == forms.Value // of a question, text that is no place would stay
	default:
		return t.text(v), true
	}
}

// preload fills in what is known when a form begins or ends.
func (w *formWriter) preload(c *jsvalue.Object, def *forms.NodeDef, shape string) {
	const clock = "value = new Date().toISOString();"
	switch what := strings.TrimSpace(def.Preload + " " + def.PreloadParams); what {
	case "":
	case "timestamp start":
		c.Set("customDefaultValue", clock)
	case "timestamp end":
		c.Set("calculateValue", clock)
	case "date today":
		used, code := map[string]bool{"today": true, "date": true}, "date(today())"
		if shape == shapeDay {
			used["slashes"], code = true, "slashes("+code+")"
		}
		c.Set("customDefaultValue", withHelpers(used, "value = "+code+";"))
	case "uid":
		c.Set("customDefaultValue", withHelpers(map[string]bool{"uuid": true}, "value = 'uuid:' + uuid();"))
	default:
		w.warn(def, "%q stays empty: a form of Form.io does not know the %s", def.Name, what)
	}
	if def.Sensor != forms.NoSensor {
		w.warn(def, "%q stays empty: a form of Form.io has no sensors", def.Name)
	}
}

// initial writes the first value.
func (w *formWriter) initial(c *jsvalue.Object, def *forms.NodeDef, at standpoint) {
	if def.Default.Text == "" || def.Calculate.Text != "" && len(def.Trigger) == 0 {
		return
	}
	if !def.DynamicDefault {
		if v := initialValue(w.shapes[at.node], def.Default.Text); v != nil {
			c.Set("defaultValue", v)
		} else {
			w.refuse(def, "%q begins with %q, which no component of Form.io begins with", def.Name, strings.TrimSpace(def.Default.Text))
		}
		return
	}
	t, v, err := w.translate(def.Default, at)
	code, ok := "", false
	if err == nil {
		code, ok = t.produced(v, at)
		err = t.err
	}
	if err != nil || !ok {
		w.refuse(def, "the default of %q: %v", def.Name, orError(err))
		return
	}
	c.Set("customDefaultValue", withHelpers(t.used, "value = "+unbracketed(code)+";"))
}

// initialValue is a canonical value as a component holds it, nil for none.
func initialValue(shape, s string) jsvalue.Value {
	switch shape {
	case shapeText:
		return s
	case shapeNumber:
		if n := jsvalue.ToNumber(s); n-n == 0 {
			return n
		}
	case shapeChoices:
		list := jsvalue.NewArray()
		for _, word := range strings.Fields(s) {
			list.Items = append(list.Items, word)
		}
		return list
	case shapeBoolean:
		return s == "OK"
	case shapeDay:
		s = strings.TrimSpace(s)
		if t, err := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))]); err == nil {
			return t.Format("01/02/2006")
		}
	case shapeDate:
		return s
	}
	return nil
}

// constraint writes the check of a value, which is for a value that is there.
func (w *formWriter) constraint(c *jsvalue.Object, def *forms.NodeDef, at standpoint) {
	if required := w.fixed(def, def.RequiredMsg); required != "" {
		errors := jsvalue.NewObject()
		errors.Set("required", required)
		c.Set("errors", errors)
	}
	if def.Constraint.Text == "" || def.Constraint.Text == "true()" || def.Kind != forms.Question {
		return
	}
	at.self = "input"
	t, v, err := w.translate(def.Constraint, at)
	if err != nil {
		w.refuse(def, "the constraint of %q: %v", def.Name, err)
		return
	}
	message := w.message(t, def)
	empty := t.text(js{kind: jsAnswer, code: "input", shape: w.shapes[at.node]})
	jsvalue.Set(c, "validate.custom", withHelpers(t.used,
		"valid = "+empty+" === '' || "+t.boolean(v)+" ? true : "+message+";"))
}

// message is what a broken constraint says, as JavaScript. One that shows answers
// is put together by the script, in one language.
func (w *formWriter) message(t *translator, def *forms.NodeDef) string {
	text := def.ConstraintMsg
	if !hasOutputs(text) {
		if s := w.fixed(def, text); s != "" {
			return quoted(s)
		}
		return "false"
	}
	if len(text) > 1 {
		w.warn(def, "what %q says of a wrong answer shows an answer; it is in one language", def.Name)
	}
	said, err := w.spoken(t, text, t.origin)
	if err != nil {
		w.refuse(def, "what %q says of a wrong answer: %v", def.Name, err)
		return "false"
	}
	return said
}

// fixed is a text that shows no answer.
func (w *formWriter) fixed(def *forms.NodeDef, text forms.Text) string {
	if hasOutputs(text) {
		w.warn(def, "a message of %q that shows an answer is left out", def.Name)
		return ""
	}
	return w.phrase(def, text, standpoint{}, nil)
}

func hasOutputs(text forms.Text) bool {
	for _, form := range text {
		for _, p := range form.Long {
			if p.Output.Text != "" {
				return true
			}
		}
	}
	return false
}
