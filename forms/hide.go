// SPDX-License-Identifier: Apache-2.0

package forms

import "github.com/dialform/dialform/forms/xpath"

// Hidden stands in a text where an answer that is hidden would be told.
const Hidden = "..."

// veil keeps answers out of texts.
type veil struct {
	hidden  func(At) bool
	derived []bool // by node: its value is calculated from a hidden one; nil until asked for
	looking bool   // an output is being evaluated
	told    bool   // it read something hidden
}

// Hide makes every output of a text that reads a hidden answer, or what is
// calculated from one, show [Hidden] instead. Calculations and conditions go
// on as before. A nil function hides nothing.
func (in *Instance) Hide(hidden func(At) bool) {
	if in.veil = nil; hidden != nil {
		in.veil = &veil{hidden: hidden}
	}
}

// veiled is what evaluate makes for a text, Hidden if it reads what is hidden.
func (in *Instance) veiled(evaluate func() string) string {
	v := in.veil
	if v == nil {
		return evaluate()
	}
	before := *v
	v.looking, v.told = true, false
	s := evaluate()
	told := v.told
	v.looking, v.told = before.looking, before.told || told
	if told {
		return Hidden
	}
	return s
}

// look notes that the value of a cell was read for a text.
func (in *Instance) look(cell xpath.NodeID) {
	v := in.veil
	if v.told || in.visible(cell) == "" {
		return
	}
	if n := in.nodeOf(cell); n.Calculated {
		v.told = in.derivedFromHidden(int32(n.Index))
		return
	}
	v.told = v.hidden(in.at(cell))
}

// derivedFromHidden reports whether a node is calculated, however far around,
// from an answer that is hidden in any instance of its repeat.
func (in *Instance) derivedFromHidden(node int32) bool {
	v := in.veil
	if v.derived == nil {
		v.derived = make([]bool, len(in.form.Nodes))
		var from []int32
		reached := make([]bool, len(in.form.Nodes))
		in.Walk(func(at At, _ int) bool {
			if !reached[at.Node] && !in.form.Nodes[at.Node].Calculated && in.Value(at) != "" && v.hidden(at) {
				reached[at.Node] = true
				from = append(from, at.Node)
			}
			return true
		})
		for len(from) > 0 {
			n := &in.form.Nodes[from[0]]
			from = from[1:]
			for _, r := range n.readers {
				u := &in.form.units[r.unit]
				if u.kind == calculation && !v.derived[u.node] {
					v.derived[u.node] = true
					from = append(from, u.node)
				}
			}
		}
	}
	return v.derived[node]
}
