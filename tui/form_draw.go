// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"strconv"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/internal/safetext"
)

// title is how far the form has come and its name; the name is last, since it
// may be in any script.
func (p *formPane) title(*app) safetext.String {
	if pr := p.screen.Progress; pr.Of > 0 {
		lead := safetext.Line(strconv.Itoa(pr.Step) + "/" + strconv.Itoa(pr.Of))
		return safetext.Join([]safetext.String{lead, p.name}, safetext.Const("  "))
	}
	return p.name
}

// hints implements pane.
func (p *formPane) hints(a *app) []hint {
	w := a.w
	always := []hint{{"Esc", w.Back}, {"F1", w.Help}, {"Ctrl-S", w.Save}, {"Ctrl-Q", w.Leave}}
	var first []hint
	f := p.current()
	switch {
	case p.mode == modeEnd:
		return []hint{{"Enter", w.Done}, {"Ctrl-Q", w.Leave}}
	case p.mode == modeTable:
		for _, h := range []struct{ key, does, option string }{
			{"a", w.Add, flows.MsgRepeatAdd},
			{"e", w.Edit, flows.MsgRepeatEdit},
			{"d", w.Remove, flows.MsgRepeatRemove},
			{"Enter", w.Done, flows.MsgRepeatDone},
		} {
			if p.option(h.option) >= 0 {
				first = append(first, hint{h.key, h.does})
			}
		}
	case f == nil:
		first = []hint{{"Enter", w.Done}}
	case f.kind == fieldOne:
		first = []hint{{"1-9", w.Choose}}
		if f.list.long() {
			first = append(first, hint{"/", w.Filter})
		}
		first = append(first, hint{"Enter", w.Next})
	case f.kind == fieldMany:
		first = []hint{{"1-9", w.Toggle}, {"Enter", w.Next}}
	default:
		first = []hint{{"Enter", w.Next}}
	}
	if p.mode == modePage && len(p.fields) > 1 {
		always = append(always, hint{"Tab", w.Field})
	}
	return append(first, always...)
}

// draw implements pane.
func (p *formPane) draw(a *app, c *canvas) {
	if !p.heading().Empty() {
		c.text(0, p.heading(), plain)
		c.blank()
	}
	if !p.notice.Empty() {
		c.item(" ! ", p.notice, alarm)
		c.blank()
	}
	switch p.mode {
	case modeEnd:
		p.drawEnd(a, c)
	case modeTable:
		p.drawTable(a, c)
	case modeAsk:
		f := p.fields[0]
		c.text(0, safetext.Text(f.Label), plain)
		c.text(0, safetext.Text(f.Hint), faint)
		if f.kind != fieldNote {
			c.blank()
			top := len(c.lines)
			f.drawOpen(c, a.w)
			c.item(" ! ", f.problem, alarm)
			if f.kind == fieldText || f.list.at >= 0 {
				c.focus(top)
			}
		}
	default:
		for i, f := range p.fields {
			if i > 0 {
				c.blank()
			}
			f.draw(c, a.w, i == p.focus)
		}
	}
}

// heading is the title of the group, unless the form has the same.
func (p *formPane) heading() safetext.String {
	if p.group == p.name {
		return safetext.String{}
	}
	return p.group
}

// drawEnd shows the receipt.
func (p *formPane) drawEnd(a *app, c *canvas) {
	c.text(0, p.say(a, p.screen.Body), strong)
	if p.ref != "" && p.screen.Kind == flows.KindReceipt {
		c.blank()
		c.text(0, safetext.Line(a.w.Reference+"  "+spaced(p.ref)), plain)
	}
}
