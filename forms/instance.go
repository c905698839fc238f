// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"github.com/dialform/dialform/forms/xpath"
)

// Instance is one person's answers to a form. It is for one goroutine.
type Instance struct {
	form  *Form
	env   Env
	seed  uint64
	drawn uint64 // numbers taken from the random stream

	deprecated string // id of the submission that this one replaces

	record []byte   // what the instance was restored from
	added  []string // values set since then
	scopes []scope  // by scope number; the root first
	slots  int      // of all scopes ever made

	// What the scopes hold, one after the other.
	pages   []page
	values  []span    // of the pages that have been taken apart
	repeats [][]int32 // scopes of the instances of each repeat, in order

	queue   []uint64       // heap of units to run; see recalc.go
	crowd   int            // length of the queue at which repetitions are taken out
	fresh   []fresh        // scopes that have begun
	touched []xpath.NodeID // questions with actions that have changed
	loading bool           // the first calculation is not done yet
	left    int            // steps that expressions may take, until the next change
	heavy   bool           // a calculation was cut off

	inward xpath.NodeID // the group whose relevance is decided by what is in it, or NoNode

	veil *veil // what texts do not tell, nil if they tell all

	ctx   xpath.Context // of the outermost evaluation
	busy  bool          // ctx is in use
	nodes []xpath.Node  // result of the last evalNodes
}

// scope is the root or one repeat instance: where its parts of the instance's
// slices begin.
type scope struct {
	frame   int32 // -1: removed
	parent  int32 // scope around it, -1 for the root
	at      int32 // place among the instances of its repeat, from 0
	pages   int32 // into pages
	repeats int32 // into repeats
}

// New starts an instance: static defaults and preloads, a first calculation of
// everything, then actions, dynamic defaults among them. A repeat that is not
// counted begins with the instances that are given, else with one, as pyxform
// writes it.
func (f *Form) New(env Env) *Instance {
	in := f.blank(env)
	in.loading = true
	in.addScope(0, -1)
	in.populate(0, nil, FirstLoad|Load)
	in.recalculate()
	in.loading = false
	return in
}

// blank is an instance without scopes.
func (f *Form) blank(env Env) *Instance {
	return &Instance{form: f, env: env, seed: env.Seed, inward: xpath.NoNode, left: maxSteps}
}

// SetEnv changes the clock, language and properties for the next step. Only
// what depends on the language is recalculated: ODK evaluates now() and today()
// again only with what else an expression reads.
func (in *Instance) SetEnv(env Env) {
	in.allow()
	before := in.language("")
	in.env = env
	if in.language("") == before {
		return
	}
	for i := range in.form.units {
		if u := &in.form.units[i]; u.expr != nil && u.expr.Volatile()&xpath.Language != 0 {
			in.everywhere(u.frame, func(scope int32) { in.push(int32(i), scope) })
		}
	}
	in.recalculate()
}

// Env is the environment last set.
func (in *Instance) Env() Env { return in.env }

// Heavy reports whether a calculation was cut off because the form is too heavy:
// it would have taken more than an honest form can need. Values and relevance
// may then be those of before.
func (in *Instance) Heavy() bool { return in.heavy }

// Form is the form of the instance.
func (in *Instance) Form() *Form { return in.form }

// Value is the canonical text of a node's value: 2026-11-20, 3, 3.5, "a b c".
// It is "" for groups and repeats, and while the node is not relevant.
func (in *Instance) Value(at At) string {
	_, cell, ok := in.resolve(at)
	if !ok || in.isRange(at) {
		return ""
	}
	return in.visible(cell)
}

// Relevant reports whether a node and all around it are relevant. A range of
// repeat instances is when one of them is, or when it is empty and its
// expression holds.
func (in *Instance) Relevant(at At) bool {
	n, cell, ok := in.resolve(at)
	if !ok {
		return false
	}
	if !in.isRange(at) {
		return in.relevant(cell)
	}
	scopes := in.instances(at.Scope, n)
	for _, s := range scopes {
		if in.relevant(in.cell(s, 0)) {
			return true
		}
	}
	return len(scopes) == 0 && in.around(at.Scope, n) &&
		(n.relevant == nil || in.evalBool(n.relevant, cell, true))
}

// around reports whether what holds a repeat is relevant.
func (in *Instance) around(scope int32, n *Node) bool {
	return in.relevant(in.cell(scope, in.form.Nodes[n.Parent].slotIn()))
}

// slotIn is the slot of a group or repeat in the scope of its children.
func (n *Node) slotIn() int32 {
	if n.Kind == Repeat {
		return 0
	}
	return n.slot
}

