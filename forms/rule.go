// SPDX-License-Identifier: Apache-2.0

package forms

import "github.com/dialform/dialform/forms/xpath"

// RuleKind is what the rule of an answer is about.
type RuleKind uint8

// Kinds of rule.
const (
	NoRule      RuleKind = iota // nothing is known in plain words
	AmountRule                  // how much or how many: limits are numbers
	DayRule                     // which days: limits are days, 2026-11-20
	LettersRule                 // how many characters
	DigitsRule                  // digits only, how many
	WordsRule                   // how many words
	ChosenRule                  // how many of the choices
	EmailRule                   // an e-mail address
	URLRule                     // an address in the web
	PhoneRule                   // a phone number
	ShapeRule                   // a text like the Example
)

// Rule is what a refused answer has to be, so that a person is told what is right
// where the form has no words of its own. The zero Rule says nothing.
type Rule struct {
	Kind        RuleKind
	Least, Most string // the limits in canonical text; "" is none
	Open        bool   // the limit itself is not allowed: of amounts with one limit
	Example     string // of a ShapeRule
}

// broken is the violation of a constraint by a value, in the form's own words or
// with its rule.
func (in *Instance) broken(n *Node, cell xpath.NodeID, value string) Violation {
	v := Violation{Kind: ViolationConstraint, Message: in.render(n.constraintMsg.of(in.language("")).long, cell)}
	switch {
	case v.Message != "":
	case n.def.Rule != nil:
		v.Rule = n.def.Rule(in, in.at(cell))
	default:
		v.Rule = n.limits.rule(value, in.env.Now)
	}
	if n.Sensitive && v.Rule.Kind == ShapeRule {
		v.Rule = Rule{}
	}
	return v
}
