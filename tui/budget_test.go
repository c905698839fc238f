// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"context"
	"io"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/tui"
)

// The bytes a terminal is sent, before SSH. On a 2G line of 10 kbit/s the
// first screen takes half a second, and a key must not be felt.
const (
	firstScreenBudget = 600
	perKeyBudget      = 40
)

// TestByteBudget types into a real program, one character a frame.
func TestByteBudget(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	in, keys := io.Pipe()
	out := &buffer{}
	p := tui.NewProgram(ctx, tui.NewModel(ctx, config(newFakeDesk()), amina(t, "enumerator")), in, out, "xterm-256color", 80, 24)
	done := make(chan error, 1)
	go func() {
		_, err := p.Run()
		done <- err
	}()
	t.Cleanup(func() {
		keys.Close()
		require.ErrorIs(t, <-done, tea.ErrProgramKilled)
		cancel()
	})
	settled := func() int {
		last := -1
		require.Eventually(t, func() bool {
			n := out.Len()
			quiet := n > 0 && n == last
			last = n
			return quiet
		}, patience, 150*time.Millisecond)
		return last
	}
	first := settled()
	require.LessOrEqual(t, first, firstScreenBudget, "first screen: %q", out)

	press := func(s string) {
		_, err := io.WriteString(keys, s)
		require.NoError(t, err)
	}
	press("1")
	settled()
	out.Reset()
	const typed = "Amina Bangura"
	for _, r := range typed {
		before := out.Len()
		press(string(r))
		require.Eventually(t, func() bool { return out.Len() > before }, patience, 5*time.Millisecond)
	}
	settled()
	perKey := float64(out.Len()) / float64(len(typed))
	require.LessOrEqual(t, perKey, float64(perKeyBudget), "%q", out)
	t.Logf("first screen %d bytes, %.1f bytes a key", first, perKey)
}
