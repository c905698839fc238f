// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

// The parties who may not see Amina's rows on the channel "at".
var strangers = []struct {
	name  string
	scope identity.Scope
}{
	{"nobody", identity.Scope{}},
	{"nobody with a name", identity.Scope{Subject: "at/" + amina}},
	{"another phone", identity.Phone("at", juma)},
	{"the same number on another channel", identity.Phone("smsc", amina)},
	{"a phone without a party", identity.Phone("at", "")},
	{"a phone that is a wildcard", identity.Phone("at", "%")},
	{"a subject that is no phone", identity.Scope{Kind: identity.KindPhone, Subject: amina}},
	{"an operator without a name", identity.Operator("")},
	{"an operator of another place", identity.Operator("operator-2", "KE.4")},
	{"an unknown kind", identity.Scope{Kind: 99, Subject: "at/" + amina}},
}

func testReadScope(t *testing.T, e Edge) {
	ctx := t.Context()
	r := put(t, e, record("at", amina))
	f := Submission(t, "at", amina, "KE.30.1", 7)
	finish(t, e, f)
	require.NoError(t, e.CommitStep(ctx, sessions.Step{
		Scope: identity.System(), Record: next(r), Expect: 1, Preference: &sessions.Preference{Language: "sw"},
	}))

	reads := []struct {
		name string
		read func(identity.Scope) error
	}{
		{"Session", func(s identity.Scope) error { _, err := e.Session(ctx, s, r.ID); return err }},
		{"OpenSession", func(s identity.Scope) error {
			_, err := e.OpenSession(ctx, s, service, "at", amina)
			return err
		}},
		{"SessionByRef", func(s identity.Scope) error { _, err := e.SessionByRef(ctx, s, r.Ref); return err }},
		{"Drafts", func(s identity.Scope) error {
			d, err := e.Drafts(ctx, s, 10)
			if err == nil && len(d) == 0 {
				return sessions.ErrNotFound
			}
			return err
		}},
		{"Status of a draft", func(s identity.Scope) error { _, err := e.Status(ctx, s, r.Ref); return err }},
		{"Status of a submission", func(s identity.Scope) error { _, err := e.Status(ctx, s, f.Ref); return err }},
	}
	for _, tt := range reads {
		for _, s := range strangers {
			require.ErrorIs(t, tt.read(s.scope), sessions.ErrNotFound, "%s by %s", tt.name, s.name)
		}
		require.NoError(t, tt.read(identity.System()), "%s by the node", tt.name)
		require.NoError(t, tt.read(identity.Phone("at", amina)), "%s by its owner", tt.name)
		require.NoError(t, tt.read(identity.Operator("operator-1")), "%s by an operator everywhere", tt.name)
	}
	_, err := e.Status(ctx, identity.Operator("operator-1", "ET", "KE.30"), f.Ref)
	require.NoError(t, err, "an operator of the place")

	desk := Submission(t, "desk", "+254711000111", "KE.30.1", 8)
	finish(t, e, desk)
	_, err = e.Status(ctx, identity.Phone("at", "+254711000111"), desk.Ref)
	require.NoError(t, err, "a number is the same on every channel")
	_, err = e.Status(ctx, identity.Phone("at", "+254711000112"), desk.Ref)
	require.ErrorIs(t, err, sessions.ErrNotFound, "another number")

	for _, s := range strangers {
		p, err := e.Preference(ctx, s.scope, service, amina)
		require.NoError(t, err)
		if _, party, ok := cutPhone(s.scope); ok && party == amina {
			continue // a language is the number's on all channels
		}
		require.Zero(t, p, s.name)
	}
}

func cutPhone(s identity.Scope) (channel, party string, ok bool) {
	const at, smsc = "at/", "smsc/"
	if s.Kind != identity.KindPhone {
		return "", "", false
	}
	for _, prefix := range []string{at, smsc} {
		if len(s.Subject) > len(prefix) && s.Subject[:len(prefix)] == prefix {
			return prefix[:len(prefix)-1], s.Subject[len(prefix):], true
		}
	}
	return "", "", false
}

func testWriteScope(t *testing.T, e Edge) {
	ctx := t.Context()
	r := put(t, e, record("at", amina))
	for _, s := range strangers {
		require.Error(t, e.CommitStep(ctx, sessions.Step{Scope: s.scope, Record: next(r), Expect: 1}), s.name)

		// Not even by making it one's own.
		stolen := next(r)
		stolen.Channel, stolen.Party = "at", juma
		if s.scope.Kind == identity.KindOperator {
			stolen.Channel, stolen.Party = "ssh", s.scope.Subject
		}
		require.Error(t, e.CommitStep(ctx, sessions.Step{Scope: s.scope, Record: stolen, Expect: 1}), s.name)

		planted := record("at", amina)
		require.Error(t, e.CommitStep(ctx, sessions.Step{Scope: s.scope, Record: planted}), s.name)
		_, err := e.Session(ctx, identity.System(), planted.ID)
		require.ErrorIs(t, err, sessions.ErrNotFound, s.name)
	}
	own := record("at", juma)
	require.Error(t, e.CommitStep(ctx, sessions.Step{
		Scope: identity.Phone("at", juma), Record: own, Park: []sessions.Record{record("at", amina)},
	}), "a draft put aside for somebody else")

	got, err := e.Session(ctx, identity.System(), r.ID)
	require.NoError(t, err)
	require.Equal(t, r, got)
}

