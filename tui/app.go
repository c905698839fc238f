// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/screens"
)

// syncEvery is how often the status line asks how far the node is behind. The
// line costs bytes whenever it changes.
const syncEvery = 30 * time.Second

// maxQueued bounds what may be typed ahead while a step is being committed.
const maxQueued = 1024

// pane is what fills the screen between the header and the hints.
type pane interface {
	title(a *app) safetext.String
	hints(a *app) []hint
	draw(a *app, c *canvas)
	press(a *app, k tea.KeyPressMsg) tea.Cmd
	// paste takes pasted text.
	paste(a *app, text string) tea.Cmd
	// done takes the result of the pane's own work.
	done(a *app, result any) tea.Cmd
	// typing tells whether a question mark would be text.
	typing() bool
}

// app is the Bubble Tea model of one operator's session.
type app struct {
	ctx     context.Context
	desk    Desk
	who     identity.Account
	catalog *screens.Catalog
	device  string
	now     func() time.Time

	lang          string
	w             *words
	width, height int
	pane          pane
	ref           string // of the form in progress
	sync          Sync
	scroll        int
	guide         bool // the page of keys is shown

	busy     bool      // work is under way
	queued   []tea.Msg // what was typed meanwhile
	stopping bool      // the session ends when the work is done
	goodbye  string    // what to say after the screen is gone
}

// Messages of the app itself.
type (
	resultMsg struct {
		value any
	}
	syncMsg struct {
		sync Sync
		err  error
	}
	askSyncMsg struct{}
	stopMsg    struct{}
)

func newApp(ctx context.Context, cfg Config, who identity.Account) *app {
	a := &app{
		ctx: ctx, desk: cfg.Desk, who: who, catalog: cfg.Catalog, device: cfg.Device, now: cfg.Now,
		width: anyCols, height: anyRows,
	}
	if langs := cfg.Desk.Languages(); len(langs) > 0 {
		a.lang = langs[0].Tag
	}
	a.w = wordsIn(a.lang)
	return a
}

// Init implements tea.Model.
func (a *app) Init() tea.Cmd { return tea.Batch(a.goHome(safetext.String{}), a.askSync()) }

// Update implements tea.Model.
func (a *app) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.width = int(clamp(uint32(max(msg.Width, 0)), minCols, maxCols, anyCols))
		a.height = int(clamp(uint32(max(msg.Height, 0)), minRows, maxRows, anyRows))
	case tea.KeyPressMsg, tea.PasteMsg:
		return a, a.typed(msg)
	case resultMsg:
		a.busy = false
		if a.stopping {
			return a, tea.Quit
		}
		cmds := []tea.Cmd{a.pane.done(a, msg.value)}
		for !a.busy && len(a.queued) > 0 {
			next := a.queued[0]
			a.queued = a.queued[1:]
			cmds = append(cmds, a.typed(next))
		}
		return a, tea.Batch(cmds...)
	case syncMsg:
		if msg.err == nil {
			a.sync = msg.sync
		}
		return a, a.later(syncEvery, askSyncMsg{})
	case askSyncMsg:
		return a, a.askSync()
	case stopMsg:
		a.goodbye = a.w.Stopping
		if a.busy {
			a.stopping = true // once the step under way is committed
			return a, nil
		}
		return a, tea.Quit
	}
	return a, nil
}

// typed handles a key or a paste, later if a step is being committed.
func (a *app) typed(msg tea.Msg) tea.Cmd {
	if a.busy {
		if len(a.queued) < maxQueued {
			a.queued = append(a.queued, msg)
		}
		return nil
	}
	if p, ok := msg.(tea.PasteMsg); ok {
		if a.guide {
			return nil
		}
		return a.pane.paste(a, p.Content)
	}
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	if a.guide {
		a.guide = false
		return nil
	}
	switch key := k.String(); {
	case key == "f1" || key == "ctrl+g" || key == "?" && !a.pane.typing():
		a.guide = true
		return nil
	case key == "ctrl+l":
		return tea.ClearScreen
	case key == "ctrl+c":
		return a.quit()
	}
	return a.pane.press(a, k)
}

// work runs f away from the screen. One piece of work is under way at a time,
// and what is typed meanwhile waits, so nobody can outrun a commit.
func (a *app) work(f func(ctx context.Context) any) tea.Cmd {
	a.busy = true
	ctx := a.ctx
	return func() tea.Msg { return resultMsg{value: f(ctx)} }
}

// show puts a pane on the screen.
func (a *app) show(p pane) {
	a.pane, a.scroll = p, 0
}

// quit signs out.
func (a *app) quit() tea.Cmd {
	a.goodbye = a.w.Goodbye
	return tea.Quit
}

func (a *app) askSync() tea.Cmd {
	ctx, desk := a.ctx, a.desk
	return func() tea.Msg {
		s, err := desk.Sync(ctx)
		return syncMsg{sync: s, err: err}
	}
}

// later sends a message after a while, unless the session ends before.
func (a *app) later(d time.Duration, msg tea.Msg) tea.Cmd {
	ctx := a.ctx
	return func() tea.Msg {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			return msg
		case <-ctx.Done():
			return nil
		}
	}
}

// say words a phrase of the engine.
func (a *app) say(p flows.Phrase) safetext.String {
	return safetext.Text(a.catalog.Text(a.lang, p))
}

// may tells whether the operator may do something.
func (a *app) may(action identity.Action) bool { return a.who.Can(action) }

// clock writes a moment: the time of today, else day and time.
func (a *app) clock(t time.Time) string {
	if t.IsZero() {
		return a.w.Never
	}
	now := a.now()
	t = t.In(now.Location())
	if y, m, d := t.Date(); y == now.Year() && m == now.Month() && d == now.Day() {
		return t.Format("15:04")
	}
	return t.Format("2006-01-02 15:04")
}

// spaced writes a reference in groups of four, as it is read out, whether or
// not it comes that way.
func spaced(ref string) string {
	var out []byte
	n := 0
	for i := range len(ref) {
		if ref[i] == ' ' {
			continue
		}
		if n > 0 && n%4 == 0 {
			out = append(out, ' ')
		}
		out = append(out, ref[i])
		n++
	}
	return string(out)
}
