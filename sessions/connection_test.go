// SPDX-License-Identifier: Apache-2.0

package sessions_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

// ask is one request of a dialect that sends the newest input only.
func (w *world) ask(in sessions.Inbound) sessions.Reply {
	w.t.Helper()
	in.Party, in.Phone = phone, phone
	reply, err := w.h.Handle(w.t.Context(), &w.ussd, in)
	require.NoError(w.t, err)
	return reply
}

func TestTheNewestInputOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// What comes first is the code, not an answer.
	require.Contains(t, w.ask(sessions.Inbound{Connection: "c", Event: "1", Text: "*384*96#"}).Text.String(), "1 Register")
	require.Contains(t, w.ask(sessions.Inbound{Connection: "c", Event: "2", Text: "1"}).Text.String(), "Your name")
	require.Contains(t, w.ask(sessions.Inbound{Connection: "c", Event: "3", Text: "1"}).Text.String(), "How many people?")
	require.Contains(t, w.ask(sessions.Inbound{Connection: "c", Event: "3", Text: "1"}).Text.String(), "How many people?", "repeated")
}

func TestDigitsDialledWithTheCodeOfADialectWithTheNewestInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := sessions.Inbound{Connection: "c", Event: "1", Text: "*384*96*1*Amina#", Dialled: []string{"1", "Amina"}}
	require.Contains(t, w.ask(in).Text.String(), "How many people?")
	in = sessions.Inbound{Connection: "c", Event: "2", Text: "5", Dialled: []string{"9"}}
	require.Contains(t, w.ask(in).Text.String(), "Correct?", "later ones count no more")
}

func TestAConnectionBeginsAnewWithTheSameID(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		before func(w *world)
		in     sessions.Inbound
	}{
		{"because the gateway says so", func(*world) {}, sessions.Inbound{Connection: "c", Event: "9", Begin: true}},
		{"because no connection lives that long", func(w *world) { w.later(time.Hour) }, sessions.Inbound{Connection: "c", Event: "9", Text: "*384*96#"}},
		{"because the one before was closed", func(w *world) {
			w.ask(sessions.Inbound{Connection: "c", Event: "3", Text: "00"})
			require.True(w.t, w.ask(sessions.Inbound{Connection: "c", Event: "4", Text: "5"}).End, "saved for later")
		}, sessions.Inbound{Connection: "c", Event: "9", Text: "*384*96#"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.ask(sessions.Inbound{Connection: "c", Event: "1"})
			require.Contains(t, w.ask(sessions.Inbound{Connection: "c", Event: "2", Text: "1"}).Text.String(), "Your name")
			tt.before(w)
			require.Contains(t, w.ask(tt.in).Text.String(), "1 Continue", "and the form waits")
		})
	}
}

func TestLateNewsOfAClosedConnection(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.dial("c1", "1", "Amina")
	w.dial("c2")
	w.ask(sessions.Inbound{Connection: "c1", Event: "c1 closed", Closed: true})
	require.Contains(t, w.call("c2", "1").Text.String(), "How many people?", "the new connection goes on")
}

func TestNewsOfAConnectionThatWeClosed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.dial("c1", "1", "Amina")
	steps := func() int64 {
		rec, err := w.edge.OpenSession(t.Context(), identity.Phone("at", phone), "*384*96#", "at", phone)
		require.NoError(t, err)
		return rec.Seq
	}
	w.call("c1", "1*Amina*00")
	require.True(t, w.call("c1", "1*Amina*00*5").End)
	before := steps()
	w.ask(sessions.Inbound{Connection: "c1", Event: "c1 closed", Closed: true})
	require.Equal(t, before, steps(), "it was closed")

	w.dial("c2")
	before = steps()
	w.ask(sessions.Inbound{Connection: "c2", Event: "c2 closed", Closed: true})
	require.Equal(t, before+1, steps(), "it broke off")
}
