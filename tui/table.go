// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/internal/safetext"
)

// maxColumn bounds a column of a table, in cells; the last one takes the rest.
const maxColumn = 20

// takeTable reads the instances of a repeat.
func (p *formPane) takeTable(a *app, page flows.Page) {
	p.mode, p.widths = modeTable, make([]int, len(page.Columns))
	p.heads = p.measured(page.Columns)
	rows := make([][]string, len(page.Rows))
	for i, row := range page.Rows {
		texts := make([]string, len(page.Columns))
		for col := range min(len(row), len(texts)) {
			texts[col] = p.say(a, row[col]).String()
		}
		rows[i] = p.measured(texts)
	}
	items := make([]item, len(rows))
	for i, row := range rows {
		items[i].label = safetext.Clean(p.columns(row))
	}
	p.rows = newList(items, min(max(p.rows.at, 0), len(items)-1))
}

// measured cleans a row and widens the columns to hold it.
func (p *formPane) measured(row []string) []string {
	out := make([]string, len(row))
	for col, s := range row {
		out[col] = safetext.Line(s).String()
		p.widths[col] = max(p.widths[col], min(cells(out[col]), maxColumn))
	}
	return out
}

// columns sets cells side by side. Only the last is not padded: names come
// last, and nothing may stand to the right of them.
func (p *formPane) columns(row []string) string {
	var b strings.Builder
	for col, s := range row {
		if col == len(row)-1 {
			b.WriteString(s)
			break
		}
		b.WriteString(pad(s, p.widths[col]))
		b.WriteString("  ")
	}
	return b.String()
}

func (p *formPane) drawTable(a *app, c *canvas) {
	c.text(0, p.say(a, p.screen.Body), plain)
	c.blank()
	if len(p.rows.items) == 0 {
		c.text(2, safetext.Line(a.w.NoRows), faint)
		return
	}
	c.text(4, safetext.Clean(cut(p.columns(p.heads), c.width-4)), faint)
	top := len(c.lines)
	p.rows.draw(c, a.w, 0, nil)
	c.focus(top)
	if p.removing >= 0 {
		c.blank()
		c.text(0, safetext.Line(fill(a.w.ConfirmRemove, strconv.Itoa(p.removing+1))), alarm)
	}
}

// pressTable handles a key on the table of a repeat.
func (p *formPane) pressTable(a *app, k tea.KeyPressMsg) tea.Cmd {
	if !p.rows.narrow {
		switch k.String() {
		case "a":
			return p.pick(a, flows.MsgRepeatAdd, -1)
		case "e":
			return p.pick(a, flows.MsgRepeatEdit, p.rows.at)
		case "d":
			if p.rows.at >= 0 && p.option(flows.MsgRepeatRemove) >= 0 {
				p.removing = p.rows.at
			}
			return nil
		case "esc":
			return p.back(a, flows.PreviousPage{})
		}
	}
	if k.String() == "enter" {
		return p.pick(a, flows.MsgRepeatDone, -1)
	}
	p.rows.press(k)
	return nil
}

// confirm removes the row if d was pressed again.
func (p *formPane) confirm(a *app, k tea.KeyPressMsg) tea.Cmd {
	row := p.removing
	p.removing = -1
	if k.String() != "d" {
		return nil
	}
	return p.pick(a, flows.MsgRepeatRemove, row)
}

// option is the position of an option of the repeat's menu, -1 if it is not
// offered now.
func (p *formPane) option(key string) int {
	return slices.IndexFunc(p.screen.Options, func(o flows.Option) bool { return o.Label.Key == key })
}

// pick takes an option of the repeat's menu and, when the engine then asks
// which instance is meant, the one of the row.
func (p *formPane) pick(a *app, option string, row int) tea.Cmd {
	index := p.option(option)
	if index < 0 {
		return nil
	}
	conv := p.conv
	return a.work(func(ctx context.Context) any {
		screen, err := conv.Step(ctx, flows.Choose{Index: index})
		if err == nil && row >= 0 && screen.Kind == flows.KindPick {
			screen, err = conv.Step(ctx, flows.Choose{Index: row})
		}
		return stepped{screen: screen, err: err, then: thenShow}
	})
}
