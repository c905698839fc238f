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
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
)

func testRoundTrip(t *testing.T, e Edge) {
	ctx := t.Context()
	r := put(t, e, record("at", amina))
	got, err := e.Session(ctx, identity.System(), r.ID)
	require.NoError(t, err)
	require.Equal(t, r, got)

	// Every column can change, also those that a common step leaves alone.
	steps := []func(*sessions.Record){
		func(*sessions.Record) {},
		func(r *sessions.Record) { r.Form = "assistance" },
		func(r *sessions.Record) { r.Ref = "041227289977" },
		func(r *sessions.Record) { r.Parked = true },
		func(r *sessions.Record) { r.Parked = false },
		func(r *sessions.Record) { r.Channel, r.Party = "ssh", "operator-1" },
		func(r *sessions.Record) { r.Service = "*384*97#" },
		func(r *sessions.Record) { r.State = nil },
		func(r *sessions.Record) { r.Ref, r.Form, r.Closed = "", "", true },
	}
	for i, change := range steps {
		expect := r.Seq
		r = next(r)
		change(&r)
		require.NoError(t, e.CommitStep(ctx, sessions.Step{Scope: identity.System(), Record: r, Expect: expect}), "step %d", i)
		got, err = e.Session(ctx, identity.System(), r.ID)
		require.NoError(t, err)
		require.Equal(t, r, got, "step %d", i)
	}
}

func testNotFound(t *testing.T, e Edge) {
	ctx, all := t.Context(), identity.System()
	_, err := e.Session(ctx, all, uuid.New())
	require.ErrorIs(t, err, sessions.ErrNotFound)
	_, err = e.OpenSession(ctx, all, service, "at", amina)
	require.ErrorIs(t, err, sessions.ErrNotFound)
	require.NotContains(t, err.Error(), amina)
	_, err = e.SessionByRef(ctx, all, "")
	require.ErrorIs(t, err, sessions.ErrNotFound)
	_, err = e.Status(ctx, all, "041233810208")
	require.ErrorIs(t, err, sessions.ErrNotFound)
	drafts, err := e.Drafts(ctx, all, 10)
	require.NoError(t, err)
	require.Empty(t, drafts)
}

// A step that lost the race leaves no trace: no event, message, submission.
func testConflict(t *testing.T, e Edge) {
	ctx := t.Context()
	r := put(t, e, record("at", amina))
	won := next(r)
	require.NoError(t, e.CommitStep(ctx, sessions.Step{Scope: identity.System(), Record: won, Expect: r.Seq}))

	f := Submission(t, "at", amina, "", 1)
	lost := sessions.Step{
		Scope: identity.System(), Record: next(r), Expect: r.Seq, Submission: &f,
		Park:       []sessions.Record{record("at", amina)},
		Events:     []sessions.Event{{At: now, Kind: "answered"}},
		Messages:   []sessions.Message{{ID: uuid.New(), Channel: "at", To: amina, Text: "x", Created: now}},
		Preference: &sessions.Preference{Language: "sw"},
	}
	require.ErrorIs(t, e.CommitStep(ctx, lost), sessions.ErrConflict)
	again := lost
	again.Record.ID, again.Expect = r.ID, 0
	require.ErrorIs(t, e.CommitStep(ctx, again), sessions.ErrConflict, "an id is inserted once")
	gone := lost
	gone.Record.ID = uuid.New()
	require.ErrorIs(t, e.CommitStep(ctx, gone), sessions.ErrConflict, "no such row")

	got, err := e.Session(ctx, identity.System(), r.ID)
	require.NoError(t, err)
	require.Equal(t, won, got)
	due, err := e.DueMessages(ctx, identity.System(), "at", now, 10)
	require.NoError(t, err)
	require.Empty(t, due)
	pending, err := e.Pending(ctx, now, 10, 1<<20)
	require.NoError(t, err)
	require.Empty(t, pending)
	_, err = e.Session(ctx, identity.System(), lost.Park[0].ID)
	require.ErrorIs(t, err, sessions.ErrNotFound)
	p, err := e.Preference(ctx, identity.System(), service, amina)
	require.NoError(t, err)
	require.Zero(t, p)
}

