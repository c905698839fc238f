// SPDX-License-Identifier: Apache-2.0

package phone_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/phone"
)

func TestRun(t *testing.T) {
	t.Parallel()
	g := open(t, household)
	var out bytes.Buffer
	in := strings.NewReader("\nhello\n*384*96#\n1\n*100#\nhangup\n*384*96*2#\nhelp\nsms REG\nquit\n*384*96#\n")
	require.NoError(t, phone.Run(t.Context(), g.phone(), in, &out, false))
	require.Equal(t, []string{"", "1", "1**100#", "2"}, g.texts(), "quit switches the phone off")
	for _, want := range []string{
		"Phone +254700000001",
		"No session is open. Dial *384*96# first.",
		"┌─ *384*96#\n│ Welcome\n│ 1. Register\n│ 2. Status\n└─ 29 of 160 septets, 3:00 left\n",
		"Connection problem or invalid code",
		"You hung up.",
		"161 of 160 septets, TOO LONG, session closed",
		"drop [TEXT]",
		"Sent.",
	} {
		require.Contains(t, out.String(), want)
	}
	require.Equal(t, 1, strings.Count(out.String(), "No session is open."), "an empty line is no answer where nothing was asked")
	require.NotContains(t, out.String(), "\x1b", "no colours where there is no terminal")
}

func TestRunShowsMessagesAsTheyCome(t *testing.T) {
	t.Parallel()
	g := open(t, household)
	g.inbox = `[{"id":1,"from":"96384","to":"+254700000001","text":"Thank you\nReference 1234"}]`
	in, typing := io.Pipe()
	out := &awaited{want: "┌─ SMS from 96384\n│ Thank you\n│ Reference 1234\n└─ 24 of 160 septets", found: make(chan struct{})}
	done := make(chan error, 1)
	go func() { done <- phone.Run(t.Context(), g.phone(), in, out, false) }()
	select {
	case <-out.found:
	case <-time.After(10 * time.Second):
		t.Error("the message was not shown")
	}
	require.NoError(t, typing.Close())
	require.NoError(t, <-done, "the end of the input switches the phone off")
}

func TestRunEndsWithItsContext(t *testing.T) {
	t.Parallel()
	in, typing := io.Pipe()
	t.Cleanup(func() { _ = typing.Close() })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.NoError(t, phone.Run(ctx, open(t, nil).phone(), in, io.Discard, true))
}

func TestColours(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, phone.Run(t.Context(), open(t, household).phone(), strings.NewReader("*384*96#\nquit\n"), &out, true))
	require.Contains(t, out.String(), "\x1b[2m│ \x1b[0m\x1b[1mWelcome\x1b[0m\n")
}

// awaited closes found as soon as want was written. Run writes from one goroutine.
type awaited struct {
	buffer bytes.Buffer
	want   string
	found  chan struct{}
	closed bool
}

func (a *awaited) Write(p []byte) (int, error) {
	n, err := a.buffer.Write(p)
	if !a.closed && strings.Contains(a.buffer.String(), a.want) {
		a.closed = true
		close(a.found)
	}
	return n, err
}
