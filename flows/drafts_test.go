// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
)

// withDrafts is a person whose channel can tell of drafts that wait.
func withDrafts(t *testing.T) *person {
	t.Helper()
	v := service(t)
	v.AskLanguage = false
	v.Items[0].Protect.Questions = []string{"age"}
	v.Items = append(v.Items, flows.Item{ID: "continue", Kind: flows.ItemContinue, Label: flows.Text{"en": "Continue by reference"}})
	p := newPerson(t, v)
	p.env.Drafts = true
	p.others = map[string]*flows.Session{}
	return p
}

// aside is the draft of another session, at the question behind the age.
func aside(t *testing.T, v *flows.Service, ref string) *flows.Session {
	t.Helper()
	p := newPerson(t, v)
	p.does(flows.Begin{Item: "register"}, flows.Continue{})
	p.picks(1)
	p.answers("Zawadi", "27")
	s := p.session()
	s.Ref = ref
	return s
}

func TestTheMenuTellsOfDraftsThatWait(t *testing.T) {
	t.Parallel()
	p := withDrafts(t)
	d := aside(t, p.v, "0009 9999 9999")
	w, ok := p.v.Waits(d, "d", p.env.Now.Add(-48*time.Hour), p.env)
	require.True(t, ok)
	p.waiting, p.others["d"] = []flows.Waiting{w}, d

	p.does(flows.Dial{})
	require.Equal(t, flows.Message(flows.MsgDraftsMenu, "1"), p.screen.Options[0].Label)
	p.picks(3) // Request
	p.does(flows.Home{})
	require.Equal(t, []string{flows.MsgMenuContinue, flows.MsgDraftsMenu}, p.labels()[:2], "the current one first")
	p.picks(2)
	require.Equal(t, []flows.Phrase{flows.Message(flows.MsgDraftsLine, "Register", "4", "6", "18.11.2026", "9999")}, phrases(p.screen))
	require.Equal(t, flows.KindMenu, p.does(flows.Back{}).Kind)

	p.picks(2)
	require.Equal(t, "Nickname", p.picks(1).Body.Text, "it goes on where it was left")
	require.Equal(t, "0001 1111 1111", p.parked.Ref, "and the current one waits")
	require.Equal(t, &flows.Other{ID: "d", Session: d, Moved: true}, p.other)
	require.False(t, d.InForm(), "the other session has forgotten it")
	require.Equal(t, "0009 9999 9999", p.session().Ref)
	require.Empty(t, p.session().Aside.Waiting)
	require.Equal(t, "Your age", p.does(flows.Back{}).Body.Text)
	require.Equal(t, flows.Message(flows.MsgCheckTitle), p.screen.Title, "sealed")
}

func TestADraftThatIsGoneMeanwhile(t *testing.T) {
	t.Parallel()
	p := withDrafts(t)
	p.waiting = []flows.Waiting{{ID: "d", Item: "register", Ref: "0009 9999 9999"}}
	p.does(flows.Dial{})
	p.picks(1)
	p.waiting = nil
	require.Equal(t, flows.Message(flows.MsgDraftGone), p.picks(1).Notice)
	require.Equal(t, "Register", p.screen.Options[0].Label.Text)
}

func TestOnePhoneRegistersSeveralPeople(t *testing.T) {
	t.Parallel()
	p := withDrafts(t)
	p.does(flows.Dial{})
	p.picks(1)
	p.does(flows.Continue{}, flows.Home{})
	p.picks(2) // Register, below Continue
	require.Equal(t, []string{flows.MsgResumeContinue, flows.MsgResumeAnother, flows.MsgResumeMenu}, p.labels())
	require.Equal(t, "Share it?", p.picks(1).Body.Text)
	p.does(flows.Home{})
	p.picks(2)
	require.Equal(t, flows.KindNote, p.picks(2).Kind)
	require.Equal(t, "0001 1111 1111", p.parked.Ref)
	require.Equal(t, "0002 2222 2222", p.session().Ref)
}

func TestAServiceOfOneFormTellsOfDrafts(t *testing.T) {
	t.Parallel()
	p := withDrafts(t)
	p.v.Start = "request"
	require.Equal(t, "What do you need?", p.does(flows.Dial{}).Body.Text, "none waits")
	require.Equal(t, flows.KindResume, p.does(flows.Actions{}, flows.Choose{Index: 2}).Kind)
	require.Equal(t, []string{flows.MsgResumeContinue, flows.MsgResumeStartOver, flows.MsgResumeAnother}, p.labels())
	require.Equal(t, "What do you need?", p.picks(3).Body.Text)

	d := p.parked
	w, _ := p.v.Waits(d, "d", p.env.Now, p.env)
	p.waiting, p.others["d"] = []flows.Waiting{w}, d
	require.True(t, p.answers("Seeds").End)
	require.Equal(t, []string{flows.MsgDraftsLine, flows.MsgDraftsNew}, func() []string { p.does(flows.Dial{}); return p.labels() }())
	require.Zero(t, p.screen.Can, "there is nothing before it")
	p.picks(1)
	require.Equal(t, "0001 1111 1111", p.session().Ref)
}