// ReadOnly reports whether a node, or a group or repeat around it, is read only.
func (in *Instance) ReadOnly(at At) bool {
	_, cell, ok := in.resolve(at)
	for ok {
		n := in.nodeOf(cell)
		if n.readOnly != nil && in.evalBool(n.readOnly, cell, false) {
			return true
		}
		cell = in.parent(cell)
		ok = cell != xpath.NoNode
	}
	return false
}

// Required reports whether a node must have a value.
func (in *Instance) Required(at At) bool {
	n, cell, ok := in.resolve(at)
	return ok && n.required != nil && in.evalBool(n.required, cell, false)
}

// resolve is the node and the cell of at. ok is false for places that do not
// exist in this instance.
func (in *Instance) resolve(at At) (n *Node, cell xpath.NodeID, ok bool) {
	if at.Node < 0 || int(at.Node) >= len(in.form.Nodes) || at.Scope < 0 || int(at.Scope) >= len(in.scopes) {
		return nil, 0, false
	}
	n = &in.form.Nodes[at.Node]
	switch frame := in.scopes[at.Scope].frame; {
	case frame < 0:
		return nil, 0, false
	case frame == n.frame:
		return n, in.cell(at.Scope, n.slot), true
	case frame == n.inner:
		return n, in.cell(at.Scope, 0), true
	default:
		return nil, 0, false
	}
}

// isRange reports whether a resolved place is a range of repeat instances.
func (in *Instance) isRange(at At) bool {
	n := &in.form.Nodes[at.Node]
	return n.Kind == Repeat && in.scopes[at.Scope].frame == n.frame
}

// A cell is one slot of one scope, as one number: also the node's id in
// expressions. The slot of a repeat in the frame around it stands for the
// range of its instances.

func (in *Instance) cell(scope, slot int32) xpath.NodeID {
	return xpath.NodeID(scope<<in.form.shift | slot)
}

func (in *Instance) scopeOf(cell xpath.NodeID) int32 { return int32(cell) >> in.form.shift }

func (in *Instance) slotOf(cell xpath.NodeID) int32 { return int32(cell) & (1<<in.form.shift - 1) }

func (in *Instance) nodeOf(cell xpath.NodeID) *Node {
	frame := &in.form.frames[in.scopes[in.scopeOf(cell)].frame]
	return &in.form.Nodes[frame.slots[in.slotOf(cell)]]
}

// visible is the value of a cell as others see it: "" while not relevant, and
// while it is being decided whether the group around it is.
func (in *Instance) visible(cell xpath.NodeID) string {
	if !in.relevant(cell) || in.inward != xpath.NoNode && in.inside(in.inward, cell) {
		return ""
	}
	return in.stored(cell)
}

func (in *Instance) inside(group, cell xpath.NodeID) bool {
	for cell != group && cell != xpath.NoNode {
		cell = in.parent(cell)
	}
	return cell == group
}

// parent is the cell of the group, repeat instance or root around a cell.
func (in *Instance) parent(cell xpath.NodeID) xpath.NodeID {
	n := in.nodeOf(cell)
	scope := in.scopeOf(cell)
	if n.Parent < 0 {
		return xpath.NoNode
	}
	if n.Kind == Repeat && in.slotOf(cell) == 0 {
		scope = in.scopes[scope].parent
	}
	return in.cell(scope, in.form.Nodes[n.Parent].slotIn())
}

// at is the place of a cell.
func (in *Instance) at(cell xpath.NodeID) At {
	return At{Node: int32(in.nodeOf(cell).Index), Scope: in.scopeOf(cell)}
}

// everywhere calls do with every scope of a frame.
func (in *Instance) everywhere(frame int32, do func(scope int32)) {
	for i := range in.scopes {
		if in.scopes[i].frame == frame {
			do(int32(i))
		}
	}
}

// Walk yields the relevant nodes in document order until yield returns false:
// the root at depth 0, groups, every repeat instance, questions and values.
func (in *Instance) Walk(yield func(at At, depth int) bool) {
	in.walk(0, 0, 0, yield)
}

func (in *Instance) walk(node, scope int32, depth int, yield func(At, int) bool) bool {
	at := At{Node: node, Scope: scope}
	n := &in.form.Nodes[node]
	slot := n.slot
	if n.Kind == Repeat {
		slot = 0
	}
	if !in.relevant(in.cell(scope, slot)) {
		return true
	}
	if !yield(at, depth) {
		return false
	}
	for i := node + 1; i < int32(n.End); i = int32(in.form.Nodes[i].End) {
		child := &in.form.Nodes[i]
		if child.Kind != Repeat {
			if !in.walk(i, scope, depth+1, yield) {
				return false
			}
			continue
		}
		for _, s := range in.instances(scope, child) {
			if !in.walk(i, s, depth+1, yield) {
				return false
			}
		}
	}
	return true
}
