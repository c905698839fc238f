// SPDX-License-Identifier: Apache-2.0

package sessions_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
)

const form = `
| survey |
|        | type              | name  | label            | required | bind::df:field |
|        | text              | head  | Your name        | yes      | household.head |
|        | integer           | size  | How many people? | yes      | household.size |
|        | select_one yes_no | agree | Correct?         | yes      |                |
|        | note              | bye   | Thank you ${head} |         |                |
| choices |
|        | list_name | name | label |
|        | yes_no    | yes  | Yes   |
|        | yes_no    | no   | No    |
| settings |
|        | form_id   | form_title | version | namespaces |
|        | household | Household  | 1       | df="https://dialform.org/xforms" |
`

const phone = "+254700000001"

// world is a service over a real store.
type world struct {
	t     testing.TB
	edge  *store.Edge
	h     *sessions.Handler
	now   time.Time
	ussd  sessions.Channel
	sms   sessions.Channel
	mu    sync.Mutex
	calls atomic.Int64
}

func newWorld(t testing.TB) *world {
	t.Helper()
	def, found := xlsform.ReadWorkbook(xlsform.ReadMarkdown("household.md", form), nil)
	require.False(t, found.HasErrors(), "%v", found)
	compiled, found := forms.Compile(def)
	require.False(t, found.HasErrors(), "%v", found)
	edge, err := store.OpenEdge(t.Context(), t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, edge.Close()) })
	w := &world{t: t, edge: edge, now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)}
	layout := screens.Layout{Septets: 160, UCS2: 70, Keys: screens.DefaultKeys}
	w.ussd = sessions.Channel{Name: "at", Layout: layout, Receipts: "at-sms"}
	w.sms = sessions.Channel{Name: "at-sms", Layout: layout, Messages: true}
	w.h = sessions.New(sessions.Options{
		Service: &flows.Service{
			Code: "*384*96#", Name: flows.Text{"en": "Registry"}, Languages: []flows.Language{{Tag: "en", Name: "English"}},
			Items: []flows.Item{
				{ID: "register", Label: flows.Text{"en": "Register"}, Form: compiled, Purpose: registry.KindRegister, Receipt: true},
				{ID: "status", Kind: flows.ItemStatus, Label: flows.Text{"en": "Status"}},
			},
		},
		Store: edge, Catalog: screens.System(), References: edge.Device().References, Device: edge.Device().ID,
		Now: w.clock, Random: func() uint64 { return uint64(w.calls.Add(1)) },
	})
	return w
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// call is one request as Africa's Talking makes it.
func (w *world) call(connection, text string) sessions.Reply {
	w.t.Helper()
	reply, err := w.h.Handle(w.t.Context(), &w.ussd, sessions.Inbound{
		Connection: connection, Event: connection + "\x00" + text, Party: phone, Phone: phone, Text: text, Cumulative: true,
	})
	require.NoError(w.t, err)
	return reply
}

// calls makes one request after the other, each with one answer more.
func (w *world) dial(connection string, answers ...string) sessions.Reply {
	w.t.Helper()
	reply := w.call(connection, "")
	for i := range answers {
		reply = w.call(connection, strings.Join(answers[:i+1], "*"))
	}
	return reply
}

func (w *world) submissions() []registry.Submission {
	w.t.Helper()
	rows, err := w.edge.Outbox().Pending(context.Background(), w.clock(), 100, 1<<20)
	require.NoError(w.t, err)
	var out []registry.Submission
	for _, r := range rows {
		s, err := registry.Thaw(r.Bytes)
		require.NoError(w.t, err)
		out = append(out, s)
	}
	return out
}

func TestARegistrationIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Equal(t, "Registry\n1 Register\n2 Status", w.dial("c1").Text.String())
	reply := w.dial("c2", "1", "Amina", "5", "1")
	require.True(t, reply.End)
	require.Contains(t, reply.Text.String(), "Thank you Amina")

	subs := w.submissions()
	require.Len(t, subs, 1)
	s := subs[0]
	require.Equal(t, registry.Object{{Name: "head", Value: "Amina"}, {Name: "size", Value: "5"}, {Name: "agree", Value: "yes"}}, withoutMeta(s.Answers))
	require.Equal(t, map[string]string{"household.head": "Amina", "household.size": "5"}, s.Fields)
	require.Equal(t, registry.Actor{Party: phone}, s.By)
	require.Equal(t, "at", s.Channel)
	require.Equal(t, "en", s.Language)
	require.Equal(t, "household", s.Form.ID)
	ref, err := registry.ParseReference(s.Ref)
	require.NoError(t, err)
	require.Contains(t, reply.Text.String(), ref.Grouped())

	queued, err := w.edge.DueMessages(t.Context(), identity.System(), "at-sms", w.clock(), 10)
	require.NoError(t, err)
	require.Len(t, queued, 1, "the receipt")
	require.Contains(t, queued[0].Text, ref.Grouped())
}

