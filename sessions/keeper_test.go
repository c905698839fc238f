// SPDX-License-Identifier: Apache-2.0

package sessions_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

// keeper is one that began now, as after a restart.
func (w *world) keeper() *sessions.Keeper { return w.h.Keeper([]sessions.Channel{w.ussd, w.sms}) }

// reminders are the messages queued that are no receipts, by receiver.
func (w *world) reminders() map[string]int {
	w.t.Helper()
	queued, err := w.edge.DueMessages(w.t.Context(), identity.System(), "at-sms", w.clock(), 1000)
	require.NoError(w.t, err)
	out := map[string]int{}
	for _, m := range queued {
		if m.Text == "You have something unfinished. Dial *384*96# to go on." {
			out[m.To]++
		}
	}
	return out
}

func (w *world) round(k *sessions.Keeper) {
	w.t.Helper()
	require.NoError(w.t, k.Round(w.t.Context()))
}

func TestADraftExpires(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	w.serve(compiled(t, form), func(v *flows.Service) {
		v.Items[0].Expires = 48 * time.Hour
		v.Items = append(v.Items, flows.Item{ID: "brief", Form: v.Items[0].Form, Expires: time.Hour})
	})
	p := w.hand(&w.ussd, phone)
	p.dial()
	p.types("1", "Amina")
	ref := p.save()
	before := w.only()
	w.later(47 * time.Hour)
	w.round(w.keeper())
	require.Equal(t, before, w.only(), "others have less time")
	w.later(time.Hour)
	w.round(w.keeper())
	require.Equal(t, before, w.only(), "not yet")
	w.later(time.Second)
	w.round(w.keeper())
	require.Empty(t, w.open())
	kept, err := w.edge.Session(t.Context(), identity.System(), before.ID)
	require.NoError(t, err)
	require.True(t, kept.Closed)
	require.Equal(t, before.State, kept.State, "nothing is lost")
	require.Equal(t, before.Ref, kept.Ref)

	require.Contains(t, p.dial(), "Registry\n1 Register")
	require.Contains(t, p.types("2", ref), "closed, it was not finished in time")
	other := w.hand(&w.ussd, otherPhone)
	other.dial()
	require.Contains(t, other.types("3", ref), "That can't be opened here.")
	op := sessions.Operator{ID: "juma", Scope: identity.Operator("juma")}
	found, err := w.h.Find(t.Context(), op, ref)
	require.NoError(t, err)
	require.Equal(t, flows.StateExpired, found.State)
}

func TestADraftOfAFormThatIsGoneExpiresToo(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	p := w.hand(&w.ussd, phone)
	p.dial()
	p.types("1", "Amina")
	renewed := compiled(t, form)
	renewed.Hash[0]++
	w.serve(renewed, func(*flows.Service) {})
	w.later(flows.DefaultExpires + time.Second)
	w.round(w.keeper())
	require.Empty(t, w.open())
}

func TestOneReminderAfterADrop(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	p := w.hand(&w.ussd, phone)
	p.dial()
	p.types("1", "Amina")
	k := w.keeper()
	w.later(9 * time.Minute)
	w.round(k)
	require.Empty(t, w.reminders(), "the person may be looking for a paper")
	w.later(time.Minute + time.Second)
	before := w.only()
	w.round(k)
	require.Equal(t, map[string]int{phone: 1}, w.reminders())
	require.Equal(t, before.Updated, w.only().Updated, "a reminder is no step of the person's")
	for range 3 {
		w.later(time.Hour)
		w.round(k)
		w.round(w.keeper()) // after a restart
	}
	require.Contains(t, p.dial(), "1 Continue")
	p.types("1", "5")
	w.later(time.Hour)
	w.round(k)
	require.Equal(t, map[string]int{phone: 1}, w.reminders(), "once for a draft, wherever it stands")

	// It went to another number, which was not reminded, but the draft was.
	other := w.hand(&w.ussd, otherPhone)
	other.dial()
	require.Contains(t, other.types("3", w.only().Ref, "5"), "Correct?")
	w.later(time.Hour)
	w.round(k)
	require.Equal(t, map[string]int{phone: 1}, w.reminders())
}

