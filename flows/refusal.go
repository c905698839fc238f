// SPDX-License-Identifier: Apache-2.0

package flows

import "github.com/dialform/dialform/forms"

// refusal words what is wrong with an answer: in the form's own words where it has
// them, else by what would be right.
func (s *Session) refusal(at forms.At, v forms.Violation) Phrase {
	if v.Message != "" {
		return Literal(v.Message)
	}
	switch v.Kind {
	case forms.ViolationRequired:
		return Message(MsgRequired)
	case forms.ViolationType:
		return Message(MsgWrongType)
	case forms.ViolationNotOffered:
		return Message(MsgNotOffered)
	}
	var e Expect
	if v.Rule.Kind == forms.DayRule {
		dateExpect(&e, &s.Form.Form().Nodes[at.Node])
	}
	if p := rulePhrase(v.Rule, e.Calendar); !p.Empty() {
		return p
	}
	return Message(MsgWrongAnswer)
}

// limitKeys are the messages for both limits, one that is least, one that is most,
// and for two that are the same; "" is none.
var limitKeys = map[forms.RuleKind]struct{ both, least, most, exactly string }{
	forms.AmountRule:  {MsgFromTo, MsgAtLeast, MsgAtMost, ""},
	forms.DayRule:     {MsgDayFromTo, MsgDayAtLeast, MsgDayAtMost, ""},
	forms.LettersRule: {MsgLettersFromTo, MsgLettersAtLeast, MsgLettersAtMost, MsgLettersExactly},
	forms.DigitsRule:  {MsgDigitsFromTo, "", "", MsgDigitsExactly},
	forms.WordsRule:   {"", MsgWordsAtLeast, MsgWordsAtMost, ""},
	forms.ChosenRule:  {MsgChooseFromTo, MsgChooseAtLeast, MsgChooseAtMost, ""},
}

// rulePhrase says what is right. The days of a rule are said in a calendar, which
// is the last argument.
func rulePhrase(r forms.Rule, calendar string) Phrase {
	switch r.Kind {
	case forms.EmailRule:
		return Message(MsgEmail)
	case forms.URLRule:
		return Message(MsgURL)
	case forms.PhoneRule:
		return Message(MsgPhone)
	case forms.ShapeRule:
		return Message(MsgLikeThis, r.Example)
	}
	keys, key := limitKeys[r.Kind], ""
	var args []string
	switch {
	case r.Kind == forms.DigitsRule && (r.Least == "" || r.Most == ""):
		key = MsgDigitsOnly
	case r.Least != "" && r.Least == r.Most && keys.exactly != "":
		key, args = keys.exactly, []string{r.Least}
	case r.Least != "" && r.Most != "":
		key, args = keys.both, []string{r.Least, r.Most}
	case r.Least != "" && r.Open:
		key, args = MsgAbove, []string{r.Least}
	case r.Most != "" && r.Open:
		key, args = MsgBelow, []string{r.Most}
	case r.Least != "":
		key, args = keys.least, []string{r.Least}
	case r.Most != "":
		key, args = keys.most, []string{r.Most}
	}
	if r.Kind == forms.DayRule && key != "" {
		args = append(args, calendar)
	}
	return Phrase{Key: key, Args: args}
}
