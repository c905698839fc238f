// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
	"github.com/dialform/dialform/store/storetest"
)

func TestOneProcessHoldsTheFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, err := store.OpenEdge(t.Context(), dir)
	require.NoError(t, err)
	_, err = store.OpenEdge(t.Context(), dir)
	require.ErrorIs(t, err, store.ErrLocked)
	require.ErrorContains(t, err, dir)
	require.ErrorContains(t, err, "stop process")
	_, err = store.OpenHub(t.Context(), dir)
	require.ErrorIs(t, err, store.ErrLocked)
	require.NoError(t, e.Close())
	mustOpen(t, dir)
}

func TestReopening(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a folder?with#odd%20names", "deeper")
	e, err := store.OpenEdge(t.Context(), dir)
	require.NoError(t, err)
	device := e.Device()
	require.Len(t, device.ID, 36)
	require.Len(t, device.Epoch, 36)
	require.NotZero(t, device.References.Key)
	first, err := e.NextCounter(t.Context())
	require.NoError(t, err)
	s := step(amina)
	f := storetest.Submission(t, "at", amina, "", 1)
	s.Submission = &f
	require.NoError(t, e.CommitStep(t.Context(), s))
	require.NoError(t, e.Close())

	e = mustOpen(t, dir)
	require.Equal(t, device, e.Device())
	n, err := e.NextCounter(t.Context())
	require.NoError(t, err)
	require.Greater(t, n, first)
	_, err = e.Session(t.Context(), identity.System(), s.Record.ID)
	require.NoError(t, err)
	b, err := e.Outbox().Backlog(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, b.Pending)

	other := mustOpen(t, t.TempDir())
	require.NotEqual(t, device.ID, other.Device().ID)
	require.NotEqual(t, device.References.Key, other.Device().References.Key)
}

// People's data is for this user only.
func TestFileModes(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	e := mustOpen(t, dir)
	require.NoError(t, e.CommitStep(t.Context(), step(amina)))
	info, err := os.Stat(dir)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 3)
	for _, f := range files {
		info, err := f.Info()
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), f.Name())
	}
}

// After a clean end there is one file to copy: the log is in the database.
func TestCloseLeavesOneFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, err := store.OpenEdge(t.Context(), dir)
	require.NoError(t, err)
	s := step(amina)
	require.NoError(t, e.CommitStep(t.Context(), s))
	_, err = e.Session(t.Context(), identity.System(), s.Record.ID)
	require.NoError(t, err)
	require.NoError(t, e.Close())
	files, err := filepath.Glob(filepath.Join(dir, store.EdgeFile+"*"))
	require.NoError(t, err)
	require.Equal(t, []string{filepath.Join(dir, store.EdgeFile)}, files)
}

func TestTroubleWithTheFile(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		spoil   func(t *testing.T, dir, file string)
		want    error
		mention string
	}{
		{"not a database", func(t *testing.T, _, file string) {
			require.NoError(t, os.WriteFile(file, []byte(strings.Repeat("no database ", 500)), 0o600))
		}, store.ErrDamaged, "keep a copy"},
		{"a garbled page", func(t *testing.T, _, file string) {
			b, err := os.ReadFile(file)
			require.NoError(t, err)
			for i := 4096; i+4096 < len(b); i++ {
				b[i] ^= 0x5a
			}
			require.NoError(t, os.WriteFile(file, b, 0o600))
		}, store.ErrDamaged, "keep a copy"},
		{"cut short", func(t *testing.T, _, file string) {
			require.NoError(t, os.Truncate(file, 3*4096))
		}, store.ErrDamaged, "keep a copy"},
		{"a folder in its place", func(t *testing.T, _, file string) {
			require.NoError(t, os.Remove(file))
			require.NoError(t, os.Mkdir(file, 0o700))
		}, store.ErrUnwritable, "read and write permission"},
		{"of a later version", func(t *testing.T, dir, _ string) {
			e, err := store.OpenEdge(t.Context(), dir)
			require.NoError(t, err)
			require.NoError(t, store.Exec(t.Context(), e, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`))
			require.NoError(t, e.Close())
		}, store.ErrNewer, "start that version"},
		{"a lost key", func(t *testing.T, dir, _ string) {
			e, err := store.OpenEdge(t.Context(), dir)
			require.NoError(t, err)
			require.NoError(t, store.Exec(t.Context(), e, `UPDATE setting SET value = x'00' WHERE name = 'reference_key'`))
			require.NoError(t, e.Close())
		}, store.ErrDamaged, "keep a copy"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			e, err := store.OpenEdge(t.Context(), dir)
			require.NoError(t, err)
			for range 20 {
				require.NoError(t, e.CommitStep(t.Context(), step(amina)))
			}
			require.NoError(t, e.Close())
			file := filepath.Join(dir, store.EdgeFile)
			tt.spoil(t, dir, file)

			_, err = store.OpenEdge(t.Context(), dir)
			require.ErrorIs(t, err, tt.want)
			require.ErrorContains(t, err, file)
			require.ErrorContains(t, err, tt.mention)
			require.NotContains(t, err.Error(), amina)

			// The folder is free again, and what was there is left for a rescue.
			_, err = store.OpenEdge(t.Context(), dir)
			require.ErrorIs(t, err, tt.want)
			require.NotErrorIs(t, err, store.ErrLocked)
		})
	}
}

func TestFolderThatCannotBeMade(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := store.OpenEdge(t.Context(), filepath.Join(file, "data"))
	require.ErrorIs(t, err, store.ErrUnwritable)
	require.ErrorContains(t, err, file)
}

func TestUnwritableFolder(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root writes everywhere")
	}
	dir := t.TempDir()
	require.NoError(t, os.Chmod(dir, 0o500))
	_, err := store.OpenEdge(t.Context(), dir)
	require.ErrorIs(t, err, store.ErrUnwritable)
	require.ErrorContains(t, err, "read and write permission")
}

// A full disk refuses steps, loses nothing that was acknowledged, and is over
// once there is room again.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	e := mustOpen(t, t.TempDir())
	require.NoError(t, store.LimitPages(ctx, e, 100))
	var kept []sessions.Step
	var err error
	for len(kept) < 1000 {
		s := step(amina)
		if err = e.CommitStep(ctx, s); err != nil {
			break
		}
		kept = append(kept, s)
	}
	require.ErrorIs(t, err, store.ErrFull)
	require.ErrorContains(t, err, store.EdgeFile)
	require.ErrorContains(t, err, "free some space")
	require.NotContains(t, err.Error(), amina)
	for _, s := range kept {
		_, err := e.Session(ctx, identity.System(), s.Record.ID)
		require.NoError(t, err)
	}
	require.NoError(t, store.LimitPages(ctx, e, 0))
	require.NoError(t, e.CommitStep(ctx, step(amina)))
}

func TestClosed(t *testing.T) {
	t.Parallel()
	e, err := store.OpenEdge(context.Background(), t.TempDir())
	require.NoError(t, err)
	require.NoError(t, e.Close())
	require.NoError(t, e.Close())
	require.ErrorIs(t, e.CommitStep(t.Context(), step(amina)), store.ErrClosed)
	_, err = e.Session(t.Context(), identity.System(), step("x").Record.ID)
	require.Error(t, err)
}

func TestContextEndsWaiting(t *testing.T) {
	t.Parallel()
	e := mustOpen(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := step(amina)
	err := e.CommitStep(ctx, s)
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, store.ErrUnknown)
	_, err = e.Session(t.Context(), identity.System(), s.Record.ID)
	require.ErrorIs(t, err, sessions.ErrNotFound, "cancelled, yet kept")
}
