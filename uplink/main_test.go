// SPDX-License-Identifier: Apache-2.0

package uplink_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
	"github.com/dialform/dialform/uplink"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	_ uplink.Outbox = (*store.Outbox)(nil)
	_ uplink.Inbox  = (*store.Hub)(nil)
	_ uplink.Outbox = (*memory)(nil)
)

const (
	token  = "0123456789abcdef0123456789abcdef"
	number = "254700000001" // must never be logged
	name   = "Amina Wanjiru"
)

var began = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func submission(t testing.TB, n int) registry.Frozen {
	t.Helper()
	f, err := registry.Submission{
		ID: uuid.Must(uuid.NewV7()).String(), Ref: fmt.Sprintf("%012d", n), Kind: registry.KindRegister,
		Form: registry.FormRef{ID: "household", Version: "1"}, Channel: "at", By: registry.Actor{Party: number},
		Finished: began.Add(time.Duration(n) * time.Second), Answers: registry.Object{{Name: "name", Value: name}},
	}.Freeze()
	require.NoError(t, err)
	return f
}

// logs gathers what is logged and checks that it tells nothing it must not.
type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newLogs(t *testing.T) (*logs, *slog.Logger) {
	l := &logs{}
	t.Cleanup(func() {
		for _, secret := range []string{number, name, "Amina", token} {
			require.NotContains(t, l.String(), secret)
		}
	})
	return l, slog.New(slog.NewJSONHandler(l, nil))
}

// edge is a device's store with a way to finish forms on it.
type edge struct{ *store.Edge }

func newEdge(t testing.TB) edge {
	t.Helper()
	e, err := store.OpenEdge(context.Background(), t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	return edge{e}
}

func (e edge) finish(t testing.TB, n int) registry.Frozen {
	t.Helper()
	f := submission(t, n)
	require.NoError(t, e.CommitStep(context.Background(), sessions.Step{
		Scope:      identity.System(),
		Record:     sessions.Record{ID: uuid.New(), Channel: "at", Party: number, Seq: 1, Closed: true, Updated: began},
		Submission: &f,
	}))
	return f
}

func (e edge) backlog(t testing.TB) registry.Backlog {
	t.Helper()
	b, err := e.Outbox().Backlog(context.Background())
	require.NoError(t, err)
	return b
}

// run starts a worker and ends it with the test, or when stop is called.
func run(t testing.TB, o uplink.Outbox, cfg uplink.WorkerConfig) (w *uplink.Worker, stop func()) {
	t.Helper()
	if cfg.Token == "" {
		cfg.Token = token
	}
	w, err := uplink.NewWorker(o, cfg)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.Run(ctx)
	}()
	stop = func() { cancel(); <-ended }
	t.Cleanup(stop)
	return w, stop
}

// memory is an outbox for tests of timing, which a database would blur.
type memory struct {
	t         testing.TB
	mu        sync.Mutex
	rows      []row
	submitted chan struct{}
}

type row struct {
	registry.Outgoing
	state     registry.State
	notBefore time.Time
}

func newMemory(t testing.TB) *memory { return &memory{t: t, submitted: make(chan struct{}, 1)} }

func (m *memory) finish(t testing.TB, n int) string {
	f := submission(t, n)
	m.mu.Lock()
	m.rows = append(m.rows, row{Outgoing: registry.Outgoing{DSeq: int64(len(m.rows) + 1), Frozen: f}})
	m.mu.Unlock()
	select {
	case m.submitted <- struct{}{}:
	default:
	}
	return f.ID
}

func (m *memory) state(id string) registry.State {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.rows, func(r row) bool { return r.ID == id })
	return m.rows[i].state
}

func (m *memory) Device() (id, epoch string) {
	return "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
}

func (m *memory) Submitted() <-chan struct{} { return m.submitted }

func (m *memory) Pending(_ context.Context, now time.Time, limit, _ int) (due []registry.Outgoing, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.rows {
		if len(due) < limit && !r.state.Final() && !r.notBefore.After(now) {
			due = append(due, r.Outgoing)
		}
	}
	return due, nil
}

func (m *memory) Settle(_ context.Context, _, notBefore time.Time, verdicts []registry.Verdict) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, v := range verdicts {
		if !v.State.Known() {
			m.t.Errorf("settled with the unknown state %q", v.State)
		}
		for i := range m.rows {
			if r := &m.rows[i]; r.ID == v.SubmissionID && !r.state.Final() {
				r.state, r.notBefore = v.State, notBefore
			}
		}
	}
	return nil
}

func (m *memory) Postpone(_ context.Context, id string, notBefore time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.rows {
		if m.rows[i].ID == id {
			m.rows[i].Attempts++
			m.rows[i].notBefore = notBefore
		}
	}
	return nil
}

func (m *memory) Backlog(context.Context) (b registry.Backlog, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.rows {
		switch {
		case r.state.Success():
			b.Applied++
		case r.state == registry.Rejected:
			b.Rejected++
		default:
			b.Pending++
		}
	}
	return b, nil
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }
