// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsonlogic"
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

// apply evaluates a rule of JSON Logic; null when it fails.
func (r *reader) apply(in *forms.Instance, at forms.At, f *field, rule jsvalue.Value) jsvalue.Value {
	scope := jsvalue.NewObject()
	scope.Set("data", r.local(in, at, f, nil))
	scope.Set("row", r.row(in, at, f))
	scope.Set("value", r.valueFrom(in, at, f))
	v, err := jsonlogic.Apply(rule, scope, jsonlogic.Options{Now: in.Env().Now})
	if err != nil {
		return jsvalue.Null
	}
	return v
}

// run runs a script at a node. It sees what it reads, and no more. The values are
// made before a runtime is taken: making them may evaluate expressions, and who
// holds a runtime must not wait for another.
func (r *reader) run(in *forms.Instance, at forms.At, f *field, s *script.Script) (jsvalue.Value, error) {
	seen := r.seen(in, at, f, s)
	env := in.Env()
	session := pool().Open(script.Setting{Now: env.Now, Seed: env.Seed, Library: true})
	defer session.Close()
	for _, name := range seen.Keys() {
		session.Set(name, seen.Get(name))
	}
	return session.Run(s)
}

// seen are the variables of a script at a node.
func (r *reader) seen(in *forms.Instance, at forms.At, f *field, s *script.Script) *jsvalue.Object {
	seen := jsvalue.NewObject()
	if s.Uses("data") || s.Uses("submission") || s.Uses("instance") {
		data := r.local(in, at, f, wanted(s.Reads))
		seen.Set("data", data)
		submission := jsvalue.NewObject()
		submission.Set("data", data)
		submission.Set("metadata", metadata(in.Env()))
		if s.Uses("submission") {
			seen.Set("submission", submission)
		}
	}
	if s.Uses("row") {
		seen.Set("row", r.row(in, at, f))
	}
	if len(f.children) == 0 && f.shape != shapeLayout && (s.Uses("value") || s.Uses("input")) {
		v := r.valueFrom(in, at, f)
		seen.Set("value", v)
		seen.Set("input", v)
	}
	if s.Uses("component") || s.Uses("instance") || s.Uses("rowIndex") {
		seen.Set("component", f.component)
		instance := jsvalue.NewObject()
		for _, name := range []string{"key", "label", "defaultValue"} {
			instance.Set(name, f.component.Get(name))
		}
		if _, place := in.ScopeOf(at.Scope); place > 0 {
			instance.Set("rowIndex", float64(place-1))
			seen.Set("rowIndex", float64(place-1))
		}
		seen.Set("instance", instance)
	}
	if s.Uses("options") {
		seen.Set("options", jsvalue.NewObject())
	}
	if s.Uses("form") {
		seen.Set("form", r.source)
	}
	return seen
}

// wanted are the members of the data that a script reads, nil for all.
func wanted(reads []script.Read) map[string]bool {
	want := make(map[string]bool)
	for _, read := range reads {
		if read.Root == "data" {
			if len(read.Path) == 0 {
				return nil
			}
			want[read.Path[0]] = true
		}
	}
	return want
}

// local is the data of the form that a field stands in.
func (r *reader) local(in *forms.Instance, at forms.At, f *field, want map[string]bool) *jsvalue.Object {
	return r.around(in, at, f, f.local(), want)
}

// row are the values beside a field.
func (r *reader) row(in *forms.Instance, at forms.At, f *field) *jsvalue.Object {
	return r.around(in, at, f, f.parent, nil)
}

// around are the values in a field around f.
func (r *reader) around(in *forms.Instance, at forms.At, f, holder *field, want map[string]bool) *jsvalue.Object {
	b := builder{in: in, form: in.Form(), all: true}
	data := jsvalue.NewObject()
	if holder.parent == nil {
		b.editing = editing(in, at)
		if want == nil {
			b.members(0, 0, data)
		}
		for name := range want {
			for _, top := range r.tops[name] {
				if found, ok := place(in, forms.At{}, top); ok && top.shape != shapeLayout {
					if v := b.value(found); v != nil {
						jsvalue.Set(data, top.key, v)
					}
				}
			}
		}
		return data
	}
	if holder.node.Kind == forms.Repeat {
		for scope := at.Scope; scope > 0; {
			repeat, _ := in.ScopeOf(scope)
			if int(repeat.Node) == b.form.Index(holder.path) {
				b.members(repeat.Node, scope, data)
				break
			}
			scope = repeat.Scope
		}
		return data
	}
	if found, ok := place(in, at, holder); ok {
		b.members(found.Node, found.Scope, data)
	}
	return data
}

// editing is the row of an edit grid that a node is in, 0 for none. Form.io puts
// a row into the data when it is saved.
func editing(in *forms.Instance, at forms.At) int32 {
	for scope := at.Scope; scope > 0; {
		repeat, _ := in.ScopeOf(scope)
		if in.Form().Nodes[repeat.Node].Body["formio:rows"] == "saved" {
			return scope
		}
		scope = repeat.Scope
	}
	return 0
}

// valueFrom is the value of a field as seen from a node.
func (r *reader) valueFrom(in *forms.Instance, from forms.At, f *field) jsvalue.Value {
	at, ok := place(in, from, f)
	if !ok {
		return nil
	}
	b := builder{in: in, form: in.Form(), all: true}
	return b.value(at)
}
