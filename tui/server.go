// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/screens"
)

// Defaults of Config.
const (
	defaultIdle        = 10 * time.Minute
	defaultMaxSessions = 200
)

const (
	// keyGrace is how long a connection may stay without proving a key.
	keyGrace = 20 * time.Second
	// loginGrace is how long signing in may take in all; a person has to read
	// a code and type it. OpenSSH's LoginGraceTime has the same default.
	loginGrace = 2 * time.Minute
	// stopGrace is how long sessions may take to say goodbye at shutdown.
	stopGrace = 5 * time.Second
	// longestSession ends a session that somebody forgot.
	longestSession = 12 * time.Hour
)

// Config is what a Server is made of.
type Config struct {
	// Addr is the TCP address to listen on. Port 0 takes any free port.
	Addr string
	// HostKey is the file of the server's ed25519 key. It is made, readable by
	// the owner only, when it does not exist.
	HostKey string
	// Desk is the node behind the terminal.
	Desk Desk
	// Operators are those who may sign in; there must be at least one.
	Operators *identity.Directory
	// Codes issues and checks the codes they sign in with.
	Codes *identity.Codes
	// Catalog words the system's messages.
	Catalog *screens.Catalog
	// Device is the name of this node, shown on the status line.
	Device string
	// Log receives what happens, never an answer or a code. Defaults to
	// slog.Default().
	Log *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
	// IdleTimeout ends a session nobody uses. Defaults to 10 minutes.
	IdleTimeout time.Duration
	// MaxSessions is how many may be open at once. Defaults to 200.
	MaxSessions int
}

// Server is the SSH server of one node.
type Server struct {
	cfg      Config
	ssh      *ssh.Server
	listener net.Listener
	gate     *gate
	seats    chan struct{} // one token an open session
	stop     chan struct{} // closed when sessions shall end

	mu       sync.Mutex
	stopped  bool           // no session begins any more
	sessions sync.WaitGroup // running session handlers
}

// New checks the configuration, reads or makes the host key and begins to
// listen, so that Addr is known before Serve. It returns
// identity.ErrNoOperators when nobody could sign in: a server without
// registered operators would be of no use, and one without authentication a
// danger.
func New(cfg Config) (*Server, error) {
	if cfg.Operators == nil || cfg.Operators.Len() == 0 {
		return nil, fmt.Errorf("start ssh: %w", identity.ErrNoOperators)
	}
	if cfg.Desk == nil || cfg.Codes == nil || cfg.Catalog == nil || cfg.HostKey == "" {
		return nil, errors.New("start ssh: a desk, codes, a catalogue and the path of a host key are needed")
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.IdleTimeout == 0 {
		cfg.IdleTimeout = defaultIdle
	}
	if cfg.MaxSessions == 0 {
		cfg.MaxSessions = defaultMaxSessions
	}
	if _, err := EnsureKey(cfg.HostKey); err != nil {
		return nil, fmt.Errorf("host key: %w", err)
	}
	s := &Server{
		cfg:   cfg,
		gate:  newGate(cfg.Now),
		seats: make(chan struct{}, cfg.MaxSessions),
		stop:  make(chan struct{}),
	}
	var err error
	s.ssh, err = wish.NewServer(
		wish.WithHostKeyPath(cfg.HostKey),
		wish.WithVersion("dialform"),
		wish.WithIdleTimeout(cfg.IdleTimeout),
		wish.WithMaxTimeout(longestSession),
		ssh.EmulatePty(),
		func(srv *ssh.Server) error {
			srv.HandshakeTimeout = loginGrace
			srv.ConnCallback = s.gate.admit
			srv.ServerConfigCallback = s.serverConfig
			srv.ConnectionFailedCallback = s.loginFailed
			srv.Handler = s.handle
			// Only these: no forwarding, no agent, no X11, no subsystem.
			srv.ChannelHandlers = map[string]ssh.ChannelHandler{"session": s.sessionChannel}
			srv.RequestHandlers = map[string]ssh.RequestHandler{}
			srv.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
			return nil
		},
	)
	if err != nil {
		return nil, fmt.Errorf("start ssh: %w", err)
	}
	s.listener, err = net.Listen("tcp", cfg.Addr)
	if err != nil {
		return nil, fmt.Errorf("listen for ssh: %w", err)
	}
	return s, nil
}

// Addr is the address it listens on.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// Fingerprint is the SHA-256 fingerprint of the host key, which an operator
// compares at the first connection.
func (s *Server) Fingerprint() string {
	return gossh.FingerprintSHA256(s.ssh.HostSigners[0].PublicKey())
}

// Serve answers connections until ctx is done, then tells the open sessions to
// close, waits for them a few seconds and returns nil. Nothing is lost: every
// answer was committed when it was given. It returns an error only when the
// listener fails. It can be called once.
func (s *Server) Serve(ctx context.Context) error {
	served := make(chan struct{})
	var failed error
	go func() {
		defer close(served)
		failed = s.ssh.Serve(s.listener)
	}()
	var err error
	select {
	case <-ctx.Done():
	case <-served:
		err = fmt.Errorf("serve ssh: %w", failed)
	}
	s.mu.Lock()
	s.stopped = true
	s.mu.Unlock()
	close(s.stop)
	_ = s.listener.Close() // closed already when it failed
	s.awaitSessions()
	s.gate.closeAll() // what is still open, such as half a login
	s.sessions.Wait()
	<-served
	return err
}

// awaitSessions waits for the sessions to end, but not for ever.
func (s *Server) awaitSessions() {
	ended := make(chan struct{})
	go func() {
		s.sessions.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(stopGrace):
	}
}

// enter counts a session in, unless the server is on its way down.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return false
	}
	s.sessions.Add(1)
	return true
}
