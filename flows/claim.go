// SPDX-License-Identifier: Apache-2.0

package flows

import "github.com/dialform/dialform/forms"

// Claim is a draft that somebody asks for by its reference. It holds what the
// check needs to be shown, and nothing that was answered.
type Claim struct {
	ID   string // what Need.ID names the draft by
	Ref  string // as it is shown
	Item string
	Form [32]byte // hash
	At   forms.At // the question that is asked again; zero for the PIN
}

// maxClaims wrong references or checks close this way in to a phone for an
// hour. Twelve digits are easily mistyped.
const maxClaims = 5

// inClaim takes the reference of a draft that is held elsewhere. Whether there
// is one is told by its check only; all that can't be opened here gets the same
// words.
func (st *step) inClaim(in Input) {
	a, ok := in.(Answer)
	switch {
	case !ok:
		st.home()
	case st.s.Aside.Claims.locked(st.env.Now):
		st.refuseClaim(MsgCheckLocked)
	default:
		st.result.Need = Need{Kind: NeedDraft, Ref: a.Value}
	}
}

// inClaimed takes the answer to the check.
func (st *step) inClaimed(in Input) {
	a, ok := in.(Answer)
	switch {
	case !ok:
		st.home()
	case st.s.Aside.Claims.locked(st.env.Now):
		st.refuseClaim(MsgCheckLocked)
	default:
		st.result.Need = Need{Kind: NeedDraft, ID: st.s.Aside.Claim.ID, Answer: a}
	}
}

func (st *step) refuseClaim(key string) {
	st.home()
	st.say(Message(key))
}

// found shows the check of the draft that a reference names.
func (st *step) found(in Given) {
	s, now := st.s, st.env.Now
	d := in.Draft
	if d == nil || st.v.check(d).none() || d.Guard.locked(now) {
		s.Aside.Claims.count(false, maxClaims, now)
		st.refuseClaim(MsgClaimRefused)
		return
	}
	st.enter(ModeClaimed)
	s.Aside.Claim = Claim{ID: in.For.ID, Ref: d.Ref, Item: d.Item, Form: d.Form.Form().Hash, At: st.v.check(d).at}
}

// claimed takes the draft over if its check is passed. The draft itself counts
// the tries as well.
func (st *step) claimed(in Given) {
	s, d, now := st.s, in.Draft, st.env.Now
	if d == nil || d.Ref != s.Aside.Claim.Ref || st.v.check(d).none() || d.Guard.locked(now) {
		st.refuseClaim(MsgClaimRefused) // meanwhile it went elsewhere, or was finished
		return
	}
	right := d.passes(st.v.check(d), in.For.Answer, now)
	d.Guard.count(right, maxTries, now)
	s.Aside.Claims.count(right, maxClaims, now)
	if right {
		s.Aside.Claim = Claim{}
		st.adopt(in)
		st.goOn()
		return
	}
	st.event(EventGuessed, d.Item)
	st.result.Other = &Other{ID: in.For.ID, Session: d}
	if d.Guard.locked(now) || s.Aside.Claims.locked(now) {
		st.refuseClaim(MsgCheckLocked)
		return
	}
	st.say(Message(MsgCheckWrong))
}

// viewClaimed asks the check of a draft that is not here: its question as an
// empty form has it.
func (v *Service) viewClaimed(s *Session, env Env) Screen {
	c := s.Aside.Claim
	if c.At.Node == 0 {
		return viewCheck(check{pin: true}, nil, "")
	}
	form := v.form(c.Item, c.Form)
	if form == nil || int(c.At.Node) >= len(form.Nodes) {
		return Screen{Kind: KindMessage, Body: Message(MsgFormGone), Expect: Expect{Kind: ExpectContinue}, Can: CanHome}
	}
	empty := Session{Lang: s.Lang}
	return viewCheck(check{at: c.At}, form.New(empty.formEnv(form, env)), formLanguage(form, s.Lang))
}
