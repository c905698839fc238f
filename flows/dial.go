// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"time"

	"github.com/dialform/dialform/forms"
)

// dial opens the service for a new connection.
func (st *step) dial() {
	if st.s.Form != nil {
		st.sealUp()
		st.resume()
		return
	}
	st.s.Item, st.s.Ref, st.s.Said = "", "", Phrase{}
	if st.s.Lang == "" {
		if st.v.AskLanguage && len(st.v.Languages) > 1 {
			st.enter(ModeLanguage)
			return
		}
		st.s.Lang = st.v.DefaultLanguage()
	}
	st.open()
}

// open shows what a dial leads to once the language is known.
func (st *step) open() {
	switch {
	case st.v.Start == "":
		st.enter(ModeMenu)
	case st.env.Drafts:
		st.enter(ModeDrafts)
	default:
		st.begin(st.v.Start)
	}
}

// home goes to the menu; a form in progress stays as a draft. A service
// without a menu asks what to do with the draft instead.
func (st *step) home() {
	switch {
	case st.v.Start == "":
		st.enter(ModeMenu)
	case st.s.Form != nil:
		st.ask(ModeResume, st.env.Now)
	default:
		st.begin(st.v.Start)
	}
}

// ask asks what to do with the draft, which was left at a time.
func (st *step) ask(m Mode, left time.Time) {
	st.enter(m)
	st.s.Aside.Left = left
}

// resume is a new connection while a form is in progress.
func (st *step) resume() {
	mode, left := ResumeAsk, st.env.Last
	if left.IsZero() {
		left = st.s.Began
	}
	if it, ok := st.v.Item(st.s.Item); ok {
		mode = it.Resume
		if mode == ResumeContinue && it.ResumeWithin > 0 && st.env.Now.Sub(left) > it.ResumeWithin {
			mode = ResumeAsk
		}
	}
	switch mode {
	case ResumeContinue:
		st.goOn()
	case ResumeStart:
		st.startOver()
	default:
		st.ask(ModeResume, left)
	}
}

// goOn returns to the question where the form was left, or behind it if its
// answer is sealed.
func (st *step) goOn() {
	st.event(EventResumed, st.s.Item)
	switch {
	case st.asksPIN():
		st.enter(ModePIN)
	case st.s.At.Node == 0 && st.complete(st.s.At):
	case st.s.Seal.On && st.s.Editing:
		st.review()
	case st.s.At.Node == 0:
		st.landAt(st.onward(st.walk().firstOpen()))
	default:
		st.landAt(st.onward(st.here()))
	}
}

// startOver gives the draft up and begins the same form anew.
func (st *step) startOver() {
	st.event(EventDiscarded, st.s.Item)
	item := st.s.Item
	st.s.leaveForm()
	st.begin(item)
}

// begin starts the form of an item. A draft of another form is put aside.
func (st *step) begin(id string) {
	it, ok := st.v.Item(id)
	if !ok || it.Kind != ItemForm || it.Form == nil {
		st.enter(ModeMenu)
		st.say(Message(MsgFormGone))
		return
	}
	if st.s.Form != nil {
		if st.s.Item == id && !st.env.Assisted() {
			st.ask(ModeAnother, st.env.Now)
			return
		}
		st.park()
	}
	st.create(it)
}

// create begins the form of an item once it has a reference.
func (st *step) create(it *Item) {
	if st.s.Lang == "" {
		st.s.Lang = st.v.DefaultLanguage()
	}
	st.s.Item = it.ID
	st.result.Need = Need{Kind: NeedReference}
}

// park puts the draft aside, to be found by its reference.
func (st *step) park() {
	st.result.Parked = append(st.result.Parked, st.s.kept(Message(MsgSaved, st.s.Ref)))
	st.event(EventParked, st.s.Item)
	st.s.leaveForm()
}

// kept is a copy of the session with its draft, waiting to be found.
func (s *Session) kept(said Phrase) *Session {
	out := *s
	out.Mode, out.Page, out.Find, out.Notice, out.NoticePage, out.Said = ModeDone, 0, "", Phrase{}, 0, said
	out.Aside = Aside{}
	return &out
}

// start begins the form of the session's item under a new reference.
func (st *step) start(ref string) {
	it, ok := st.v.Item(st.s.Item)
	if !ok || it.Form == nil {
		st.enter(ModeMenu)
		st.say(Message(MsgFormGone))
		return
	}
	s := st.s
	s.Ref, s.Began, s.Notices, s.Typed, s.Editing = ref, st.env.Now.UTC(), nil, nil, false
	s.InstanceID, s.Seed, s.Phone, s.Guard, s.Seal = st.env.InstanceID, st.env.Seed, st.env.Phone, Guard{}, Seal{}
	s.Form = it.Form.New(s.formEnv(it.Form, st.env))
	emptyRepeats(s.Form, 0)
	s.At = forms.At{}
	st.event(EventBegan, it.Form.ID)
	if st.asksPIN() {
		st.enter(ModePIN)
		return
	}
	st.landAt(st.after(s.At))
}

// formEnv is the form's view of the moment.
func (s *Session) formEnv(f *forms.Form, env Env) forms.Env {
	return forms.Env{
		Now: env.Now, Seed: s.Seed, Lang: formLanguage(f, s.Lang), InstanceID: s.InstanceID,
		DeviceID: env.Device, Username: env.Operator, PhoneNumber: s.Phone,
	}
}
