// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// Choices that depend on answers are made when the question is asked: by the
// script of the component, or from the component as its logic leaves it. What
// would be fetched stays as it was when the form was read.

// chooses reports whether the choices of a component depend on answers.
func (f *field) chooses() bool {
	return f.offer != nil || f.changes("values") || f.changes("data.json")
}

// choices lets a question offer what its answers leave.
func (r *reader) choices(f *field) {
	if f.node.Choices == nil || !f.chooses() {
		return
	}
	reads := r.logicReads(f)
	if f.offer != nil {
		reads = joined([]test{{reads: reads}, {reads: r.reads(f, f.offer.Reads)}})
	}
	from := r.function(reads, func(*forms.Instance, forms.At) (string, error) { return "", nil })
	f.node.Choices.Made = &forms.MadeDef{
		From: forms.Source{Text: from, Pos: f.node.Pos},
		Make: func(in *forms.Instance, at forms.At) []forms.ItemDef { return r.made(in, at, f) },
	}
	if text(f.component, "dataType") != "string" {
		f.node.Body["formio:values"] = autoValues
	}
	if f.node.Control == forms.Select {
		f.node.Body["formio:spaces"] = "escaped"
	}
}

// made are the choices of a question at a node.
func (r *reader) made(in *forms.Instance, at forms.At, f *field) []forms.ItemDef {
	now := *f
	now.live = true
	if len(items(f.component, "logic")) > 0 {
		now.component, _, _ = r.acted(in, at, f)
	}
	var made []forms.ItemDef
	switch source := object(now.component, "data"); {
	case f.offer != nil:
		v, err := r.run(in, at, &now, f.offer)
		if made = r.rows(&now, v); err != nil {
			return f.node.Choices.Items // a script that was cut off takes no answer away
		}
	case text(now.component, "dataSrc") == "json":
		made = r.rows(&now, parsed(source.Get("json")))
	case array(source, "values") != nil:
		made = r.values(&now, array(source, "values"))
	case array(now.component, "values") != nil:
		made = r.values(&now, array(now.component, "values"))
	default:
		made = f.node.Choices.Items
	}
	if f.node.Control == forms.Select {
		escape(made)
	}
	return made
}

// parsed is a value that may be given as its JSON.
func parsed(v jsvalue.Value) jsvalue.Value {
	if s, ok := v.(string); ok {
		v, _ = jsvalue.Parse([]byte(s))
	}
	return v
}
