// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
)

// inputs makes a walk of typed inputs out of bytes.
func inputs(walk []byte) []flows.Input {
	var out []flows.Input
	next := func() int {
		if len(walk) == 0 {
			return 0
		}
		b := walk[0]
		walk = walk[1:]
		return int(b)
	}
	values := []string{"", "Amina", "0", "7", "134", "-1", "yes", "2026-02-30", "\x00\x1b[2J", "\xff\xfe", "OK", "a b"}
	for len(walk) > 0 {
		switch k := next() % 20; k {
		case 0:
			out = append(out, flows.Dial{})
		case 1, 2, 3:
			out = append(out, flows.Answer{Value: values[next()%len(values)]})
		case 4, 5, 6, 7:
			out = append(out, flows.Choose{Index: next()%9 - 1})
		case 8:
			out = append(out, flows.ChooseMany{Indexes: []int{next() % 4, next() % 4}})
		case 9:
			out = append(out, flows.Continue{})
		case 10:
			out = append(out, flows.Back{})
		case 11:
			out = append(out, flows.Home{})
		case 12:
			out = append(out, flows.More{})
		case 13:
			out = append(out, flows.Actions{})
		case 14:
			out = append(out, []flows.Input{flows.Help{}, flows.Save{}, flows.Skip{}, flows.Timeout{}}[next()%4])
		case 15:
			out = append(out, flows.SetLanguage{Tag: []string{"en", "sw", "xx"}[next()%3]})
		case 16:
			out = append(out, flows.Begin{Item: []string{"register", "request", "status", "none"}[next()%4]})
		case 17:
			out = append(out, []flows.Input{flows.NextPage{}, flows.PreviousPage{}, flows.Pickup{}}[next()%3])
		case 18:
			out = append(out, flows.Fill{At: forms.At{Node: int32(next()%40) - 1, Scope: int32(next()%5) - 1}, Value: values[next()%len(values)]})
		default:
			out = append(out, flows.GoTo{At: forms.At{Node: int32(next()%40) - 1, Scope: int32(next()%5) - 1}})
		}
	}
	return out
}

// FuzzStep: whatever comes in whatever order, a step gives a screen that
// either expects something or ends, and the session survives its record.
func FuzzStep(f *testing.F) {
	f.Add([]byte{0, 4, 1, 4, 1, 9, 4, 1, 1, 1, 1, 3, 14, 2, 4, 2, 1, 2})
	f.Add([]byte{0, 4, 1, 16, 0, 9, 4, 1, 1, 1, 1, 3, 14, 2, 4, 1, 1, 1, 4, 1, 4, 3, 4, 1})
	f.Add([]byte{0, 4, 1, 4, 6, 1, 3, 1, 3, 10, 0, 4, 1})
	f.Add([]byte{0, 4, 1, 4, 1, 4, 1, 0, 4, 1, 10, 1, 3})
	f.Add([]byte{15, 0, 16, 0, 18, 3, 1, 1, 17, 0, 11, 16, 1, 1, 1})
	f.Fuzz(func(t *testing.T, walk []byte) {
		if len(walk) > 120 {
			return
		}
		p := newPerson(t, shared(t))
		p.env.Drafts = true
		d, err := p.v.Restore(oneDraft, p.env)
		require.NoError(t, err)
		p.waiting = []flows.Waiting{{ID: "d", Item: "register", Ref: d.Ref, Step: 4, Of: 6, Left: p.env.Now}}
		p.others = map[string]*flows.Session{"d": d, "7": d, "134": d}
		for _, in := range inputs(walk) {
			if p.refs == 3 {
				return
			}
			screen := p.does(in)
			require.Equal(t, screen.End, screen.Expect.Kind == flows.ExpectNothing, "%+v", screen)
			if k := screen.Expect.Kind; k == flows.ExpectOne || k == flows.ExpectMany {
				require.NotEmpty(t, screen.Options, "%+v", screen)
			}
			require.False(t, screen.Body.Empty() && len(screen.Options) == 0, "%+v", screen)
		}
	})
}

var (
	oneService *flows.Service
	oneDraft   []byte // of another session
)

// shared is one service for all rounds: it is immutable.
func shared(t *testing.T) *flows.Service {
	if oneService == nil {
		oneService = service(t)
		oneService.Items[0].Protect.Questions = []string{"age"}
		oneService.Items = append(oneService.Items, flows.Item{ID: "continue", Kind: flows.ItemContinue, Label: flows.Text{"en": "Continue"}})
		oneDraft = aside(t, oneService, "0009 9999 9999").Append(nil)
	}
	return oneService
}
