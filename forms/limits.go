// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"math"
	"time"

	"github.com/dialform/dialform/forms/xpath"
)

// limits are what a constraint says in plain shapes: comparisons of the answer, its
// length or the number of its choices with numbers or days, joined by "and"; or
// one regular expression. A constraint of any other shape has none, so nobody is
// told half of it.
type limits struct {
	kind        RuleKind
	whole       bool // of whole numbers
	least, most bound
	pattern     Rule // of the regular expression
}

// bound is one limit. The zero bound is none.
type bound struct {
	given  bool
	open   bool   // the limit itself is not allowed
	day    string // "" is the day on which it is judged
	number float64
}

// limits reads the constraint of a question that has no message of its own.
func (c *compiler) limits(n *Node, at place) *limits {
	if n.Kind != Question || n.constraint == nil || n.constraintMsg != nil || n.def.Rule != nil {
		return nil
	}
	tree, err := xpath.Inspect(n.def.Constraint.Text, xpath.Options{
		Binder: &binder{c, at}, Namespaces: c.def.Namespaces, CHT: true, Foreign: c.foreign,
	})
	if err != nil {
		return nil
	}
	found := &limits{whole: n.Type != Decimal, pattern: pattern(tree)}
	if found.pattern.Kind == NoRule && !found.read(tree, n) {
		return nil
	}
	return found
}

// read adds what an expression demands; false if it is of no plain shape.
func (l *limits) read(s *xpath.Syntax, n *Node) bool {
	if s.Kind != xpath.OperatorSyntax || len(s.Args) != 2 {
		return false
	}
	left, right, op := s.Args[0], s.Args[1], s.Text
	if op == "and" {
		return l.read(left, n) && l.read(right, n)
	}
	kind := subject(left, n)
	if kind == NoRule {
		left, right, op = right, left, flipped[op]
		kind = subject(left, n)
	}
	b, ok := boundOf(right, kind)
	if kind == NoRule || !ok || l.kind != NoRule && l.kind != kind {
		return false
	}
	l.kind = kind
	switch op {
	case "=":
		return kind != DayRule && kind != AmountRule && l.least.set(b) && l.most.set(b)
	case ">", ">=":
		b.open = op == ">"
		return l.least.set(b)
	case "<", "<=":
		b.open = op == "<"
		return l.most.set(b)
	}
	return false
}

var flipped = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}

// set takes a limit if there is none yet.
func (b *bound) set(to bound) bool {
	free := !b.given
	*b = to
	return free
}

// pattern reads a regular expression that the answer has to match.
func pattern(s *xpath.Syntax) Rule {
	if s.Kind != xpath.CallSyntax || s.Text != "regex" || len(s.Args) != 2 || !isCandidate(s.Args[0]) || s.Args[1].Kind != xpath.LiteralSyntax {
		return Rule{}
	}
	return PatternRule(s.Args[1].Text)
}

// subject is what an expression takes of the answer: the answer itself, its length,
// or how many choices it has.
func subject(s *xpath.Syntax, n *Node) RuleKind {
	switch {
	case isCandidate(s) && (n.Type == Int || n.Type == Decimal):
		return AmountRule
	case isCandidate(s) && n.Type == Date:
		return DayRule
	case s.Kind != xpath.CallSyntax || len(s.Args) != 1 || !isCandidate(s.Args[0]):
		return NoRule
	case s.Text == "string-length":
		return LettersRule
	case s.Text == "count-selected":
		return ChosenRule
	}
	return NoRule
}

// isCandidate reports whether an expression is ".".
func isCandidate(s *xpath.Syntax) bool {
	return s.Kind == xpath.LocationSyntax && !s.Absolute && s.From == nil && len(s.Steps) == 1 &&
		s.Steps[0].Step == xpath.Step{Axis: xpath.SelfAxis}
}

// boundOf reads a number, or of days one that is written or today.
func boundOf(s *xpath.Syntax, kind RuleKind) (bound, bool) {
	negative := s.Kind == xpath.OperatorSyntax && s.Text == "-" && len(s.Args) == 1
	switch {
	case kind == DayRule && s.Kind == xpath.CallSyntax && s.Text == "today" && len(s.Args) == 0:
		return bound{given: true}, true
	case kind == DayRule && s.Kind == xpath.CallSyntax && s.Text == "date" && len(s.Args) == 1:
		return boundOf(s.Args[0], kind)
	case kind == DayRule:
		_, err := time.Parse(time.DateOnly, s.Text)
		return bound{given: true, day: s.Text}, s.Kind == xpath.LiteralSyntax && err == nil
	case negative && s.Args[0].Kind == xpath.NumberSyntax:
		return bound{given: true, number: -s.Args[0].Number}, true
	}
	return bound{given: true, number: s.Number}, s.Kind == xpath.NumberSyntax && !math.IsNaN(s.Number) && !math.IsInf(s.Number, 0)
}

// rule is what a value that is refused has to be. Limits that are allowed
// themselves are told together, else the one that the value breaks.
func (l *limits) rule(value string, now time.Time) Rule {
	switch {
	case l == nil:
		return Rule{}
	case l.pattern.Kind != NoRule:
		return l.pattern
	case l.kind == DayRule:
		return Rule{Kind: DayRule, Least: l.least.from(1, now), Most: l.most.from(-1, now)}
	}
	least, most := l.least, l.most
	if l.whole || l.kind != AmountRule {
		least, most = least.inward(1), most.inward(-1)
	}
	if least.open || most.open {
		number := xpath.ParseNumber(value)
		if most.given && (number > most.number || most.open && number == most.number) {
			least = bound{}
		} else {
			most = bound{}
		}
	}
	return Rule{Kind: l.kind, Least: least.text(), Most: most.text(), Open: least.open || most.open}
}

// inward is the first whole number within a limit; step leads inward.
func (b bound) inward(step float64) bound {
	whole := math.Ceil(b.number*step) * step
	if b.open && whole == b.number {
		whole += step
	}
	return bound{given: b.given, number: whole}
}

func (b bound) text() string {
	if !b.given {
		return ""
	}
	return xpath.FormatNumber(b.number)
}

// from is the first day within a limit; step leads inward.
func (b bound) from(step int, now time.Time) string {
	if !b.given {
		return ""
	}
	day, err := time.Parse(time.DateOnly, b.day)
	if err != nil {
		day = now
	}
	if b.open {
		day = day.AddDate(0, 0, step)
	}
	return day.Format(time.DateOnly)
}
