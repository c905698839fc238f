// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"math/bits"
	"slices"

	"github.com/dialform/dialform/forms/xpath"
)

// Problem is an answer that the form as it is now does not accept.
type Problem struct {
	At        At
	Violation Violation
}

// judged notes which questions can break a rule.
func (f *Form) judged() {
	f.demanding = f.NodeSet(func(n *Node) bool { return n.Kind == Question && n.required != nil })
	f.constrained = f.NodeSet(func(n *Node) bool { return n.Kind == Question && n.constraint != nil })
}

// Problems are the answers that break the form's rules now, in document order:
// relevant questions that are required and empty, or whose constraint does not
// hold; then the groups and repeats that do not hold what they should. What the
// person cannot change is left out.
//
// Only what can be wrong is judged: what is empty and may be required, and the
// answers to a constraint that are not proven (see proof.go). Pages tell which
// these are, so nothing is spent on the rest of a long form.
func (in *Instance) Problems() []Problem {
	in.allow()
	var problems []Problem
	f := in.form
	for _, cell := range in.gather(func(p *page, frame, i int) uint64 {
		return f.demanding.frames[frame][i]&^p.filled | f.constrained.frames[frame][i]&p.filled&^p.proven
	}) {
		at := in.at(cell)
		if v := in.judge(in.nodeOf(cell), cell, in.visible(cell)); v.Kind != NoViolation && !in.ReadOnly(at) {
			problems = append(problems, Problem{at, v})
		}
	}
	return append(problems, in.wholes()...)
}

// gather are the relevant cells that pick names on page i of the scopes of a
// frame, in document order.
func (in *Instance) gather(pick func(p *page, frame, i int) uint64) []xpath.NodeID {
	var found []xpath.NodeID
	for scope := range in.scopes {
		if !in.lives(int32(scope)) {
			continue
		}
		frame, pages := in.pagesOf(int32(scope))
		for i := range in.form.frames[frame].pages() {
			for word := pages[i].rel & pick(&pages[i], int(frame), i); word != 0; word &= word - 1 {
				found = append(found, in.cell(int32(scope), int32(i*pageSlots+bits.TrailingZeros64(word))))
			}
		}
	}
	slices.SortFunc(found, (*tree)(in).Compare)
	return found
}
