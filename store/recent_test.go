// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

// TestRecentIsTheDatabase: whatever phones and desks write, in whatever order, a
// phone is given the session that the database would give. The scope of the node
// itself always reads the database.
func TestRecentIsTheDatabase(t *testing.T) {
	t.Parallel()
	e := mustOpen(t, t.TempDir())
	ctx := t.Context()
	const service = "*384#"
	random := rand.New(rand.NewPCG(1, 2))
	channels, parties := []string{"at", "sms"}, []string{"+254700000001", "+254700000002", "+254700000003"}
	now := time.UnixMilli(1763634600000).UTC()
	var rows []sessions.Record
	found := 0
	for range 1500 {
		now = now.Add(time.Second)
		channel, party := channels[random.IntN(2)], parties[random.IntN(3)]
		step := sessions.Step{Scope: identity.Phone(channel, party), Record: sessions.Record{
			ID: uuid.Must(uuid.NewV7()), Service: service, Channel: channel, Party: party, State: []byte{byte(random.IntN(256))},
		}}
		if current, err := e.OpenSession(ctx, step.Scope, service, channel, party); err == nil {
			step.Expect, step.Record.ID, step.Record.Seq = current.Seq, current.ID, current.Seq
		}
		step.Record.Parked, step.Record.Closed = random.IntN(8) == 0, random.IntN(8) == 0
		switch {
		case random.IntN(6) == 0: // a draft is put aside, and perhaps waits with others
			aside := step.Record
			aside.ID, aside.Seq, aside.Parked, aside.Updated = uuid.Must(uuid.NewV7()), 1, true, now
			step.Park = []sessions.Record{aside}
			rows = append(rows, aside)
		case random.IntN(6) == 0 && len(rows) > 0: // one of another's is taken up, or let go of
			i := random.IntN(len(rows))
			if other, err := e.Session(ctx, identity.System(), rows[i].ID); err == nil && other.ID != step.Record.ID {
				change := sessions.Change{Record: other, Expect: other.Seq}
				change.Record.Seq++
				change.Record.Updated = now.Add(-time.Duration(random.IntN(3)) * time.Second / 2)
				change.Record.Parked, change.Record.Closed = random.IntN(2) == 0, random.IntN(4) == 0
				change.Record.Party = parties[random.IntN(3)]
				step.Changes = []sessions.Change{change}
			}
		case random.IntN(9) == 0:
			step.Expect += 5 // somebody else was quicker: nothing is written
		}
		step.Record.Seq++
		step.Record.Updated = now
		if e.CommitStep(ctx, step) == nil {
			rows = append(rows, step.Record)
		}
		for _, channel := range channels {
			for _, party := range parties {
				want, noneThere := e.OpenSession(ctx, identity.System(), service, channel, party)
				got, none := e.OpenSession(ctx, identity.Phone(channel, party), service, channel, party)
				if noneThere != nil {
					require.ErrorIs(t, none, sessions.ErrNotFound)
					continue
				}
				require.NoError(t, none)
				require.Equal(t, want, got)
				found++
			}
		}
	}
	require.Greater(t, found, 1500)
}

// TestStrangers: whoever was here before a restart is known after it, by a session
// or by a language alone, and nobody else is.
func TestStrangers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := mustOpen(t, dir)
	ctx := t.Context()
	s := step(amina)
	s.Scope = identity.Phone("at", amina)
	s.Preference = &sessions.Preference{Language: "sw"}
	require.NoError(t, e.CommitStep(ctx, s))
	const juma = "254700000002"
	gone := step(juma)
	gone.Record.Closed, gone.Preference = true, &sessions.Preference{Language: "am"}
	require.NoError(t, e.CommitStep(ctx, gone))
	require.NoError(t, e.Close())

	e = mustOpen(t, dir)
	got, err := e.OpenSession(ctx, identity.Phone("at", amina), s.Record.Service, "at", amina)
	require.NoError(t, err)
	require.Equal(t, s.Record.ID, got.ID)
	for party, language := range map[string]string{amina: "sw", juma: "am", "254700000003": ""} {
		p, err := e.Preference(ctx, identity.Phone("at", party), s.Record.Service, party)
		require.NoError(t, err)
		require.Equal(t, language, p.Language)
	}
	_, err = e.OpenSession(ctx, identity.Phone("at", juma), s.Record.Service, "at", juma)
	require.ErrorIs(t, err, sessions.ErrNotFound)
}