func TestADraftLeftToTheDeskIsNotLostOnTheWay(t *testing.T) {
	t.Parallel()
	v := service(t)
	v.AskLanguage = false
	v.Items[0].Form = compile(t, "split.md", split)
	p := newPerson(t, v)
	p.env.Drafts, p.others = true, map[string]*flows.Session{}
	p.does(flows.Dial{})
	p.picks(1)
	p.answers("Amina", "5", "0712")
	d := p.parked
	w, _ := p.v.Waits(d, "d", p.env.Now, p.env)
	p.waiting, p.others["d"] = []flows.Waiting{w}, d

	p.does(flows.Dial{})
	p.picks(3) // Request
	p.does(flows.Home{})
	p.picks(2)
	s := p.session()
	r := p.v.Step(s, flows.Choose{Index: 0}, p.env)
	r = p.v.Step(s, flows.Given{For: r.Need, Draft: d}, p.env)
	require.Equal(t, flows.Message(flows.MsgDeskCompletes, "0001 1111 1111"), r.Screen.Body)
	require.Len(t, r.Parked, 2, "the one in progress, and the one that was taken out for a moment")
	require.Equal(t, "0002 2222 2222", r.Parked[0].Ref)
	require.Equal(t, "0001 1111 1111", r.Parked[1].Ref)
}

// claim asks for a draft by its reference.
func (p *person) claim() flows.Screen {
	p.does(flows.Dial{}, flows.Choose{Index: len(p.v.Items) - 1})
	return p.answers("000999999999")
}

func TestADraftGoesOnByItsReference(t *testing.T) {
	t.Parallel()
	p := withDrafts(t)
	d := aside(t, p.v, "0009 9999 9999")
	p.others["000999999999"] = d
	require.Equal(t, "Your age", p.claim().Body.Text)
	require.NotContains(t, string(p.record), "Zawadi")
	p.others = map[string]*flows.Session{"d": d}

	require.Equal(t, flows.Message(flows.MsgCheckWrong), p.answers("28").Notice)
	require.Equal(t, 1, p.other.Session.Guard.Tries, "the draft counts")
	require.False(t, p.other.Moved)
	require.Equal(t, "Nickname", p.answers("27").Body.Text)
	require.True(t, p.other.Moved)
	require.Equal(t, "Your age", p.does(flows.Back{}).Body.Text, "it is open: the check was passed")
	require.Equal(t, flows.KindQuestion, p.screen.Kind)
	require.Zero(t, p.session().Guard.Tries)
}

func TestAReferenceAloneOpensNothing(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		draft func(p *person) *flows.Session
	}{
		{"unknown", func(*person) *flows.Session { return nil }},
		{"without a check", func(p *person) *flows.Session {
			other := newPerson(p.t, p.v)
			other.does(flows.Begin{Item: "register"}, flows.Continue{})
			return other.session() // its age is not asked yet
		}},
		{"locked", func(p *person) *flows.Session {
			d := aside(p.t, p.v, "0009 9999 9999")
			d.Guard.Until = p.env.Now.Add(time.Minute)
			return d
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := withDrafts(t)
			if d := tt.draft(p); d != nil {
				p.others["000999999999"] = d
			}
			require.Equal(t, flows.Message(flows.MsgClaimRefused), p.claim().Notice)
			require.Equal(t, flows.KindMenu, p.screen.Kind)
			for range 4 {
				p.claim()
			}
			p.does(flows.Dial{})
			require.Equal(t, flows.Message(flows.MsgCheckLocked), p.picks(len(p.v.Items)).Notice, "the phone has no more tries")
			p.env.Now = p.env.Now.Add(time.Hour)
			require.Equal(t, flows.KindAsk, p.picks(len(p.v.Items)).Kind)
		})
	}
}

func TestAClaimIsForTheDraftThatWasThereWhenItBegan(t *testing.T) {
	t.Parallel()
	p := withDrafts(t)
	p.others["000999999999"] = aside(t, p.v, "0009 9999 9999")
	p.claim()
	p.others = map[string]*flows.Session{"d": aside(t, p.v, "0008 8888 8888")}
	require.Equal(t, flows.Message(flows.MsgClaimRefused), p.answers("27").Notice)
	require.Nil(t, p.other)
}

func TestWhatIsTypedWhereTheDraftWasIsNoAnswer(t *testing.T) {
	t.Parallel()
	p := withDrafts(t)
	p.does(flows.Dial{})
	p.picks(1)
	s := p.session()
	s.Forget()
	p.record = s.Append(nil)
	require.Equal(t, flows.KindMenu, p.picks(1).Kind)
	require.Equal(t, flows.Message(flows.MsgDraftMoved), p.screen.Notice)
}
