// SPDX-License-Identifier: Apache-2.0

package sessions_test

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
)

// TestLateStep: while the database does not answer, nobody waits longer than
// their context, neither in the writer's queue nor behind a step of their own.
// A step that was on its way then happens once, and its repeat gets its reply.
func TestLateStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.dial("c1")
	row := func() sessions.Record {
		r, err := w.edge.OpenSession(t.Context(), identity.System(), "*384*96#", "at", phone)
		require.NoError(t, err)
		return r
	}
	held := row()
	other, err := sql.Open("sqlite", "file:"+w.edge.Path())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, other.Close()) })
	hold, err := other.Conn(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, hold.Close()) })
	_, err = hold.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	require.NoError(t, err)

	ask := func(ctx context.Context) (sessions.Reply, error) {
		return w.h.Handle(ctx, &w.ussd, sessions.Inbound{
			Connection: "c1", Event: "c1 1", Party: phone, Phone: phone, Text: "1", Cumulative: true,
		})
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var all sync.WaitGroup
	errs := make([]error, 3)
	for i := range errs {
		all.Go(func() { _, errs[i] = ask(ctx) })
	}
	all.Wait()
	unknown := 0
	for _, err := range errs {
		require.ErrorIs(t, err, context.DeadlineExceeded)
		if errors.Is(err, store.ErrUnknown) {
			unknown++
		}
	}
	require.Equal(t, 1, unknown, "one was in the writer, the others waited for it")

	_, err = hold.ExecContext(t.Context(), "ROLLBACK")
	require.NoError(t, err)
	reply, err := ask(t.Context())
	require.NoError(t, err)
	require.Equal(t, held.Seq+1, row().Seq)
	again, err := ask(t.Context())
	require.NoError(t, err)
	require.Equal(t, reply, again)
	require.Equal(t, held.Seq+1, row().Seq)
}
