// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"github.com/charmbracelet/colorprofile"

	"github.com/dialform/dialform/identity"
)

// framesPerSecond bounds how often the screen is drawn. Echo waits half a
// frame on average: 25 ms, where a 2G line takes 600.
const framesPerSecond = 20

// termName is what a terminal may call itself.
var termName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.+_-]{0,31}$`)

// terminal runs the desk in a session's terminal.
func (s *Server) terminal(sess ssh.Session, who identity.Account, pty ssh.Pty, winch <-chan ssh.Window) {
	ctx, cancel := context.WithCancel(sess.Context())
	defer cancel()
	model := newApp(ctx, s.cfg, who)
	guard := &guard{app: model, log: s.cfg.Log}
	program := newProgram(ctx, guard, sess, sess, pty.Term, pty.Window.Width, pty.Window.Height)
	guard.quit = program.Quit

	done := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		stop := s.stop
		for {
			select {
			case w, ok := <-winch:
				if !ok {
					winch = nil
					continue
				}
				program.Send(tea.WindowSizeMsg{Width: w.Width, Height: w.Height})
			case <-stop:
				stop = nil
				program.Send(stopMsg{})
			case <-done:
				return
			}
		}
	}()
	_, err := program.Run()
	program.Kill()
	close(done)
	<-ended
	// A line that drops ends the context, which is no error.
	if err != nil && !errors.Is(err, tea.ErrProgramKilled) {
		s.cfg.Log.Error("terminal ended", "operator", who.ID, "error", err)
	}
	if guard.failed {
		fmt.Fprintln(sess, model.w.Failed)
		_ = sess.Exit(1)
		return
	}
	if model.goodbye != "" {
		fmt.Fprintln(sess, model.goodbye)
	}
}

// newProgram is the one place where a model meets its terminal, so that the
// transport can be changed here.
func newProgram(ctx context.Context, m tea.Model, in io.Reader, out io.Writer, term string, width, height int) *tea.Program {
	if !termName.MatchString(term) {
		term = "xterm"
	}
	p := tea.NewProgram(m,
		tea.WithContext(ctx),
		tea.WithInput(nil), // readKeys reads it
		tea.WithOutput(out),
		tea.WithEnvironment([]string{"TERM=" + term}),
		tea.WithColorProfile(colorprofile.ANSI),
		tea.WithWindowSize(width, height),
		tea.WithFPS(framesPerSecond),
		// Otherwise each program takes the process's SIGTERM for itself.
		tea.WithoutSignalHandler(),
		tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
			if _, ok := msg.(tea.SuspendMsg); ok {
				return nil // there is no shell to suspend to
			}
			return msg
		}),
	)
	readKeys(ctx, p, in, term)
	return p
}

// guard keeps a fault in one operator's session from touching any other, and
// what is logged of it free of data: only the kind of the panic and its stack.
type guard struct {
	app    *app
	log    *slog.Logger
	quit   func()
	failed bool
}

// crashMsg says that a command panicked.
type crashMsg struct{}

// Init implements tea.Model.
func (g *guard) Init() (cmd tea.Cmd) {
	defer g.catch(func() { cmd = tea.Quit })
	return g.contain(g.app.Init())
}

// Update implements tea.Model.
func (g *guard) Update(msg tea.Msg) (m tea.Model, cmd tea.Cmd) {
	defer g.catch(func() { m, cmd = g, tea.Quit })
	if _, crashed := msg.(crashMsg); crashed {
		g.failed = true
		return g, tea.Quit
	}
	_, cmd = g.app.Update(msg)
	return g, g.contain(cmd)
}

// View implements tea.Model.
func (g *guard) View() (v tea.View) {
	defer g.catch(func() {
		v = tea.NewView("")
		go g.quit() // the program waits for this view before it listens
	})
	if g.failed {
		return tea.NewView("")
	}
	return g.app.View()
}

// catch ends the session after a panic.
func (g *guard) catch(then func()) {
	if r := recover(); r != nil {
		logFault(g.log, g.app.who, r)
		g.failed = true
		then()
	}
}

// contain makes a command that cannot panic.
func (g *guard) contain(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				logFault(g.log, g.app.who, r)
				msg = crashMsg{}
			}
		}()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = g.contain(batch[i])
			}
		}
		return msg
	}
}

// logFault records a panic by its kind and place; a stack holds addresses, not
// values.
func logFault(log *slog.Logger, who identity.Account, r any) {
	log.Error("a session ended by a fault", "operator", who.ID, "kind", fmt.Sprintf("%T", r), "stack", string(debug.Stack()))
}
