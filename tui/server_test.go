// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"context"
	"io"
	"io/fs"
	"net"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"charm.land/ssh"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/tui"
)

// fakeContext is a connection's context before anything is known of it.
type fakeContext struct {
	ssh.Context
	plain context.Context
}

func (c fakeContext) Deadline() (time.Time, bool) { return c.plain.Deadline() }
func (c fakeContext) Done() <-chan struct{}       { return c.plain.Done() }
func (c fakeContext) Err() error                  { return c.plain.Err() }
func (c fakeContext) Value(key any) any           { return c.plain.Value(key) }

// metadata is a connection as the callbacks see it.
type metadata struct {
	gossh.ConnMetadata
	user string
}

func (m metadata) User() string         { return m.user }
func (m metadata) RemoteAddr() net.Addr { return nil }

func requireMode(t *testing.T, path string, mode fs.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, mode, info.Mode().Perm())
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	s := start(t, newFakeDesk())
	tm := s.terminal(s.in(), "xterm-256color", 80, 24)
	tm.shows("Register my household")
	tm.write("1")
	tm.shows("Age in years")
	tm.write("Amina\r")
	tm.write("31\r")
	tm.shows("Female")
	tm.write("\x11") // Ctrl-Q
	require.NoError(t, tm.sess.Wait())
	tm.shows("You are signed out.")
}

func TestNothingButTheDesk(t *testing.T) {
	t.Parallel()
	s := start(t, newFakeDesk())
	c := s.in()
	_, err := c.Dial("tcp", s.server.Addr().String())
	require.Error(t, err, "local forwarding")
	_, err = c.Listen("tcp", "127.0.0.1:0")
	require.Error(t, err, "remote forwarding")
	_, _, err = c.OpenChannel("direct-streamlocal@openssh.com", nil)
	require.Error(t, err)

	sess, err := c.NewSession()
	require.NoError(t, err)
	for _, request := range []string{"auth-agent-req@openssh.com", "x11-req", "env", "signal", "break", "subsystem"} {
		ok, err := sess.SendRequest(request, true, gossh.Marshal(struct{ A, B string }{"sftp", "1"}))
		require.NoError(t, err)
		require.False(t, ok, request)
	}
	out, err := sess.CombinedOutput("cat /etc/passwd")
	var exit *gossh.ExitError
	require.ErrorAs(t, err, &exit)
	require.Equal(t, 2, exit.ExitStatus())
	require.Contains(t, string(out), "plain, status")
}

func TestStatusCommand(t *testing.T) {
	t.Parallel()
	s := start(t, newFakeDesk())
	sess, err := s.in().NewSession()
	require.NoError(t, err)
	out, err := sess.Output("status")
	require.NoError(t, err)
	require.Equal(t, "Waiting to be sent: 3\nLast sent: 2026-11-20T09:41:00Z\nThe centre was reached.\n", string(out))
}

var cursorTo = regexp.MustCompile(`\x1b\[(\d+);(\d+)H`)

// TestTerminalSize: whatever size a client claims, at the start or later, the
// screen drawn is a screen's size.
func TestTerminalSize(t *testing.T) {
	t.Parallel()
	s := start(t, newFakeDesk())
	tm := s.terminal(s.in(), "xterm", 60000, 60000)
	tm.shows("What would")
	for _, size := range [][2]int{{50000, 50000}, {0, 0}, {1, 1}, {100, 30}} {
		tm.out.Reset()
		require.NoError(t, tm.sess.WindowChange(size[1], size[0]))
		tm.write("?")
		tm.shows("Keys")
		tm.write("?")
		tm.shows("household")
	}
	for _, m := range cursorTo.FindAllStringSubmatch(tm.out.String(), -1) {
		row, _ := strconv.Atoi(m[1])
		col, _ := strconv.Atoi(m[2])
		require.LessOrEqual(t, row, 100)
		require.LessOrEqual(t, col, 250)
	}
	require.Less(t, tm.out.Len(), 20_000)
}

