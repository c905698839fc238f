// SPDX-License-Identifier: Apache-2.0

package forms

import "github.com/dialform/dialform/forms/xpath"

// The constraint of a group or repeat is about all that it holds, of a repeat
// about its instances together: one of the members is the head. A repeat that is
// required has an instance. ODK XForms has no such thing, and its clients pass over what a form says there; so it counts
// only in a definition with functions (see [Foreign]).

// whole compiles the constraint of a repeat for its instances together.
func (c *compiler) whole(n *Node) {
	if n.Kind != Repeat || !c.form.judges() {
		return
	}
	at := place{int32(n.Index), n.frame}
	n.constraint = c.expr(n.def.Constraint, at, "the constraint")
	n.constraintMsg = c.text(n.def.ConstraintMsg, at)
	n.required = c.expr(n.def.Required, at, "required")
	n.requiredMsg = c.text(n.def.RequiredMsg, at)
}

// judgeWhole tells whether the form accepts what a group or repeat holds.
func (in *Instance) judgeWhole(n *Node, at At, cell xpath.NodeID) Violation {
	if !in.form.judges() || n.Kind == Repeat && !in.isRange(at) || !in.Relevant(at) {
		return Violation{}
	}
	if n.Kind == Repeat && len(in.instances(at.Scope, n)) == 0 && n.required != nil && in.evalBool(n.required, cell, false) {
		return Violation{Kind: ViolationRequired, Message: in.render(n.requiredMsg.of(in.language("")).long, cell)}
	}
	if n.constraint == nil || in.evalBool(n.constraint, cell, true) {
		return Violation{}
	}
	return in.broken(n, cell, "")
}

// wholes are the groups and repeats that the form does not accept now.
func (in *Instance) wholes() (problems []Problem) {
	if !in.form.judges() {
		return nil
	}
	for i := range in.form.Nodes {
		n := &in.form.Nodes[i]
		if !n.holds() || n.constraint == nil && n.required == nil {
			continue
		}
		in.everywhere(n.frame, func(scope int32) {
			at := At{Node: int32(i), Scope: scope}
			if v := in.Violation(at); !v.OK() && !in.ReadOnly(at) {
				problems = append(problems, Problem{at, v})
			}
		})
	}
	return problems
}
