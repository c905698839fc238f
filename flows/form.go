// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"crypto/sha256"
	"strings"

	"github.com/dialform/dialform/forms"
)

// landAt shows a stop; at the end of the form it goes on to what ends it.
func (st *step) landAt(to stop) {
	switch to.kind {
	case stopEnd:
		st.endOfQuestions()
	case stopRepeat:
		st.s.At = to.at
		st.enter(ModeRepeat)
	case stopQuestion:
		if st.walk().closes(to.at) {
			st.endOfQuestions()
			return
		}
		st.s.At = to.at
		st.enter(ModeQuestion)
	}
}

// closes reports whether a note is the last thing of the form: it is then the
// closing screen and not a stop.
func (w walk) closes(at forms.At) bool {
	in := w.in
	if at.Scope != 0 || in.Form().Nodes[at.Node].Control != forms.Note || noticeOf(in, at) != "" {
		return false
	}
	return w.next(at).kind == stopEnd
}

// forward leaves the question: back to the review if it came from there, else
// to the next stop.
func (st *step) forward() {
	if st.s.Editing {
		st.review()
		return
	}
	st.landAt(st.onward(st.after(st.s.At)))
}

// inQuestion takes an input for the question or note shown.
func (st *step) inQuestion(in Input) {
	switch in := in.(type) {
	case Back:
		st.back()
	case Home:
		st.home()
	case Help:
		st.enter(ModeHelp)
	case Save:
		st.save()
	case Actions:
		st.enter(ModeActions)
	case Skip:
		st.skip()
	case Find:
		st.find(in)
	default:
		st.answer(in)
	}
}

// answer reads an input as the value of the question shown and sets it.
func (st *step) answer(in Input) {
	s := st.s
	n := &s.Form.Form().Nodes[s.At.Node]
	if isRead(n) {
		st.pass(in)
		return
	}
	value, ok := st.value(in, n)
	if !ok {
		st.say(Message(MsgNotOffered))
		return
	}
	at := s.At
	if !st.set(at, value) {
		return
	}
	if a, ok := in.(Answer); ok {
		s.keepTyping(at, a.Typing)
	}
	echo := echoOf(in, value)
	if st.unlisted(at) {
		return
	}
	st.forward()
	if echo != "" && !n.Sensitive && s.Notice.Empty() {
		st.say(Message(MsgUnderstood, echo))
	}
}

// find narrows the list shown to what begins with the letters typed.
func (st *step) find(in Find) {
	n := &st.s.Form.Form().Nodes[st.s.At.Node]
	if n.Control != forms.Select1 {
		st.say(Message(MsgNotOffered))
		return
	}
	if n.IsPlace() {
		st.findPlace(in)
		return
	}
	st.s.Page, st.s.Find = 0, in.Text
	st.hush()
}

// echoOf is what the next screen says was understood, "" for nothing.
func echoOf(in Input, value string) string {
	switch in := in.(type) {
	case Answer:
		if in.Typing.Precision == PrecisionAge {
			year, _, _ := strings.Cut(value, "-")
			return year
		}
		return in.Echo
	case Choose:
		return in.Echo
	case ChooseMany:
		return in.Echo
	}
	return ""
}

// pass goes on from a note. A notice is kept with the hash of the text shown,
// and at a desk only once the operator has said how it was given.
func (st *step) pass(in Input) {
	s := st.s
	id := noticeOf(s.Form, s.At)
	if id == "" {
		st.forward()
		return
	}
	shown := NoticeShown{Language: s.Lang, GivenBy: st.env.Operator}
	shown.ID, shown.Version, _ = strings.Cut(id, " ")
	shown.TextHash = sha256.Sum256([]byte(s.Form.Label(s.At, formLanguage(s.Form.Form(), s.Lang))))
	if st.env.Assisted() {
		how, ok := chosen(in, noticeOptions)
		if !ok {
			st.say(Message(MsgNotOffered))
			return
		}
		shown.ReadOut = how == optReadOut
	}
	for i := range s.Notices {
		if s.Notices[i].ID == shown.ID {
			s.Notices = append(s.Notices[:i:i], s.Notices[i+1:]...)
			break
		}
	}
	s.Notices = append(s.Notices, shown)
	st.forward()
}

const optReadOut, optReadSelf = "read-out", "read-self"

var noticeOptions = []Option{
	{Label: Message(MsgNoticeReadOut), Value: optReadOut},
	{Label: Message(MsgNoticeReadThem), Value: optReadSelf},
}

