// SPDX-License-Identifier: Apache-2.0

package forms

// RecalculateAll runs every unit in every scope, as a first calculation does.
func (in *Instance) RecalculateAll() {
	for i := range in.scopes {
		if s := &in.scopes[i]; s.frame >= 0 {
			for _, unit := range in.form.frames[s.frame].units {
				in.push(unit, int32(i))
			}
		}
	}
	in.recalculate()
}

// OfferedWithin counts the choices of a question, with so many steps for the
// expression that finds them.
func (in *Instance) OfferedWithin(at At, steps int) (int, error) {
	n, cell, _ := in.resolve(at)
	ctx := in.enter(cell)
	defer in.leave(ctx)
	ctx.Budget = steps
	nodes, err := n.choices.items.AppendNodes(ctx, nil)
	return len(nodes), err
}

// MaxSteps is what one change may cost.
const MaxSteps = maxSteps

// StepsOfAll is what a first calculation costs.
func (in *Instance) StepsOfAll() int {
	for i := range in.scopes {
		if s := &in.scopes[i]; s.frame >= 0 {
			for _, unit := range in.form.frames[s.frame].units {
				in.push(unit, int32(i))
			}
		}
	}
	in.allow()
	in.empty()
	return in.Spent()
}

// Spent is what has been evaluated since the last change or list of problems, in
// steps.
func (in *Instance) Spent() int { return maxSteps - in.left }

// ProblemsOfAll are the problems found by judging every answer.
func (in *Instance) ProblemsOfAll() []Problem {
	in.allow()
	var problems []Problem
	in.Walk(func(at At, _ int) bool {
		n, cell, _ := in.resolve(at)
		if n.Kind != Question || n.required == nil && n.constraint == nil {
			return true
		}
		v := in.judge(n, cell, in.visible(cell))
		if v.Kind != NoViolation && !in.ReadOnly(at) {
			problems = append(problems, Problem{at, v})
		}
		return true
	})
	return append(problems, in.wholes()...)
}

// Provable reports whether an answer that keeps the node's constraint keeps it
// for good.
func (n *Node) Provable() bool { return n.provable }
