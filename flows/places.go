// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"strconv"

	"github.com/dialform/dialform/forms"
)

// A question for a place has a list that may be that of all villages of a
// country. A list that nobody pages through is not shown: the person types first
// letters, and the engine, which has the list, finds what begins so. The screen
// holds what was found and nothing else, so a step costs no more than with a
// short list.
//
// The list ends, on each page, with "not listed", if the question takes that
// (column bind::df:unlisted = no takes it away). The answer is then the code
// "other" and the person types the name, which is kept beside the answer like
// the typing of a date, unless the form asks for it: in a question that has the
// name of this one and "_other", as pyxform calls it.
const (
	wholePlaces = 200 // places up to which a list is shown before anything is typed
	foundPlaces = 200 // places that a search shows at most
)

// placeChoices are the places on the screen: those found, or all of a list that
// is shown whole.
func placeChoices(s *Session) []forms.Choice {
	lang := formLanguage(s.Form.Form(), s.Lang)
	if s.Find != "" {
		found, _ := s.Form.FindPlaces(s.At, s.Find, lang)
		return found[:min(len(found), foundPlaces)]
	}
	if s.Form.Offers(s.At) > wholePlaces {
		return nil
	}
	return s.Form.Choices(s.At, lang)
}

// offerPlaces completes the screen of a question for a place.
func offerPlaces(sc *Screen, s *Session, n *forms.Node) {
	sc.Expect.Search = true
	for _, c := range placeChoices(s) {
		sc.Options = append(sc.Options, Option{Label: Literal(c.Label), Value: c.Value})
	}
	if n.TakesUnlisted() {
		sc.Options = append(sc.Options, Option{Label: Message(MsgPlaceUnlisted), Value: forms.Unlisted, Always: true})
	}
}

// findPlace takes the only place that begins with the letters typed, and shows
// those of several.
func (st *step) findPlace(in Find) {
	s := st.s
	found, sure := s.Form.FindPlaces(s.At, in.Text, formLanguage(s.Form.Form(), s.Lang))
	if len(found) == 1 && sure {
		st.take(Answer{Value: found[0].Value, Echo: found[0].Label})
		return
	}
	s.Page = 0
	st.hush()
	switch {
	case len(found) == 0:
		s.Find = ""
		st.say(Message(MsgPlaceNotFound))
	case len(found) > foundPlaces:
		s.Find = in.Text
		st.say(Message(MsgPlaceMany, strconv.Itoa(len(found))))
	default:
		s.Find = in.Text
	}
}

// pickPlaces are the codes of what the screen offers.
func pickPlaces(s *Session) []forms.Choice {
	choices := placeChoices(s)
	if s.Form.Form().Nodes[s.At.Node].TakesUnlisted() {
		choices = append(choices, forms.Choice{Value: forms.Unlisted})
	}
	return choices
}

// unlisted goes on, where the answer is that a place is not listed, to its name.
func (st *step) unlisted(at forms.At) bool {
	in := st.s.Form
	n := &in.Form().Nodes[at.Node]
	if !n.TakesUnlisted() || in.Value(at) != forms.Unlisted || in.Form().Index(n.Path+"_other") >= 0 {
		return false
	}
	st.s.At = at
	st.enter(ModePlaceName)
	return true
}

// inPlaceName takes the name of a place that is not listed.
func (st *step) inPlaceName(in Input) {
	switch in := in.(type) {
	case Answer:
		if in.Value == "" {
			return
		}
		st.s.keepTyping(st.s.At, Typing{Text: in.Value})
		st.forward()
	case Actions:
		st.enter(ModeActions)
	case Back:
		st.enter(ModeQuestion)
	case Home:
		st.home()
	case Save:
		st.save()
	default:
		st.say(Message(MsgRequired))
	}
}

// placeText is the answer to a question for a place as a person reads it.
func placeText(s *Session, at forms.At, lang string) string {
	if typing, ok := s.typed(at); ok {
		return typing.Text
	}
	return s.Form.PlaceLabel(at, lang)
}

// placeField completes a field of a desk's page: a list that is not shown whole
// holds the present answer only, and is searched.
func placeField(f *Field, s *Session, n *forms.Node, lang string) {
	in := s.Form
	if n.TakesUnlisted() {
		f.Unlisted = Message(MsgPlaceUnlisted)
	}
	if in.Offers(f.At) <= wholePlaces {
		f.Choices = in.Choices(f.At, lang)
		return
	}
	if f.Value != "" && f.Value != forms.Unlisted {
		f.Choices = []forms.Choice{{Value: f.Value, Label: in.PlaceLabel(f.At, lang)}}
	}
	at := f.At
	f.Find = func(typed string) []forms.Choice {
		found, _ := in.FindPlaces(at, typed, lang)
		return found[:min(len(found), foundPlaces)]
	}
}
