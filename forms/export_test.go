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
	return maxSteps - in.left
}
