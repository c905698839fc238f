// SPDX-License-Identifier: Apache-2.0

package forms

import "github.com/dialform/dialform/forms/xpath"

// A constraint of a plain shape reads the answer and nothing else: no other
// answer, no clock or zone, no language, no table, no function of another language. Whether an
// answer keeps it never changes, so one that was judged when it was given need
// not be judged again at the end. That it was is a bit of its page, which goes
// with the value: whatever changes the value takes it away. Only Answer judges;
// defaults, calculations, actions and Enter prove nothing.
//
// The shapes are told by what they may hold, not by what they may not: a constraint
// that is not understood here is judged again.

// provable tells whether the constraint of a question is of such a shape.
func (c *compiler) provable(n *Node, at place) bool {
	if n.Kind != Question || n.constraint == nil {
		return false
	}
	tree, err := xpath.Inspect(n.def.Constraint.Text, xpath.Options{
		Binder: &binder{c, at}, Namespaces: c.def.Namespaces, CHT: true, Foreign: c.foreign,
	})
	if err != nil {
		return false
	}
	p := plain{number: n.Type == Int || n.Type == Decimal, foreign: c.foreign}
	return p.sort(tree) == plainBoolean
}

// plainSort is what an expression of a plain shape is.
type plainSort uint8

const (
	notPlain plainSort = iota
	plainBoolean
	plainNumber
	plainText
)

// plain reads expressions of plain shapes.
type plain struct {
	number  bool // the answer is one, in canonical text
	foreign map[string]xpath.Foreign
}

// sort tells of which sort an expression is. Text is never compared as a number,
// since a date is one too, which depends on the zone.
func (p plain) sort(s *xpath.Syntax) plainSort {
	switch {
	case s.Kind == xpath.NumberSyntax:
		return plainNumber
	case s.Kind == xpath.LiteralSyntax:
		return plainText
	case isCandidate(s) && p.number:
		return plainNumber
	case isCandidate(s):
		return plainText
	case s.Kind == xpath.OperatorSyntax && len(s.Args) == 1:
		return p.all(s.Args, plainNumber, plainNumber)
	case s.Kind == xpath.OperatorSyntax:
		return p.operation(s)
	case s.Kind == xpath.CallSyntax && p.foreign[s.Text] == nil:
		return p.call(s)
	}
	return notPlain
}

func (p plain) operation(s *xpath.Syntax) plainSort {
	switch s.Text {
	case "and", "or":
		return p.all(s.Args, plainBoolean, plainBoolean)
	case "<", "<=", ">", ">=":
		return p.all(s.Args, plainNumber, plainBoolean)
	case "=", "!=":
		return max(p.all(s.Args, plainNumber, plainBoolean), p.all(s.Args, plainText, plainBoolean))
	case "+", "-", "*", "div", "mod":
		return p.all(s.Args, plainNumber, plainNumber)
	}
	return notPlain
}

func (p plain) call(s *xpath.Syntax) plainSort {
	switch s.Text {
	case "true", "false":
		return plainBoolean
	case "not":
		return p.all(s.Args, plainBoolean, plainBoolean)
	case "regex", "selected", "contains", "starts-with", "ends-with":
		return p.texts(s.Args, plainBoolean)
	case "string-length", "count-selected":
		return p.texts(s.Args, plainNumber)
	}
	return notPlain
}

// all is a sort if all arguments are of another.
func (p plain) all(args []*xpath.Syntax, want, then plainSort) plainSort {
	for _, arg := range args {
		if p.sort(arg) != want {
			return notPlain
		}
	}
	return then
}

// texts is a sort if all arguments are text, or the answer, which is text too.
func (p plain) texts(args []*xpath.Syntax, then plainSort) plainSort {
	for _, arg := range args {
		if !isCandidate(arg) && p.sort(arg) != plainText {
			return notPlain
		}
	}
	return then
}

// proves reports whether what was just judged of a cell holds for good. The
// constraint of what is not relevant has seen no answer.
func (in *Instance) proves(n *Node, cell xpath.NodeID) bool {
	return n.provable && in.relevant(cell)
}

// prove notes that the value of a cell keeps its constraint for good.
func (in *Instance) prove(cell xpath.NodeID) {
	p, bit := in.pageOf(cell)
	p.proven |= p.filled & (1 << bit)
}
