// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"crypto/sha256"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
)

func TestRegistrationFromDialToReceipt(t *testing.T) {
	t.Parallel()
	p := newPerson(t, service(t))

	require.Equal(t, flows.KindLanguage, p.does(flows.Dial{}).Kind)
	require.Equal(t, []string{"English", "Kiswahili"}, p.labels())
	require.Equal(t, flows.KindMenu, p.picks(1).Kind)
	require.Equal(t, []string{"Register", "Request", "Status", "Language"}, p.labels())

	notice := p.picks(1)
	require.Equal(t, flows.KindNote, notice.Kind)
	require.Equal(t, "We keep your data.", notice.Body.Text)

	share := p.does(flows.Continue{})
	require.Equal(t, "Share it?", share.Body.Text)
	require.False(t, share.Expect.Optional)
	require.Equal(t, flows.Progress{Step: 1, Of: 6}, share.Progress)

	require.Equal(t, "Your name", p.picks(2).Body.Text) // not sharing does not end the registration
	require.Equal(t, "Your age", p.answers("Amina").Body.Text)
	require.Equal(t, "Nickname", p.answers("34").Body.Text)
	require.Equal(t, flows.KindRepeat, p.does(flows.Skip{}).Kind)
	require.Equal(t, flows.Message(flows.MsgRepeatCount, "Members", "0"), p.screen.Body)
	require.Equal(t, []string{flows.MsgRepeatAdd, flows.MsgRepeatDone}, p.labels())
	require.Equal(t, "How many goats?", p.picks(2).Body.Text)

	review := p.answers("0")
	require.Equal(t, flows.KindReview, review.Kind)
	require.Nil(t, p.finished)
	done := p.picks(1)
	require.True(t, done.End)
	require.Equal(t, flows.Message(flows.MsgClosingRef, "Thank you Amina", "0001 1111 1111"), done.Body)

	require.NotNil(t, p.finished)
	require.Equal(t, "0001 1111 1111", p.finished.Ref)
	require.Equal(t, []flows.NoticeShown{{
		ID: "privacy", Version: "2.1", Language: "en", TextHash: sha256.Sum256([]byte("We keep your data.")),
	}}, p.finished.Notices)
	require.False(t, p.session().InForm())
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		inputs []flows.Input
		body   string
		notice flows.Phrase
	}{
		{
			"a constraint is told in the form's words and asks again",
			[]flows.Input{flows.Choose{Index: 0}, flows.Answer{Value: "Amina"}, flows.Answer{Value: "134"}},
			"Your age", flows.Literal("From 0 to 119"),
		},
		{
			"what is no number asks again",
			[]flows.Input{flows.Choose{Index: 0}, flows.Answer{Value: "Amina"}, flows.Answer{Value: "old"}},
			"Your age", flows.Message(flows.MsgWrongType),
		},
		{
			"an empty answer to a required question asks again",
			[]flows.Input{flows.Choose{Index: 0}, flows.Answer{Value: ""}},
			"Your name", flows.Message(flows.MsgRequired),
		},
		{
			"a required question can't be skipped",
			[]flows.Input{flows.Choose{Index: 0}, flows.Skip{}},
			"Your name", flows.Message(flows.MsgCannotSkip),
		},
		{
			"an option that is not there asks again",
			[]flows.Input{flows.Choose{Index: 2}},
			"Share it?", flows.Message(flows.MsgNotOffered),
		},
		{
			"what can't be read is said and changes nothing",
			[]flows.Input{flows.Unreadable{Why: flows.Message("unreadable.choice")}},
			"Share it?", flows.Message("unreadable.choice"),
		},
		{
			"the notice of the last answer is gone with the next",
			[]flows.Input{flows.Choose{Index: 2}, flows.Choose{Index: 0}},
			"Your name",
			flows.Phrase{},
		},
		{
			"0 is an answer",
			[]flows.Input{flows.Choose{Index: 0}, flows.Answer{Value: "Amina"}, flows.Answer{Value: "0"}},
			"Nickname",
			flows.Phrase{},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := began(t)
			screen := p.does(tt.inputs...)
			require.Equal(t, tt.body, screen.Body.Text)
			require.Equal(t, tt.notice, screen.Notice)
		})
	}
}