func testHandOver(t *testing.T, e Edge) {
	ctx := t.Context()
	put(t, e, record("at", amina))
	desk := identity.Operator("operator-1")
	draft, err := e.SessionByRef(ctx, desk, "041233810208")
	require.NoError(t, err)

	taken := next(draft)
	taken.Channel, taken.Party = "ssh", "operator-1"
	require.NoError(t, e.CommitStep(ctx, sessions.Step{Scope: desk, Record: taken, Expect: draft.Seq}))
	_, err = e.OpenSession(ctx, identity.Phone("at", amina), service, "at", amina)
	require.ErrorIs(t, err, sessions.ErrNotFound)
	got, err := e.OpenSession(ctx, desk, service, "ssh", "operator-1")
	require.NoError(t, err)
	require.Equal(t, taken, got)
	err = e.CommitStep(ctx, sessions.Step{Scope: identity.Phone("at", amina), Record: next(draft), Expect: draft.Seq})
	require.ErrorIs(t, err, sessions.ErrConflict)
}

func testMessages(t *testing.T, e Edge) {
	ctx, all := t.Context(), identity.System()
	queue := func(channel string, n int) sessions.Message {
		m := sessions.Message{
			ID: uuid.Must(uuid.NewV7()), Channel: channel, To: amina, Text: "Asante", Created: now.Add(time.Duration(n) * time.Second),
		}
		require.NoError(t, e.CommitStep(ctx, sessions.Step{Scope: all, Record: record("at", amina), Messages: []sessions.Message{m}}))
		return m
	}
	first, second, third := queue("at", 0), queue("at", 1), queue("at", 2)
	queue("smsc", 3)

	due := func(at time.Time, limit int) (ms []sessions.Message, attempts []int) {
		got, err := e.DueMessages(ctx, all, "at", at, limit)
		require.NoError(t, err)
		for _, q := range got {
			ms, attempts = append(ms, q.Message), append(attempts, q.Attempts)
		}
		return ms, attempts
	}
	ms, _ := due(now, 10)
	require.Equal(t, []sessions.Message{first, second, third}, ms)
	ms, _ = due(now, 2)
	require.Equal(t, []sessions.Message{first, second}, ms)

	require.NoError(t, e.MessageSent(ctx, all, first.ID, now))
	require.NoError(t, e.MessageFailed(ctx, all, second.ID, now.Add(time.Minute)))
	require.NoError(t, e.MessageGivenUp(ctx, all, third.ID, now))
	ms, _ = due(now, 10)
	require.Empty(t, ms)
	ms, attempts := due(now.Add(time.Minute), 10)
	require.Equal(t, []sessions.Message{second}, ms)
	require.Equal(t, []int{1}, attempts)

	// What is settled is settled.
	require.ErrorIs(t, e.MessageSent(ctx, all, first.ID, now), sessions.ErrNotFound)
	require.ErrorIs(t, e.MessageFailed(ctx, all, third.ID, now), sessions.ErrNotFound)
	require.ErrorIs(t, e.MessageGivenUp(ctx, all, uuid.New(), now), sessions.ErrNotFound)
}

func testMessageScope(t *testing.T, e Edge) {
	ctx := t.Context()
	m := sessions.Message{ID: uuid.New(), Channel: "at", To: amina, Text: "x", Created: now}
	require.NoError(t, e.CommitStep(ctx, sessions.Step{Scope: identity.System(), Record: record("at", amina), Messages: []sessions.Message{m}}))
	for _, s := range strangers {
		due, err := e.DueMessages(ctx, s.scope, "at", now, 10)
		require.NoError(t, err)
		require.Empty(t, due, s.name)
		require.ErrorIs(t, e.MessageSent(ctx, s.scope, m.ID, now), sessions.ErrNotFound, s.name)
		require.ErrorIs(t, e.MessageGivenUp(ctx, s.scope, m.ID, now), sessions.ErrNotFound, s.name)
		require.ErrorIs(t, e.MessageFailed(ctx, s.scope, m.ID, now), sessions.ErrNotFound, s.name)
	}
	due, err := e.DueMessages(ctx, identity.Phone("at", amina), "at", now, 10)
	require.NoError(t, err)
	require.Len(t, due, 1)
	require.Zero(t, due[0].Attempts)
}
