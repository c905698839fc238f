// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"strings"

	"github.com/dialform/dialform/forms/xpath"
)

// labels connects unit i to what the choices of a question and their labels
// read.
func (g *graph) labels(i int, question int32) {
	n := &g.f.Nodes[question]
	at := place{question, n.frame}
	switch ch := n.choices; {
	case ch.table == nil:
		g.asides(i, at, ch.items)
		if ch.label == nil || !strings.Contains(ch.label.Source(), "itext") {
			break
		}
		for _, id := range sortedKeys(g.f.texts) {
			g.outputs(i, place{0, 0}, g.f.texts[id])
		}
	default:
		g.asides(i, at, ch.items)
		for _, label := range ch.table.labels {
			g.outputs(i, at, label)
		}
	}
}

func (g *graph) outputs(i int, at place, t *text) {
	if t == nil {
		return
	}
	for _, lang := range *t {
		for _, part := range lang.long {
			g.asides(i, at, part.output)
		}
	}
}

// asides connects unit i to what an expression at another place reads. It may
// read it too early: then it runs again.
func (g *graph) asides(i int, at place, e *xpath.Expr) {
	if e == nil {
		return
	}
	for _, p := range e.Paths() {
		if p.Instance != "" {
			continue
		}
		found, _ := g.c.follow(at, p)
		for _, t := range found {
			if t.node < 0 || t.node == g.units[i].node || g.f.Nodes[t.node].holds() {
				continue
			}
			t.common = g.f.commonFrame(t.common, g.units[i].frame)
			g.value(i, t, true)
		}
	}
}
