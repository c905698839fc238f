// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"math"
	"slices"

	"github.com/dialform/dialform/forms/xpath"
)

// Recalculation runs the units that a change concerns, each once, in
// topological order: a heap of (rank, scope), so that a unit runs after
// everything it reads. Setting a value or a relevance pushes the units that
// read it, in the scopes that can see it. Only a soft circle can push a unit
// that has already run (see edge); the limit of runs stops one that never settles.

// maxSteps is what one change of an instance may cost, all that follows from it
// included: a step is one of an expression (see xpath.DefaultBudget), a unit
// queued, or a node whose relevance is worked out. The dearest change in a walk
// through any of 136 real forms takes 3,065. What is not calculated by then keeps
// its value, and the instance is heavy.
const maxSteps = 20 * xpath.DefaultBudget

const (
	runsPerSlot = 64
	minRuns     = 1000
	minCrowd    = 1 << 14 // queued units after which repetitions are taken out
)

// push puts a unit on the queue.
func (in *Instance) push(unit, scope int32) {
	in.left--
	key := uint64(unit)<<32 | uint64(scope)
	if len(in.queue) >= in.crowd {
		slices.Sort(in.queue) // which is a heap too
		in.queue = slices.Compact(in.queue)
		in.crowd = max(minCrowd, 2*len(in.queue))
	}
	q := append(in.queue, key)
	i := len(q) - 1
	for i > 0 {
		up := (i - 1) / 2
		if q[up] <= key {
			break
		}
		q[i] = q[up]
		i = up
	}
	q[i] = key
	in.queue = q
}

// pop takes the first unit off the queue, together with its repetitions.
func (in *Instance) pop() (unit, scope int32) {
	first := in.queue[0]
	for len(in.queue) > 0 && in.queue[0] == first {
		in.drop()
	}
	return int32(first >> 32), int32(first & math.MaxUint32)
}

func (in *Instance) drop() {
	q := in.queue
	n := len(q) - 1
	key := q[n]
	q = q[:n]
	in.queue = q
	if n == 0 {
		return
	}
	i := 0
	for {
		child := 2*i + 1
		if child >= n {
			break
		}
		if child+1 < n && q[child+1] < q[child] {
			child++
		}
		if key <= q[child] {
			break
		}
		q[i] = q[child]
		i = child
	}
	q[i] = key
}

// recalculate runs the queue empty, then does the actions of what has changed
// and of the scopes that have begun on the way, one after the other.
func (in *Instance) recalculate() {
	in.empty()
	if in.left <= 0 {
		in.queue, in.fresh, in.touched = in.queue[:0], nil, nil
		in.heavy = true
	}
	in.allow()
}

// allow gives all steps to what begins: a change, and what is read after it.
func (in *Instance) allow() { in.left = maxSteps }

// empty runs the queue empty as far as the steps go.
func (in *Instance) empty() {
	limit := minRuns + runsPerSlot*in.slots
	for runs := 0; in.left > 0; runs++ {
		if len(in.queue) == 0 {
			if !in.react() && !in.begin() {
				return
			}
			continue
		}
		if runs > limit {
			in.queue, in.fresh, in.touched = in.queue[:0], nil, nil
			return
		}
		unit, scope := in.pop()
		if in.scopes[scope].frame >= 0 {
			in.run(&in.form.units[unit], scope)
		}
	}
}

func (in *Instance) run(u *unit, scope int32) {
	n := &in.form.Nodes[u.node]
	switch u.kind {
	case relevance:
		cell := in.cell(scope, n.slotWithin(u.frame))
		if u.inward {
			in.inward = cell
		}
		on := in.evalBool(u.expr, cell, true)
		in.inward = xpath.NoNode
		in.setRelevant(cell, on)
	case calculation:
		cell := in.cell(scope, n.slot)
		if in.relevant(cell) {
			in.set(cell, in.settle(n, cell, in.evalString(u.expr, cell)))
		}
	case cascade:
		cell := in.cell(scope, n.slot)
		if value := in.visible(cell); value != "" {
			in.set(cell, in.stillOffered(n, cell, value))
		}
	case repetition:
		cell := in.cell(scope, n.slot)
		if in.around(scope, n) && (n.relevant == nil || in.evalBool(n.relevant, cell, true)) {
			in.resize(n, scope, in.evalNumber(u.expr, cell))
		}
	}
}

