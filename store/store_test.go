// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
	"github.com/dialform/dialform/store/storetest"
)

func TestMain(m *testing.M) {
	if os.Getenv(killedFolder) != "" {
		commitUntilKilled()
		return
	}
	goleak.VerifyTestMain(m)
}

// mustOpen returns an edge in a folder, closed when the test ends.
func mustOpen(t testing.TB, dir string) *store.Edge {
	t.Helper()
	e, err := store.OpenEdge(context.Background(), dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	return e
}

func mustOpenHub(t testing.TB, dir string) *store.Hub {
	t.Helper()
	h, err := store.OpenHub(context.Background(), dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	return h
}

func TestEdge(t *testing.T) {
	t.Parallel()
	storetest.RunEdge(t, func(t *testing.T) storetest.Edge {
		e := mustOpen(t, t.TempDir())
		return storetest.Edge{Store: e, Messages: e, Outbox: e.Outbox()}
	})
}

func TestHub(t *testing.T) {
	t.Parallel()
	storetest.RunHub(t, func(t *testing.T) (storetest.Hub, func() (int, int)) {
		h := mustOpenHub(t, t.TempDir())
		return h, func() (int, int) {
			n, err := store.Count(t.Context(), h, "SELECT count(*) FROM submission")
			require.NoError(t, err)
			q, err := store.Count(t.Context(), h, "SELECT count(*) FROM quarantine")
			require.NoError(t, err)
			return n, q
		}
	})
}

// step is the first step of a new session, with a state of a form half filled in.
func step(party string) sessions.Step {
	return sessions.Step{Scope: identity.System(), Record: sessions.Record{
		ID: uuid.Must(uuid.NewV7()), Service: "*384*96#", Channel: "at", Party: party,
		Form: "household", Seq: 1, State: make([]byte, 2048), Updated: time.Now(),
	}}
}

// onward is the next step of a session.
func onward(s sessions.Step) sessions.Step {
	s.Expect = s.Record.Seq
	s.Record.Seq++
	s.Record.Updated = s.Record.Updated.Add(time.Millisecond)
	s.Events = []sessions.Event{{At: s.Record.Updated, Kind: "answered", Detail: "name"}}
	return s
}