func TestPanicEndsOnlyItsSession(t *testing.T) {
	t.Parallel()
	desk := newFakeDesk()
	desk.onStep = func(in flows.Input) {
		if in == (flows.Fill{At: atName, Value: "boom"}) || in == (flows.Answer{Value: "boom"}) {
			panic("the answer was boom")
		}
	}
	s := start(t, desk)
	good, bad, line := s.terminal(s.in(), "xterm", 80, 24), s.terminal(s.in(), "xterm", 80, 24), s.terminal(s.in(), "dumb", 80, 24)
	good.shows("Register")
	bad.shows("Register")
	bad.write("1")
	bad.shows("Age in years")
	bad.write("boom\r")
	require.Error(t, bad.sess.Wait())
	bad.shows("That did not work.")
	good.write("1")
	good.shows("Age in years")
	line.shows("Register")
	line.write("1\rboom\r")
	require.Error(t, line.sess.Wait())
	line.shows("That did not work.")
	require.Contains(t, s.log.String(), "a session ended by a fault")
	require.NotContains(t, s.log.String(), "the answer was boom", "a panic's words may hold an answer")
}

func TestShutdownWithLiveSessions(t *testing.T) {
	t.Parallel()
	s := start(t, newFakeDesk())
	screen, line := s.terminal(s.in(), "xterm", 80, 24), s.terminal(s.in(), "dumb", 80, 24)
	screen.shows("Register")
	line.shows("> ")
	half, err := net.Dial("tcp", s.server.Addr().String())
	require.NoError(t, err)
	defer half.Close()
	began := time.Now()
	s.stop()
	require.Less(t, time.Since(began), 4*time.Second)
	screen.shows("The server is stopping.")
	line.shows("The server is stopping.")
	_, err = io.Copy(io.Discard, half)
	require.NoError(t, err, "half a login is closed too")
	_, err = net.Dial("tcp", s.server.Addr().String())
	require.Error(t, err)
}

// TestShutdownWaitsForTheStep: an answer being committed is committed.
func TestShutdownWaitsForTheStep(t *testing.T) {
	t.Parallel()
	desk := newFakeDesk()
	begun, release := make(chan struct{}), make(chan struct{})
	desk.onStep = func(flows.Input) {
		close(begun)
		<-release
	}
	s := start(t, desk)
	tm := s.terminal(s.in(), "dumb", 80, 24)
	tm.shows("> ")
	tm.write("1\rAmina\r")
	<-begun
	var wg sync.WaitGroup
	wg.Go(s.stop)
	time.Sleep(50 * time.Millisecond)
	close(release)
	wg.Wait()
	require.Equal(t, "Amina", desk.answer("100000000010", atName))
}

func TestSeats(t *testing.T) {
	t.Parallel()
	s := start(t, newFakeDesk(), func(c *tui.Config) { c.MaxSessions = 5 })
	c, other := s.in(), s.in()
	for range 4 {
		s.terminal(c, "xterm", 80, 24).shows("Register")
	}
	_, err := c.NewSession()
	require.Error(t, err, "one connection has four sessions at most")
	s.terminal(other, "xterm", 80, 24).shows("Register")
	s.terminal(other, "xterm", 80, 24).shows("Too many people")
}

func TestIdle(t *testing.T) {
	t.Parallel()
	s := start(t, newFakeDesk(), func(c *tui.Config) { c.IdleTimeout = 300 * time.Millisecond })
	tm := s.terminal(s.in(), "xterm", 80, 24)
	done := make(chan error, 1)
	go func() { done <- tm.sess.Wait() }()
	select {
	case err := <-done:
		require.Error(t, err)
	case <-time.After(patience):
		require.Fail(t, "an idle session stays open")
	}
}

func TestDroppedLine(t *testing.T) {
	t.Parallel()
	desk := newFakeDesk()
	s := start(t, desk)
	c := s.in()
	tm := s.terminal(c, "xterm", 80, 24)
	tm.shows("Register")
	tm.write("1")
	tm.shows("Age in years")
	tm.write("Amina\r")
	require.Eventually(t, func() bool {
		d, _ := desk.Find(t.Context(), amina(t), "en", "100000000010")
		return d.Draft
	}, patience, 5*time.Millisecond)
	c.Close()
	require.Eventually(t, func() bool { return strings.Contains(s.log.String(), "session ended") }, patience, 5*time.Millisecond)
	require.NotContains(t, s.log.String(), "level=ERROR")
}
