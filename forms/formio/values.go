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
	call := r.function("", value)
	f.node.Default, f.node.DynamicDefault = forms.Source{Text: call, Pos: f.node.Pos}, true
	for _, other := range r.fields {
		if path := r.pathTo(f, other); other.node.Kind == forms.Question && strings.Contains(", "+reads+",", ", "+path+",") {
			r.def.Actions = append(r.def.Actions, forms.ActionDef{
				Events: forms.Changed, Holder: other.path, Pos: f.node.Pos,
				Target: forms.Source{Text: r.pathTo(other, f), Pos: f.node.Pos}, Value: forms.Source{Text: call, Pos: f.node.Pos},
			})
		}
	}
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
	if !jsvalue.Truthy(v) || f.shape == shapeFile || f.node.DynamicDefault {
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

// checks are the validations, as one constraint whose message is that of the
// first that fails.
func (r *reader) checks(f *field) {
	validate := object(f.component, "validate")
	r.scripts(f, validate)
	needed := is(f.component, "inputMask") || is(f.component, "minDate") || is(f.component, "maxDate") || is(object(f.component, "widget"), "minDate") || is(object(f.component, "widget"), "maxDate")
	for _, name := range validate.Keys() {
		needed = needed || name != "required" && name != "customMessage" && jsvalue.Truthy(validate.Get(name))
	}
	switch text(f.component, "type") {
	case "email", "url", "time":
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
	message := r.function("", func(in *forms.Instance, at forms.At) (string, error) {
		for _, fault := range r.judge(in, at, f) {
			return r.message(in, f, fault), nil
		}
		return "", nil
	})
	f.node.ConstraintMsg = forms.Text{"": {Long: []forms.Piece{{Output: forms.Source{Text: message, Pos: f.node.Pos}}}}}
	if own := r.message(nil, f, process.Fault{Key: "required"}); own != "" {
		f.node.RequiredMsg = r.text(f, own)
	}
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
	value := b.plain(&b.form.Nodes[at.Node], at, f.shape)
	input := process.Input{Data: jsvalue.NewObject(), Pool: pool(), Now: in.Env().Now, Seed: in.Env().Seed, Library: true}
	var row jsvalue.Value = input.Data
	if validate := object(f.component, "validate"); is(validate, "custom") || isRule(validate.Get("json")) {
		input.Data = r.local(in, at, f, nil)
		row = r.row(in, at, f)
	}
	faults := process.Check(input, f.component, value, row)
	kept := faults[:0]
	for _, fault := range faults {
		if fault.Rule != "required" && fault.Rule != "onlyAvailableItems" {
			kept = append(kept, fault)
		}
	}
	return kept
}

// message is what the form itself says of a fault, in the language of the
// person; "" leaves it to the engine.
func (r *reader) message(in *forms.Instance, f *field, fault process.Fault) string {
	s := text(object(f.component, "validate"), "customMessage")
	if s == "" {
		s = text(object(f.component, "errors"), fault.Key)
	}
	if s == "" && fault.Rule == "custom" && fault.Key != "custom" {
		s = fault.Key
	}
	if s == "" {
		return ""
	}
	if in != nil {
		if translated := r.texts[in.Env().Lang][s]; translated != "" {
			s = translated
		}
	}
	label := text(f.component, "errorLabel")
	if label == "" {
		label = text(f.component, "label")
	}
	return plainText(strings.NewReplacer("{{field}}", label, "{{ field }}", label).Replace(s))
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

// output fills {{ data.name }} in a text.
func (r *reader) output(f *field, path string) string {
	return r.function("", func(in *forms.Instance, at forms.At) (string, error) {
		root, rest, _ := strings.Cut(path, ".")
		var v jsvalue.Value
		switch root {
		case "data":
			name, _, _ := strings.Cut(rest, ".")
			v = jsvalue.Get(r.local(in, at, f, map[string]bool{name: true}), rest)
		case "row":
			v = jsvalue.Get(r.row(in, at, f), rest)
		}
		if jsvalue.IsNil(v) {
			return "", nil
		}
		return jsvalue.ToString(v), nil
	})
}
