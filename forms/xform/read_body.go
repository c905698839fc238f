// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xpath"
)

// controls are the elements of the body that ask or show something.
var controls = map[string]forms.Control{
	"input":   forms.Input,
	"secret":  forms.Input,
	"select1": forms.Select1,
	"select":  forms.Select,
	"rank":    forms.Rank,
	"range":   forms.Range,
	"trigger": forms.Trigger,
	"upload":  forms.Upload,
}

// body hands each control to the node it asks for.
func (r *reader) body(e element) *shown {
	body := &shown{e: e, shape: r.root}
	r.within(body, r.root)
	return body
}

// within reads the controls in a group, a repeat or the body. Relative
// references start at the node of what is around them.
func (r *reader) within(around *shown, context *shape) {
	e := around.e
	for child := range e.children() {
		local := child.name().Local
		_, asks := controls[local]
		switch {
		case asks:
			if s := r.subject(child, context); s != nil {
				s.control = child
				r.actions(child, s.path)
				around.items = append(around.items, &shown{e: child, shape: s})
			}
		case local == "group":
			r.groupOf(around, child, context)
		case local == "repeat":
			r.repeatOf(around, child, context)
		}
	}
}

func (r *reader) groupOf(around *shown, e element, context *shape) {
	inner, group := context, &shown{e: e}
	if refOf(e) != "" {
		if inner = r.subject(e, context); inner == nil {
			return
		}
		inner.group, group.shape = e, inner
	}
	around.items = append(around.items, group)
	r.within(group, inner)
}

func (r *reader) repeatOf(around *shown, e element, context *shape) {
	s := r.subject(e, context)
	if s == nil {
		return
	}
	if s.parent == nil {
		r.fail(e, "the root of the form cannot repeat", "put the repeat around a group inside it")
		return
	}
	s.repeat = e
	r.actions(e, s.path)
	repeat := &shown{e: e, shape: s}
	around.items = append(around.items, repeat)
	r.within(repeat, s)
}

// subject is the node that a control is about.
func (r *reader) subject(e element, context *shape) *shape {
	ref := refOf(e)
	if ref == "" {
		ref = r.boundAs(e.attr("", "bind"))
	}
	s := r.resolve(ref, context)
	if s == nil {
		r.warn(e, "the "+e.name().Local+" of "+quoted(ref)+" is about nothing in the primary instance and is left out", "correct its ref")
	}
	return s
}

// boundAs is what the bind of an id is about.
func (r *reader) boundAs(id string) string {
	if r.bound == nil {
		r.bound = map[string]string{}
		for b := range r.model.named("bind") {
			r.bound[b.attr("", "id")] = b.attr("", "nodeset")
		}
		delete(r.bound, "")
	}
	return r.bound[id]
}

func refOf(e element) string {
	if ref := e.attr("", "ref"); ref != "" {
		return ref
	}
	return e.attr("", "nodeset")
}

// control reads what the body says about a node.
func (r *reader) control(s *shape) {
	def := s.def
	switch def.Kind {
	case forms.Repeat:
		r.presentation(s, s.group)
		label, hint := def.Label, def.Hint // are those of the group around the repeat
		r.presentation(s, s.repeat)
		def.Label, def.Hint = label, hint
		def.Count = r.source(s.repeat, spaceJavaRosa, "count")
		def.NoAddRemove = yes(s.repeat.attr(spaceJavaRosa, "noAddRemove"))
	case forms.Group:
		r.presentation(s, s.group)
	case forms.Question:
		r.presentation(s, s.control)
		r.question(s)
	}
}

// presentation reads what all controls have.
func (r *reader) presentation(s *shape, e element) {
	if !e.exists() {
		return
	}
	def := s.def
	if label := r.label(e.child("label")); label != nil {
		def.Label = label
	}
	if hint := r.label(e.child("hint")); hint != nil {
		def.Hint = hint
	}
	for a := range e.attributes() {
		switch name := a.name(); {
		case name.Space == "" && name.Local == "appearance":
			def.Appearance = appearance(a.text(), e)
		case name.Space == "" && (name.Local == "ref" || name.Local == "nodeset" || name.Local == "bind" || name.Local == "id"):
		case name.Space == spaceJavaRosa && (name.Local == "count" || name.Local == "noAddRemove" || name.Local == "template"):
		default:
			r.keep(&def.Body, a, a.text())
		}
	}
}

// appearance is the words of an appearance. "search" is the former name of
// "autocomplete" and means both.
func appearance(text string, e element) string {
	words := strings.Fields(text)
	if slices.Contains(words, "search") && (e.is("select") || e.is("select1")) && !slices.Contains(words, "autocomplete") {
		words = append(words, "autocomplete")
	}
	return strings.Join(words, " ")
}

func (r *reader) question(s *shape) {
	def, e := s.def, s.control
	def.Control = controls[e.name().Local]
	switch def.Control {
	case forms.Input:
		r.input(s)
	case forms.Select1, forms.Select, forms.Rank:
		def.Choices = r.choices(s)
	case forms.Range:
		r.rangeOf(s)
	}
}

// input tells notes and searches of a list from plain inputs.
func (r *reader) input(s *shape) {
	def, e := s.def, s.control
	if e.is("secret") {
		def.Appearance = strings.TrimSpace(def.Appearance + " masked")
	}
	switch query := r.source(e, "", "query"); {
	case query.Text != "":
		def.Control = forms.Select1
		def.Choices = &forms.ChoicesDef{Nodes: query, Value: forms.Source{Text: "name"}, Label: forms.Source{Text: "label"}}
	case def.ReadOnly.Text == "true()" && def.Calculate.Text == "" && leafText(s.model()) == "" && def.Type == forms.String:
		def.Control = forms.Note
	}
}

func (r *reader) rangeOf(s *shape) {
	def, e := s.def, s.control
	def.Params = map[string]string{}
	for _, name := range [...]string{"start", "end", "step"} {
		value, ok := e.attribute("", name)
		if !ok {
			r.fail(e, "the range has no "+name, `write start, end and step as numbers, as in start="0" end="10" step="1"`)
			continue
		}
		if f := xpath.ParseNumber(value); f != f {
			r.fail(e, "the "+name+" of the range, "+quoted(value)+", is not a number", "write a number such as 10 or 0.5")
		}
		def.Params[name] = strings.TrimSpace(value)
		delete(def.Body, name)
	}
}
