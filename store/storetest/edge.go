// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
)

// Messages is the queue of outgoing messages.
type Messages interface {
	DueMessages(ctx context.Context, scope identity.Scope, channel string, now time.Time, limit int) ([]sessions.Queued, error)
	MessageSent(ctx context.Context, scope identity.Scope, id uuid.UUID, at time.Time) error
	MessageGivenUp(ctx context.Context, scope identity.Scope, id uuid.UUID, at time.Time) error
	MessageFailed(ctx context.Context, scope identity.Scope, id uuid.UUID, notBefore time.Time) error
}

// Outbox is what waits for the centre.
type Outbox interface {
	Submitted() <-chan struct{}
	Pending(ctx context.Context, now time.Time, limit, size int) ([]registry.Outgoing, error)
	Settle(ctx context.Context, at, notBefore time.Time, verdicts []registry.Verdict) error
	Postpone(ctx context.Context, id string, notBefore time.Time) error
	Backlog(ctx context.Context) (registry.Backlog, error)
}

// Edge is the store of a device or front node.
type Edge struct {
	sessions.Store
	Messages
	Outbox
}

// RunEdge runs every test of an edge store. open returns an empty one, which it
// closes when the test ends.
func RunEdge(t *testing.T, open func(t *testing.T) Edge) {
	tests := []struct {
		name string
		test func(*testing.T, Edge)
	}{
		{"a session comes back as it was", testRoundTrip},
		{"a session that is not there", testNotFound},
		{"a step on an old state changes nothing", testConflict},
		{"concurrent steps take turns", testConcurrentSteps},
		{"one bad step fails alone", testBadStepAlone},
		{"the open session of a party", testOpenSession},
		{"drafts", testDrafts},
		{"status of a reference", testStatus},
		{"status of what a desk finished for a phone", testStatusAfterHandOver},
		{"preference", testPreference},
		{"counters never repeat", testCounter},
		{"nobody reads outside its scope", testReadScope},
		{"nobody writes outside its scope", testWriteScope},
		{"a draft passes from a phone to a desk", testHandOver},
		{"drafts of a party", testPartyDrafts},
		{"idle drafts", testIdleDrafts},
		{"a draft passes in one step", testChanges},
		{"a draft passes once", testOneTaker},
		{"an allowance is not exceeded", testSpend},
		{"a draft that expired", testExpired},
		{"tasks of submissions", testTasks},
		{"tasks keep to their scope", testTaskScope},
		{"no task of a step that fails", testTaskOfAStepThatFails},
		{"messages are sent once and put off", testMessages},
		{"messages keep to their scope", testMessageScope},
		{"the outbox keeps order and limits", testPending},
		{"verdicts settle the outbox", testSettle},
		{"a poisoned submission is passed", testPostpone},
		{"new submissions are announced", testSubmitted},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.test(t, open(t))
		})
	}
}

// now is an arbitrary moment; stores take the time from their callers.
var now = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

const (
	service = "*384*96#"
	amina   = "254700000001"
	juma    = "254700000002"
)

// record is the first step of a party's session with a form in progress.
func record(channel, party string) sessions.Record {
	return sessions.Record{
		ID: uuid.Must(uuid.NewV7()), Service: service, Channel: channel, Party: party,
		Ref: "041233810208", Form: "household", Seq: 1, State: []byte{1, 0, 255}, Updated: now,
	}
}

// next is the following step of a session.
func next(r sessions.Record) sessions.Record {
	r.Seq++
	r.State = append([]byte{byte(r.Seq)}, r.State...)
	r.Updated = r.Updated.Add(time.Second)
	return r
}

// put inserts a session as the node itself.
func put(t *testing.T, e Edge, r sessions.Record) sessions.Record {
	t.Helper()
	require.NoError(t, e.CommitStep(t.Context(), sessions.Step{Scope: identity.System(), Record: r}))
	return r
}

// Submission freezes a small submission of a party; n tells several apart.
func Submission(t testing.TB, channel, party, place string, n int) registry.Frozen {
	t.Helper()
	f, err := registry.Submission{
		ID: uuid.Must(uuid.NewV7()).String(), Ref: fmt.Sprintf("%012d", n), Kind: registry.KindRegister,
		Form: registry.FormRef{ID: "household", Version: "1", Hash: "ab"}, Place: place,
		By: registry.Actor{Party: party}, Channel: channel, Device: "d", Finished: now.Add(time.Duration(n) * time.Second),
		Answers: registry.Object{{Name: "name", Value: fmt.Sprintf("Household %d", n)}},
	}.Freeze()
	require.NoError(t, err)
	return f
}

// finish inserts a session that ends with a submission.
func finish(t *testing.T, e Edge, f registry.Frozen) {
	t.Helper()
	r := record(f.Channel, f.Party)
	r.Ref, r.Form, r.Closed = "", "", true
	require.NoError(t, e.CommitStep(t.Context(), sessions.Step{Scope: identity.System(), Record: r, Submission: &f}))
}