// Steps on one session from many goroutines: every one that was acknowledged
// counts, and no two have won with the same Seq.
func testConcurrentSteps(t *testing.T, e Edge) {
	ctx := t.Context()
	r := put(t, e, record("at", amina))
	const walkers, steps = 8, 10
	var (
		wg        sync.WaitGroup
		mu        sync.Mutex
		won       = map[int64]int{}
		conflicts int
	)
	for range walkers {
		wg.Go(func() {
			for done := 0; done < steps; {
				at, err := e.Session(ctx, identity.System(), r.ID)
				if err != nil {
					t.Error(err)
					return
				}
				err = e.CommitStep(ctx, sessions.Step{
					Scope: identity.System(), Record: next(at), Expect: at.Seq,
					Events: []sessions.Event{{At: now, Kind: "answered"}},
				})
				mu.Lock()
				switch {
				case err == nil:
					won[at.Seq]++
					done++
				case errors.Is(err, sessions.ErrConflict):
					conflicts++
				default:
					t.Error(err)
					done = steps
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	got, err := e.Session(ctx, identity.System(), r.ID)
	require.NoError(t, err)
	require.EqualValues(t, 1+walkers*steps, got.Seq)
	require.Len(t, won, walkers*steps)
	for seq, n := range won {
		require.Equal(t, 1, n, "seq %d", seq)
	}
	require.Positive(t, conflicts, "the test met no race")
}

// Steps that are committed together do not share the fate of one of them.
func testBadStepAlone(t *testing.T, e Edge) {
	ctx := t.Context()
	f := Submission(t, "at", amina, "", 1)
	finish(t, e, f)
	var wg sync.WaitGroup
	good := make([]sessions.Record, 32)
	for i := range good {
		good[i] = record("at", fmt.Sprint(i))
		wg.Go(func() {
			if err := e.CommitStep(ctx, sessions.Step{Scope: identity.System(), Record: good[i]}); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			// The submission's id is taken, which fails after the session was written.
			bad := record("at", juma)
			err := e.CommitStep(ctx, sessions.Step{Scope: identity.System(), Record: bad, Submission: &f})
			if err == nil {
				t.Error("the same submission twice")
				return
			}
			if _, err := e.Session(ctx, identity.System(), bad.ID); !errors.Is(err, sessions.ErrNotFound) {
				t.Errorf("half of a step was kept: %v", err)
			}
		})
	}
	wg.Wait()
	for _, r := range good {
		got, err := e.Session(ctx, identity.System(), r.ID)
		require.NoError(t, err)
		require.Equal(t, r, got)
	}
	pending, err := e.Pending(ctx, now, 10, 1<<20)
	require.NoError(t, err)
	require.Len(t, pending, 1)
}

func testOpenSession(t *testing.T, e Edge) {
	ctx := t.Context()
	older := put(t, e, record("at", amina))
	newer := record("at", amina)
	newer.Updated = now.Add(time.Minute)
	put(t, e, newer)
	for _, change := range []func(*sessions.Record){
		func(r *sessions.Record) { r.Closed = true },
		func(r *sessions.Record) { r.Parked = true },
		func(r *sessions.Record) { r.Service = "*384*97#" },
		func(r *sessions.Record) { r.Channel = "smsc" },
		func(r *sessions.Record) { r.Party = juma },
	} {
		other := record("at", amina)
		other.Updated = now.Add(time.Hour)
		change(&other)
		put(t, e, other)
	}
	got, err := e.OpenSession(ctx, identity.Phone("at", amina), service, "at", amina)
	require.NoError(t, err)
	require.Equal(t, newer, got)

	parked := next(newer)
	parked.Parked = true
	require.NoError(t, e.CommitStep(ctx, sessions.Step{Scope: identity.Phone("at", amina), Record: parked, Expect: 1}))
	got, err = e.OpenSession(ctx, identity.Phone("at", amina), service, "at", amina)
	require.NoError(t, err)
	require.Equal(t, older, got)
}

func testDrafts(t *testing.T, e Edge) {
	ctx := t.Context()
	var want []uuid.UUID
	for i := range 5 {
		r := record("at", amina)
		r.Updated = now.Add(time.Duration(-i) * time.Minute)
		r.Parked = i%2 == 1
		r.Ref = fmt.Sprintf("%012d", i)
		want = append(want, put(t, e, r).ID)
	}
	for _, change := range []func(*sessions.Record){
		func(r *sessions.Record) { r.Closed = true },
		func(r *sessions.Record) { r.Form, r.Ref = "", "" },
	} {
		r := record("at", amina)
		change(&r)
		put(t, e, r)
	}
	drafts, err := e.Drafts(ctx, identity.Phone("at", amina), 10)
	require.NoError(t, err)
	got := make([]uuid.UUID, 0, len(drafts))
	for _, d := range drafts {
		got = append(got, d.ID)
	}
	require.Equal(t, want, got)
	require.Equal(t, sessions.Draft{ID: want[1], Ref: "000000000001", Form: "household", Channel: "at", Updated: now.Add(-time.Minute)}, drafts[1])

	drafts, err = e.Drafts(ctx, identity.Phone("at", amina), 2)
	require.NoError(t, err)
	require.Len(t, drafts, 2)
}

func testStatus(t *testing.T, e Edge) {
	ctx, who := t.Context(), identity.Phone("at", amina)
	r := put(t, e, record("at", amina))
	s, err := e.Status(ctx, who, r.Ref)
	require.NoError(t, err)
	require.Equal(t, sessions.Status{Ref: r.Ref, Form: "household", State: "draft"}, s)

	f, err := registry.Submission{
		ID: uuid.NewString(), Ref: r.Ref, Form: registry.FormRef{ID: "household"}, Channel: "at", By: registry.Actor{Party: amina},
	}.Freeze()
	require.NoError(t, err)
	done := next(r)
	done.Ref, done.Form = "", ""
	require.NoError(t, e.CommitStep(ctx, sessions.Step{Scope: who, Record: done, Expect: 1, Submission: &f}))
	for _, want := range []registry.State{"pending", registry.Held, registry.Applied} {
		if want != "pending" {
			require.NoError(t, e.Settle(ctx, now, now, []registry.Verdict{{SubmissionID: f.ID, State: want}}))
		}
		s, err = e.Status(ctx, who, r.Ref)
		require.NoError(t, err)
		require.Equal(t, sessions.Status{Ref: r.Ref, Form: "household", State: string(want)}, s)
	}
}

// What a phone began and a desk finished is still the phone's to ask about.
func testStatusAfterHandOver(t *testing.T, e Edge) {
	ctx := t.Context()
	f, err := registry.Submission{
		ID: uuid.NewString(), Ref: "041227289977", Form: registry.FormRef{ID: "household"}, Channel: "ssh",
		By: registry.Actor{Party: "+" + amina, Operator: "operator-1", Assisted: true},
	}.Freeze()
	require.NoError(t, err)
	finish(t, e, f)
	tests := []struct {
		name  string
		scope identity.Scope
		want  error
	}{
		{"the phone that began it", identity.Phone("at", "+"+amina), nil},
		{"another phone", identity.Phone("at", "+"+juma), sessions.ErrNotFound},
		{"an opaque id of the same digits", identity.Phone("at", amina), sessions.ErrNotFound},
		{"a phone without a party", identity.Phone("at", ""), sessions.ErrNotFound},
		{"the operator who finished it", identity.Operator("operator-1", "KE.30"), nil},
		{"another operator", identity.Operator("operator-2", "KE.30"), sessions.ErrNotFound},
	}
	for _, tt := range tests {
		_, err := e.Status(ctx, tt.scope, f.Ref)
		require.ErrorIs(t, err, tt.want, tt.name)
	}
}

func testPreference(t *testing.T, e Edge) {
	ctx, who := t.Context(), identity.Phone("at", amina)
	r := record("at", amina)
	require.NoError(t, e.CommitStep(ctx, sessions.Step{Scope: who, Record: r, Preference: &sessions.Preference{Language: "sw"}}))
	require.NoError(t, e.CommitStep(ctx, sessions.Step{Scope: who, Record: next(r), Expect: 1, Preference: &sessions.Preference{Language: "am"}}))
	p, err := e.Preference(ctx, who, service, amina)
	require.NoError(t, err)
	require.Equal(t, sessions.Preference{Language: "am"}, p)
	p, err = e.Preference(ctx, who, "*384*97#", amina)
	require.NoError(t, err)
	require.Zero(t, p)
}

func testCounter(t *testing.T, e Edge) {
	const callers, calls = 8, 100
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		seen = map[uint64]bool{}
	)
	for range callers {
		wg.Go(func() {
			for range calls {
				n, err := e.NextCounter(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				seen[n] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	require.Len(t, seen, callers*calls)
	require.Less(t, len(seen), registry.BlockSize/100)
}
