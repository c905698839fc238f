// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"context"
	"crypto/sha256"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/registry"
)

// Hub is the store of the centre.
type Hub interface {
	Ingest(ctx context.Context, at time.Time, arrivals []registry.Arrival) ([]registry.Verdict, error)
}

// RunHub runs every test of a hub store. open returns an empty one, which it
// closes when the test ends, and a function that counts the rows of its tables
// submission and quarantine.
func RunHub(t *testing.T, open func(t *testing.T) (Hub, func() (submissions, quarantined int))) {
	tests := []struct {
		name string
		test func(*testing.T, Hub, func() (int, int))
	}{
		{"what is new is applied, what is known is a duplicate", testIngest},
		{"the same id with other bytes is rejected and kept", testIDConflict},
		{"what cannot be read is kept once", testQuarantine},
		{"the same submission five times at once is one row", testParallelIngest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h, count := open(t)
			tt.test(t, h, count)
		})
	}
}

func arrival(f registry.Frozen, dseq int64) registry.Arrival {
	return registry.Arrival{Device: "device", Epoch: "epoch", DSeq: dseq, Frozen: f}
}

func ingest(t *testing.T, h Hub, as ...registry.Arrival) []registry.Verdict {
	t.Helper()
	vs, err := h.Ingest(t.Context(), now, as)
	require.NoError(t, err)
	return vs
}

func testIngest(t *testing.T, h Hub, count func() (int, int)) {
	a, b := arrival(Submission(t, "at", amina, "", 1), 1), arrival(Submission(t, "at", amina, "", 2), 2)
	require.Equal(t, []registry.Verdict{
		{SubmissionID: a.ID, State: registry.Applied},
		{SubmissionID: a.ID, State: registry.Duplicate},
	}, ingest(t, h, a, a))
	require.Equal(t, []registry.Verdict{
		{SubmissionID: b.ID, State: registry.Applied},
		{SubmissionID: a.ID, State: registry.Duplicate},
	}, ingest(t, h, b, a))
	require.Empty(t, ingest(t, h))
	n, q := count()
	require.Equal(t, 2, n)
	require.Zero(t, q)
}

func testIDConflict(t *testing.T, h Hub, count func() (int, int)) {
	first := arrival(Submission(t, "at", amina, "", 1), 1)
	other := arrival(Submission(t, "at", juma, "", 2), 2)
	other.ID = first.ID
	ingest(t, h, first)
	want := registry.Verdict{SubmissionID: first.ID, State: registry.Rejected, Code: registry.CodeIDConflict}
	require.Equal(t, []registry.Verdict{want}, ingest(t, h, other))
	require.Equal(t, []registry.Verdict{want}, ingest(t, h, other))
	require.Equal(t, registry.Duplicate, ingest(t, h, first)[0].State)
	n, q := count()
	require.Equal(t, 1, n)
	require.Equal(t, 1, q)
}

func testQuarantine(t *testing.T, h Hub, count func() (int, int)) {
	f := Submission(t, "at", amina, "", 1)
	bad := registry.Arrival{
		Device: "device", Epoch: "epoch", DSeq: 1, State: registry.Rejected, Reason: registry.CodeHashMismatch,
		Frozen: registry.Frozen{ID: f.ID, Bytes: []byte("garbled"), SHA256: sha256.Sum256([]byte("garbled"))},
	}
	good := arrival(f, 1)
	require.Equal(t, []registry.Verdict{
		{SubmissionID: f.ID, State: registry.Rejected, Code: registry.CodeHashMismatch},
		{SubmissionID: f.ID, State: registry.Rejected, Code: registry.CodeHashMismatch},
		{SubmissionID: f.ID, State: registry.Applied},
	}, ingest(t, h, bad, bad, good))
	n, q := count()
	require.Equal(t, 1, n)
	require.Equal(t, 1, q)
}

func testParallelIngest(t *testing.T, h Hub, count func() (int, int)) {
	a := arrival(Submission(t, "at", amina, "", 1), 1)
	const posts = 5
	states := make(chan registry.State, posts)
	var wg sync.WaitGroup
	for range posts {
		wg.Go(func() {
			vs, err := h.Ingest(t.Context(), now, []registry.Arrival{a})
			if err != nil {
				t.Error(err)
				return
			}
			states <- vs[0].State
		})
	}
	wg.Wait()
	close(states)
	got := map[registry.State]int{}
	for s := range states {
		got[s]++
	}
	require.Equal(t, map[registry.State]int{registry.Applied: 1, registry.Duplicate: posts - 1}, got)
	n, q := count()
	require.Equal(t, 1, n)
	require.Zero(t, q)
}
