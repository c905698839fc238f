// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
	"github.com/dialform/dialform/store/storetest"
)

const amina = "254700000001"

func mustView(t *testing.T, path string) *store.View {
	t.Helper()
	v, err := store.OpenView(t.Context(), path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, v.Close()) })
	return v
}

// three finishes three forms and returns them, the newest first.
func three(t *testing.T, e *store.Edge) []registry.Frozen {
	t.Helper()
	fs := make([]registry.Frozen, 3)
	for i := range fs {
		f := storetest.Submission(t, "at", amina, "KE.30", i)
		s := step(amina)
		s.Submission = &f
		require.NoError(t, e.CommitStep(t.Context(), s))
		fs[len(fs)-1-i] = f
	}
	return fs
}

func frozen(entries []store.Entry) (fs []registry.Frozen) {
	for _, e := range entries {
		fs = append(fs, e.Frozen)
	}
	return fs
}

func TestViewOfAnEdge(t *testing.T) {
	t.Parallel()
	ctx, dir := t.Context(), t.TempDir()
	e, err := store.OpenEdge(ctx, dir)
	require.NoError(t, err)
	want := three(t, e)
	at := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	require.NoError(t, e.Outbox().Settle(ctx, at, at, []registry.Verdict{
		{SubmissionID: want[2].ID, State: registry.Rejected, Code: registry.CodeMalformed},
	}))
	look := func(t *testing.T, path string) {
		v := mustView(t, path)
		require.False(t, v.Hub())
		entries, err := v.Submissions(ctx, identity.System(), 10)
		require.NoError(t, err)
		require.Equal(t, want, frozen(entries))
		require.Equal(t, "pending", entries[0].State)
		require.Zero(t, entries[0].Settled)
		require.Equal(t, "rejected", entries[2].State)
		require.Equal(t, registry.CodeMalformed, entries[2].Code)
		require.Equal(t, at, entries[2].Settled)
		for _, key := range []string{want[1].ID, want[1].Ref} {
			entry, err := v.Submission(ctx, identity.System(), key)
			require.NoError(t, err)
			require.Equal(t, want[1], entry.Frozen)
		}
		_, err = v.Submission(ctx, identity.System(), "nothing")
		require.ErrorIs(t, err, sessions.ErrNotFound)
	}
	look(t, dir) // while its owner writes
	require.NoError(t, e.Close())
	look(t, dir)
	look(t, filepath.Join(dir, store.EdgeFile))
	copied := filepath.Join(t.TempDir(), "backup.sqlite")
	b, err := os.ReadFile(filepath.Join(dir, store.EdgeFile))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(copied, b, 0o600))
	look(t, copied)
	mustOpen(t, dir) // the view holds no lock
}

// A node whose plug was pulled leaves its log beside the database; what is in
// it counts.
func TestViewAfterACrash(t *testing.T) {
	t.Parallel()
	dir, crashed := t.TempDir(), t.TempDir()
	want := three(t, mustOpen(t, dir))
	for _, name := range []string{store.EdgeFile, store.EdgeFile + "-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(crashed, name), b, 0o600))
	}
	entries, err := mustView(t, crashed).Submissions(t.Context(), identity.System(), 10)
	require.NoError(t, err)
	require.Equal(t, want, frozen(entries))
}

func TestViewOfAHub(t *testing.T) {
	t.Parallel()
	ctx, dir := t.Context(), t.TempDir()
	h := mustOpenHub(t, dir)
	f := storetest.Submission(t, "at", amina, "KE.30", 1)
	at := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	_, err := h.Ingest(ctx, at, []registry.Arrival{{Device: "d", Epoch: "e", DSeq: 1, Frozen: f}})
	require.NoError(t, err)
	v := mustView(t, dir)
	require.True(t, v.Hub())
	entries, err := v.Submissions(ctx, identity.System(), 10)
	require.NoError(t, err)
	require.Equal(t, []store.Entry{{Frozen: f, State: "applied", Settled: at}}, entries)
	entry, err := v.Submission(ctx, identity.System(), f.Ref)
	require.NoError(t, err)
	require.Equal(t, entries[0], entry)
}

func TestViewKeepsToTheScope(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := three(t, mustOpen(t, dir))[0]
	v := mustView(t, dir)
	tests := []struct {
		name  string
		scope identity.Scope
		sees  bool
	}{
		{"the node", identity.System(), true},
		{"its owner", identity.Phone("at", amina), true},
		{"an operator everywhere", identity.Operator("operator-1"), true},
		{"an operator of the place", identity.Operator("operator-1", "ET", "KE.30"), true},
		{"an operator of a place around it", identity.Operator("operator-1", "KE"), true},
		{"an operator of another place", identity.Operator("operator-1", "KE.31"), false},
		{"an operator of a place within it", identity.Operator("operator-1", "KE.30.1"), false},
		{"an operator of a pattern", identity.Operator("operator-1", "K%", "*", "_"), false},
		{"another phone", identity.Phone("at", "254700000002"), false},
		{"another channel", identity.Phone("smsc", amina), false},
		{"nobody", identity.Scope{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			entries, err := v.Submissions(t.Context(), tt.scope, 10)
			require.NoError(t, err)
			_, err = v.Submission(t.Context(), tt.scope, f.ID)
			if tt.sees {
				require.Len(t, entries, 3)
				require.NoError(t, err)
				return
			}
			require.Empty(t, entries)
			require.ErrorIs(t, err, sessions.ErrNotFound)
		})
	}
}

func TestViewOfNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := store.OpenView(t.Context(), dir)
	require.ErrorIs(t, err, store.ErrNoDatabase)
	require.ErrorContains(t, err, dir)
	_, err = store.OpenView(t.Context(), filepath.Join(dir, "none"))
	require.ErrorIs(t, err, store.ErrNoDatabase)

	text := filepath.Join(dir, "letter.txt")
	require.NoError(t, os.WriteFile(text, []byte("Dear registry, "), 0o600))
	_, err = store.OpenView(t.Context(), text)
	require.ErrorIs(t, err, store.ErrDamaged)
	empty := filepath.Join(dir, "empty.db")
	require.NoError(t, os.WriteFile(empty, nil, 0o600))
	_, err = store.OpenView(t.Context(), empty)
	require.ErrorIs(t, err, store.ErrNoDatabase)

	for _, name := range []string{store.EdgeFile, store.HubFile} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
	}
	_, err = store.OpenView(t.Context(), dir)
	require.ErrorIs(t, err, store.ErrTwoDatabases)
}

func TestKeptForms(t *testing.T) {
	t.Parallel()
	e := mustOpen(t, t.TempDir())
	hash := [32]byte{1}
	_, _, err := e.KeptForm(t.Context(), hash)
	require.ErrorIs(t, err, sessions.ErrNotFound)
	require.NoError(t, e.KeepForm(t.Context(), hash, "household.xlsx", []byte("PK")))
	require.NoError(t, e.KeepForm(t.Context(), hash, "other.xlsx", []byte("PK")))
	name, data, err := e.KeptForm(t.Context(), hash)
	require.NoError(t, err)
	require.Equal(t, "household.xlsx", name)
	require.Equal(t, []byte("PK"), data)
}
