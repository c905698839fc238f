// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"strings"

	"github.com/dialform/dialform/forms/xpath"
)

// MadeDef are choices that a function makes of the answers each time the question
// is asked, for readers of forms that bring a language of their own.
type MadeDef struct {
	// From is an expression that reads the same answers. When one of them
	// changes, what is offered no longer is taken out of the value.
	From Source
	// Make gives the items for a question as it stands. It must not change the
	// instance. Labels have no outputs.
	Make func(in *Instance, at At) []ItemDef
}

// made compiles choices that a function makes.
func (c *compiler) made(def *MadeDef, at place) *choices {
	return &choices{made: def.Make, items: c.expr(def.From, at, "the choices")}
}

// makeItems makes a table of the choices of the question in a cell: the value,
// then the label in each language.
func (in *Instance) makeItems(ch *choices, cell xpath.NodeID) []xpath.Node {
	names := in.form.defaults.names
	defs := ch.made(in, in.at(cell))
	t := newTable(make([]string, 1+len(names)), make([][]string, len(defs)))
	items := make([]xpath.Node, len(defs))
	for i, def := range defs {
		row := append(make([]string, 0, 1+len(names)), def.Value)
		for _, lang := range names {
			var label strings.Builder
			for _, piece := range def.Label.in(lang, in.form.DefaultLanguage).Long {
				label.WriteString(piece.Literal)
			}
			row = append(row, label.String())
		}
		t.rows[i] = row
		items[i] = xpath.Node{Tree: t, ID: t.item(i)}
	}
	return items
}

// madeChoice is one of the items of makeItems.
func madeChoice(item xpath.Node, language int) Choice {
	t, _ := item.Tree.(*table)
	row, _, _ := t.locate(item.ID)
	c := Choice{Value: t.cell(row, 0), Label: t.cell(row, 1+language)}
	if c.Label == "" {
		c.Label = c.Value
	}
	return c
}