func TestWhatCallsForNoReminder(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		do   func(w *world)
	}{
		{"a finished form", func(w *world) {
			p := w.hand(&w.ussd, phone)
			p.dial()
			p.types("1", "Amina", "5", "1", "1")
		}},
		{"a form saved on purpose", func(w *world) {
			p := w.hand(&w.ussd, phone)
			p.dial()
			p.types("1", "Amina")
			p.save()
		}},
		{"a conversation in messages", func(w *world) { w.hand(&w.sms, phone).types("hello", "1", "Amina") }},
		{"a menu", func(w *world) { w.hand(&w.ussd, phone).dial() }},
		{"a pack without reminders", func(w *world) {
			w.serve(compiled(w.t, form), func(v *flows.Service) { v.Nudge = flows.Nudge{} })
			p := w.hand(&w.ussd, phone)
			p.dial()
			p.types("1", "Amina")
		}},
		{"a channel without messages", func(w *world) {
			w.ussd.Receipts = ""
			p := w.hand(&w.ussd, phone)
			p.dial()
			p.types("1", "Amina")
		}},
		{"a number that the gateway hides", func(w *world) {
			_, err := w.h.Handle(w.t.Context(), &w.ussd, sessions.Inbound{Connection: "1", Event: "1", Party: "id-77", Begin: true})
			require.NoError(w.t, err)
			_, err = w.h.Handle(w.t.Context(), &w.ussd, sessions.Inbound{Connection: "1", Event: "2", Party: "id-77", Text: "1"})
			require.NoError(w.t, err)
		}},
		{"a drop of the day before yesterday", func(w *world) {
			p := w.hand(&w.ussd, phone)
			p.dial()
			p.types("1", "Amina")
			w.later(48 * time.Hour)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := withDrafts(t)
			tt.do(w)
			w.later(11 * time.Minute)
			w.round(w.keeper())
			require.Empty(t, w.reminders())
		})
	}
}

func TestRemindersKeepTheirHoursAndTheirBudget(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	w.later(9*time.Hour + 40*time.Minute) // 20:10
	for i := range 3 {
		p := w.hand(&w.ussd, fmt.Sprintf("+25470000001%d", i))
		p.dial()
		p.types("1", "Amina")
		w.later(time.Second)
	}
	k := w.keeper()
	w.later(time.Hour)
	w.round(k)
	require.Empty(t, w.reminders(), "not at night")
	w.later(10*time.Hour + 50*time.Minute)
	w.round(k)
	require.Equal(t, map[string]int{"+254700000010": 1, "+254700000011": 1}, w.reminders(), "two a day, the first who waited")
	w.round(w.keeper())
	require.Len(t, w.reminders(), 2, "a restart does not give more")
	w.later(5 * time.Minute)
	p := w.hand(&w.ussd, phone)
	p.dial()
	p.types("1", "Zawadi")
	w.later(24 * time.Hour)
	w.round(k)
	require.Equal(t, map[string]int{"+254700000010": 1, "+254700000011": 1, phone: 1}, w.reminders(),
		"the next day there are two more, for those whom they still help")
}

func TestAReminderInThePacksOwnWords(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	w.serve(compiled(t, form), func(v *flows.Service) { v.Nudge.Text = flows.Text{"en": "Dial us again."} })
	p := w.hand(&w.ussd, phone)
	p.dial()
	p.types("1")
	_, err := w.h.Handle(t.Context(), &w.ussd, sessions.Inbound{Connection: "1", Event: "closed", Party: phone, Phone: phone, Closed: true})
	require.NoError(t, err)
	w.later(11 * time.Minute)
	w.round(w.keeper())
	queued, err := w.edge.DueMessages(t.Context(), identity.System(), "at-sms", w.clock(), 10)
	require.NoError(t, err)
	require.Len(t, queued, 1)
	require.Equal(t, "Dial us again.", queued[0].Text)
}

func TestAKeeperStopsWithItsContext(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	w.serve(compiled(t, form), func(v *flows.Service) { v.Items[0].Expires = time.Hour })
	p := w.hand(&w.ussd, phone)
	p.dial()
	p.types("1", "Amina")
	w.later(2 * time.Hour)
	k := w.keeper()
	require.Equal(t, time.Minute, k.Every())
	ctx, stop := context.WithCancel(t.Context())
	tick, ended := make(chan time.Time), make(chan struct{})
	go func() {
		k.Run(ctx, tick)
		close(ended)
	}()
	tick <- time.Time{}
	tick <- time.Time{} // the round before is over
	require.Empty(t, w.open())
	stop()
	<-ended
}
