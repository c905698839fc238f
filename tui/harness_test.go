// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/tui"
)

// patience is how long a test waits for something that must happen.
const patience = 10 * time.Second

var errWrongHost = errors.New("not the host key of the start page")

// station is a server on a free port, with the keys of its operators.
type station struct {
	t      testing.TB
	server *tui.Server
	desk   *fakeDesk
	codes  chan string
	log    *buffer
	amina  gossh.Signer
	bob    gossh.Signer
	stop   func()
}

func start(t testing.TB, desk *fakeDesk, change ...func(*tui.Config)) *station {
	t.Helper()
	s := &station{t: t, desk: desk, codes: make(chan string, 100), log: &buffer{}, amina: newSigner(t), bob: newSigner(t)}
	cfg := config(desk)
	cfg.Addr, cfg.HostKey = "127.0.0.1:0", filepath.Join(t.TempDir(), "keys", "host")
	cfg.Log = slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	cfg.Now = time.Now
	var err error
	cfg.Operators, err = identity.NewDirectory([]identity.Registration{
		{ID: "amina", Name: "Amina Bangura", Keys: []string{authorized(s.amina)}, Roles: []string{"enumerator"}},
		{ID: "bob", Keys: []string{authorized(s.bob)}, Roles: []string{"enumerator"}},
	})
	require.NoError(t, err)
	deliver := func(_ context.Context, d identity.Delivery) error {
		s.codes <- d.Code
		return nil
	}
	// The gap between two codes is not what these tests are about, so the clock
	// of the codes jumps over it at every look.
	var mu sync.Mutex
	clock := time.Now()
	cfg.Codes, err = identity.NewCodes(bytes.Repeat([]byte{7}, 32), identity.NewMemoryCodes(), deliver, func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		clock = clock.Add(31 * time.Second)
		return clock
	})
	require.NoError(t, err)
	for _, f := range change {
		f(&cfg)
	}
	s.server, err = tui.New(cfg)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- s.server.Serve(ctx) }()
	var once sync.Once
	s.stop = func() {
		once.Do(func() {
			cancel()
			select {
			case err := <-served:
				require.NoError(t, err)
			case <-time.After(2 * patience):
				require.Fail(t, "the server does not stop")
			}
		})
	}
	t.Cleanup(s.stop)
	return s
}

func newSigner(t testing.TB) gossh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	signer, err := gossh.NewSignerFromKey(private)
	require.NoError(t, err)
	return signer
}

func authorized(s gossh.Signer) string {
	return strings.TrimSpace(string(gossh.MarshalAuthorizedKey(s.PublicKey())))
}

// answer is an authentication method that answers the prompt for a code.
func answer(code func() string) gossh.AuthMethod {
	return gossh.KeyboardInteractiveChallenge(func(_, _ string, questions []string, _ []bool) ([]string, error) {
		out := make([]string, len(questions))
		for i := range out {
			out[i] = code()
		}
		return out, nil
	})
}

// delivered answers with the code that was sent.
func (s *station) delivered() gossh.AuthMethod {
	return answer(func() string { return <-s.codes })
}

// dial signs in.
func (s *station) dial(user string, auth ...gossh.AuthMethod) (*gossh.Client, error) {
	return gossh.Dial("tcp", s.server.Addr().String(), &gossh.ClientConfig{
		User: user, Auth: auth, Timeout: patience,
		HostKeyCallback: func(_ string, _ net.Addr, key gossh.PublicKey) error {
			if gossh.FingerprintSHA256(key) != s.server.Fingerprint() {
				return errWrongHost
			}
			return nil
		},
	})
}

// in is a signed-in connection of amina.
func (s *station) in() *gossh.Client {
	s.t.Helper()
	c, err := s.dial("amina", gossh.PublicKeys(s.amina), s.delivered())
	require.NoError(s.t, err)
	s.t.Cleanup(func() { c.Close() })
	return c
}

// terminal is a session with a PTY and what it shows.
type terminal struct {
	t    testing.TB
	sess *gossh.Session
	in   io.WriteCloser
	out  *buffer
}

func (s *station) terminal(c *gossh.Client, term string, cols, rows int) *terminal {
	s.t.Helper()
	sess, err := c.NewSession()
	require.NoError(s.t, err)
	s.t.Cleanup(func() { sess.Close() })
	require.NoError(s.t, sess.RequestPty(term, rows, cols, gossh.TerminalModes{}))
	tm := &terminal{t: s.t, sess: sess, out: &buffer{}}
	sess.Stdout, sess.Stderr = tm.out, tm.out
	tm.in, err = sess.StdinPipe()
	require.NoError(s.t, err)
	require.NoError(s.t, sess.Shell())
	return tm
}

func (tm *terminal) write(s string) {
	tm.t.Helper()
	_, err := io.WriteString(tm.in, s)
	require.NoError(tm.t, err)
}

// shows waits until the output holds the text.
func (tm *terminal) shows(text string) {
	tm.t.Helper()
	require.Eventually(tm.t, func() bool { return strings.Contains(tm.out.String(), text) }, patience, 5*time.Millisecond, "waiting for %q in %q", text, tm.out)
}

// buffer is a bytes.Buffer for many goroutines.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func (b *buffer) Len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Len()
}

func (b *buffer) Reset() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.b.Reset()
}
