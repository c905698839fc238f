// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
)

// unfinished ends a session with a submission that lacks parts.
func unfinished(t *testing.T, e Edge, f registry.Frozen, since time.Time, parts ...registry.Task) sessions.Task {
	t.Helper()
	r := record(f.Channel, f.Party)
	r.Ref, r.Form, r.Closed = "", "", true
	task := sessions.Task{Ref: f.Ref, Submission: f.ID, Form: f.Form.ID, Parts: parts, Since: since, State: []byte{7, 0, 255}}
	require.NoError(t, e.CommitStep(t.Context(), sessions.Step{Scope: identity.System(), Record: r, Submission: &f, Task: &task}))
	return task
}

var (
	photo = registry.Task{Kind: "image", Path: "/data/photo", Label: "ፎቶ"}
	line  = registry.Task{Kind: "line", Path: "/data/member[2]/walk", Label: "Walk"}
)

// A task comes with its submission, changes with the next one of the reference
// and goes with the one that lacks nothing.
func testTasks(t *testing.T, e Edge) {
	ctx, all := t.Context(), identity.System()
	first := Submission(t, "at", amina, "KE.30.1", 1)
	task := unfinished(t, e, first, now, photo, line)
	later := unfinished(t, e, Submission(t, "at", juma, "KE.4", 2), now.Add(time.Hour), line)

	got, err := e.Task(ctx, all, first.Ref)
	require.NoError(t, err)
	require.Equal(t, task, got)
	list := func(scope identity.Scope, limit int) []sessions.Task {
		out, err := e.Tasks(ctx, scope, limit)
		require.NoError(t, err)
		return out
	}
	task.State, later.State = nil, nil
	require.Equal(t, []sessions.Task{task, later}, list(all, 10), "the oldest first, without their states")
	require.Equal(t, []sessions.Task{task}, list(all, 1))

	status, err := e.Status(ctx, identity.Phone("at", amina), first.Ref)
	require.NoError(t, err)
	require.Equal(t, []registry.Task{photo, line}, status.Parts)
	require.Equal(t, "pending", status.State)
	_, err = e.SessionByRef(ctx, all, first.Ref)
	require.ErrorIs(t, err, sessions.ErrNotFound, "a task is no session")
	drafts, err := e.PartyDrafts(ctx, identity.Phone("at", amina), service, amina, 10)
	require.NoError(t, err)
	require.Empty(t, drafts, "nor a draft of the phone")

	second := Submission(t, "desk", amina, "KE.30.1", 1)
	unfinished(t, e, second, now.Add(2*time.Hour), line)
	task.Submission, task.Parts = second.ID, []registry.Task{line}
	require.Equal(t, []sessions.Task{task, later}, list(all, 10), "it keeps its age")

	finish(t, e, Submission(t, "desk", amina, "KE.30.1", 1))
	require.Equal(t, []sessions.Task{later}, list(all, 10))
	_, err = e.Task(ctx, all, first.Ref)
	require.ErrorIs(t, err, sessions.ErrNotFound)
	status, err = e.Status(ctx, all, first.Ref)
	require.NoError(t, err)
	require.Empty(t, status.Parts)
}

// Whoever may not see a submission may not see its task.
func testTaskScope(t *testing.T, e Edge) {
	ctx := t.Context()
	f := Submission(t, "at", amina, "KE.30.1", 1)
	unfinished(t, e, f, now, photo)
	for _, s := range strangers {
		_, err := e.Task(ctx, s.scope, f.Ref)
		require.ErrorIs(t, err, sessions.ErrNotFound, s.name)
		list, err := e.Tasks(ctx, s.scope, 10)
		require.NoError(t, err, s.name)
		require.Empty(t, list, s.name)
	}
	for _, scope := range []identity.Scope{identity.Phone("at", amina), identity.Operator("o"), identity.Operator("o", "KE.30")} {
		_, err := e.Task(ctx, scope, f.Ref)
		require.NoError(t, err)
	}
}

// A step that fails leaves no task.
func testTaskOfAStepThatFails(t *testing.T, e Edge) {
	ctx := t.Context()
	r := put(t, e, record("at", amina))
	f := Submission(t, "at", amina, "", 1)
	task := sessions.Task{Ref: f.Ref, Submission: f.ID, Form: "household", Parts: []registry.Task{photo}, Since: now}
	lost := sessions.Step{Scope: identity.System(), Record: next(next(r)), Expect: 2, Submission: &f, Task: &task}
	require.ErrorIs(t, e.CommitStep(ctx, lost), sessions.ErrConflict)
	lost.Record.ID = uuid.New()
	require.ErrorIs(t, e.CommitStep(ctx, lost), sessions.ErrConflict)
	list, err := e.Tasks(ctx, identity.System(), 10)
	require.NoError(t, err)
	require.Empty(t, list)
}
