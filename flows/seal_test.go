// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
)

// household's check is the age, which is typed.
func protected(t *testing.T, p flows.Protect) *person {
	t.Helper()
	v := service(t)
	v.AskLanguage = false
	v.Items[0].Protect = p
	who := newPerson(t, v)
	who.does(flows.Dial{})
	who.picks(1)
	return who
}

// told is a form whose texts repeat what was answered.
const told = `
| survey |
|        | type              | name   | label                  | hint        |
|        | text              | head   | Your name              |             |
|        | select_one yes_no | share  | Share it, ${head}?     | For ${head} |
|        | integer           | size   | How many with ${head}? |             |
|        | begin repeat      | member | Members of ${head}     |             |
|        | text              | name   | Name                   |             |
|        | end repeat        |        |                        |             |
|        | note              | bye    | Thank you ${head}, ${size} |         |
| choices |
|        | list_name | name | label |
|        | yes_no    | yes  | Yes   |
| settings |
|        | form_id | form_title |
|        | told    | Told       |
`

func TestARedialSealsEarlierAnswers(t *testing.T) {
	t.Parallel()
	v := service(t)
	v.AskLanguage = false
	v.Items[0].Form = compile(t, "told.md", told)
	p := newPerson(t, v)
	p.does(flows.Dial{})
	p.picks(1)
	require.Equal(t, "Share it, Amina?", p.answers("Amina").Body.Text)
	p.picks(1)
	require.Equal(t, "How many with Amina?", p.does(flows.Timeout{}).Body.Text)

	p.env.Last = p.env.Now.Add(-time.Hour)
	p.does(flows.Dial{})
	require.Equal(t, flows.Message(flows.MsgResume, "Register", "3", "4", "20.11.2026"), p.screen.Body)
	require.Equal(t, "How many with ...?", p.picks(1).Body.Text)
	back := p.does(flows.Back{})
	require.Equal(t, "How many with ...?", back.Body.Text, "back stops where the earlier answers begin")
	require.Equal(t, flows.Message(flows.MsgSealed), back.Notice)

	// What is answered now is open.
	require.Equal(t, flows.Message(flows.MsgRepeatCount, "Members of ...", "0"), p.answers("4").Body)
	require.Equal(t, "How many with ...?", p.does(flows.Back{}).Body.Text)
	p.answers("5")
	p.picks(1)
	p.answers("Baraka")
	require.Equal(t, flows.KindReview, p.picks(4).Kind) // done
	require.Equal(t, []flows.Phrase{
		flows.Message(flows.MsgReviewSend),
		flows.Message(flows.MsgReviewGiven, "Your name"),
		flows.Message(flows.MsgReviewGiven, "Share it, ...?"),
		flows.Message(flows.MsgReviewLine, "How many with ...?", "5"),
		flows.Message(flows.MsgRepeatCount, "Members of ...", "1"),
	}, phrases(p.screen))
	require.Equal(t, flows.Message(flows.MsgSealed), p.picks(2).Notice, "nor does the review lead there")
	require.Equal(t, flows.KindReview, p.screen.Kind)
	require.Equal(t, flows.Message(flows.MsgClosingRef, "Thank you ..., 5", "0001 1111 1111"), p.picks(1).Body)
	require.Equal(t, "Amina", p.finished.Form.Value(forms.At{Node: int32(p.finished.Form.Form().Index("/data/head"))}))
}

func phrases(s flows.Screen) []flows.Phrase {
	var out []flows.Phrase
	for _, o := range s.Options {
		out = append(out, o.Label)
	}
	return out
}

func TestInstancesOfARepeatAreSealed(t *testing.T) {
	t.Parallel()
	v := service(t)
	v.AskLanguage = false
	v.Items[0].Form = compile(t, "told.md", told)
	v.Items[0].Protect.Questions = []string{"head"}
	p := newPerson(t, v)
	p.does(flows.Dial{})
	p.picks(1)
	p.answers("Amina")
	p.picks(1)
	p.answers("2")
	p.picks(1)
	p.answers("Baraka")
	p.picks(1)
	p.answers("Zawadi")
	p.does(flows.Dial{})
	require.Equal(t, flows.KindRepeat, p.picks(1).Kind)
	p.picks(1)
	p.answers("Juma")
	p.picks(3) // remove
	require.Equal(t, []flows.Phrase{
		flows.Message(flows.MsgRepeatItem, "1"), flows.Message(flows.MsgRepeatItem, "2"), flows.Literal("Juma"),
	}, phrases(p.screen))
	require.Equal(t, flows.KindRepeat, p.picks(3).Kind, "one's own can be removed")
	p.picks(3)
	require.Equal(t, "Your name", p.picks(1).Body.Text, "an earlier one only after the check")
	require.Equal(t, flows.KindRepeat, p.does(flows.Actions{}).Kind, "which can be left")
	p.picks(2)
	p.picks(2)
	require.Equal(t, flows.Message(flows.MsgUnsealed), p.answers("  AMINA ").Notice)
	require.Equal(t, "Members of Amina", p.screen.Body.Args[0])
	p.picks(2)
	require.Equal(t, []flows.Phrase{flows.Literal("Baraka"), flows.Literal("Zawadi")}, phrases(p.screen))
}

func TestTheCheckOpensEarlierAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		protect flows.Protect
		before  func(p *person)
		ask     flows.Phrase
		wrong   string
		right   string
	}{
		{"a question", flows.Protect{Questions: []string{"nobody", "age"}}, func(*person) {}, flows.Literal("Your age"), "33", "34"},
		{"a PIN", flows.Protect{PIN: true}, func(p *person) { p.answers("4071") }, flows.Message(flows.MsgCheckPIN), "4072", "4071"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := protected(t, tt.protect)
			tt.before(p)
			p.does(flows.Continue{})
			p.picks(1)
			p.answers("Amina", "34")
			p.does(flows.Skip{}, flows.Dial{})
			p.picks(1)
			require.Equal(t, flows.KindRepeat, p.screen.Kind)

			// Back over the border asks; a wrong answer opens nothing.
			p.picks(2) // done
			require.Equal(t, "How many goats?", p.screen.Body.Text)
			p.does(flows.Back{}, flows.Back{}, flows.Back{})
			require.Equal(t, tt.ask, p.screen.Body)
			require.Equal(t, flows.Message(flows.MsgCheckTitle), p.screen.Title)
			require.True(t, p.screen.Expect.Sensitive)
			require.Equal(t, flows.Message(flows.MsgCheckWrong), p.answers(tt.wrong).Notice)
			require.Equal(t, "Your age", p.answers(tt.right).Body.Text, "back at the question that was asked for")
			require.Equal(t, flows.KindQuestion, p.screen.Kind)

			// Each new connection seals anew. The review shows after the check.
			p.does(flows.Dial{})
			p.picks(1)
			p.does(flows.Skip{})
			p.picks(2)
			require.Equal(t, flows.KindReview, p.answers("0").Kind)
			last := len(p.screen.Options)
			require.Equal(t, flows.Message(flows.MsgReviewShow), p.screen.Options[last-1].Label)
			require.Equal(t, tt.ask, p.picks(last).Body)
			require.Equal(t, flows.KindReview, p.answers(tt.right).Kind)
			require.Contains(t, phrases(p.screen), flows.Message(flows.MsgReviewLine, "Your name", "Amina"))
			require.NotContains(t, phrases(p.screen), flows.Message(flows.MsgReviewShow))
			require.Equal(t, "Your name", p.picks(3).Body.Text)
		})
	}
}

func TestThreeWrongTriesLockTheCheck(t *testing.T) {
	t.Parallel()
	p := protected(t, flows.Protect{Questions: []string{"age"}})
	p.does(flows.Continue{})
	p.picks(1)
	p.answers("Amina", "34")
	redial := func() flows.Screen {
		p.does(flows.Dial{})
		p.picks(1)
		return p.does(flows.Back{})
	}
	redial()
	p.answers("1", "2")
	redial()
	require.Equal(t, flows.Message(flows.MsgCheckLocked), p.answers("3").Notice, "a redial does not count anew")
	require.Equal(t, "Nickname", p.screen.Body.Text, "the form itself goes on")
	require.Equal(t, flows.Message(flows.MsgCheckLocked), redial().Notice)

	// Nor does another session that holds the draft now.
	s, err := p.v.Restore(p.session().Append(nil), p.env)
	require.NoError(t, err)
	require.Equal(t, p.env.Now.Add(time.Hour), s.Guard.Until)

	p.env.Now = p.env.Now.Add(time.Hour)
	require.Equal(t, "Your age", redial().Body.Text)
	require.Equal(t, "Your age", p.answers("34").Body.Text)
	require.Equal(t, flows.KindQuestion, p.screen.Kind)
}

func TestChoosingAPIN(t *testing.T) {
	t.Parallel()
	p := protected(t, flows.Protect{PIN: true})
	require.Equal(t, flows.Message(flows.MsgPINChoose), p.screen.Body)
	for pin, why := range map[string]string{
		"123": flows.MsgPINLength, "1234567": flows.MsgPINLength, "12a4": flows.MsgPINLength, "+4071": flows.MsgPINLength,
		"1111": flows.MsgPINEasy, "1234": flows.MsgPINEasy, "654321": flows.MsgPINEasy, "1984": flows.MsgPINEasy, "4747": flows.MsgPINEasy,
	} {
		require.Equal(t, flows.Message(why), p.answers(pin).Notice, pin)
	}
	p.does(flows.Dial{})
	require.Equal(t, flows.Message(flows.MsgPINChoose), p.picks(1).Body, "a dropped line does not pass it by")
	require.Equal(t, flows.KindNote, p.answers("407192").Kind)
	require.NotContains(t, string(p.record), "407192")
	first := p.session().Guard.PIN
	require.NotZero(t, first)

	other := newPerson(t, p.v)
	other.env.Seed++
	other.does(flows.Dial{})
	other.picks(1)
	other.answers("407192")
	require.NotEqual(t, first, other.session().Guard.PIN, "the same PIN of another draft looks different")

	desk := newPerson(t, p.v)
	desk.env.Operator = "juma"
	require.Equal(t, flows.KindNote, desk.does(flows.Begin{Item: "register"}).Kind, "no PIN at a desk")
}

func TestADeskSeesEverything(t *testing.T) {
	t.Parallel()
	p := protected(t, flows.Protect{})
	p.does(flows.Continue{})
	p.picks(1)
	p.answers("Amina", "34")
	p.does(flows.Dial{})
	require.True(t, p.session().Seal.On)
	p.env.Operator = "juma"
	p.does(flows.Pickup{})
	require.False(t, p.session().Seal.On)
	require.Equal(t, "Amina", p.page().Fields[1].Value)
	require.Equal(t, "Your age", p.does(flows.Back{}).Body.Text)
}

func TestContinueAsksAgainAfterAWhile(t *testing.T) {
	t.Parallel()
	p := protected(t, flows.Protect{})
	p.v.Items[0].Resume, p.v.Items[0].ResumeWithin = flows.ResumeContinue, time.Hour
	p.env.Last = p.env.Now.Add(-time.Hour)
	require.Equal(t, flows.KindNote, p.does(flows.Dial{}).Kind)
	p.env.Last = p.env.Now.Add(-time.Hour - time.Second)
	require.Equal(t, flows.KindResume, p.does(flows.Dial{}).Kind)
}
