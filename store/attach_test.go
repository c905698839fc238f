// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
	"github.com/dialform/dialform/store/storetest"
)

const gif = "GIF89a..."

// waiting is an edge with a submission that waits for files, and its tasks as a
// command beside it sees them.
func waiting(t *testing.T) (*store.Edge, *store.Tasks, registry.Frozen) {
	t.Helper()
	dir := t.TempDir()
	e := mustOpen(t, dir)
	f := storetest.Submission(t, "at", "254700000001", "", 1)
	s := step("254700000001")
	s.Submission = &f
	s.Task = &sessions.Task{Ref: f.Ref, Submission: f.ID, Form: "household", Since: time.Now(), Parts: []registry.Task{
		{Kind: "image", Path: "/data/photo"},
		{Kind: "signature", Path: "/data/sign"},
		{Kind: "audio", Path: "/data/voice"},
		{Kind: "line", Path: "/data/walk"},
		{Kind: "file", Path: "/data/m[1]/card"},
		{Kind: "file", Path: "/data/m[2]/card"},
	}}
	require.NoError(t, e.CommitStep(t.Context(), s))
	tasks, err := store.OpenTasks(t.Context(), dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, tasks.Close()) })
	return e, tasks, f
}

func TestAttach(t *testing.T) {
	t.Parallel()
	e, tasks, f := waiting(t)
	ctx := t.Context()
	kept, err := tasks.Attach(ctx, f.Ref, "photo", strings.NewReader(gif), time.Now())
	require.NoError(t, err)
	require.Equal(t, "/data/photo", kept.Path)
	require.Equal(t, "image/gif", kept.Type)
	require.Equal(t, kept.SHA256[:16]+".gif", kept.Name, "the name tells nothing of where it came from")
	card, err := tasks.Attach(ctx, f.Ref, "/data/m[2]/card", strings.NewReader("%PDF-1.7"), time.Now())
	require.NoError(t, err)

	got, err := e.Attachments(ctx, identity.System(), f.Ref)
	require.NoError(t, err)
	require.Equal(t, []registry.File{card, kept}, got)
	got, err = e.Attachments(ctx, identity.Phone("at", "254700000009"), f.Ref)
	require.NoError(t, err)
	require.Empty(t, got)

	again, err := tasks.Attach(ctx, f.Ref, "photo", strings.NewReader(gif+"a better one"), time.Now())
	require.NoError(t, err)
	got, err = e.Attachments(ctx, identity.System(), f.Ref)
	require.NoError(t, err)
	require.Equal(t, []registry.File{card, again}, got)
	data, err := tasks.File(ctx, kept.Name)
	require.NoError(t, err)
	require.Equal(t, gif, string(data), "the edition that was sent with it still has it")
}

func TestAttachRefuses(t *testing.T) {
	t.Parallel()
	e, tasks, f := waiting(t)
	large := io.LimitReader(io.MultiReader(strings.NewReader(gif), endless{}), store.MaxAttachment+1)
	tests := []struct {
		name, ref, question string
		file                io.Reader
		want                error
	}{
		{"another reference", "000000000009", "photo", strings.NewReader(gif), sessions.ErrNotFound},
		{"no such question", f.Ref, "head", strings.NewReader(gif), store.ErrNoPart},
		{"one of several", f.Ref, "card", strings.NewReader(gif), store.ErrNoPart},
		{"no file", f.Ref, "walk", strings.NewReader(gif), store.ErrNoPart},
		{"empty", f.Ref, "photo", strings.NewReader(""), store.ErrFileSize},
		{"too large", f.Ref, "photo", large, store.ErrFileSize},
		{"a text as a photo", f.Ref, "photo", strings.NewReader("dear registry"), store.ErrFileType},
		{"a photo as a voice", f.Ref, "voice", strings.NewReader(gif), store.ErrFileType},
		{"a page as a signature", f.Ref, "sign", strings.NewReader("<html><script>"), store.ErrFileType},
	}
	for _, tt := range tests {
		_, err := tasks.Attach(t.Context(), tt.ref, tt.question, tt.file, time.Now())
		require.ErrorIs(t, err, tt.want, tt.name)
	}
	got, err := e.Attachments(t.Context(), identity.System(), f.Ref)
	require.NoError(t, err)
	require.Empty(t, got)
	_, err = tasks.File(t.Context(), "../../etc/passwd")
	require.ErrorIs(t, err, sessions.ErrNotFound)
	kept, err := tasks.Attach(t.Context(), f.Ref, "voice", strings.NewReader("#!AMR\n..."), time.Now())
	require.NoError(t, err)
	require.Equal(t, "audio/amr", kept.Type, "as simple phones record")
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte{'x'}, len(p))), nil }

// A command attaches while the node commits steps, and neither waits in vain.
func TestAttachBesideANode(t *testing.T) {
	t.Parallel()
	e, tasks, f := waiting(t)
	failed := make(chan error, 1)
	go func() {
		var err error
		s := step("254700000002")
		for i := 0; i < 200 && err == nil; i++ {
			if err = e.CommitStep(context.WithoutCancel(t.Context()), s); err == nil {
				s = onward(s)
			}
		}
		failed <- err
	}()
	for i := range 20 {
		_, err := tasks.Attach(t.Context(), f.Ref, "photo", strings.NewReader(gif+strings.Repeat("x", i)), time.Now())
		require.NoError(t, err)
	}
	require.NoError(t, <-failed)
}

func TestTasksNeedAnEdge(t *testing.T) {
	t.Parallel()
	_, err := store.OpenTasks(t.Context(), t.TempDir())
	require.ErrorIs(t, err, store.ErrNoDatabase)
	dir := t.TempDir()
	mustOpenHub(t, dir)
	_, err = store.OpenTasks(t.Context(), dir)
	require.ErrorIs(t, err, store.ErrNoDatabase)
}
