// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
)

// homePane is what the operator can do: the forms of the service, and the
// things about them.
type homePane struct {
	list   list
	does   []func(*app) tea.Cmd // by line of the list
	notice safetext.String
	failed bool
}

// goHome shows the home pane, with a word on what just happened.
func (a *app) goHome(notice safetext.String) tea.Cmd {
	a.ref = ""
	a.show(&homePane{notice: notice})
	desk, who, lang := a.desk, a.who, a.lang
	return a.work(func(ctx context.Context) any {
		forms, err := desk.Forms(ctx, who, lang)
		if err != nil {
			return err
		}
		// Whoever comes home has often just sent something.
		state, err := desk.Sync(ctx)
		if err != nil {
			return err
		}
		return homeLoaded{forms, state}
	})
}

// homeLoaded is what the home pane shows.
type homeLoaded struct {
	forms []Form
	sync  Sync
}

func (p *homePane) done(a *app, result any) tea.Cmd {
	switch r := result.(type) {
	case homeLoaded:
		a.sync = r.sync
		p.fill(a, r.forms)
	case opened:
		return a.open(r, p)
	case error:
		p.fill(a, nil)
		p.notice, p.failed = safetext.Line(a.w.Failed), true
	}
	return nil
}

// fill makes the lines.
func (p *homePane) fill(a *app, forms []Form) {
	p.list, p.does = list{}, nil
	add := func(label string, action identity.Action, do func(*app) tea.Cmd) {
		it := item{label: safetext.Line(label)}
		if action != "" && !a.may(action) {
			it.why = safetext.Line(a.w.NotAllowed)
		}
		p.list.items = append(p.list.items, it)
		p.does = append(p.does, do)
	}
	for _, f := range forms {
		add(f.Title, identity.Register, func(a *app) tea.Cmd { return a.begin(f) })
	}
	add(a.w.Find, identity.Find, (*app).goFind)
	add(a.w.Drafts, identity.Resume, (*app).goDrafts)
	add(a.w.Tasks, identity.Resume, (*app).goTasks)
	add(a.w.Sync, identity.SeeSync, (*app).goSync)
	if len(a.desk.Languages()) > 1 {
		add(a.w.Language, "", (*app).goLanguage)
	}
	add(a.w.SignOut, "", (*app).quit)
}

func (p *homePane) title(a *app) safetext.String {
	return safetext.Line("dialform · " + a.who.Name)
}

func (p *homePane) hints(a *app) []hint {
	return []hint{{"1-9 Enter", a.w.Choose}, {"F1 ?", a.w.Help}, {"Ctrl-Q", a.w.Leave}}
}

func (p *homePane) typing() bool { return p.list.narrow }

func (p *homePane) paste(*app, string) tea.Cmd { return nil }

func (p *homePane) draw(a *app, c *canvas) {
	style := strong
	if p.failed {
		style = alarm
	}
	if !p.notice.Empty() {
		c.text(0, p.notice, style)
		c.blank()
	}
	c.text(0, safetext.Line(a.w.Ask), plain)
	c.blank()
	p.list.draw(c, a.w, 0, nil)
}

func (p *homePane) press(a *app, k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "ctrl+q", "f10":
		return a.quit()
	case "enter":
		return p.choose(a, p.list.at)
	}
	if _, picked := p.list.press(k); picked >= 0 {
		return p.choose(a, picked)
	}
	return nil
}

func (p *homePane) choose(a *app, i int) tea.Cmd {
	if i < 0 || i >= len(p.does) || !p.list.items[i].why.Empty() {
		return nil
	}
	return p.does[i](a)
}

// opened is the result of beginning or resuming a form.
type opened struct {
	title  string
	conv   Conversation
	screen flows.Screen
	err    error
}

// begin starts a form.
func (a *app) begin(f Form) tea.Cmd {
	desk, who, lang := a.desk, a.who, a.lang
	return a.work(func(ctx context.Context) any {
		conv, screen, err := desk.Begin(ctx, who, lang, f.Item)
		return opened{title: f.Title, conv: conv, screen: screen, err: err}
	})
}

// resume goes on with a draft.
func (a *app) resume(ref, title string) tea.Cmd {
	desk, who, lang := a.desk, a.who, a.lang
	return a.work(func(ctx context.Context) any {
		conv, screen, err := desk.Resume(ctx, who, lang, ref)
		return opened{title: title, conv: conv, screen: screen, err: err}
	})
}

// open shows a form that was begun, or says on the pane it came from why not.
func (a *app) open(o opened, from interface{ refuse(safetext.String) }) tea.Cmd {
	switch {
	case errors.Is(o.err, ErrNotFound):
		from.refuse(safetext.Line(a.w.NotFound))
		return nil
	case o.err != nil:
		from.refuse(safetext.Line(a.w.Failed))
		return nil
	}
	p := &formPane{name: safetext.Line(o.title), conv: o.conv, removing: -1}
	a.show(p)
	return p.take(a, o.screen)
}

func (p *homePane) refuse(why safetext.String) { p.notice, p.failed = why, true }
