// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/dialform/dialform/internal/safetext"
)

// draftsShown is how many unfinished forms are listed; older ones are found by
// their reference.
const draftsShown = 100

// draftsPane lists unfinished forms, or submissions to be completed, to go on
// with one.
type draftsPane struct {
	name    string // of the list
	none    string // what to say of an empty one
	drafts  []Draft
	list    list
	loaded  bool
	problem safetext.String
}

func (a *app) goDrafts() tea.Cmd {
	a.show(&draftsPane{name: a.w.Drafts, none: a.w.NoDrafts})
	desk, who, lang := a.desk, a.who, a.lang
	return a.work(func(ctx context.Context) any {
		drafts, err := desk.Drafts(ctx, who, lang, draftsShown)
		if err != nil {
			return err
		}
		return drafts
	})
}

// goTasks lists the submissions that wait to be completed.
func (a *app) goTasks() tea.Cmd {
	a.show(&draftsPane{name: a.w.Tasks, none: a.w.NoTasks})
	desk, who, lang := a.desk, a.who, a.lang
	return a.work(func(ctx context.Context) any {
		tasks, err := desk.Tasks(ctx, who, lang, draftsShown)
		if err != nil {
			return err
		}
		drafts := make([]Draft, len(tasks))
		for i, t := range tasks {
			drafts[i] = Draft{Ref: t.Ref, Title: t.Title + ": " + t.Missing, Updated: t.Since}
		}
		return drafts
	})
}

func (p *draftsPane) done(a *app, result any) tea.Cmd {
	switch r := result.(type) {
	case []Draft:
		p.drafts, p.loaded = r, true
		items := make([]item, len(r))
		for i, d := range r {
			// The title is last: it may be in any script.
			items[i].label = safetext.Clean(spaced(d.Ref) + "  " + a.clock(d.Updated) + "  " + d.Title)
		}
		p.list = newList(items, 0)
	case opened:
		return a.open(r, p)
	case error:
		p.refuse(safetext.Line(a.w.Failed))
	}
	return nil
}

func (p *draftsPane) refuse(why safetext.String) { p.problem = why }

func (p *draftsPane) title(a *app) safetext.String { return safetext.Line(p.name) }

func (p *draftsPane) hints(a *app) []hint {
	return []hint{{"1-9", a.w.Choose}, {"/", a.w.Filter}, {"Esc", a.w.Back}, {"F1 ?", a.w.Help}, {"Ctrl-Q", a.w.Leave}}
}

func (p *draftsPane) typing() bool { return p.list.narrow }

func (p *draftsPane) paste(*app, string) tea.Cmd { return nil }

func (p *draftsPane) draw(a *app, c *canvas) {
	c.text(0, p.problem, alarm)
	if p.loaded && len(p.drafts) == 0 {
		c.text(0, safetext.Line(p.none), plain)
	}
	p.list.draw(c, a.w, 0, nil)
}

func (p *draftsPane) press(a *app, k tea.KeyPressMsg) tea.Cmd {
	used, picked := p.list.press(k)
	switch key := k.String(); {
	case picked >= 0:
	case used:
		return nil
	case key == "ctrl+q" || key == "f10":
		return a.quit()
	case key == "esc":
		return a.goHome(safetext.String{})
	case key == "enter" && p.list.at >= 0 && p.list.at < len(p.drafts):
		picked = p.list.at
	default:
		return nil
	}
	return a.resume(p.drafts[picked].Ref, p.drafts[picked].Title)
}
