// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/process"
)

// The logic of a component changes it while a person answers: what it is called,
// whether it is shown, read only or required, what it offers, and its value. What
// is asked where is fixed when the form is read; so each property that logic may
// change is worked out where it is needed, from the component as its logic leaves
// it at that moment.

// acted is a component as its logic leaves it at a node, and its value if logic
// sets it.
func (r *reader) acted(in *forms.Instance, at forms.At, f *field) (c *jsvalue.Object, value jsvalue.Value, set bool) {
	input := process.Input{
		Data: r.local(in, at, f, nil), Pool: pool(), Now: in.Env().Now, Seed: in.Env().Seed, Library: true,
		Path: r.standing(in, at, f),
	}
	var own jsvalue.Value
	if len(f.children) == 0 && f.shape != shapeLayout {
		own = r.valueFrom(in, at, f)
	}
	return process.Act(input, f.component, own, r.row(in, at, f), func(path string) (*process.Component, jsvalue.Value) {
		return r.answer(in, at, f, path)
	})
}

// answer is what a condition of f names, and its value.
func (r *reader) answer(in *forms.Instance, at forms.At, f *field, path string) (*process.Component, jsvalue.Value) {
	on, rest := r.meant(f, path)
	if on == nil {
		return nil, jsvalue.Null
	}
	v := r.valueFrom(in, at, on)
	for _, name := range rest {
		v = jsvalue.Member(v, name)
	}
	return on.component, v
}

// actions calls visit with every action of a component's logic.
func (f *field) actions(visit func(logic, action *jsvalue.Object)) {
	for _, v := range items(f.component, "logic") {
		logic, _ := v.(*jsvalue.Object)
		for _, a := range items(logic, "actions") {
			if action, ok := a.(*jsvalue.Object); ok {
				visit(logic, action)
			}
		}
	}
}

// changes reports whether logic may change a property, named by its path, or one
// of its members.
func (f *field) changes(property string) (changed bool) {
	last := property[strings.LastIndexByte(property, '.')+1:]
	f.actions(func(_, action *jsvalue.Object) {
		switch text(action, "type") {
		case "property":
			name := jsvalue.ToString(jsvalue.Get(action, "property.value"))
			changed = changed || name == property || strings.HasPrefix(name, property+".")
		case "mergeComponentSchema":
			changed = changed || strings.Contains(text(action, "schemaDefinition"), last)
		}
	})
	return changed
}

// acts reports whether logic may set the value.
func (f *field) acts() (sets bool) {
	f.actions(func(_, action *jsvalue.Object) {
		kind := text(action, "type")
		sets = sets || kind == "value" || kind == "customAction"
	})
	return sets
}

// logicReads are the paths of what the logic of a component reads. What its
// scripts use and nothing defines becomes a finding.
func (r *reader) logicReads(f *field) string {
	var tests []test
	for _, v := range items(f.component, "logic") {
		logic, _ := v.(*jsvalue.Object)
		if t, ok := r.trigger(f, object(logic, "trigger")); ok {
			tests = append(tests, t)
		}
	}
	f.actions(func(_, action *jsvalue.Object) {
		for name, result := range map[string]string{"value": "value", "customAction": "value", "schemaDefinition": "schema"} {
			if source := text(action, name); strings.TrimSpace(source) != "" {
				if s := r.compile(f, source, result, "the logic"); s != nil {
					tests = append(tests, test{reads: r.reads(f, s.Reads)})
				}
			}
		}
	})
	return joined(tests)
}

// flag follows a property that logic makes true or false.
func (r *reader) flag(f *field, property string) (test, bool) {
	if !f.changes(property) {
		return test{}, false
	}
	return test{r.logicReads(f), func(in *forms.Instance, at forms.At) (bool, bool) {
		c, _, _ := r.acted(in, at, f)
		return jsvalue.Truthy(jsvalue.Get(c, property)), true
	}}, true
}

// rewording lets logic change what a component is called and explained with.
func (r *reader) rewording(f *field) {
	now := func(names ...string) forms.Text {
		return r.said(f, func(in *forms.Instance, at forms.At) (string, error) {
			c, _, _ := r.acted(in, at, f)
			for _, name := range names {
				if s := plainText(text(c, name)); s != "" {
					return r.translated(in, s), nil
				}
			}
			return "", nil
		})
	}
	if f.changes("label") || f.changes("title") || f.changes("legend") || f.changes("content") || f.changes("html") {
		names := []string{"label", "title", "legend", "placeholder"}
		switch text(f.component, "type") {
		case "panel", "fieldset":
			names = []string{"title", "legend", "label"}
		case "content", "htmlelement":
			names = []string{"html", "content"}
		}
		f.node.Label = now(names...)
	}
	if f.changes("description") {
		f.node.Hint = now("description")
	}
}

// setting sets a value as logic does: when the form or a row begins, and when
// something changes that the logic reads, the answer itself included.
func (r *reader) setting(f *field) {
	if !f.acts() || f.shape == shapeFile {
		return
	}
	call := forms.Source{Pos: f.node.Pos, Text: r.function("", func(in *forms.Instance, at forms.At) (string, error) {
		_, v, set := r.acted(in, at, f)
		n := &in.Form().Nodes[at.Node]
		if s, ok := canonical(n, v, in.Env().Now.Location()); ok && set {
			return s, nil
		}
		return in.Value(at), nil
	})}
	begin := forms.ActionDef{Events: forms.FirstLoad, Pos: f.node.Pos, Value: call}
	for _, repeat := range r.repeats {
		if strings.HasPrefix(f.path, repeat.path+"/") && len(repeat.path) > len(begin.Holder) {
			begin.Holder, begin.Events = repeat.path, forms.NewRepeat|forms.FirstLoad
		}
	}
	around := begin.Holder
	if around == "" {
		around = r.root.path
	}
	begin.Target = forms.Source{Text: strings.TrimPrefix(f.path, around+"/"), Pos: f.node.Pos}
	r.def.Actions = append(r.def.Actions, begin)
	r.onChange(f, append(strings.Split(r.logicReads(f), ", "), r.pathTo(f, f)), call)
}

// onChange sets a node anew when a question changes that is named by its path from
// the node.
func (r *reader) onChange(f *field, paths []string, value forms.Source) {
	for _, other := range r.fields {
		if other.node.Kind == forms.Question && slices.Contains(paths, r.pathTo(f, other)) {
			r.def.Actions = append(r.def.Actions, forms.ActionDef{
				Events: forms.Changed, Holder: other.path, Pos: f.node.Pos, Value: value,
				Target: forms.Source{Text: r.pathTo(other, f), Pos: f.node.Pos},
			})
		}
	}
}
