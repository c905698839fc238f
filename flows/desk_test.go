// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
)

// atDesk is an operator at the notice of the household form.
func atDesk(t *testing.T) *person {
	t.Helper()
	p := newPerson(t, service(t))
	p.env.Operator, p.env.Phone = "juma", ""
	p.does(flows.SetLanguage{Tag: "en"}, flows.Begin{Item: "register"})
	return p
}

// fill answers the field of the page with a label.
func (p *person) fill(label, value string) flows.Screen {
	p.t.Helper()
	for _, f := range p.page().Fields {
		if f.Label == label {
			return p.does(flows.Fill{At: f.At, Value: value})
		}
	}
	require.Fail(p.t, "no such field on the page", label)
	return flows.Screen{}
}

func (p *person) page() flows.Page { return p.v.Page(p.session(), p.env) }

func TestADeskSaysHowTheNoticeWasGiven(t *testing.T) {
	t.Parallel()
	p := atDesk(t)
	require.Equal(t, []string{flows.MsgNoticeReadOut, flows.MsgNoticeReadThem}, p.labels())
	require.Equal(t, flows.Message(flows.MsgNotOffered), p.does(flows.Continue{}).Notice)
	require.Equal(t, flows.Message(flows.MsgNotOffered), p.does(flows.NextPage{}).Notice)
	require.Equal(t, "Share it?", p.picks(1).Body.Text)
	shown := p.session().Notices[0]
	require.Equal(t, "juma", shown.GivenBy)
	require.True(t, shown.ReadOut)
}

func TestADeskFillsAPageAtATime(t *testing.T) {
	t.Parallel()
	p := atDesk(t)
	p.picks(2)
	page := p.page()
	labels := []string{}
	for _, f := range page.Fields {
		labels = append(labels, f.Label)
	}
	require.Equal(t, []string{"Share it?", "Your name", "Your age", "Nickname"}, labels)
	require.True(t, page.Fields[0].Required)
	require.Len(t, page.Fields[0].Choices, 2)

	// Out of order, with a mistake on the way.
	p.fill("Your age", "34")
	require.Equal(t, flows.Literal("From 0 to 119"), p.fill("Your age", "340").Notice)
	p.fill("Your name", "Amina")
	require.Equal(t, "34", p.page().Fields[2].Value)
	require.Equal(t, flows.Message(flows.MsgRequired), p.does(flows.NextPage{}).Notice)
	require.Equal(t, 0, p.page().Current, "the cursor is at what is missing")
	p.fill("Share it?", "no")
	require.Equal(t, flows.KindRepeat, p.does(flows.NextPage{}).Kind)

	p.picks(1)
	p.fill("Member's name", "Baraka")
	p.fill("Goes to school?", "yes")
	p.does(flows.NextPage{})
	table := p.page()
	require.True(t, table.Repeat)
	require.Equal(t, []string{"Goes to school?", "Member's name"}, table.Columns)
	require.Equal(t, [][]flows.Phrase{{flows.Literal("Yes"), flows.Literal("Baraka")}}, table.Rows)

	p.does(flows.NextPage{})
	p.fill("How many goats?", "0")
	require.Equal(t, flows.KindReview, p.does(flows.NextPage{}).Kind)
	require.True(t, p.picks(1).End)
	require.NotNil(t, p.finished)
}

func TestADeskGoesBackAPage(t *testing.T) {
	t.Parallel()
	p := atDesk(t)
	p.picks(2)
	p.fill("Share it?", "no")
	p.fill("Your name", "Amina")
	p.fill("Your age", "34")
	p.does(flows.NextPage{}, flows.PreviousPage{})
	require.Equal(t, "Nickname", p.screen.Body.Text)
	p.does(flows.PreviousPage{})
	require.Equal(t, flows.KindNote, p.screen.Kind)
}

func TestFillReachesNothingButQuestions(t *testing.T) {
	t.Parallel()
	p := atDesk(t)
	p.picks(2)
	before := p.session().Form.Append(nil)
	for node := int32(-1); node < 30; node++ {
		for scope := int32(-1); scope < 4; scope++ {
			in := flows.Fill{Value: "x"}
			in.At.Node, in.At.Scope = node, scope
			p.does(in)
		}
	}
	s := p.session()
	after := s.Form.Append(nil)
	require.NotEqual(t, before, after, "the text questions took it")
	require.True(t, s.InForm())
}

// split is a form of which the phone asks two questions and a desk the rest.
const split = `
| survey |
|        | type        | name   | label         | required | bind::df:ask |
|        | text        | head   | Your name     | yes      |              |
|        | begin group | check  | Check         |          | desk         |
|        | text        | id     | Identity card | yes      |              |
|        | text        | remark | Remark        |          |              |
|        | end group   |        |               |          |              |
|        | integer     | size   | Household     | yes      |              |
|        | text        | tel    | Your phone    | yes      | phone        |
| settings |
|        | form_id | form_title | namespaces                       |
|        | split   | Split      | df="https://dialform.org/xforms" |
`

func TestAFormLeavesQuestionsToTheDesk(t *testing.T) {
	t.Parallel()
	v := service(t)
	v.Items[0].Form = compile(t, "split.md", split)
	p := newPerson(t, v)
	p.does(flows.Dial{})
	p.picks(1, 1)
	require.Equal(t, "Your name", p.screen.Body.Text)
	require.Equal(t, flows.Progress{Step: 1, Of: 3}, p.screen.Progress)
	require.Equal(t, "Household", p.answers("Amina").Body.Text)
	done := p.answers("5", "0712")
	require.True(t, done.End)
	require.Equal(t, flows.Message(flows.MsgDeskCompletes, "0001 1111 1111"), done.Body)
	require.Nil(t, p.finished)
	require.NotNil(t, p.parked)
	require.Equal(t, flows.KindMenu, p.does(flows.Dial{}).Kind, "the phone is free")

	p.record = p.parked.Append(nil)
	p.env.Operator = "juma"
	require.Equal(t, "Identity card", p.does(flows.Pickup{}).Body.Text)
	p.fill("Identity card", "12345678")
	require.Equal(t, "Household", p.does(flows.NextPage{}).Body.Text)
	require.Equal(t, flows.KindReview, p.does(flows.NextPage{}).Kind, "the phone's own question is not asked again")
	require.True(t, p.picks(1).End)
	require.NotNil(t, p.finished)
}
