// SPDX-License-Identifier: Apache-2.0

package phone_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/phone"
)

func TestDial(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		dialled string
		text    string
		err     error
	}{
		{"service code", "*384*96#", "", nil},
		{"direct dial", "*384*96*1#", "1", nil},
		{"direct dial of several answers", "*384*96*1*Amina#", "1*Amina", nil},
		{"spaces around", " *384*96# ", "", nil},
		{"another service", "*144#", "", phone.ErrNotACode},
		{"a longer number", "*384*961#", "", phone.ErrNotACode},
		{"no end", "*384*96", "", phone.ErrNotACode},
		{"nothing", "", "", phone.ErrNotACode},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g := open(t, household)
			_, err := g.phone().Dial(t.Context(), tt.dialled)
			require.ErrorIs(t, err, tt.err)
			if tt.err == nil {
				require.Equal(t, []string{tt.text}, g.texts())
			}
		})
	}
}

func TestAnswersAreCumulative(t *testing.T) {
	t.Parallel()
	g := open(t, household)
	h := g.phone()
	_, err := h.Dial(t.Context(), "*384*96#")
	require.NoError(t, err)
	require.True(t, h.InSession())
	for _, answer := range []string{"1", "Amina"} {
		_, err = h.Answer(t.Context(), answer)
		require.NoError(t, err)
	}
	screen, err := h.Answer(t.Context(), "a*b") // a star in an answer is the service's to unwind
	require.NoError(t, err)
	require.Equal(t, phone.Screen{Text: "Thank you", End: true}.String(), screen.String())
	require.False(t, h.InSession())
	require.Equal(t, []string{"", "1", "1*Amina", "1*Amina*a*b"}, g.texts())

	first, last := g.hop(0), g.hop(3)
	require.Equal(t, first["sessionId"], last["sessionId"])
	require.Equal(t, "*384*96#", last.Get("serviceCode"))
	require.Equal(t, "+254700000001", last.Get("phoneNumber"))

	_, err = h.Answer(t.Context(), "1")
	require.ErrorIs(t, err, phone.ErrNoSession)
	_, err = h.Dial(t.Context(), "*384*96#")
	require.NoError(t, err)
	require.NotEqual(t, last["sessionId"], g.hop(4)["sessionId"])
}

func TestDialInASession(t *testing.T) {
	t.Parallel()
	h := open(t, household).phone()
	_, err := h.Dial(t.Context(), "*384*96#")
	require.NoError(t, err)
	_, err = h.Dial(t.Context(), "*384*96#")
	require.ErrorIs(t, err, phone.ErrInSession)
	h.HangUp()
	_, err = h.Dial(t.Context(), "*384*96#")
	require.NoError(t, err)
}

func TestRepeat(t *testing.T) {
	t.Parallel()
	g := open(t, map[string]string{"": "CON Welcome"})
	h := g.phone()
	_, err := h.Repeat(t.Context())
	require.ErrorIs(t, err, phone.ErrNoSession)

	_, err = h.Dial(t.Context(), "*384*96#")
	require.NoError(t, err)
	_, err = h.Repeat(t.Context())
	require.NoError(t, err)
	require.Equal(t, g.hop(0), g.hop(1))

	g.set(func() { g.replies[""] = "CON Welcome back" })
	_, err = h.Repeat(t.Context())
	require.ErrorIs(t, err, phone.ErrNotTheSame)
}

// A request that failed has no reply to compare the repeated one with.
func TestRepeatAfterAFailure(t *testing.T) {
	t.Parallel()
	g := open(t, household)
	h := g.phone()
	_, err := h.Dial(t.Context(), "*384*96#")
	require.NoError(t, err)
	g.set(func() { g.status = http.StatusBadGateway })
	_, err = h.Answer(t.Context(), "1")
	require.ErrorIs(t, err, phone.ErrRefused)
	require.False(t, h.InSession(), "an aggregator gives a session up when the service fails")
	g.set(func() { g.status = http.StatusOK })
	screen, err := h.Repeat(t.Context())
	require.NoError(t, err)
	require.Equal(t, "Your name?", screen.String())
	require.True(t, h.InSession())
}

func TestTheNetworkEndsASession(t *testing.T) {
	t.Parallel()
	g := open(t, household)
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	h := phone.New(phone.Options{URL: g.url, Now: func() time.Time { return now }})
	_, err := h.Dial(t.Context(), "*384*96#")
	require.NoError(t, err)
	require.Equal(t, 3*time.Minute, h.Left())

	now = now.Add(2 * time.Minute)
	_, err = h.Answer(t.Context(), "1")
	require.NoError(t, err)
	require.Equal(t, time.Minute, h.Left(), "an answer does not make a session longer")

	now = now.Add(time.Minute)
	require.False(t, h.InSession())
	_, err = h.Answer(t.Context(), "Amina")
	require.ErrorIs(t, err, phone.ErrExpired)
	require.Equal(t, []string{"", "1"}, g.texts())
	_, err = h.Dial(t.Context(), "*384*96#")
	require.NoError(t, err)
}

func TestABadReplyEndsTheSession(t *testing.T) {
	t.Parallel()
	for _, reply := range []string{"", "CON", "<html>", "con Welcome", " CON Welcome"} {
		h := open(t, map[string]string{"": reply}).phone()
		_, err := h.Dial(t.Context(), "*384*96#")
		require.ErrorIs(t, err, phone.ErrNotAScreen, "%q", reply)
		require.False(t, h.InSession())
	}
}

func TestErrorsKeepTheSecret(t *testing.T) {
	t.Parallel()
	h := phone.New(phone.Options{URL: "http://127.0.0.1:1", Secret: "very-secret"})
	_, err := h.Dial(t.Context(), "*384*96#")
	require.ErrorIs(t, err, phone.ErrUnreachable)
	require.NotContains(t, err.Error(), "very-secret")
}

func TestSMS(t *testing.T) {
	t.Parallel()
	g := open(t, nil)
	h := g.phone()
	require.NoError(t, h.Send(t.Context(), "REG"))
	require.NoError(t, h.Send(t.Context(), "REG"))
	require.Equal(t, "+254700000001", g.sent(0).Get("from"))
	require.Equal(t, "96384", g.sent(0).Get("to"))
	require.Equal(t, "REG", g.sent(0).Get("text"))
	require.NotEqual(t, g.sent(0).Get("id"), g.sent(1).Get("id"), "two messages of the same words are two messages")

	_, err := h.Receive(t.Context())
	require.ErrorIs(t, err, phone.ErrNoMessage)
	g.set(func() {
		g.inbox = `[{"id":3,"from":"96384","to":"+254700000001","text":"One"},{"id":7,"from":"96384","to":"+254700000001","text":"Two"}]`
	})
	for _, want := range []string{"One", "Two"} {
		message, err := h.Await(t.Context(), time.Second)
		require.NoError(t, err)
		require.Equal(t, want, message.String())
	}
	_, err = h.Await(t.Context(), time.Millisecond)
	require.ErrorIs(t, err, phone.ErrNoMessage, "a message is received once, even from a network that gives it again")
	g.mu.Lock()
	defer g.mu.Unlock()
	require.Equal(t, "0", g.after[0])
	require.Equal(t, "7", g.after[len(g.after)-1])
}