// noticeOf is the id and version of the notice that a note gives, e.g.
// "household-registration 1.0", from the column bind::df:notice; "" for other
// notes.
func noticeOf(in *forms.Instance, at forms.At) string {
	return in.Form().Nodes[at.Node].Bind["df:notice"]
}

// value is the XForms text that an input means for a question.
func (st *step) value(in Input, n *forms.Node) (string, bool) {
	switch in := in.(type) {
	case Answer:
		return dated(in, st.env.Now), true
	case Continue:
		return "OK", n.Control == forms.Trigger
	case Choose:
		return st.pick([]int{in.Index})
	case ChooseMany:
		if n.Control == forms.Select1 && len(in.Indexes) != 1 {
			return "", false
		}
		return st.pick(in.Indexes)
	}
	return "", false
}

// pick joins the codes of the choices at the indexes, in the order given. The
// instance puts those of a multiple choice into the order of the list.
func (st *step) pick(indexes []int) (string, bool) {
	choices := st.choices()
	codes := make([]string, 0, len(indexes))
	for _, i := range indexes {
		if i < 0 || i >= len(choices) {
			return "", false
		}
		codes = append(codes, choices[i].Value)
	}
	return strings.Join(codes, " "), true
}

func (st *step) choices() []forms.Choice {
	if n := &st.s.Form.Form().Nodes[st.s.At.Node]; n.Control == forms.Select1 && n.IsPlace() {
		return pickPlaces(st.s)
	}
	return st.s.Form.Choices(st.s.At, formLanguage(st.s.Form.Form(), st.s.Lang))
}

// set answers a question. What is refused is said and changes nothing.
func (st *step) set(at forms.At, value string) bool {
	in := st.s.Form
	bad := in.Answer(at, value)
	name := in.Form().Nodes[at.Node].Name
	if bad.Kind == forms.NoViolation {
		st.s.keepTyping(at, Typing{})
		st.s.given(at)
		st.event(EventAnswered, name)
		return true
	}
	st.event(EventRefused, name)
	st.say(st.s.refusal(at, bad))
	return false
}

// skip leaves an optional question empty.
func (st *step) skip() {
	in := st.s.Form
	if in.Required(st.s.At) {
		st.say(Message(MsgCannotSkip))
		return
	}
	if in.Form().Nodes[st.s.At.Node].Control != forms.Note {
		if bad := in.Answer(st.s.At, ""); bad.Kind != forms.NoViolation {
			st.say(st.s.refusal(st.s.At, bad))
			return
		}
	}
	st.event(EventSkipped, in.Form().Nodes[st.s.At.Node].Name)
	st.forward()
}

// back goes to the stop before this one; before the first is the menu.
func (st *step) back() {
	if st.s.Editing {
		st.review()
		return
	}
	if to, ok := st.walk().before(st.s.At); ok {
		if to.kind == stopQuestion && st.s.sealed(to.at) {
			st.askCheck(ThenBack)
			return
		}
		st.landAt(to)
		return
	}
	if st.v.Start == "" {
		st.home()
	}
}

// save stops here; the form waits under its reference.
func (st *step) save() {
	st.event(EventSaved, st.s.Item)
	st.enter(ModeDone)
	st.s.Said = Message(MsgSaved, st.s.Ref)
}

// actionOptions are the moves of a question that takes free input.
func (v *Service) actionOptions(s *Session) []Option {
	opts := []Option{{Label: Message(MsgActionsReturn), Value: "return"}}
	if !s.Form.Required(s.At) {
		opts = append(opts, Option{Label: Message(MsgActionsSkip), Value: "skip"})
	}
	opts = append(opts,
		Option{Label: Message(MsgActionsBack), Value: "back"},
		Option{Label: Message(MsgActionsHome), Value: "home"},
		Option{Label: Message(MsgActionsHelp), Value: "help"},
		Option{Label: Message(MsgActionsSave), Value: "save"},
	)
	return opts
}

// inActions takes a move.
func (st *step) inActions(in Input) {
	value, ok := chosen(in, st.v.actionOptions(st.s))
	if !ok {
		switch in.(type) {
		case Back:
			st.enter(ModeQuestion)
		case Home:
			st.home()
		default:
			st.say(Message(MsgNotOffered))
		}
		return
	}
	st.enter(ModeQuestion)
	switch value {
	case "skip":
		st.skip()
	case "back":
		st.back()
	case "home":
		st.home()
	case "help":
		st.enter(ModeHelp)
	case "save":
		st.save()
	}
}
