// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
)

// dates asks for days that are known in other calendars, or not to the day.
const dates = `
| survey |
|        | type               | name    | label         | appearance          | bind::df:precision | relevant            | constraint     |
|        | date               | born    | Born          | ethiopian           | age                |                     | . < today()    |
|        | date               | married | Married       | month-year persian  | age                | ${born} != ''       |                |
|        | time               | wakes   | Wakes         | ethiopian           |                    |                     |                |
|        | date               | secret  | Secret        | masked              | year               |                     |                |
|        | select_one village | village | Village       |                     |                    |                     |                |
|        | select_multiple village | goes | Goes to      |                     |                    |                     |                |
| choices |
|        | list_name | name | label |
|        | village   | a    | Abo   |
|        | village   | b    | Bo    |
| settings |
|        | form_id | form_title | version | namespaces |
|        | dates   | Dates      | 1       | df="https://dialform.org/xforms" |
`

func dated(t *testing.T) *person {
	t.Helper()
	p := newPerson(t, &flows.Service{
		Code: "*1#", Name: flows.Text{"en": "Registry"}, Start: "dates",
		Languages: []flows.Language{{Tag: "en", Name: "English"}},
		Items:     []flows.Item{{ID: "dates", Form: compile(t, "dates.md", dates), Review: true}},
	})
	p.does(flows.Dial{})
	return p
}

const echo = "6 Megabit 1982 (15 March 1990)"

var echoed = flows.Message(flows.MsgUnderstood, echo)

func ethiopian(value string) flows.Answer {
	return flows.Answer{Value: value, Typing: flows.Typing{Text: "06071982", Calendar: "ethiopian"}, Echo: echo}
}

func TestDatesSayHowTheyAreAsked(t *testing.T) {
	t.Parallel()
	p := dated(t)
	require.Equal(t, flows.Expect{Kind: flows.ExpectDate, Optional: true, Calendar: "ethiopian", Coarsest: flows.PrecisionAge}, p.screen.Expect)
	p.does(ethiopian("1990-03-15"))
	require.Equal(t, flows.Expect{Kind: flows.ExpectDate, Optional: true, Calendar: "persian", MonthYear: true}, p.screen.Expect)
	p.does(flows.Skip{})
	require.Equal(t, flows.Expect{Kind: flows.ExpectTime, Optional: true, Calendar: "ethiopian"}, p.screen.Expect)
	p.does(flows.Skip{})
	require.Equal(t, flows.Expect{Kind: flows.ExpectDate, Optional: true, Sensitive: true, Coarsest: flows.PrecisionYear}, p.screen.Expect)
}

func TestWhatWasUnderstoodIsSaidNext(t *testing.T) {
	t.Parallel()
	p := dated(t)
	require.Equal(t, echoed, p.does(ethiopian("1990-03-15")).Notice)
	require.Equal(t, "Married", p.screen.Body.Text, "on the next screen, not on one of its own")
	require.Empty(t, p.does(flows.Skip{}).Notice, "once")

	p = dated(t)
	require.Equal(t, flows.Message(flows.MsgDayAtMost, "2026-11-19", "ethiopian"), p.does(ethiopian("2190-03-15")).Notice, "a refusal says nothing else")

	p = dated(t)
	p.does(flows.Skip{}, flows.Skip{})
	require.Equal(t, "Secret", p.screen.Body.Text)
	require.Empty(t, p.does(ethiopian("1990-03-15")).Notice, "nothing of a sensitive answer")
	require.Equal(t, echoed, p.does(flows.Choose{Index: 1, Echo: echo}).Notice)
	require.Equal(t, echoed, p.does(flows.ChooseMany{Indexes: []int{0, 1}, Echo: echo}).Notice)
}

func TestAgeIsAYear(t *testing.T) {
	t.Parallel()
	p := dated(t)
	age := flows.Answer{Value: "34", Typing: flows.Typing{Text: "34", Precision: flows.PrecisionAge}}
	require.Equal(t, flows.Message(flows.MsgUnderstood, "1992"), p.does(age).Notice)
	p.finish()
	require.Equal(t, []flows.Typed{{At: p.finished.Typed[0].At, Value: "1992-01-01", Typing: age.Typing}}, p.finished.Typed)
}

