// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"encoding/binary"
	"strconv"
	"time"

	"github.com/dialform/dialform/forms"
)

// Waiting is a draft of the same person that was put aside, or begun on another
// channel: what a list of them shows.
type Waiting struct {
	ID       string // what Need.ID names it by; never shown
	Item     string
	Ref      string // as it is shown
	Step, Of int    // how far it has come
	Left     time.Time
}

// Aside is what a session knows beside its form: it holds while the screen that
// shows it does.
type Aside struct {
	Left    time.Time // when the form in progress was left, while that is told
	Then    Then      // what follows the check
	Waiting []Waiting
	Claim   Claim
	Claims  Guard // of this phone; its PIN is not used
}

// Waits describes a draft for Waiting. The session is one that Restore read.
func (v *Service) Waits(s *Session, id string, left time.Time, env Env) (Waiting, bool) {
	if s.Form == nil {
		return Waiting{}, false
	}
	p := v.reached(s, env)
	return Waiting{ID: id, Item: s.Item, Ref: s.Ref, Step: p.Step, Of: p.Of, Left: left}, true
}

// reached is how far the form has come: the question of its outermost body at
// which the session stands.
func (v *Service) reached(s *Session, env Env) Progress {
	w, at := v.walk(s, env), s.At
	for at.Scope != 0 {
		at, _ = s.Form.ScopeOf(at.Scope)
	}
	if at.Node == 0 {
		at = w.firstOpen().at
	}
	return w.progress(at)
}

// showsDrafts reports whether the screen of a mode tells of the drafts that
// wait.
func (v *Service) showsDrafts(m Mode) bool {
	switch m {
	case ModeNew, ModeMenu, ModeDrafts:
		return true
	case ModeResume, ModeAnother:
		return v.Start != ""
	}
	return false
}

// inDrafts takes which draft to go on with.
func (st *step) inDrafts(in Input) {
	value, ok := chosen(in, st.v.draftOptions(st.s, st.env))
	switch {
	case !ok:
		st.refuseMove(in)
	case value == optNew:
		st.begin(st.v.Start)
	default:
		st.result.Need = Need{Kind: NeedDraft, ID: value}
	}
}

const optNew, optWaiting = " new", " waiting" // a space keeps them apart from ids

func (v *Service) draftOptions(s *Session, env Env) []Option {
	opts := make([]Option, 0, len(s.Aside.Waiting)+1)
	for _, w := range s.Aside.Waiting {
		opts = append(opts, Option{Label: v.waitingLine(w, s.Lang, env), Value: w.ID})
	}
	if v.Start != "" {
		opts = append(opts, Option{Label: Message(MsgDraftsNew), Value: optNew})
	}
	return opts
}

func (v *Service) waitingLine(w Waiting, lang string, env Env) Phrase {
	last := w.Ref
	if n := len(last); n > 4 {
		last = last[n-4:]
	}
	return Message(MsgDraftsLine, v.itemLabel(w.Item, lang), strconv.Itoa(w.Step), strconv.Itoa(w.Of), env.day(w.Left), last)
}

// day is the person's date, in the order in which the questions ask for one.
func (e Env) day(t time.Time) string { return t.In(e.Now.Location()).Format("02.01.2006") }

// waitingOption is the menu's line for the drafts that wait.
func waitingOption(s *Session) (Option, bool) {
	n := len(s.Aside.Waiting)
	return Option{Label: Message(MsgDraftsMenu, strconv.Itoa(n)), Value: optWaiting}, n > 0
}

// listed keeps the drafts that wait. A service without a menu begins its form
// when there are none.
func (st *step) listed(waiting []Waiting) {
	st.s.Aside.Waiting = waiting
	if st.s.Mode != ModeDrafts || len(waiting) > 0 {
		return
	}
	if st.s.Form == nil && st.v.Start != "" {
		st.begin(st.v.Start)
		return
	}
	st.home()
}

// taken goes on with a draft that the person chose from its list.
func (st *step) taken(in Given) {
	if in.Draft == nil {
		st.home()
		st.say(Message(MsgDraftGone))
		return
	}
	st.adopt(in)
	st.sealUp()
	st.goOn()
}

// adopt makes another session's draft the one in progress here; the other
// forgets it. A draft in progress here is put aside.
func (st *step) adopt(in Given) {
	if st.s.Form != nil {
		st.park()
	}
	s, d := st.s, in.Draft
	lang, here := s.Lang, s.Aside
	*s = *d
	s.Lang, s.Aside, s.Seal = lang, here, Seal{}
	st.enter(s.Mode)
	s.Form.SetEnv(s.formEnv(s.Form.Form(), st.env))
	s.veil(st.env)
	d.Forget()
	st.result.Other = &Other{ID: in.For.ID, Session: d, Moved: true}
	st.event(EventTaken, s.Item)
}

// Forget makes a session let go of its draft, which went on elsewhere: whatever
// is typed there next is no answer to anything.
func (s *Session) Forget() {
	s.leaveForm()
	s.Mode, s.Page, s.Find, s.Notice, s.NoticePage, s.Said = ModeMoved, 0, "", Phrase{}, 0, Phrase{}
	s.Aside = Aside{Claims: s.Aside.Claims}
}

func (a *Aside) empty() bool {
	return a.Left.IsZero() && a.Then == ThenReview && len(a.Waiting) == 0 && a.Claim == Claim{} && a.Claims.empty()
}

func (a *Aside) append(dst []byte) []byte {
	dst = appendTime(dst, a.Left)
	dst = append(dst, byte(a.Then), byte(a.Claims.Tries))
	dst = appendTime(dst, a.Claims.Until)
	dst = appendText(dst, a.Claim.ID)
	if a.Claim.ID != "" {
		dst = appendText(dst, a.Claim.Ref)
		dst = appendText(dst, a.Claim.Item)
		dst = append(dst, a.Claim.Form[:]...)
		dst = binary.AppendUvarint(dst, uint64(a.Claim.At.Node))
	}
	dst = binary.AppendUvarint(dst, uint64(len(a.Waiting)))
	for _, w := range a.Waiting {
		dst = appendText(dst, w.ID)
		dst = appendText(dst, w.Item)
		dst = appendText(dst, w.Ref)
		dst = binary.AppendUvarint(dst, uint64(w.Step))
		dst = binary.AppendUvarint(dst, uint64(w.Of))
		dst = appendTime(dst, w.Left)
	}
	return dst
}

func (r *reader) aside() (a Aside) {
	a.Left = r.time()
	a.Then, a.Claims.Tries = Then(r.byte()), int(r.byte())
	a.Claims.Until = r.time()
	if a.Claim.ID = r.text(); a.Claim.ID != "" {
		a.Claim.Ref, a.Claim.Item = r.text(), r.text()
		copy(a.Claim.Form[:], r.take(len(a.Claim.Form)))
		a.Claim.At = forms.At{Node: int32(r.uvarint())}
	}
	for n := r.uvarint(); n > 0 && !r.bad; n-- {
		w := Waiting{ID: r.text(), Item: r.text(), Ref: r.text(), Step: int(r.uvarint() & 0xffff), Of: int(r.uvarint() & 0xffff)}
		w.Left = r.time()
		a.Waiting = append(a.Waiting, w)
	}
	return a
}
