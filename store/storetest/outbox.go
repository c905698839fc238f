// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/registry"
)

// ids tells what an outbox lists, in order.
func ids(t *testing.T, e Edge, at time.Time, limit, size int) []string {
	t.Helper()
	due, err := e.Pending(t.Context(), at, limit, size)
	require.NoError(t, err)
	got := make([]string, 0, len(due))
	for _, g := range due {
		got = append(got, g.ID)
	}
	return got
}

func testPending(t *testing.T, e Edge) {
	var want []string
	var size int
	for n := range 5 {
		f := Submission(t, "at", amina, "", n)
		finish(t, e, f)
		want = append(want, f.ID)
		size = len(f.Bytes)
	}
	require.Equal(t, want, ids(t, e, now, 10, 1<<20))
	require.Equal(t, want[:3], ids(t, e, now, 3, 1<<20))
	require.Equal(t, want[:2], ids(t, e, now, 10, 2*size+1))
	require.Equal(t, want[:1], ids(t, e, now, 10, 1), "one that is too large travels alone")

	due, err := e.Pending(t.Context(), now, 10, 1<<20)
	require.NoError(t, err)
	for i, g := range due {
		require.EqualValues(t, due[0].DSeq+int64(i), g.DSeq)
		again, err := registry.Refreeze(g.Bytes)
		require.NoError(t, err)
		require.Equal(t, again.SHA256, g.SHA256)
		require.Equal(t, again.Form, g.Form)
	}
}

func testSettle(t *testing.T, e Edge) {
	ctx := t.Context()
	var all []string
	states := []registry.State{registry.Applied, registry.Duplicate, registry.Held, registry.Conflict, registry.Rejected}
	var verdicts []registry.Verdict
	for n := range 7 {
		f := Submission(t, "at", amina, "", n)
		finish(t, e, f)
		all = append(all, f.ID)
		if n < len(states) {
			verdicts = append(verdicts, registry.Verdict{SubmissionID: f.ID, State: states[n], Code: "x"})
		}
	}
	b, err := e.Backlog(ctx)
	require.NoError(t, err)
	require.Equal(t, registry.Backlog{Pending: 7, Oldest: now}, b)

	verdicts = append(verdicts, registry.Verdict{SubmissionID: "unknown", State: registry.Applied})
	require.NoError(t, e.Settle(ctx, now.Add(time.Minute), now.Add(time.Hour), verdicts))
	b, err = e.Backlog(ctx)
	require.NoError(t, err)
	require.Equal(t, registry.Backlog{
		Pending: 2, Held: 2, Applied: 2, Rejected: 1, Oldest: now.Add(5 * time.Second), Success: now.Add(time.Minute),
	}, b)
	require.Equal(t, all[5:], ids(t, e, now, 10, 1<<20), "what is held is asked again later")
	require.Equal(t, []string{all[2], all[3], all[5], all[6]}, ids(t, e, now.Add(time.Hour), 10, 1<<20))

	// A final verdict stands.
	require.NoError(t, e.Settle(ctx, now, now, []registry.Verdict{
		{SubmissionID: all[0], State: registry.Rejected}, {SubmissionID: all[2], State: registry.Applied},
	}))
	b, err = e.Backlog(ctx)
	require.NoError(t, err)
	require.Equal(t, 3, b.Applied)
	require.Equal(t, 1, b.Held)
	require.Equal(t, 1, b.Rejected)
}

func testPostpone(t *testing.T, e Edge) {
	ctx := t.Context()
	a, b := Submission(t, "at", amina, "", 1), Submission(t, "at", amina, "", 2)
	finish(t, e, a)
	finish(t, e, b)
	require.NoError(t, e.Postpone(ctx, a.ID, now.Add(time.Minute)))
	require.Equal(t, []string{b.ID}, ids(t, e, now, 10, 1<<20))
	due, err := e.Pending(ctx, now.Add(time.Minute), 10, 1<<20)
	require.NoError(t, err)
	require.Equal(t, a.ID, due[0].ID)
	require.Equal(t, 1, due[0].Attempts)
}

func testSubmitted(t *testing.T, e Edge) {
	put(t, e, record("at", amina))
	select {
	case <-e.Submitted():
		t.Fatal("announced without a submission")
	default:
	}
	for n := range 3 {
		finish(t, e, Submission(t, "at", amina, "", n))
	}
	select {
	case <-e.Submitted():
	default:
		t.Fatal("not announced")
	}
}
