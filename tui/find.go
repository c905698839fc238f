// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
)

// findPane looks a form up by its reference.
type findPane struct {
	typed   editor
	found   *Found
	problem safetext.String
}

func (a *app) goFind() tea.Cmd {
	a.show(&findPane{})
	return nil
}

// looked is the result of a search.
type looked struct {
	found Found
	err   error
}

func (p *findPane) title(a *app) safetext.String { return safetext.Line(a.w.Find) }

func (p *findPane) hints(a *app) []hint {
	return []hint{{"Enter", a.w.Next}, {"Esc", a.w.Back}, {"F1", a.w.Help}, {"Ctrl-Q", a.w.Leave}}
}

func (p *findPane) typing() bool { return true }

func (p *findPane) paste(_ *app, text string) tea.Cmd {
	p.typed.insert(text)
	p.found, p.problem = nil, safetext.String{}
	return nil
}

func (p *findPane) draw(a *app, c *canvas) {
	c.text(0, safetext.Line(a.w.Reference), strong)
	c.text(2, safetext.Line(a.w.ReferenceHint), faint)
	text, x := p.typed.view(c.width-3, false)
	c.put("> ", text, x)
	c.text(2, p.problem, alarm)
	if p.found == nil {
		return
	}
	c.blank()
	c.text(2, safetext.Line(p.found.Title), strong)
	c.text(2, a.say(p.found.Status), plain)
	if p.found.Draft {
		c.blank()
		open := item{label: safetext.Line(a.w.Open)}
		if !a.may(identity.Resume) {
			open.why = safetext.Line(a.w.NotAllowed)
		}
		c.item("Enter  ", open.label, plain)
		c.text(7, open.why, faint)
	}
}

func (p *findPane) press(a *app, k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "ctrl+q", "f10":
		return a.quit()
	case "esc":
		return a.goHome(safetext.String{})
	case "enter":
		if p.found != nil && p.found.Draft {
			if !a.may(identity.Resume) {
				return nil
			}
			return a.resume(p.found.Ref, p.found.Title)
		}
		ref := p.typed.String()
		if ref == "" {
			return nil
		}
		desk, who, lang := a.desk, a.who, a.lang
		return a.work(func(ctx context.Context) any {
			found, err := desk.Find(ctx, who, lang, ref)
			return looked{found: found, err: err}
		})
	}
	if p.typed.press(k) {
		p.found, p.problem = nil, safetext.String{}
	}
	return nil
}

func (p *findPane) done(a *app, result any) tea.Cmd {
	switch r := result.(type) {
	case looked:
		switch {
		case errors.Is(r.err, ErrNotFound):
			p.refuse(safetext.Line(a.w.NotFound))
		case r.err != nil:
			p.refuse(safetext.Line(a.w.Failed))
		default:
			p.found = &r.found
		}
	case opened:
		return a.open(r, p)
	}
	return nil
}

func (p *findPane) refuse(why safetext.String) { p.found, p.problem = nil, why }
