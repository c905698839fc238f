// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/process"
	"github.com/dialform/dialform/forms/formio/script"
)

// calculation makes a node calculated. One that may be overridden, or that
// keeps its own value, is set anew when what it reads changes, and at no other
// time.
func (r *reader) calculation(f *field) {
	source := f.component.Get("calculateValue")
	if !jsvalue.Truthy(source) || f.shape == shapeFile {
		return
	}
	value, reads, own, ok := r.producer(f, source, "the calculation")
	if !ok {
		return
	}
	if !is(f.component, "allowCalculateOverride") && !own {
		f.node.Calculate = forms.Source{Text: r.function(reads, value), Pos: f.node.Pos}
		if f.node.Kind == forms.Question {
			f.node.ReadOnly = forms.Source{Text: "true()", Pos: f.node.Pos}
		}
		return
	}
	set := forms.Source{Text: r.function("", value), Pos: f.node.Pos}
	if blank(f.component.Get("defaultValue")) { // else it begins with that
		f.node.Default, f.node.DynamicDefault = set, true
	}
	r.onChange(f, strings.Split(reads, ", "), set)
}

// producer is a script or rule that makes a value, as text of the node. own
// reports that it reads the value there is.
func (r *reader) producer(f *field, source jsvalue.Value, what string) (value forms.Foreign, reads string, own, ok bool) {
	var eval func(in *forms.Instance, at forms.At) (jsvalue.Value, error)
	switch source := source.(type) {
	case string:
		s := r.compile(f, source, "value", what)
		if s == nil {
			return nil, "", false, false
		}
		reads = r.reads(f, s.Reads)
		own = slices.ContainsFunc(s.Reads, func(read script.Read) bool { return read.Root == "value" || read.Root == "input" })
		eval = func(in *forms.Instance, at forms.At) (jsvalue.Value, error) { return r.run(in, at, f, s) }
	case *jsvalue.Object:
		reads = r.reads(f, ruleReads(source))
		eval = func(in *forms.Instance, at forms.At) (jsvalue.Value, error) { return r.apply(in, at, f, source), nil }
	default:
		return nil, "", false, false
	}
	return func(in *forms.Instance, at forms.At) (string, error) {
		v, err := eval(in, at)
		if o, empty := v.(*jsvalue.Object); empty && o.Len() == 0 && f.shape == shapeChoice {
			return in.Value(at), nil
		}
		n := &in.Form().Nodes[at.Node]
		s, ok := canonical(n, v, in.Env().Now.Location())
		if err != nil || !ok || v == jsvalue.Null {
			return in.Value(at), nil
		}
		return s, nil
	}, reads, own, true
}

// defaults are first values: a script's, or as the form has them.
func (r *reader) defaults(f *field) {
	if source := text(f.component, "customDefaultValue"); strings.TrimSpace(source) != "" {
		if value, _, _, ok := r.producer(f, source, "the default value"); ok {
			f.node.Default, f.node.DynamicDefault = forms.Source{Text: r.function("", value), Pos: f.node.Pos}, true
			return
		}
	}
	v := f.component.Get("defaultValue")
	if text(f.component, "type") == "day" && strings.Trim(jsvalue.ToString(v), "0/") == "" {
		return // the builder writes 00/00/0000
	}
	if blank(v) || f.shape == shapeFile || f.node.DynamicDefault {
		return
	}
	shown := &forms.Node{Body: map[string]string{"formio:shape": f.shape}, Type: f.node.Type}
	if f.shape == shapeDate {
		s := jsvalue.ToString(v)
		if strings.Contains(s, "moment") {
			return
		}
		if f.node.Type == forms.Date && len(s) > 10 {
			v = s[:10]
		}
	}
	if s, ok := canonical(shown, v, nil); ok && s != "" && (f.shape != shapeBoolean || s == "true") {
		f.node.Default = forms.Source{Text: s, Pos: f.node.Pos}
	}
}