func TestRepeats(t *testing.T) {
	t.Parallel()
	p := began(t)
	p.picks(1)
	p.answers("Amina", "34")
	p.does(flows.Skip{})

	require.Equal(t, "Member's name", p.picks(1).Body.Text) // add
	require.Equal(t, flows.Literal("Members 1"), p.screen.Title)
	require.Equal(t, "Goes to school?", p.answers("Baraka").Body.Text)
	require.Equal(t, flows.KindRepeat, p.picks(1).Kind)
	require.Equal(t, flows.Message(flows.MsgRepeatCount, "Members", "1"), p.screen.Body)

	p.picks(1)
	p.answers("Cheche")
	p.picks(2)
	require.Equal(t, flows.Message(flows.MsgRepeatCount, "Members", "2"), p.screen.Body)

	require.Equal(t, flows.KindPick, p.picks(2).Kind) // edit
	require.Equal(t, []string{"Baraka", "Cheche"}, p.labels())
	require.Equal(t, "Member's name", p.picks(2).Body.Text)
	require.Equal(t, flows.KindRepeat, p.does(flows.Back{}).Kind) // before its first question is the menu

	p.picks(3) // remove
	require.Equal(t, []string{"Baraka", "Cheche"}, p.labels())
	p.picks(1)
	require.Equal(t, flows.Message(flows.MsgRepeatCount, "Members", "1"), p.screen.Body)
	p.picks(2) // the only one is edited without asking which
	require.Equal(t, "Member's name", p.screen.Body.Text)
	p.answers("Chege")
	p.picks(1)

	require.Equal(t, "How many goats?", p.picks(4).Body.Text) // done
	require.Equal(t, flows.Literal("Goat 1"), p.answers("2").Title)
	require.Equal(t, flows.Literal("Goat 2"), p.answers("white").Title)
	require.Equal(t, flows.Literal("Goat 1"), p.does(flows.Back{}).Title)
	p.answers("black")
	require.Equal(t, flows.KindReview, p.answers("brown").Kind)
}

func TestBackFromTheFirstQuestionLeadsToTheMenu(t *testing.T) {
	t.Parallel()
	p := began(t)
	require.Equal(t, flows.KindNote, p.does(flows.Back{}).Kind)
	require.Equal(t, flows.KindMenu, p.does(flows.Back{}).Kind)
	require.Equal(t, flows.MsgMenuContinue, p.labels()[0])
	require.Equal(t, "We keep your data.", p.picks(1).Body.Text)
}

func TestReviewCorrectsAndAsksWhatTheCorrectionOpens(t *testing.T) {
	t.Parallel()
	p := began(t)
	p.picks(1)
	p.answers("Amina", "34")
	p.does(flows.Skip{})
	p.picks(2)
	p.answers("0")
	require.Equal(t, flows.KindReview, p.screen.Kind)
	lines := p.screen.Options
	require.Equal(t, flows.Message(flows.MsgReviewSend), lines[0].Label)
	require.Equal(t, flows.Message(flows.MsgReviewLine, "Share it?", "Yes"), lines[1].Label)
	require.Equal(t, flows.Message(flows.MsgReviewLine, "Nickname", "-"), lines[4].Label)
	require.Equal(t, flows.Message(flows.MsgReviewLine, "How many goats?", "0"), lines[6].Label)

	require.Equal(t, "How many goats?", p.picks(7).Body.Text)
	require.Equal(t, "Colour of the goat", p.answers("1").Body.Text) // the correction opened it
	require.Equal(t, flows.KindReview, p.answers("black").Kind)
	require.Equal(t, "How many goats?", p.does(flows.Back{}, flows.Back{}).Body.Text)
	require.Nil(t, p.finished)
}

func TestAFormWaitsAndIsResumed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		choice int
		check  func(t *testing.T, p *person)
	}{
		{"continue", 1, func(t *testing.T, p *person) {
			require.Equal(t, "Your age", p.screen.Body.Text)
		}},
		{"start over", 2, func(t *testing.T, p *person) {
			require.Equal(t, "We keep your data.", p.screen.Body.Text)
			require.Equal(t, "0002 2222 2222", p.session().Ref)
			require.Nil(t, p.parked)
		}},
		{"menu, and another form puts it aside", 3, func(t *testing.T, p *person) {
			require.Equal(t, flows.KindMenu, p.screen.Kind)
			require.Equal(t, "What do you need?", p.picks(3).Body.Text)
			require.NotNil(t, p.parked)
			require.Equal(t, "0001 1111 1111", p.parked.Ref)
			require.True(t, p.parked.InForm())
			require.Equal(t, "0002 2222 2222", p.session().Ref)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := began(t)
			p.picks(1)
			p.answers("Amina")
			require.Equal(t, flows.KindResume, p.does(flows.Dial{}).Kind)
			p.picks(tt.choice)
			tt.check(t, p)
		})
	}
}