// withoutMeta leaves out what the form adds by itself.
func withoutMeta(o registry.Object) registry.Object {
	var out registry.Object
	for _, m := range o {
		if m.Name != "meta" {
			out = append(out, m)
		}
	}
	return out
}

func TestARepeatedRequestGetsTheSameReply(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	texts := []string{"", "1", "1*Amina", "1*Amina*5", "1*Amina*5*1"}
	var replies []sessions.Reply
	for _, text := range texts {
		replies = append(replies, w.call("c1", text))
		require.Equal(t, replies[len(replies)-1], w.call("c1", text), "again: %q", text)
	}
	// An early request that comes once more, late, moves nothing back.
	require.Equal(t, replies[4], w.call("c1", "1*Amina"))
	require.Len(t, w.submissions(), 1)
}

func TestConcurrentRepeatsMakeOneStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.dial("c1", "1", "Amina", "5")
	var all sync.WaitGroup
	replies := make([]sessions.Reply, 8)
	for i := range replies {
		all.Go(func() { replies[i] = w.call("c1", "1*Amina*5*1") })
	}
	all.Wait()
	for _, r := range replies {
		require.Equal(t, replies[0], r)
	}
	require.Len(t, w.submissions(), 1)
}

func TestAnAnswerMayHoldAStar(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.dial("c1", "1", "A*na", "5", "1")
	require.Equal(t, "A*na", w.submissions()[0].Answers.Text("head"))
}

func TestADroppedSessionIsResumed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.dial("c1", "1", "Amina")
	w.later(time.Hour)
	require.Contains(t, w.dial("c2").Text.String(), "Register")
	require.Contains(t, w.call("c2", "1").Text.String(), "How many people?")
	w.call("c2", "1*5")
	require.True(t, w.call("c2", "1*5*1").End)
	require.Equal(t, "Amina", w.submissions()[0].Answers.Text("head"))
}

func TestDigitsDialledWithTheCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Contains(t, w.call("c1", "1*Amina").Text.String(), "How many people?")
	require.Contains(t, w.call("c1", "1*Amina*5").Text.String(), "Correct?")
	// While a form waits they are no answer to "continue?".
	require.Contains(t, w.call("c2", "1*2").Text.String(), "1 Continue")
	require.Contains(t, w.call("c2", "1*2*1").Text.String(), "Correct?")
}

func TestMessages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := 0
	send := func(text string) string {
		id++
		in := sessions.Inbound{Event: string(rune('a' + id)), Party: phone, Phone: phone, Text: text}
		reply, err := w.h.Handle(t.Context(), &w.sms, in)
		require.NoError(t, err)
		again, err := w.h.Handle(t.Context(), &w.sms, in)
		require.NoError(t, err)
		require.Equal(t, reply, again)
		return reply.Text.String()
	}
	require.Contains(t, send("hello"), "1 Register")
	require.Contains(t, send("1"), "Your name")
	require.Contains(t, send("Amina"), "How many people?")
	require.Contains(t, send("5"), "Correct?")
	require.Contains(t, send("yes"), "Thank you Amina")
	require.Len(t, w.submissions(), 1)
	queued, err := w.edge.DueMessages(t.Context(), identity.System(), "at-sms", w.clock(), 100)
	require.NoError(t, err)
	require.Len(t, queued, 5, "one message for each, none for the repeated ones")
	require.Contains(t, send("hello again"), "1 Register")
}

func TestADeskTakesOverADraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.dial("c1", "1", "Amina")
	w.call("c1", "1*Amina*00")
	saved := w.call("c1", "1*Amina*00*5")
	require.True(t, saved.End)
	text := saved.Text.String()
	ref := text[strings.IndexAny(text, "0123456789"):]
	ref = strings.TrimRight(ref[:14], ". \n")

	op := sessions.Operator{ID: "juma", Scope: identity.Operator("juma")}
	_, _, err := w.h.Resume(t.Context(), op, "en", "0000 0000 0000")
	require.ErrorIs(t, err, sessions.ErrNotFound)
	talk, screen, err := w.h.Resume(t.Context(), op, "en", ref)
	require.NoError(t, err)
	require.Equal(t, "How many people?", screen.Body.Text)
	require.Equal(t, 1, talk.Page().Current)
	require.Contains(t, w.dial("c2").Text.String(), "Registry", "the phone begins afresh")

	for _, in := range []flows.Input{flows.Answer{Value: "5"}, flows.Choose{Index: 0}, flows.Choose{Index: 0}} {
		screen, err = talk.Step(t.Context(), in)
		require.NoError(t, err)
	}
	require.True(t, screen.End)
	s := w.submissions()[0]
	require.Equal(t, registry.Actor{Party: phone, Operator: "juma", Assisted: true}, s.By)
	require.Equal(t, sessions.DeskChannel, s.Channel)
}
