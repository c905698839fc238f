// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/xpath"
)

// A condition that compares one answer with a text is written as a person draws it
// in the builder of Form.io, where it can be changed without a script:
//
//	"conditional": {"show": true, "when": "house.kind", "eq": "rented"}
//
// This is the form that every version reads. Whatever compares more, or numbers,
// or rows of a grid, stays a script.

// simple is such a condition, nil for any other.
func (w *formWriter) simple(def *forms.NodeDef, at standpoint) *jsvalue.Object {
	tree, err := xpath.Inspect(def.Relevant.Text, xpath.Options{Binder: refs{w, at.node}, Namespaces: w.def.Namespaces})
	if err != nil {
		return nil
	}
	show := true
	if tree.Kind == xpath.CallSyntax && tree.Text == "not" && len(tree.Args) == 1 {
		show, tree = false, tree.Args[0]
	}
	switch {
	case len(tree.Args) != 2:
		return nil
	case tree.Kind == xpath.OperatorSyntax && tree.Text == "=", tree.Kind == xpath.CallSyntax && tree.Text == "selected":
	case tree.Kind == xpath.OperatorSyntax && tree.Text == "!=":
		show = !show
	default:
		return nil
	}
	question, answer := tree.Args[0], tree.Args[1]
	if question.Kind == xpath.LiteralSyntax && tree.Kind == xpath.OperatorSyntax {
		question, answer = answer, question
	}
	if answer.Kind != xpath.LiteralSyntax || answer.Text == "" {
		return nil
	}
	t := &translator{w: w, origin: at, used: map[string]bool{}, read: map[string]bool{}, nodes: map[int]bool{}}
	node := t.nodeAt(question, at)
	if node <= 0 || w.keys[node] == "" || !w.comparable(node, tree.Kind == xpath.CallSyntax) {
		return nil
	}
	simple := jsvalue.NewObject()
	simple.Set("show", show)
	simple.Set("when", w.keys[node])
	simple.Set("eq", answer.Text)
	return simple
}

// comparable tells whether the value of a node is one text outside of any grid.
// chosen says that it is looked for among the words of the answer.
func (w *formWriter) comparable(node int, chosen bool) bool {
	n := &w.form.Nodes[node]
	if n.Repeat != 0 || n.Kind != forms.Question || w.shapes[node] != shapeText {
		return false
	}
	return n.Control == forms.Select1 || n.Control == forms.Input && n.Type == forms.String && !chosen
}
