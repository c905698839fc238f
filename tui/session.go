// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"fmt"
	"io"
	"strings"
	"time"

	"charm.land/ssh"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
)

// handle serves one session channel: the desk in a terminal, plain lines
// without one, or a command of the few there are.
func (s *Server) handle(sess ssh.Session) {
	if !s.enter() {
		_ = sess.Exit(1)
		return
	}
	defer s.sessions.Done()
	pty, winch, isPty := sess.Pty()
	if isPty {
		// The library blocks on a window change that nobody reads.
		defer func() { go drain(sess, winch) }()
	}
	who, ok := s.account(sess)
	if !ok {
		_ = sess.Exit(1)
		return
	}
	select {
	case s.seats <- struct{}{}:
		defer func() { <-s.seats }()
	default:
		fmt.Fprintln(sess, wordsIn("").Full)
		_ = sess.Exit(1)
		return
	}
	began := s.cfg.Now()
	defer func() {
		s.cfg.Log.Info("session ended", "operator", who.ID, "seconds", int(s.cfg.Now().Sub(began)/time.Second))
	}()

	// The library would recover too, but log the panic's words, which may hold
	// an answer.
	defer func() {
		if r := recover(); r != nil {
			logFault(s.cfg.Log, who, r)
			fmt.Fprintln(sess, wordsIn("").Failed)
			_ = sess.Exit(1)
		}
	}()
	switch command := strings.TrimSpace(sess.RawCommand()); {
	case command == "status":
		s.status(sess, who)
	case command == "plain", command == "" && (!isPty || pty.Term == "dumb"):
		s.plain(sess, who, isPty)
	case command == "":
		s.terminal(sess, who, pty, winch)
	default:
		fmt.Fprintln(sess.Stderr(), "There are the commands: plain, status.")
		_ = sess.Exit(2)
	}
}

// drain reads window changes until the connection is gone.
func drain(sess ssh.Session, winch <-chan ssh.Window) {
	for {
		select {
		case _, ok := <-winch:
			if !ok {
				return
			}
		case <-sess.Context().Done():
			return
		}
	}
}

// status prints the sync state for scripts and monitors.
func (s *Server) status(sess ssh.Session, who identity.Account) {
	w := wordsIn("")
	if !who.Can(identity.SeeSync) {
		fmt.Fprintln(sess.Stderr(), w.NotAllowed)
		_ = sess.Exit(1)
		return
	}
	state, err := s.cfg.Desk.Sync(sess.Context())
	if err != nil {
		s.cfg.Log.Error("sync state can't be read", "operator", who.ID, "error", err)
		fmt.Fprintln(sess.Stderr(), w.Failed)
		_ = sess.Exit(1)
		return
	}
	last := w.Never
	if !state.Last.IsZero() {
		last = state.Last.UTC().Format(time.RFC3339)
	}
	for _, line := range syncLines(w, state, last) {
		fmt.Fprintln(sess, safetext.Line(line))
	}
}

// plain serves lines.
func (s *Server) plain(sess ssh.Session, who identity.Account, isPty bool) {
	var echo io.Writer
	if isPty {
		echo = sess // such a terminal shows only what it is sent
	}
	l := newLines(sess.Context(), s.cfg, who, sess, sess, echo)
	done := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-s.stop:
			fmt.Fprintln(sess, "\n"+l.w.Stopping)
			_ = sess.Exit(0)
		case <-done:
		}
	}()
	defer func() {
		close(done)
		<-ended
	}()
	l.run()
}
