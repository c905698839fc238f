// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsonlogic"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/script"
)

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
		instance.Set("path", r.standing(in, at, f))
		if _, place := in.ScopeOf(at.Scope); place > 0 {
			instance.Set("rowIndex", float64(place-1))
			seen.Set("rowIndex", float64(place-1))
		}
		seen.Set("instance", instance)
	}
	if s.Uses("path") {
		seen.Set("path", r.standing(in, at, f))
	}
	if s == f.offer {
		seen.Set("values", jsvalue.NewArray())
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
