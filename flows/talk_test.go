// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
)

// household is a small registration with everything that steers a walk: a
// notice, relevance, a constraint, an open repeat, a counted repeat, an
// optional question and a closing note.
const household = `
| survey |
|        | type              | name      | label::English (en)     | label::Swahili (sw) | required | relevant          | constraint      | constraint_message::English (en) | constraint_message::Swahili (sw) | repeat_count | bind::df:notice |
|        | note              | notice    | We keep your data.      | Tunahifadhi data.   |          |                   |                 |                                  |                                  |              | privacy 2.1     |
|        | select_one yes_no | share     | Share it?               | Tuishirikishe?      | yes      |                   |                 |                                  |                                  |              |                 |
|        | text              | head      | Your name               | Jina lako           | yes      |                   |                 |                                  |                                  |              |                 |
|        | integer           | age       | Your age                | Umri wako           | yes      |                   | . >= 0 and . < 120 | From 0 to 119                 | Kutoka 0 hadi 119                |              |                 |
|        | text              | nickname  | Nickname                | Jina la utani       |          |                   |                 |                                  |                                  |              |                 |
|        | begin repeat      | member    | Members                 | Wanakaya            |          |                   |                 |                                  |                                  |              |                 |
|        | text              | name      | Member's name           | Jina                | yes      |                   |                 |                                  |                                  |              |                 |
|        | select_one yes_no | school    | Goes to school?         | Anasoma?            | yes      |                   |                 |                                  |                                  |              |                 |
|        | end repeat        |           |                         |                     |          |                   |                 |                                  |                                  |              |                 |
|        | integer           | goats     | How many goats?         | Mbuzi wangapi?      | yes      |                   |                 |                                  |                                  |              |                 |
|        | begin repeat      | goat      | Goat                    | Mbuzi               |          | ${goats} > 0      |                 |                                  |                                  | ${goats}     |                 |
|        | text              | colour    | Colour of the goat      | Rangi ya mbuzi      | yes      |                   |                 |                                  |                                  |              |                 |
|        | end repeat        |           |                         |                     |          |                   |                 |                                  |                                  |              |                 |
|        | note              | thanks    | Thank you ${head}       | Asante ${head}      |          |                   |                 |                                  |                                  |              |                 |
| choices |
|        | list_name | name | label::English (en) | label::Swahili (sw) |
|        | yes_no    | yes  | Yes                 | Ndiyo               |
|        | yes_no    | no   | No                  | Hapana              |
| settings |
|        | form_id   | form_title | version | default_language | namespaces |
|        | household | Household  | 1       | English (en)     | df="https://dialform.org/xforms" |
`

// request is a second, short form.
const request = `
| survey |
|        | type | name | label::English (en) | label::Swahili (sw) | required |
|        | text | need | What do you need?   | Unahitaji nini?     | yes      |
| settings |
|        | form_id | form_title | version | default_language |
|        | request | Request    | 1       | English (en)     |
`

func compile(t *testing.T, name, text string) *forms.Form {
	t.Helper()
	def, found := xlsform.ReadWorkbook(xlsform.ReadMarkdown(name, text), nil)
	require.False(t, found.HasErrors(), "%v", found)
	form, found := forms.Compile(def)
	require.False(t, found.HasErrors(), "%v", found)
	return form
}

func service(t *testing.T) *flows.Service {
	t.Helper()
	return &flows.Service{
		Code: "*384*96#", Name: flows.Text{"en": "Registry", "sw": "Daftari"},
		Languages:   []flows.Language{{Tag: "en", Name: "English"}, {Tag: "sw", Name: "Kiswahili"}},
		AskLanguage: true,
		Items: []flows.Item{
			{ID: "register", Label: flows.Text{"en": "Register", "sw": "Sajili"}, Form: compile(t, "household.md", household), Purpose: "register", Review: true, Receipt: true},
			{ID: "request", Label: flows.Text{"en": "Request", "sw": "Ombi"}, Form: compile(t, "request.md", request), Purpose: "request", Receipt: true},
			{ID: "status", Kind: flows.ItemStatus, Label: flows.Text{"en": "Status", "sw": "Hali"}},
			{ID: "language", Kind: flows.ItemLanguage, Label: flows.Text{"en": "Language", "sw": "Lugha"}},
		},
	}
}

// person talks to a service. Between two steps the session goes through its
// record, so that every test also tests the record.
type person struct {
	t        *testing.T
	v        *flows.Service
	env      flows.Env
	record   []byte
	refs     int
	status   flows.Status
	waiting  []flows.Waiting           // of NeedDrafts
	others   map[string]*flows.Session // of NeedDraft, by id or reference
	other    *flows.Other
	screen   flows.Screen
	events   []flows.Event
	finished *flows.Finished
	parked   *flows.Session
}

func newPerson(t *testing.T, v *flows.Service) *person {
	t.Helper()
	return &person{t: t, v: v, env: flows.Env{
		Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC), InstanceID: "uuid:11111111-1111-4111-8111-111111111111",
		Seed: 42, Phone: "+254700000001", Device: "device-1",
	}}
}

func (p *person) session() *flows.Session {
	p.t.Helper()
	if p.record == nil {
		return &flows.Session{}
	}
	s, err := p.v.Restore(p.record, p.env)
	require.NoError(p.t, err)
	return s
}

// does takes inputs one after the other and returns the last screen.
func (p *person) does(inputs ...flows.Input) flows.Screen {
	p.t.Helper()
	for _, in := range inputs {
		s := p.session()
		r := p.v.Step(s, in, p.env)
		for r.Need.Kind != flows.NeedNothing {
			p.keep(r)
			given := flows.Given{For: r.Need, Status: p.status, Drafts: p.waiting}
			switch r.Need.Kind {
			case flows.NeedReference:
				p.refs++
				given = flows.Given{Reference: []string{"", "0001 1111 1111", "0002 2222 2222", "0003 3333 3333"}[p.refs]}
			case flows.NeedDraft:
				given.For.ID, given.Draft = "d", p.others[r.Need.ID+r.Need.Ref]
			}
			r = p.v.Step(s, given, p.env)
		}
		p.keep(r)
		p.screen = r.Screen
		p.record = s.Append(nil)
		require.Equal(p.t, r.Screen, p.v.View(p.session(), p.env), "the record shows another screen")
	}
	return p.screen
}

func (p *person) keep(r flows.Result) {
	p.events = append(p.events, r.Events...)
	if r.Finished != nil {
		p.finished = r.Finished
	}
	for _, d := range r.Parked {
		p.parked = d
	}
	if r.Other != nil {
		p.other = r.Other
	}
}

// answers is does for free text.
func (p *person) answers(values ...string) flows.Screen {
	p.t.Helper()
	for _, v := range values {
		p.does(flows.Answer{Value: v})
	}
	return p.screen
}

// picks chooses options by position, from 1, as a person counts.
func (p *person) picks(positions ...int) flows.Screen {
	p.t.Helper()
	for _, n := range positions {
		p.does(flows.Choose{Index: n - 1})
	}
	return p.screen
}

// labels are the texts or keys of the options shown.
func (p *person) labels() []string {
	var out []string
	for _, o := range p.screen.Options {
		out = append(out, o.Label.Text+o.Label.Key)
	}
	return out
}

// began is a person at the first question after the notice.
func began(t *testing.T) *person {
	t.Helper()
	p := newPerson(t, service(t))
	p.does(flows.Dial{})
	p.picks(1, 1) // English, Register
	p.does(flows.Continue{})
	return p
}
