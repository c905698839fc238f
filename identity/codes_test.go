// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/dialform/dialform/identity"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// codeBench is a codes service with a clock that is moved by hand.
type codeBench struct {
	*identity.Codes
	store *identity.MemoryCodes
	mu    sync.Mutex
	now   time.Time
	sent  []identity.Delivery
}

func newCodeBench(t *testing.T) *codeBench {
	t.Helper()
	b := &codeBench{store: identity.NewMemoryCodes(), now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	var err error
	b.Codes, err = identity.NewCodes(bytes.Repeat([]byte{1}, 32), b.store, func(_ context.Context, d identity.Delivery) error {
		b.sent = append(b.sent, d)
		return nil
	}, func() time.Time {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.now
	})
	require.NoError(t, err)
	return b
}

func (b *codeBench) wait(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

// issue sends a code to amina and returns it.
func (b *codeBench) issue(t *testing.T) string {
	t.Helper()
	require.NoError(t, b.Issue(t.Context(), "desk", "amina", true))
	return b.sent[len(b.sent)-1].Code
}

func (b *codeBench) check(t *testing.T, code string) error {
	return b.Check(t.Context(), "desk", "amina", code)
}

func TestCodeIsGoodOnce(t *testing.T) {
	t.Parallel()
	b := newCodeBench(t)
	code := b.issue(t)
	require.Len(t, code, identity.CodeDigits)
	require.NoError(t, b.check(t, code))
	require.ErrorIs(t, b.check(t, code), identity.ErrCodeRefused)
}

func TestCodeBelongsToItsPurposeAndSubject(t *testing.T) {
	t.Parallel()
	b := newCodeBench(t)
	code := b.issue(t)
	require.ErrorIs(t, b.Check(t.Context(), "desk", "bob", code), identity.ErrCodeRefused)
	require.ErrorIs(t, b.Check(t.Context(), "pin", "amina", code), identity.ErrCodeRefused)
	require.ErrorIs(t, b.Check(t.Context(), "des", "kamina", code), identity.ErrCodeRefused)
	require.NoError(t, b.check(t, code))
}

func TestCodeExpires(t *testing.T) {
	t.Parallel()
	b := newCodeBench(t)
	code := b.issue(t)
	b.wait(identity.CodeLife - time.Second)
	require.ErrorIs(t, b.check(t, "wrong"), identity.ErrCodeRefused)
	b.wait(time.Second)
	require.ErrorIs(t, b.check(t, code), identity.ErrCodeRefused)
}

func TestCodeHasThreeTries(t *testing.T) {
	t.Parallel()
	b := newCodeBench(t)
	code := b.issue(t)
	for range identity.CodeTries {
		require.ErrorIs(t, b.check(t, "wrong"), identity.ErrCodeRefused)
	}
	require.ErrorIs(t, b.check(t, code), identity.ErrCodeRefused)
}

func TestNewCodeReplacesTheOld(t *testing.T) {
	t.Parallel()
	b := newCodeBench(t)
	old := b.issue(t)
	require.ErrorIs(t, b.Issue(t.Context(), "desk", "amina", true), identity.ErrCodeTooSoon)
	require.Len(t, b.sent, 1)
	b.wait(identity.CodeGap)
	code := b.issue(t)
	if old != code {
		require.ErrorIs(t, b.check(t, old), identity.ErrCodeRefused)
	}
	require.NoError(t, b.check(t, code))
}

func TestManyWrongCodesLock(t *testing.T) {
	t.Parallel()
	b := newCodeBench(t)
	wrong := 0
	for wrong < 10 {
		b.issue(t)
		for range identity.CodeTries {
			if wrong++; wrong <= 10 {
				require.ErrorIs(t, b.check(t, "wrong"), identity.ErrCodeRefused)
			}
		}
		b.wait(time.Minute)
	}
	require.ErrorIs(t, b.check(t, "wrong"), identity.ErrCodeLocked)
	require.ErrorIs(t, b.Issue(t.Context(), "desk", "amina", true), identity.ErrCodeLocked)
	b.wait(time.Hour)
	require.NoError(t, b.check(t, b.issue(t)))
}

// TestUnknownSubject: who does not exist gets the same answers as who does.
func TestUnknownSubject(t *testing.T) {
	t.Parallel()
	b := newCodeBench(t)
	for _, known := range []bool{true, false} {
		subject := map[bool]string{true: "amina", false: "nobody"}[known]
		require.NoError(t, b.Issue(t.Context(), "desk", subject, known))
		require.ErrorIs(t, b.Issue(t.Context(), "desk", subject, known), identity.ErrCodeTooSoon)
		for range identity.CodeTries + 1 {
			require.ErrorIs(t, b.Check(t.Context(), "desk", subject, "wrong"), identity.ErrCodeRefused)
		}
	}
	require.Len(t, b.sent, 1)
}

// TestParallelTries: of a thousand right answers at once one is accepted.
func TestParallelTries(t *testing.T) {
	t.Parallel()
	b := newCodeBench(t)
	code := b.issue(t)
	var accepted atomic.Int32
	var wg sync.WaitGroup
	for range 1000 {
		wg.Go(func() {
			if b.check(t, code) == nil {
				accepted.Add(1)
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, accepted.Load())
}

// TestStoreHoldsNoCode: neither the code nor the subject can be read from what
// is stored, and another key finds nothing.
func TestStoreHoldsNoCode(t *testing.T) {
	t.Parallel()
	spy := &spyStore{MemoryCodes: identity.NewMemoryCodes()}
	code := ""
	deliver := func(_ context.Context, d identity.Delivery) error {
		code = d.Code
		return nil
	}
	one, err := identity.NewCodes(bytes.Repeat([]byte{1}, 32), spy, deliver, time.Now)
	require.NoError(t, err)
	require.NoError(t, one.Issue(t.Context(), "desk", "amina", true))
	require.NotContains(t, spy.seen, code)
	require.NotContains(t, spy.seen, "amina")
	other, err := identity.NewCodes(bytes.Repeat([]byte{2}, 32), spy, deliver, time.Now)
	require.NoError(t, err)
	require.ErrorIs(t, other.Check(t.Context(), "desk", "amina", code), identity.ErrCodeRefused)
}

type spyStore struct {
	*identity.MemoryCodes
	seen string
}

func (s *spyStore) SaveCode(ctx context.Context, id string, state identity.CodeState) error {
	s.seen += id + string(state.MAC[:])
	return s.MemoryCodes.SaveCode(ctx, id, state)
}

func TestCodesAreSpread(t *testing.T) {
	t.Parallel()
	b := newCodeBench(t)
	first := make(map[byte]int)
	for range 1000 {
		first[b.issue(t)[0]]++
		b.wait(time.Minute)
	}
	require.Len(t, first, 10)
	for digit, n := range first {
		require.Less(t, n, 160, "digit %c", digit)
	}
}

func TestCodesNeedAKey(t *testing.T) {
	t.Parallel()
	_, err := identity.NewCodes([]byte("short"), identity.NewMemoryCodes(), nil, time.Now)
	require.ErrorContains(t, err, "at least 16")
}