// slotWithin is the slot of a node in a frame: its own, or for a repeat that of
// one instance.
func (n *Node) slotWithin(frame int32) int32 {
	if n.Kind == Repeat && frame == n.inner {
		return 0
	}
	return n.slot
}

// set stores a value and pushes the units that read it.
func (in *Instance) set(cell xpath.NodeID, value string) {
	if in.stored(cell) == value {
		return
	}
	in.store(cell, value)
	n := in.nodeOf(cell)
	if in.relevant(cell) {
		in.changed(n.readers, in.scopeOf(cell))
	}
	if len(n.actions) > 0 && !in.loading {
		in.touched = append(in.touched, cell)
	}
}

// changed pushes the readers of something that changed in a scope.
func (in *Instance) changed(readers []reader, scope int32) {
	for i := range readers {
		if in.left <= 0 {
			return
		}
		r := &readers[i]
		in.spread(in.climb(scope, r.common), r.down, func(s int32) { in.push(r.unit, s) })
	}
}

// climb is the scope of an enclosing frame around a scope.
func (in *Instance) climb(scope, frame int32) int32 {
	for in.scopes[scope].frame != frame {
		scope = in.scopes[scope].parent
	}
	return scope
}

// spread calls do with every scope that repeats lead down to.
func (in *Instance) spread(scope int32, down []int32, do func(scope int32)) {
	if len(down) == 0 {
		do(scope)
		return
	}
	for _, s := range in.instances(scope, &in.form.Nodes[down[0]]) {
		in.spread(s, down[1:], do)
	}
}

// setRelevant stores a node's own relevance and passes it on to its subtree.
func (in *Instance) setRelevant(cell xpath.NodeID, on bool) {
	p, bit := in.pageOf(cell)
	p.own = setBit(p.own, bit, on)
	in.inherit(cell)
}

// inherit works out the relevance of a node and its subtree from the node's own
// and its parent's, and pushes what depends on each node that changes.
func (in *Instance) inherit(cell xpath.NodeID) {
	in.left--
	parent := in.parent(cell)
	p, bit := in.pageOf(cell)
	on := p.own>>bit&1 != 0 && (parent == xpath.NoNode || in.relevant(parent))
	if on == (p.rel>>bit&1 != 0) {
		return
	}
	p.rel = setBit(p.rel, bit, on)
	n := in.nodeOf(cell)
	scope := in.scopeOf(cell)
	if in.stored(cell) != "" {
		in.changed(n.readers, scope)
	}
	if on && n.Kind != Repeat {
		for _, unit := range n.wake {
			in.push(unit, scope)
		}
	}
	for i := int32(n.Index) + 1; i < int32(n.End); i = int32(in.form.Nodes[i].End) {
		child := &in.form.Nodes[i]
		if child.Kind != Repeat {
			in.inherit(in.cell(scope, child.slot))
			continue
		}
		p, bit := in.pageOf(in.cell(scope, child.slot))
		p.rel = setBit(p.rel, bit, on)
		for _, s := range in.instances(scope, child) {
			in.inherit(in.cell(s, 0))
		}
		if on {
			for _, unit := range child.wake {
				in.push(unit, scope) // counts it
			}
		}
	}
}

// settle is what is stored for the text of a calculation or default: a value of
// the type, and of choices those that are offered.
func (in *Instance) settle(n *Node, cell xpath.NodeID, text string) string {
	value, _ := canonical(n, text)
	if n.choices != nil && value != "" {
		value = in.stillOffered(n, cell, value)
	}
	return value
}
