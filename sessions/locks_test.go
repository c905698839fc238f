// SPDX-License-Identifier: Apache-2.0

package sessions_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/sessions"
)

// TestLocks: of many that take few keys, some of which give up waiting, no two
// ever hold the same key, nobody waits for ever, and nothing is left over.
func TestLocks(t *testing.T) {
	t.Parallel()
	var (
		locks  sessions.KeyLocks
		inside [3]atomic.Int32
		gaveUp atomic.Int32
		held   atomic.Int32
		all    sync.WaitGroup
	)
	for g := range 16 {
		all.Go(func() {
			for i := range 500 {
				key := (g + i) % len(inside)
				ctx, cancel := context.WithCancel(t.Context())
				if i%3 == 0 {
					go cancel()
				}
				release, err := locks.Lock(ctx, "at", string(rune('a'+key)))
				if err != nil {
					if !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
					gaveUp.Add(1)
					cancel()
					continue
				}
				if inside[key].Add(1) != 1 {
					t.Error("two hold the same key")
				}
				held.Add(1)
				inside[key].Add(-1)
				release()
				cancel()
			}
		})
	}
	all.Wait()
	release, err := locks.Lock(t.Context(), "at", "a")
	require.NoError(t, err)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = locks.Lock(ended, "at", "a")
	require.ErrorIs(t, err, context.Canceled)
	release()
	require.Zero(t, locks.Len())
	require.Positive(t, held.Load())
	t.Logf("%d held, %d gave up", held.Load(), gaveUp.Load())
}
