// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"github.com/dialform/dialform/forms/xpath"
)

// ViolationKind says why an answer is refused.
type ViolationKind uint8

// Kinds of violation.
const (
	NoViolation         ViolationKind = iota
	ViolationType                     // not a value of the question's type or range
	ViolationRequired                 // empty, but required
	ViolationConstraint               // the form's constraint does not hold
	ViolationNotOffered               // not one of the choices that are offered now
	ViolationReadOnly                 // the question is not to be answered
)

// Violation is why an answer is refused; the zero value is a good answer.
type Violation struct {
	Kind    ViolationKind
	Message string // the form's own, in the language of the Env; "" if it has none
	Rule    Rule   // what would be right, where the form has no message of its own
}

// OK reports whether the answer is good.
func (v Violation) OK() bool { return v.Kind == NoViolation }

// Check tells what Answer would say, without changing anything.
func (in *Instance) Check(at At, candidate string) Violation {
	n, cell, ok := in.resolve(at)
	if !ok {
		return Violation{Kind: ViolationReadOnly}
	}
	_, v := in.check(n, cell, candidate)
	return v
}

// Answer sets the value of a question if it is a good one, and recalculates
// what depends on it. The value is canonical XForms text or anything that
// converts to the type (see [DataType]); "" clears. A refused value changes
// nothing.
func (in *Instance) Answer(at At, value string) Violation {
	n, cell, ok := in.resolve(at)
	if !ok {
		return Violation{Kind: ViolationReadOnly}
	}
	value, v := in.check(n, cell, value)
	if v.Kind != NoViolation {
		return v
	}
	proven := in.proves(n, cell)
	changes := value != in.stored(cell)
	if changes {
		in.set(cell, value)
	}
	if proven {
		in.prove(cell)
	}
	if changes {
		in.recalculate()
	}
	return v
}

// Enter sets a value without judging it: what another program has answered, or
// a draft that is wrong for now, which [Instance.Problems] will find. What is no
// value of the type, as XForms spells it, is stored as empty, and choices that are not offered are
// left out. It reports false, and changes nothing, for what cannot be answered:
// groups, notes and what is read only, and for a ranking that does not name
// every choice.
func (in *Instance) Enter(at At, value string) bool {
	in.allow()
	n, cell, ok := in.resolve(at)
	if !ok || !in.answerable(n, cell) {
		return false
	}
	exact := spelled(n, value)
	if value, ok = canonical(n, value); !ok || !exact || !writable(value) {
		value = ""
	}
	if n.choices != nil && value != "" {
		if value, ok = in.chosen(n, cell, value); !ok && n.Control == Rank {
			return false
		}
	}
	in.set(cell, value)
	in.recalculate()
	return true
}

// Violation is how the value of a node breaks the form's rules now. What is not
// relevant breaks none.
func (in *Instance) Violation(at At) Violation {
	n, cell, ok := in.resolve(at)
	switch {
	case ok && n.holds():
		return in.judgeWhole(n, at, cell)
	case !ok || !in.relevant(cell):
		return Violation{}
	}
	return in.judge(n, cell, in.stored(cell))
}

func (in *Instance) answerable(n *Node, cell xpath.NodeID) bool {
	return n.Kind == Question && n.Control != Note && !in.ReadOnly(in.at(cell))
}

// check converts a candidate and judges it.
func (in *Instance) check(n *Node, cell xpath.NodeID, candidate string) (string, Violation) {
	in.allow()
	if !in.answerable(n, cell) {
		return "", Violation{Kind: ViolationReadOnly}
	}
	value, ok := canonical(n, candidate)
	if !ok || !writable(value) || !inRange(n, value) {
		return "", Violation{Kind: ViolationType}
	}
	if n.choices != nil && value != "" {
		if value, ok = in.chosen(n, cell, value); !ok {
			return "", Violation{Kind: ViolationNotOffered}
		}
	}
	return value, in.judge(n, cell, value)
}

// judge tells whether the form accepts a canonical value. A constraint sees
// the candidate as the question's value, and everything else as it is.
func (in *Instance) judge(n *Node, cell xpath.NodeID, value string) Violation {
	if value == "" {
		if n.required != nil && in.evalBool(n.required, cell, false) {
			return Violation{Kind: ViolationRequired, Message: in.render(n.requiredMsg.of(in.language("")).long, cell)}
		}
		return Violation{}
	}
	if n.constraint == nil {
		return Violation{}
	}
	undo := in.suppose(cell, value)
	holds := in.evalBool(n.constraint, cell, true)
	if !holds && in.form.judges() {
		defer in.unsuppose(cell, undo)
	} else {
		in.unsuppose(cell, undo)
	}
	if holds {
		return Violation{}
	}
	return in.broken(n, cell, value)
}
