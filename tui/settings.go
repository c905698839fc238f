// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"github.com/dialform/dialform/internal/safetext"
)

// syncPane tells how far the node is behind the centre.
type syncPane struct{}

func (a *app) goSync() tea.Cmd {
	a.show(&syncPane{})
	return a.reloadSync()
}

func (a *app) reloadSync() tea.Cmd {
	desk := a.desk
	return a.work(func(ctx context.Context) any {
		s, err := desk.Sync(ctx)
		if err != nil {
			return err
		}
		return s
	})
}

func (p *syncPane) done(a *app, result any) tea.Cmd {
	if s, ok := result.(Sync); ok {
		a.sync = s
	}
	return nil
}

func (p *syncPane) title(a *app) safetext.String { return safetext.Line(a.w.Sync) }

func (p *syncPane) hints(a *app) []hint {
	return []hint{{"F5", a.w.Sync}, {"Esc", a.w.Back}, {"Ctrl-Q", a.w.Leave}}
}

func (p *syncPane) typing() bool { return false }

func (p *syncPane) paste(*app, string) tea.Cmd { return nil }

func (p *syncPane) draw(a *app, c *canvas) {
	for _, line := range a.syncLines() {
		c.text(0, safetext.Line(line), plain)
	}
}

// syncLines word the sync state; the line mode says the same.
func (a *app) syncLines() []string { return syncLines(a.w, a.sync, a.clock(a.sync.Last)) }

func syncLines(w *words, s Sync, last string) []string {
	if !s.Enabled {
		return []string{w.SyncOff}
	}
	reached := w.Reached
	if !s.Reachable {
		reached = w.NotReached
	}
	return []string{fill(w.Waiting, strconv.Itoa(s.Pending)), fill(w.LastSync, last), reached}
}

func (p *syncPane) press(a *app, k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "ctrl+q", "f10":
		return a.quit()
	case "f5", "ctrl+r":
		return a.reloadSync()
	case "esc", "enter":
		return a.goHome(safetext.String{})
	}
	return nil
}

// languagePane changes the language of the desk.
type languagePane struct{ list list }

func (a *app) goLanguage() tea.Cmd {
	p := &languagePane{}
	for i, l := range a.desk.Languages() {
		p.list.items = append(p.list.items, item{label: safetext.Line(l.Name)})
		if l.Tag == a.lang {
			p.list.at = i
		}
	}
	a.show(p)
	return nil
}

func (p *languagePane) title(a *app) safetext.String { return safetext.Line(a.w.Language) }

func (p *languagePane) hints(a *app) []hint {
	return []hint{{"1-9 Enter", a.w.Choose}, {"Esc", a.w.Back}, {"Ctrl-Q", a.w.Leave}}
}

func (p *languagePane) typing() bool { return p.list.narrow }

func (p *languagePane) paste(*app, string) tea.Cmd { return nil }

func (p *languagePane) done(*app, any) tea.Cmd { return nil }

func (p *languagePane) draw(a *app, c *canvas) { p.list.draw(c, a.w, 0, nil) }

func (p *languagePane) press(a *app, k tea.KeyPressMsg) tea.Cmd {
	used, picked := p.list.press(k)
	switch key := k.String(); {
	case picked >= 0:
	case used:
		return nil
	case key == "ctrl+q" || key == "f10":
		return a.quit()
	case key == "esc":
		return a.goHome(safetext.String{})
	case key == "enter" && p.list.at >= 0:
		picked = p.list.at
	default:
		return nil
	}
	a.lang = a.desk.Languages()[picked].Tag
	a.w = wordsIn(a.lang)
	return a.goHome(safetext.String{})
}