// finish skips what is left and sends.
func (p *person) finish() {
	p.t.Helper()
	for p.screen.Kind == flows.KindQuestion {
		p.does(flows.Skip{})
	}
	p.picks(1)
	require.NotNil(p.t, p.finished)
}

func TestTypingsOfAnswersThatStand(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		inputs []flows.Input
		want   []string
	}{
		{"kept", []flows.Input{ethiopian("1990-03-15")}, []string{"1990-03-15"}},
		{"two", []flows.Input{ethiopian("1990-03-15"), ethiopian("2010-03-15")}, []string{"1990-03-15", "2010-03-15"}},
		{"typed anew", []flows.Input{ethiopian("1990-03-15"), flows.Back{}, ethiopian("1991-03-15")}, []string{"1991-03-15"}},
		{"typed anew in full", []flows.Input{ethiopian("1990-03-15"), flows.Back{}, flows.Answer{Value: "1990-03-15"}}, nil},
		{"cleared, and with it what hangs on it", []flows.Input{ethiopian("1990-03-15"), ethiopian("2010-03-15"), flows.Back{}, flows.Back{}, flows.Skip{}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := dated(t)
			p.does(tt.inputs...)
			p.finish()
			var got []string
			for _, typed := range p.finished.Typed {
				got = append(got, typed.Value)
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestRefusedTypingLeavesTheOneBefore(t *testing.T) {
	t.Parallel()
	p := dated(t)
	p.does(ethiopian("1990-03-15"), flows.Back{}, ethiopian("2190-03-15"))
	require.Len(t, p.session().Typed, 1)
	require.Equal(t, "1990-03-15", p.session().Typed[0].Value)
}

func TestReviewShowsDatesAsTyped(t *testing.T) {
	t.Parallel()
	p := dated(t)
	p.does(ethiopian("1990-03-15"))
	for p.screen.Kind == flows.KindQuestion {
		p.does(flows.Skip{})
	}
	require.Equal(t, flows.Message(flows.MsgReviewLine, "Born", "06071982"), p.screen.Options[1].Label)
}

func TestFind(t *testing.T) {
	t.Parallel()
	p := dated(t)
	require.Equal(t, flows.Message(flows.MsgNotOffered), p.does(flows.Find{Text: "b"}).Notice, "there is no list")
	for p.screen.Body.Text != "Village" {
		p.does(flows.Skip{})
	}
	require.Equal(t, "b", p.does(flows.Unreadable{Why: flows.Literal("?")}, flows.Find{Text: "b"}).Find)
	require.Empty(t, p.screen.Notice)
	require.Equal(t, "b", p.does(flows.Unreadable{Why: flows.Literal("?")}).Find, "it lasts")
	require.Empty(t, p.does(flows.Back{}).Find, "back to the whole list")
	require.Equal(t, "Village", p.screen.Body.Text)
	require.Empty(t, p.does(flows.Find{Text: "b"}, flows.Choose{Index: 0}).Find)
	require.Equal(t, "Goes to", p.screen.Body.Text)
	require.Equal(t, flows.Message(flows.MsgNotOffered), p.does(flows.Find{Text: "b"}).Notice)
}

func TestMoreOfTheSame(t *testing.T) {
	t.Parallel()
	p := dated(t)
	p.does(flows.More{}, flows.Unreadable{Why: flows.Literal("?")})
	require.Equal(t, 1, p.screen.Page, "a mistake turns no page")
	require.Equal(t, 1, p.screen.NoticePage)
	require.Equal(t, flows.Literal("?"), p.does(flows.More{}).Notice)
	require.Equal(t, 2, p.screen.Page)
	require.Equal(t, 1, p.screen.NoticePage, "the notice stays where it was given")
	require.Empty(t, p.does(flows.More{Same: true}).Notice)
	require.Equal(t, 2, p.screen.Page)
	require.Zero(t, p.screen.NoticePage)
}
