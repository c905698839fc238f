// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"strconv"

	"github.com/dialform/dialform/forms"
)

// groupTitle is the label of the nearest group around At that has one, and which
// instance of the repeat it is about: "Members 2: Health". Of repeats in one another
// the two innermost are told.
func groupTitle(s *Session) Phrase {
	lang := formLanguage(s.Form.Form(), s.Lang)
	label, position := s.Form.Heading(s.At, lang)
	if position > 0 {
		label = numbered(label, position)
	}
	outer, place := memberAround(s.Form, s.At.Scope, position > 0, lang)
	switch {
	case place == 0 || outer == "" && position > 0:
		return Literal(label)
	case outer != "" && label != "":
		return Message(MsgRepeatWithin, numbered(outer, place), label)
	case outer+label != "":
		return Literal(numbered(outer+label, place))
	default:
		return Message(MsgRepeatItem, strconv.Itoa(place))
	}
}

func numbered(label string, position int) string { return label + " " + strconv.Itoa(position) }

// memberAround is the label of the repeat whose instance a scope is, and which
// instance that is, from 1; told means the innermost repeat with a label, which has
// been told already. place is 0 where there is none.
func memberAround(in *forms.Instance, scope int32, told bool, lang string) (label string, place int) {
	for scope != 0 {
		repeat, nth := in.ScopeOf(scope)
		label = in.Label(repeat, lang)
		if !told {
			return label, nth
		}
		told, scope = label == "", repeat.Scope
	}
	return "", 0
}
