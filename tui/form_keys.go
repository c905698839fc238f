// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/screens"
)

// press implements pane.
func (p *formPane) press(a *app, k tea.KeyPressMsg) tea.Cmd {
	if p.removing >= 0 {
		return p.confirm(a, k)
	}
	switch k.String() {
	case "ctrl+q", "f10":
		return p.keep(a, thenLeave)
	case "ctrl+s", "f2":
		if p.mode == modeEnd {
			return p.leaveReceipt(a)
		}
		return p.keep(a, thenSave)
	}
	switch p.mode {
	case modePage:
		return p.pressPage(a, k)
	case modeTable:
		return p.pressTable(a, k)
	case modeAsk:
		return p.pressAsk(a, k)
	default:
		if key := k.String(); key == "enter" || key == "esc" {
			return p.leaveReceipt(a)
		}
		return nil
	}
}

// leaveReceipt goes home and says there once more what was sent: Enter is
// easily pressed twice.
func (p *formPane) leaveReceipt(a *app) tea.Cmd { return a.goHome(p.say(a, p.screen.Body)) }

// pressPage handles a key among the questions of a page.
func (p *formPane) pressPage(a *app, k tea.KeyPressMsg) tea.Cmd {
	f := p.current()
	key := k.String()
	if f != nil && f.kind != fieldText && key != "enter" {
		// Arrows, digits and Esc belong to the list first.
		used, answered := f.press(k)
		if answered {
			return p.keep(a, thenNext)
		}
		if used {
			return nil
		}
	}
	switch key {
	case "enter":
		if f != nil && f.kind == fieldOne && f.list.at >= 0 {
			f.toggle(f.list.at)
		}
		return p.keep(a, thenNext)
	case "tab", "down":
		return p.keep(a, thenAhead)
	case "shift+tab", "up":
		return p.keep(a, thenBehind)
	case "pgdown":
		a.scroll += a.height / 2
		return nil
	case "pgup":
		a.scroll = max(0, a.scroll-a.height/2)
		return nil
	case "esc":
		if f != nil && f.dirty() {
			f.restore()
			return nil
		}
		return p.back(a, flows.PreviousPage{})
	}
	if f != nil {
		f.press(k)
	}
	return nil
}

// back leaves a page backwards. Where the engine stays, or has just failed,
// it leads home: the draft is kept.
func (p *formPane) back(a *app, in flows.Input) tea.Cmd {
	if p.failed {
		return p.leave(a)
	}
	conv, before := p.conv, p.place(p.screen, p.conv.Page())
	return a.work(func(ctx context.Context) any {
		screen, err := conv.Step(ctx, in)
		if err == nil && p.place(screen, conv.Page()) == before {
			screen.Kind = flows.KindMenu
		}
		return stepped{screen: screen, err: err, then: thenShow}
	})
}

// place is where in the form the engine stands.
func (p *formPane) place(s flows.Screen, page flows.Page) any {
	at := struct {
		kind flows.Kind
		body string
		at   any
	}{kind: s.Kind, body: s.Body.Key + s.Body.Text}
	if page.Current < len(page.Fields) {
		at.at, at.body = page.Fields[0].At, ""
	}
	return at
}

// pressAsk handles a key on a screen of the engine.
func (p *formPane) pressAsk(a *app, k tea.KeyPressMsg) tea.Cmd {
	f := p.current()
	key := k.String()
	if f != nil && key != "enter" {
		used, answered := f.press(k)
		if answered {
			return p.answer(a, f)
		}
		if used {
			return nil
		}
	}
	switch key {
	case "enter":
		if f == nil {
			return p.step(a, flows.Continue{}, false, thenShow)
		}
		if f.kind == fieldOne && f.list.at >= 0 {
			f.toggle(f.list.at)
		}
		return p.answer(a, f)
	case "pgdown":
		a.scroll += a.height / 2
	case "pgup":
		a.scroll = max(0, a.scroll-a.height/2)
	case "esc":
		return p.back(a, flows.Back{})
	}
	return nil
}

// answer gives the engine what was chosen or typed on its screen.
func (p *formPane) answer(a *app, f *field) tea.Cmd {
	switch f.kind {
	case fieldOne:
		if f.list.at < 0 {
			f.problem = safetext.Line(a.w.Required)
			return nil
		}
		return p.step(a, flows.Choose{Index: f.list.at}, false, thenShow)
	case fieldMany:
		var indexes []int
		for _, v := range f.sorted() {
			indexes = append(indexes, slices.IndexFunc(f.Choices, func(c forms.Choice) bool { return c.Value == v }))
		}
		return p.step(a, flows.ChooseMany{Indexes: indexes}, false, thenShow)
	}
	in := screens.Read(a.catalog, p.screen, p.lang, f.typed.String(), unpaged)
	if bad, ok := in.(flows.Unreadable); ok {
		f.problem = p.say(a, bad.Why)
		return nil
	}
	return p.step(a, in, false, thenShow)
}

// paste implements pane.
func (p *formPane) paste(_ *app, text string) tea.Cmd {
	switch f := p.current(); {
	case f == nil:
	case f.kind == fieldText:
		f.typed.insert(text)
		f.problem = safetext.String{}
	case f.list.narrow:
		f.list.filter.insert(text)
	}
	return nil
}

// typing implements pane.
func (p *formPane) typing() bool {
	f := p.current()
	return p.mode == modeTable && p.rows.narrow || f != nil && (f.kind == fieldText || f.list.narrow)
}
