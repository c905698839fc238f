// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"strings"

	"github.com/dialform/dialform/forms"
)

// endOfQuestions is behind the last question: what is still missing is asked,
// then comes the review if the item has one, then the form is sent.
func (st *step) endOfQuestions() {
	if st.askMissing() {
		return
	}
	if st.walk().leftToDesk() {
		st.leaveToDesk()
		return
	}
	if it, ok := st.v.Item(st.s.Item); (ok && it.Review) || st.env.Assisted() {
		st.enter(ModeReview)
		return
	}
	st.send()
}

// leaveToDesk puts a form aside whose remaining questions a desk asks. The
// phone is free for another one; the desk begins at the first open question.
func (st *step) leaveToDesk() {
	s := st.s
	s.At, s.Editing = forms.At{}, false
	s.Said = Message(MsgDeskCompletes, s.Ref)
	st.event(EventSaved, s.Item)
	st.result.Parked = append(st.result.Parked, s.kept(s.Said))
	s.leaveForm()
	st.enter(ModeDone)
}

// review returns to the review; a change may have opened new questions or
// broken an answer given before, and those come first.
func (st *step) review() {
	st.s.Editing = true
	if st.askMissing() || st.complete(st.s.At) {
		return
	}
	st.s.Editing = false
	st.enter(ModeReview)
}

// askMissing goes to the first question that keeps the form from being sent.
func (st *step) askMissing() bool {
	for _, p := range st.s.Form.Problems() {
		to := st.walk().mend(p.At)
		if to.kind == stopEnd || partKind(&st.s.Form.Form().Nodes[p.At.Node]) != "" {
			continue // asked elsewhere, or nowhere in text
		}
		st.s.At = to.at
		if st.enter(ModeQuestion); to.kind == stopRepeat {
			st.enter(ModeRepeat)
		}
		if p.Violation.Kind != forms.ViolationRequired {
			st.say(st.s.refusal(p.At, p.Violation))
		}
		return true
	}
	return false
}

// mend is where a problem is put right: at the question, at the menu of the
// repeat, or at the first stop of a group.
func (w walk) mend(at forms.At) stop {
	n := &w.in.Form().Nodes[at.Node]
	if n.Kind == forms.Question || n.Kind == forms.Repeat && openRepeat(n) {
		return stop{w.kind(at), at}
	}
	if rows := w.in.Repeats(at); len(rows) > 0 {
		at.Scope = rows[0]
	}
	if to := w.next(at); to.kind != stopEnd && int(to.at.Node) < n.End {
		return to
	}
	return stop{kind: stopEnd}
}

// reviewLine is one answer in the review.
type reviewLine struct {
	at    forms.At
	label Phrase
}

const optSend = "send"

// reviewLines are the answers given, in the order of the form, and of open
// repeats their menus.
func reviewLines(w walk, s *Session) []reviewLine {
	in := s.Form
	lang := formLanguage(in.Form(), s.Lang)
	var lines []reviewLine
	w.stopsTo(forms.At{}, func(to stop) bool {
		n := &in.Form().Nodes[to.at.Node]
		if to.kind == stopRepeat {
			lines = append(lines, reviewLine{to.at, repeatBody(s, to.at)})
			return true
		}
		if n.Control == forms.Note {
			return true
		}
		label := Message(MsgReviewGiven, in.Label(to.at, lang))
		if !s.sealed(to.at) {
			label = Message(MsgReviewLine, in.Label(to.at, lang), answerText(s, to.at, lang))
		}
		lines = append(lines, reviewLine{to.at, label})
		return true
	})
	return lines
}

// Signs that stand for an answer in every language.
const (
	noAnswer     = "-"
	hiddenAnswer = "****"
)

// answerText is an answer as a person reads it: the labels of choices, never
// their codes, dates as they were typed where their value is another, and nothing
// of a sensitive answer.
func answerText(s *Session, at forms.At, lang string) string {
	in := s.Form
	n := &in.Form().Nodes[at.Node]
	value := in.Value(at)
	switch {
	case value == "":
		return noAnswer
	case n.Sensitive:
		return hiddenAnswer
	}
	switch n.Control {
	case forms.Select1:
		if n.IsPlace() {
			return placeText(s, at, lang)
		}
		// Its code may hold spaces.
		return chosenLabels(in.Choices(at, lang), []string{value})[0]
	case forms.Select, forms.Rank:
		return strings.Join(chosenLabels(in.Choices(at, lang), strings.Fields(value)), ", ")
	}
	if typing, ok := s.typed(at); ok {
		return typing.Text
	}
	return value
}

// chosenLabels are the labels of codes, in their order.
func chosenLabels(choices []forms.Choice, codes []string) []string {
	labels := make([]string, 0, len(codes))
	for _, code := range codes {
		label := code
		for _, c := range choices {
			if c.Value == code {
				label = c.Label
				break
			}
		}
		labels = append(labels, label)
	}
	return labels
}

func (v *Service) reviewOptions(s *Session, lines []reviewLine) []Option {
	opts := make([]Option, 0, len(lines)+2)
	opts = append(opts, Option{Label: Message(MsgReviewSend), Value: optSend})
	for _, l := range lines {
		opts = append(opts, Option{Label: l.label})
	}
	if s.Seal.On && !v.check(s).none() {
		opts = append(opts, Option{Label: Message(MsgReviewShow)})
	}
	return opts
}

// inReview takes "send", or an answer to correct.
func (st *step) inReview(in Input) {
	c, ok := in.(Choose)
	if !ok {
		switch in.(type) {
		case Back:
			if to, ok := st.walk().lastAsked(); ok && st.s.sealed(to.at) {
				st.askCheck(ThenReview)
			} else if ok {
				st.landAt(to)
			}
		case Home:
			st.home()
		case Save:
			st.save()
		default:
			st.say(Message(MsgNotOffered))
		}
		return
	}
	if c.Index == 0 {
		if !st.askMissing() {
			st.send()
		}
		return
	}
	lines := reviewLines(st.walk(), st.s)
	switch opts := st.v.reviewOptions(st.s, lines); {
	case c.Index < 0 || c.Index >= len(opts):
		st.say(Message(MsgNotOffered))
		return
	case c.Index > len(lines):
		st.askCheck(ThenReview)
		return
	}
	st.goTo(lines[c.Index-1].at)
}

// goTo opens a question to correct it; afterwards the review follows.
func (st *step) goTo(at forms.At) {
	s := st.s
	if s.Form == nil || at.Node <= 0 || int(at.Node) >= len(s.Form.Form().Nodes) || !s.Form.Relevant(at) {
		return
	}
	kind := st.walk().kind(at)
	if kind == stopEnd {
		return
	}
	if kind == stopQuestion && s.sealed(at) {
		st.askCheck(ThenReview)
		return
	}
	s.Editing = true
	s.At = at
	if kind == stopRepeat {
		st.enter(ModeRepeat)
		return
	}
	st.enter(ModeQuestion)
}

// send finishes the form. What is said last is the form's own closing note if
// it ends in one.
func (st *step) send() {
	s := st.s
	in := s.Form
	closing := st.walk().closingNote(formLanguage(in.Form(), s.Lang))
	missing := tasks(s)
	next := s.nextEdition(missing, st.env)
	in.Finish(st.env.Now)
	it, _ := st.v.Item(s.Item)
	st.result.Finished = &Finished{
		Item: it, Form: in, Ref: s.Ref, Began: s.Began, Notices: s.Notices, Typed: s.typedNow(), Tasks: missing, Next: next,
	}
	st.event(EventSubmitted, in.Form().ID)
	s.Said = st.said(it, closing, missing)
	s.leaveForm()
	st.enter(ModeDone)
}

// closingNote is the text of the note that ends the form, "" if none does.
func (w walk) closingNote(lang string) string {
	last, ok := w.last()
	if !ok || !w.closes(last.at) {
		return ""
	}
	return w.in.Label(last.at, lang)
}
