// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

func idsOf(rows []sessions.Record) []uuid.UUID {
	out := make([]uuid.UUID, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

func testPartyDrafts(t *testing.T, e Edge) {
	ctx := t.Context()
	const number, hidden = "+" + amina, "id-77"
	add := func(channel, party string, minutes int, change func(*sessions.Record)) uuid.UUID {
		r := record(channel, party)
		r.Updated = now.Add(time.Duration(minutes) * time.Minute)
		change(&r)
		return put(t, e, r).ID
	}
	parked := func(r *sessions.Record) { r.Parked = true }
	open := func(*sessions.Record) {}

	add("at", number, 9, open) // in progress here: the session itself
	second := add("at", number, 1, parked)
	first := add("sms", number, 2, open)
	third := add("sms", number, 0, parked)
	add("at", number, 3, func(r *sessions.Record) { r.Parked, r.Closed = true, true })
	add("at", number, 4, func(r *sessions.Record) { r.Parked, r.Form, r.Ref = true, "", "" })
	add("at", number, 5, func(r *sessions.Record) { r.Parked, r.Service = true, "*1#" })
	add("at", "+"+juma, 6, parked)
	own := add("at", hidden, 1, parked)
	add("sms", hidden, 2, parked)

	read := func(s identity.Scope, party string, limit int) []uuid.UUID {
		rows, err := e.PartyDrafts(ctx, s, service, party, limit)
		require.NoError(t, err)
		return idsOf(rows)
	}
	require.Equal(t, []uuid.UUID{first, second, third}, read(identity.Phone("at", number), number, 10))
	require.Equal(t, []uuid.UUID{first, second}, read(identity.Phone("at", number), number, 2))
	require.Equal(t, []uuid.UUID{own}, read(identity.Phone("at", hidden), hidden, 10), "an opaque id means something on its channel only")
	require.Empty(t, read(identity.Phone("at", "+"+juma), number, 10), "another phone")
	require.Empty(t, read(identity.Scope{}, number, 10), "nobody")
	require.Empty(t, read(identity.Phone("at", ""), number, 10), "a phone without a party")
	require.Empty(t, read(identity.Operator("operator-2", "KE.4"), number, 10), "an operator of another place")

	rows, err := e.PartyDrafts(ctx, identity.Phone("at", number), service, number, 1)
	require.NoError(t, err)
	want, err := e.Session(ctx, identity.System(), first)
	require.NoError(t, err)
	require.Equal(t, want, rows[0])
}

func testIdleDrafts(t *testing.T, e Edge) {
	ctx := t.Context()
	var want []sessions.Record
	for i := range 6 {
		r := record("at", amina)
		r.Updated = now.Add(time.Duration(i/2) * time.Minute) // two at a time
		want = append(want, put(t, e, r))
	}
	for _, change := range []func(*sessions.Record){
		func(r *sessions.Record) { r.Closed = true },
		func(r *sessions.Record) { r.Form, r.Ref = "", "" },
		func(r *sessions.Record) { r.Service = "*1#" },
	} {
		r := record("at", amina)
		change(&r)
		put(t, e, r)
	}
	var got []uuid.UUID
	var behind sessions.Mark
	for {
		rows, err := e.IdleDrafts(ctx, identity.System(), service, behind, now.Add(2*time.Minute), 3)
		require.NoError(t, err)
		if len(rows) == 0 {
			break
		}
		got = append(got, idsOf(rows)...)
		behind = sessions.Mark{Updated: rows[len(rows)-1].Updated, ID: rows[len(rows)-1].ID}
	}
	require.Equal(t, idsOf(want[:4]), got, "each once, in order, and none that is not idle")
	for _, s := range strangers {
		rows, err := e.IdleDrafts(ctx, s.scope, service, sessions.Mark{}, now.Add(time.Hour), 10)
		require.NoError(t, err)
		require.Empty(t, rows, s.name)
	}
}

// A step that takes a draft over writes two rows or none.
func testChanges(t *testing.T, e Edge) {
	ctx, all := t.Context(), identity.System()
	held := put(t, e, record("at", amina))
	taker := record("sms", juma)
	taker.Form, taker.Ref = "", ""
	taker = put(t, e, taker)
	take := func() sessions.Step {
		from, to := next(held), next(taker)
		from.Form, from.Ref = "", ""
		to.Form, to.Ref = held.Form, held.Ref
		return sessions.Step{
			Scope: identity.Phone("sms", juma), Record: to, Expect: taker.Seq,
			Changes: []sessions.Change{{Record: from, Expect: held.Seq}},
		}
	}
	stale := take()
	stale.Changes[0].Expect--
	require.ErrorIs(t, e.CommitStep(ctx, stale), sessions.ErrConflict)
	late := take()
	late.Expect--
	require.ErrorIs(t, e.CommitStep(ctx, late), sessions.ErrConflict)
	for _, want := range []sessions.Record{held, taker} {
		got, err := e.Session(ctx, all, want.ID)
		require.NoError(t, err)
		require.Equal(t, want, got, "nothing was written")
	}
	moved := take()
	require.NoError(t, e.CommitStep(ctx, moved))
	for _, want := range []sessions.Record{moved.Record, moved.Changes[0].Record} {
		got, err := e.Session(ctx, all, want.ID)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	got, err := e.SessionByRef(ctx, all, held.Ref)
	require.NoError(t, err)
	require.Equal(t, moved.Record, got)
}

// Of many who take one draft, one has it.
func testOneTaker(t *testing.T, e Edge) {
	ctx := t.Context()
	held := put(t, e, record("at", amina))
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		wins int
	)
	for i := range 8 {
		r := record("sms", fmt.Sprintf("+25470000010%d", i))
		r.Ref, r.Form = held.Ref, held.Form
		wg.Go(func() {
			from := next(held)
			from.Form, from.Ref = "", ""
			err := e.CommitStep(ctx, sessions.Step{
				Scope: identity.Phone(r.Channel, r.Party), Record: r, Changes: []sessions.Change{{Record: from, Expect: held.Seq}},
			})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				wins++
			case !errors.Is(err, sessions.ErrConflict):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, 1, wins)
	rows, err := e.IdleDrafts(ctx, identity.System(), service, sessions.Mark{}, now.Add(time.Hour), 20)
	require.NoError(t, err)
	require.Len(t, rows, 1, "the draft is in one session")
}

func testSpend(t *testing.T, e Edge) {
	ctx := t.Context()
	spend := func(name, day string, most int) error {
		r := record("at", amina)
		err := e.CommitStep(ctx, sessions.Step{
			Scope: identity.System(), Record: r, Spend: &sessions.Spend{Name: name, Day: day, Most: most},
			Messages: []sessions.Message{{ID: uuid.New(), Channel: "at", To: amina, Text: "x", Created: now}},
		})
		if _, missing := e.Session(ctx, identity.System(), r.ID); (missing == nil) != (err == nil) {
			t.Error("half of a step was kept")
		}
		return err
	}
	require.NoError(t, spend("nudge", "2026-11-20", 2))
	require.NoError(t, spend("nudge", "2026-11-20", 2))
	require.ErrorIs(t, spend("nudge", "2026-11-20", 2), sessions.ErrSpent)
	require.NoError(t, spend("nudge", "2026-11-20", 3), "more is allowed by now")
	require.NoError(t, spend("nudge", "2026-11-21", 1), "another day")
	require.NoError(t, spend("other", "2026-11-20", 1), "another allowance")
	require.ErrorIs(t, spend("none", "2026-11-20", 0), sessions.ErrSpent)
	due, err := e.DueMessages(ctx, identity.System(), "at", now, 100)
	require.NoError(t, err)
	require.Len(t, due, 5)
}

func testExpired(t *testing.T, e Edge) {
	ctx, who := t.Context(), identity.Phone("at", amina)
	r := put(t, e, record("at", amina))
	closed := next(r)
	closed.Closed = true
	require.NoError(t, e.CommitStep(ctx, sessions.Step{Scope: identity.System(), Record: closed, Expect: r.Seq}))
	s, err := e.Status(ctx, who, r.Ref)
	require.NoError(t, err)
	require.Equal(t, sessions.Status{Ref: r.Ref, Form: "household", State: "expired"}, s)
	_, err = e.Status(ctx, identity.Phone("at", juma), r.Ref)
	require.ErrorIs(t, err, sessions.ErrNotFound)
	got, err := e.Session(ctx, identity.System(), r.ID)
	require.NoError(t, err)
	require.Equal(t, closed, got, "nothing of it is lost")
	_, err = e.OpenSession(ctx, who, service, "at", amina)
	require.ErrorIs(t, err, sessions.ErrNotFound)
}
