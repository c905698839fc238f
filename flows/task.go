// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// A phone can't give every part of a form: no photo, no signature, no line on a
// map, and no code for a place that is on no list. Such a form is sent all the
// same, so the person is counted, and what is missing is a task: somebody at a
// desk completes the form, which is then sent once more as the next edition of
// the same submission, under the same reference. A form that the author leaves
// to a desk (bind::df:ask = desk) is another matter: it waits unsent.
//
// An author takes the task from a part with bind::df:task = no.

// TaskKind says what is missing.
type TaskKind string

// The kinds of task.
const (
	TaskImage     TaskKind = "image"
	TaskAudio     TaskKind = "audio"
	TaskVideo     TaskKind = "video"
	TaskFile      TaskKind = "file"
	TaskSignature TaskKind = "signature" // an image that is drawn
	TaskLine      TaskKind = "line"      // on a map
	TaskArea      TaskKind = "area"      // on a map
	TaskPlace     TaskKind = "place"     // one that is not listed, whose code is to be found
)

// Brought reports whether a person has to come to a desk for it. The code of a
// place is found without them.
func (k TaskKind) Brought() bool { return k != TaskPlace }

// Attached reports whether it is a file.
func (k TaskKind) Attached() bool {
	return slices.Contains([]TaskKind{TaskImage, TaskAudio, TaskVideo, TaskFile, TaskSignature}, k)
}

// Task is a part of a form that is left to a desk.
type Task struct {
	Kind  TaskKind
	At    forms.At
	Label string // of the question, in its short form where it has one
}

// drawn are the appearances of an image that is drawn by hand.
var drawn = []string{"signature", "draw", "annotate"}

// partKind is what a question wants that can't be typed, "" for the others.
func partKind(n *forms.Node) TaskKind {
	if n.Kind != forms.Question {
		return ""
	}
	if n.Control == forms.Upload {
		if slices.ContainsFunc(drawn, n.HasAppearance) {
			return TaskSignature
		}
		switch media, _, _ := strings.Cut(n.Body["mediatype"], "/"); media {
		case "image", "audio", "video":
			return TaskKind(media)
		}
		return TaskFile
	}
	switch n.Type {
	case forms.Geotrace:
		return TaskLine
	case forms.Geoshape:
		return TaskArea
	case forms.Binary:
		return TaskFile
	}
	return ""
}

// partsOf are the questions of a form that may leave a task.
func partsOf(f *forms.Form) *forms.NodeSet {
	type parts struct{}
	return f.Memo(parts{}, func() any {
		return f.NodeSet(func(n *forms.Node) bool {
			return n.Bind["df:task"] != "no" && (partKind(n) != "" || n.TakesUnlisted())
		})
	}).(*forms.NodeSet)
}

// tasks are the parts that nobody has given yet, in the order of the form.
func tasks(s *Session) []Task {
	in := s.Form
	lang := formLanguage(in.Form(), s.Lang)
	var out []Task
	for _, at := range in.All(partsOf(in.Form())) {
		n := &in.Form().Nodes[at.Node]
		kind := partKind(n)
		switch {
		case n.TakesUnlisted() && in.Value(at) == forms.Unlisted:
			kind = TaskPlace
		case in.Value(at) != "" || in.ReadOnly(at):
			kind = ""
		}
		if kind != "" {
			out = append(out, Task{kind, at, questionText(in, at, lang)})
		}
	}
	return out
}

// ToBring names the parts for which a person has to come, "" if there are none.
func ToBring(all []Task) string {
	var labels []string
	for _, t := range all {
		if t.Kind.Brought() {
			labels = append(labels, t.Label)
		}
	}
	return strings.Join(labels, ", ")
}

// nextEdition is the form once more as it was sent, for a desk to complete; nil
// if nothing is missing.
func (s *Session) nextEdition(missing []Task, env Env) *Session {
	if len(missing) == 0 {
		return nil
	}
	form := s.Form.Form()
	in, err := form.Restore(s.Form.Append(nil), s.formEnv(form, env))
	if err != nil {
		return nil // a record just written can be read
	}
	in.Revise()
	next := s.kept(Phrase{})
	next.Form, next.At, next.Editing, next.InstanceID = in, forms.At{}, false, in.InstanceID()
	next.Guard, next.Seal = Guard{}, Seal{}
	return next
}

// Completes reports whether the form in progress completes one that was sent. A
// desk is then asked for the parts that can't be typed on a phone, too: a line on
// a map is typed there, and a file shows whether it was attached.
func (s *Session) Completes() bool { return s.Form != nil && s.Form.DeprecatedID() != "" }

// complete goes to the first part that is missing behind a place; false if there
// is none.
func (st *step) complete(after forms.At) bool {
	s := st.s
	if !st.env.Assisted() || !s.Completes() {
		return false
	}
	missing := tasks(s)
	passed, found := after.Node == 0, false
	s.Form.Walk(func(at forms.At, _ int) bool {
		if passed && slices.ContainsFunc(missing, func(t Task) bool { return t.At == at }) && st.walk().kind(at) == stopQuestion {
			s.Editing, s.At, found = true, at, true
			return false
		}
		passed = passed || at == after
		return true
	})
	if found {
		st.enter(ModeQuestion)
	}
	return found
}

// attach gives a question for a file the name of one.
func (st *step) attach(in Attach) {
	s := st.s
	if s.Form == nil || in.At.Node <= 0 || int(in.At.Node) >= len(s.Form.Form().Nodes) ||
		!partKind(&s.Form.Form().Nodes[in.At.Node]).Attached() || s.Form.Value(in.At) == in.Name {
		return
	}
	if s.Form.Answer(in.At, in.Name).OK() {
		st.event(EventAnswered, s.Form.Form().Nodes[in.At.Node].Name)
	}
}

// pointsHint is how a line or an area is typed, in every language.
const pointsHint = "lat lon; lat lon; ..."

// viewUpload is a question for a file, which shows the one that it has.
func viewUpload(sc *Screen, s *Session) {
	name := s.Form.Value(s.At)
	if name == "" {
		name = noAnswer
	}
	sc.Kind, sc.Progress, sc.Expect, sc.Can = KindNote, Progress{}, Expect{Kind: ExpectContinue}, CanBack|CanHome
	sc.Body = Literal(sc.Body.Text + ": " + name)
}

// said is what the closing screen says: the form's own closing note if it has
// one, the reference, and what to bring.
func (st *step) said(it *Item, closing string, missing []Task) Phrase {
	s := st.s
	bring := ToBring(missing)
	switch {
	case closing == "" && bring != "":
		return Message(MsgReceiptBring, st.v.itemLabel(s.Item, s.Lang), s.Ref, bring)
	case bring != "":
		return Message(MsgClosingBring, closing, s.Ref, bring)
	case closing == "":
		return Message(MsgReceipt, st.v.itemLabel(s.Item, s.Lang), s.Ref)
	case it != nil && !it.Receipt && !st.env.Assisted():
		return Literal(closing)
	default:
		return Message(MsgClosingRef, closing, s.Ref)
	}
}
