// SPDX-License-Identifier: Apache-2.0

package uplink_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/uplink"
)

// line is the way to a hub, which can be cut in either direction.
type line struct {
	hub          http.Handler
	down         atomic.Bool // nothing reaches the hub
	losesAnswers atomic.Bool // the hub is reached, but not heard
	pushes       atomic.Int32
}

func (l *line) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if l.down.Load() {
		panic(http.ErrAbortHandler) // cuts the connection
	}
	l.pushes.Add(1)
	if l.losesAnswers.Load() {
		l.hub.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	}
	l.hub.ServeHTTP(w, r)
}

func newLine(t *testing.T) (*line, centre, string) {
	t.Helper()
	c := newCentre(t)
	l := &line{hub: c}
	srv := httptest.NewServer(l)
	t.Cleanup(srv.Close)
	return l, c, srv.URL
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	require.Eventually(t, is, 20*time.Second, 5*time.Millisecond, what)
}

func TestSubmissionsReachTheHub(t *testing.T) {
	t.Parallel()
	l, c, url := newLine(t)
	e := newEdge(t)
	_, logger := newLogs(t)
	const n = 250
	want := map[string][32]byte{}
	for i := range n {
		f := e.finish(t, i)
		want[f.ID] = f.SHA256
	}
	w, _ := run(t, e.Outbox(), uplink.WorkerConfig{URL: url, Logger: logger})
	eventually(t, "all are applied", func() bool { return e.backlog(t).Applied == n })
	got := map[string][32]byte{}
	for _, entry := range c.arrived(t) {
		got[entry.ID] = entry.SHA256
	}
	require.Equal(t, want, got)
	require.EqualValues(t, 3, l.pushes.Load(), "at most 100 in a push, and no more pushes than that takes")

	// A form that is finished while the worker waits goes at once.
	e.finish(t, n)
	eventually(t, "the next is applied", func() bool { return e.backlog(t).Applied == n+1 })
	s, err := w.Status(t.Context())
	require.NoError(t, err)
	require.True(t, s.Reachable)
	require.Zero(t, s.Pending)
	require.WithinDuration(t, time.Now(), s.Success, time.Minute)
}

func TestHubDownThenUp(t *testing.T) {
	t.Parallel()
	l, c, url := newLine(t)
	l.down.Store(true)
	e := newEdge(t)
	_, logger := newLogs(t)
	w, stop := run(t, e.Outbox(), uplink.WorkerConfig{URL: url, Logger: logger})
	for i := range 3 {
		e.finish(t, i)
	}
	time.Sleep(50 * time.Millisecond)
	s, err := w.Status(t.Context())
	require.NoError(t, err)
	require.False(t, s.Reachable)
	require.Equal(t, 3, s.Pending)
	require.Equal(t, began, s.Oldest)
	require.Empty(t, c.arrived(t))

	// A restart in between forgets nothing.
	stop()
	l.down.Store(false)
	run(t, e.Outbox(), uplink.WorkerConfig{URL: url, Logger: logger})
	eventually(t, "all are applied", func() bool { return e.backlog(t).Applied == 3 })
	require.Len(t, c.arrived(t), 3)
}

func TestLostAnswer(t *testing.T) {
	t.Parallel()
	l, c, url := newLine(t)
	l.losesAnswers.Store(true)
	e := newEdge(t)
	_, logger := newLogs(t)
	e.finish(t, 1)
	run(t, e.Outbox(), uplink.WorkerConfig{URL: url, Logger: logger})
	eventually(t, "the hub has it", func() bool { return len(c.arrived(t)) == 1 })
	require.Equal(t, 1, e.backlog(t).Pending, "the device can't know yet")
	l.losesAnswers.Store(false)
	eventually(t, "a duplicate counts as applied", func() bool { return e.backlog(t).Applied == 1 })
	require.Len(t, c.arrived(t), 1)
	require.GreaterOrEqual(t, l.pushes.Load(), int32(2))
}

// The worker is stopped while the hub has its push in hand.
func TestStopAmidAPush(t *testing.T) {
	t.Parallel()
	c := newCentre(t)
	entered, leave := make(chan struct{}), make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.ServeHTTP(httptest.NewRecorder(), r)
		close(entered)
		<-leave
	}))
	defer srv.Close()
	e := newEdge(t)
	e.finish(t, 1)
	_, logger := newLogs(t)
	_, stop := run(t, e.Outbox(), uplink.WorkerConfig{URL: srv.URL, Logger: logger})
	<-entered
	stop()
	close(leave)
	require.Equal(t, 1, e.backlog(t).Pending)
	again := httptest.NewServer(c)
	defer again.Close()
	run(t, e.Outbox(), uplink.WorkerConfig{URL: again.URL, Logger: logger})
	eventually(t, "it is applied", func() bool { return e.backlog(t).Applied == 1 })
	require.Len(t, c.arrived(t), 1)
}

func TestRejectedIsFinal(t *testing.T) {
	t.Parallel()
	l, c, url := newLine(t)
	e := newEdge(t)
	l.down.Store(true)
	f := e.finish(t, 1)
	taken := submission(t, 2)
	// Somebody else used the id before.
	other := []byte(strings.Replace(string(taken.Bytes), taken.ID, f.ID, 1))
	require.Equal(t, registry.Applied, verdicts(t, c.post(pushOf(itemOf(f.ID, string(other)))))[0].State)
	l.down.Store(false)
	logged, logger := newLogs(t)
	run(t, e.Outbox(), uplink.WorkerConfig{URL: url, Logger: logger})
	eventually(t, "it is rejected", func() bool { return e.backlog(t).Rejected == 1 })
	require.Contains(t, logged.String(), registry.CodeIDConflict)
	require.Len(t, c.arrived(t), 1)
}

func TestWorkerConfiguration(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "hub.example.org", "ftp://hub.example.org", "http://", "http://user:secret@\x7f"} {
		_, err := uplink.NewWorker(newMemory(t), uplink.WorkerConfig{URL: url, Token: token})
		require.Error(t, err, url)
		require.NotContains(t, err.Error(), "secret")
	}
	_, err := uplink.NewWorker(newMemory(t), uplink.WorkerConfig{URL: "http://127.0.0.1", Token: "short"})
	require.ErrorIs(t, err, uplink.ErrToken)
}