func TestActionsOfAFreeQuestion(t *testing.T) {
	t.Parallel()
	p := began(t)
	p.picks(1)
	require.Equal(t, flows.CanActions, p.screen.Can)
	require.Equal(t, flows.KindActions, p.does(flows.Actions{}).Kind)
	require.Equal(t, []string{
		flows.MsgActionsReturn, flows.MsgActionsBack, flows.MsgActionsHome, flows.MsgActionsHelp, flows.MsgActionsSave,
	}, p.labels())
	require.Equal(t, "Your name", p.picks(1).Body.Text)
	require.Equal(t, "Share it?", p.does(flows.Actions{}, flows.Choose{Index: 1}).Body.Text)
	p.picks(1)
	require.Equal(t, flows.KindHelp, p.does(flows.Actions{}, flows.Choose{Index: 3}).Kind)
	require.Equal(t, "Your name", p.picks(1).Body.Text)
	saved := p.does(flows.Actions{}, flows.Choose{Index: 4})
	require.True(t, saved.End)
	require.Equal(t, flows.Message(flows.MsgSaved, "0001 1111 1111"), saved.Body)
	require.Equal(t, flows.KindResume, p.does(flows.Dial{}).Kind)
	require.Equal(t, "Your name", p.picks(1).Body.Text)
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	p := began(t)
	p.does(flows.Home{})
	p.picks(5, 2) // Language, Kiswahili
	require.Equal(t, flows.KindMenu, p.screen.Kind)
	require.Equal(t, flows.Message(flows.MsgLanguageSet), p.screen.Notice)
	require.Equal(t, []string{flows.MsgMenuContinue, "Sajili", "Ombi", "Hali", "Lugha"}, p.labels())
	require.Equal(t, "Tuishirikishe?", p.picks(1).Body.Text)
	require.Equal(t, []string{"Ndiyo", "Hapana"}, p.labels())
	p.picks(1)
	p.answers("Amina")
	require.Equal(t, flows.Literal("Kutoka 0 hadi 119"), p.answers("200").Notice)
}

func TestStatus(t *testing.T) {
	t.Parallel()
	p := began(t)
	p.does(flows.Home{})
	require.Equal(t, flows.ExpectReference, p.picks(4).Expect.Kind)
	require.Equal(t, flows.Message(flows.MsgStatusNotFound), p.answers("000111111111").Notice)
	p.status = flows.Status{Ref: "0001 1111 1111", State: "applied"}
	require.Equal(t, flows.Message(flows.MsgStatusReceived, "0001 1111 1111"), p.answers("000111111111").Body)
	require.Equal(t, flows.KindMenu, p.does(flows.Continue{}).Kind)
}

func TestClosingScreenStays(t *testing.T) {
	t.Parallel()
	p := began(t)
	p.does(flows.Home{})
	p.picks(3) // Request
	require.True(t, p.answers("Seeds").End)
	require.Equal(t, flows.Message(flows.MsgReceipt, "Request", "0002 2222 2222"), p.screen.Body)
	first := p.screen
	p.finished = nil
	require.Equal(t, first, p.answers("Seeds again"))
	require.Nil(t, p.finished)
	require.Equal(t, flows.KindMenu, p.does(flows.Dial{}).Kind)
}

func TestAServiceOfOneForm(t *testing.T) {
	t.Parallel()
	v := service(t)
	v.AskLanguage, v.Start = false, "request"
	v.Items[1].Receipt = false
	p := newPerson(t, v)
	require.Equal(t, "What do you need?", p.does(flows.Dial{}).Body.Text)
	require.Equal(t, flows.KindResume, p.does(flows.Actions{}, flows.Choose{Index: 2}).Kind) // home
	require.Equal(t, []string{flows.MsgResumeContinue, flows.MsgResumeStartOver, flows.MsgResumeAnother}, p.labels())
	p.picks(1)
	require.True(t, p.answers("Seeds").End)
}

func TestBackTurnsPagesBackFirst(t *testing.T) {
	t.Parallel()
	p := began(t)
	require.Equal(t, 2, p.does(flows.More{}, flows.More{}).Page)
	require.Equal(t, 1, p.does(flows.Back{}).Page)
	require.Equal(t, "Share it?", p.does(flows.Back{}).Body.Text)
	require.Equal(t, flows.KindNote, p.does(flows.Back{}).Kind)
}
