// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"strings"
	"time"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/process"
)

// right is what an answer has to be so that the rule of a fault holds: the limits
// stand in the component.
func (r *reader) right(in *forms.Instance, at forms.At, f *field, fault process.Fault) forms.Rule {
	c := f.component
	if f.changes("validate") {
		c, _, _ = r.acted(in, at, f)
	}
	validate := object(c, "validate")
	switch rule := fault.Rule; rule {
	case "min", "max":
		return between(forms.AmountRule, validate.Get("min"), validate.Get("max"))
	case "minLength", "maxLength":
		return between(forms.LettersRule, validate.Get("minLength"), validate.Get("maxLength"))
	case "minWords":
		return between(forms.WordsRule, validate.Get(rule), nil)
	case "maxWords":
		return between(forms.WordsRule, nil, validate.Get(rule))
	case "minSelectedCount":
		return between(forms.ChosenRule, validate.Get(rule), nil)
	case "maxSelectedCount":
		return between(forms.ChosenRule, nil, validate.Get(rule))
	case "minYear", "maxYear":
		return between(forms.AmountRule, c.Get("minYear"), jsvalue.Get(c, "fields.year.maxYear"))
	case "minDate", "maxDate":
		return r.days(in, c, f.node.Type)
	case "email":
		return forms.Rule{Kind: forms.EmailRule}
	case "url":
		return forms.Rule{Kind: forms.URLRule}
	case "phoneNumber":
		return forms.Rule{Kind: forms.PhoneRule}
	case "pattern":
		return forms.PatternRule(text(validate, "pattern"))
	case "mask":
		if mask := text(c, "inputMask"); !strings.ContainsAny(mask, `{}[]()|\?`) {
			return forms.Rule{Kind: forms.ShapeRule, Example: unmasked.Replace(mask)}
		}
	}
	return forms.Rule{}
}

// unmasked puts a character that fits in each place of a mask; letters stand for
// themselves.
var unmasked = strings.NewReplacer("9", "1", "*", "1", "&", "1", "#", "1")

// between has the limits that are given: numbers, or texts of them.
func between(kind forms.RuleKind, least, most jsvalue.Value) forms.Rule {
	rule := forms.Rule{Kind: kind, Least: limit(least), Most: limit(most)}
	if rule.Least == "" && rule.Most == "" {
		return forms.Rule{}
	}
	return rule
}

func limit(v jsvalue.Value) string {
	if n := jsvalue.ParseFloat(v); n-n == 0 && !jsvalue.IsNil(v) {
		return jsvalue.FormatNumber(n)
	}
	return ""
}

// days are the first and the last day that a component takes.
func (r *reader) days(in *forms.Instance, c *jsvalue.Object, kind forms.DataType) forms.Rule {
	if kind != forms.Date {
		return forms.Rule{}
	}
	input := process.Input{Data: jsvalue.NewObject(), Pool: pool(), Now: in.Env().Now, Seed: in.Env().Seed, Library: true}
	rule := forms.Rule{Kind: forms.DayRule}
	for name, limit := range map[string]*string{"minDate": &rule.Least, "maxDate": &rule.Most} {
		if day, ok := process.DayLimit(input, c, name); ok {
			*limit = day.Format(time.DateOnly)
		}
	}
	return rule
}