// blank reports whether a default says nothing: the builder writes {} and [{}].
func blank(v jsvalue.Value) bool {
	switch v := v.(type) {
	case *jsvalue.Object:
		return v.Len() == 0
	case *jsvalue.Array:
		return !slices.ContainsFunc(v.Items, func(item jsvalue.Value) bool { return !blank(item) })
	default:
		return !jsvalue.Truthy(v) && v != 0.0
	}
}

// checks are the validations, as one constraint whose message is that of the
// first that fails.
func (r *reader) checks(f *field) {
	validate := object(f.component, "validate")
	r.scripts(f, validate)
	r.required(f)
	needed := f.changes("validate") || is(f.component, "inputMask") || is(f.component, "minDate") || is(f.component, "maxDate") || is(object(f.component, "widget"), "minDate") || is(object(f.component, "widget"), "maxDate")
	for _, name := range validate.Keys() {
		needed = needed || name != "required" && name != "customMessage" && jsvalue.Truthy(validate.Get(name))
	}
	switch text(f.component, "type") {
	case "email", "url", "time", "day", "phoneNumber":
		needed = true
	}
	if f.node.Kind != forms.Question || f.shape == shapeFile || !needed && text(validate, "customMessage") == "" {
		return
	}
	f.node.Constraint = forms.Source{Text: r.function("", func(in *forms.Instance, at forms.At) (string, error) {
		if len(r.judge(in, at, f)) > 0 {
			return "", nil
		}
		return "1", nil
	}), Pos: f.node.Pos}
	r.refuses(f, func(in *forms.Instance, at forms.At) []process.Fault { return r.judge(in, at, f) })
}

// scripts finds out, before anyone answers, what a validation uses that nothing
// defines.
func (r *reader) scripts(f *field, validate *jsvalue.Object) {
	if source := text(validate, "custom"); strings.TrimSpace(source) != "" && !strings.Contains(source, "{{") {
		r.compile(f, source, "valid", "the validation")
	}
}

// judge are the faults of the value that a node has now.
func (r *reader) judge(in *forms.Instance, at forms.At, f *field) []process.Fault {
	b := builder{in: in, form: in.Form(), all: true}
	return r.faults(in, at, f, b.plain(&b.form.Nodes[at.Node], at, f.shape))
}

// faults are what the rules of Form.io have against a value. Whether there must be
// one, and which choices there are, the engine knows.
func (r *reader) faults(in *forms.Instance, at forms.At, f *field, value jsvalue.Value) []process.Fault {
	input := process.Input{Data: jsvalue.NewObject(), Pool: pool(), Now: in.Env().Now, Seed: in.Env().Seed, Library: true}
	var row jsvalue.Value = input.Data
	if validate := object(f.component, "validate"); is(validate, "custom") || isRule(validate.Get("json")) {
		input.Data = r.local(in, at, f, nil)
		row = r.row(in, at, f)
		input.Path = r.standing(in, at, f)
	}
	c := f.component
	if f.changes("validate") {
		c, _, _ = r.acted(in, at, f)
	}
	faults := process.Check(input, c, value, row)
	if text(c, "type") == "phoneNumber" {
		faults = append(faults, phone(in, c, value)...)
	}
	return slices.DeleteFunc(faults, func(fault process.Fault) bool {
		return fault.Rule == "required" || fault.Rule == "onlyAvailableItems"
	})
}

// keepValues notes the choices whose values are no plain texts.
func (r *reader) keepValues(f *field) {
	if f.node.Choices == nil {
		return
	}
	kept := jsvalue.NewObject()
	for _, item := range f.node.Choices.Items {
		if original := item.Columns[jsonColumn]; original != "" {
			v, _ := jsvalue.Parse([]byte(original))
			kept.Set(item.Value, v)
		}
	}
	if kept.Len() > 0 {
		f.node.Body["formio:values"] = jsvalue.JSON(kept)
	}
}
