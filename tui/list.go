// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/dialform/dialform/internal/safetext"
)

// listRows is how many lines of a list are shown: as many as there are digits
// to choose them with. A longer list is narrowed by typing, never scrolled
// through by need.
const listRows = 9

// item is one line of a list.
type item struct {
	label safetext.String
	why   safetext.String // why it cannot be chosen, empty when it can
}

// list is a choice of one line: by its digit, by the arrows, or by typing a
// part of it when there are many.
type list struct {
	items  []item
	at     int // index in items of the marked line, -1 for none
	filter editor
	narrow bool // typing goes to the filter
	top    int  // first line shown, among those that match
	// find gives the lines for what is typed, of a list that is longer than items;
	// nil for others.
	find func(typed string) []item
}

// newList marks the line at.
func newList(items []item, at int) list { return list{items: items, at: at} }

// long tells whether the list needs narrowing.
func (l *list) long() bool { return len(l.items) > listRows || l.find != nil }

// matches are the indexes of the lines the filter lets through.
func (l *list) matches() []int {
	want := strings.ToLower(strings.TrimSpace(l.filter.String()))
	if l.find != nil {
		want = "" // they were found by it
	}
	out := make([]int, 0, len(l.items))
	for i, it := range l.items {
		if want == "" || strings.Contains(strings.ToLower(it.label.String()), want) {
			out = append(out, i)
		}
	}
	return out
}

// shown are the matching lines on the screen, and how many match in all.
func (l *list) shown() (rows []int, all int) {
	m := l.matches()
	pos := position(m, l.at)
	if pos >= l.top+listRows {
		l.top = pos - listRows + 1
	}
	if pos >= 0 && pos < l.top {
		l.top = pos
	}
	l.top = max(0, min(l.top, len(m)-listRows))
	return m[l.top:min(len(m), l.top+listRows)], len(m)
}

func position(rows []int, index int) int {
	for i, r := range rows {
		if r == index {
			return i
		}
	}
	return -1
}

// press handles a key. used tells whether it was one of the list's, picked is
// the index of a line that was named by its digit, else -1.
func (l *list) press(k tea.KeyPressMsg) (used bool, picked int) {
	switch key := k.String(); key {
	case "up", "ctrl+p":
		l.move(-1)
	case "down", "ctrl+n":
		l.move(1)
	case "pgup":
		l.move(-listRows)
	case "pgdown":
		l.move(listRows)
	case "/":
		if l.narrow {
			return l.typed(k), -1
		}
		l.narrow = true
	case "esc":
		if !l.narrow {
			return false, -1
		}
		l.narrow, l.filter = false, editor{}
		l.search()
	default:
		if !l.narrow && len(key) == 1 && key[0] >= '1' && key[0] <= '9' {
			if rows, _ := l.shown(); int(key[0]-'1') < len(rows) {
				l.at = rows[key[0]-'1']
				return true, l.at
			}
			return true, -1
		}
		return l.typed(k), -1
	}
	return true, -1
}

// typed narrows a long list.
func (l *list) typed(k tea.KeyPressMsg) bool {
	if !l.narrow && (!l.long() || k.Text == "" || k.Text == " " || k.Text == "?") {
		return false
	}
	if !l.filter.press(k) {
		return false
	}
	l.search()
	l.narrow = l.filter.String() != "" || l.narrow
	if m := l.matches(); position(m, l.at) < 0 {
		l.at = -1
		if len(m) > 0 {
			l.at = m[0]
		}
	}
	return true
}

// search fills the list with what is found.
func (l *list) search() {
	if l.find != nil {
		l.items, l.at = l.find(l.filter.String()), -1
	}
}

// move marks a line further down or up.
func (l *list) move(by int) {
	m := l.matches()
	if len(m) == 0 {
		return
	}
	pos := position(m, l.at)
	switch {
	case pos < 0 && by > 0:
		pos = 0
	case pos < 0:
		pos = len(m) - 1
	default:
		pos = max(0, min(pos+by, len(m)-1))
	}
	l.at = m[pos]
}

// draw shows the list. mark gives the sign before a line ("*" for chosen), nil
// for none.
func (l *list) draw(c *canvas, w *words, indent int, mark func(i int) string) {
	space := strings.Repeat(" ", indent)
	if l.narrow {
		lead := space + "/ "
		text, x := l.filter.view(c.width-len(lead)-1, false)
		c.put(lead, text, x)
	}
	rows, all := l.shown()
	for n, i := range rows {
		lead := space + "  " + strconv.Itoa(n+1) + " "
		if i == l.at {
			lead = space + "> " + strconv.Itoa(n+1) + " "
		}
		if mark != nil {
			lead += mark(i)
		}
		it, style := l.items[i], plain
		if it.label.Empty() {
			it.label = safetext.Const("-")
		}
		if !it.why.Empty() {
			it.label, style = safetext.Join([]safetext.String{it.label, it.why}, safetext.Const(" - ")), faint
		}
		c.item(lead, it.label, style)
		if i == l.at {
			c.focus(len(c.lines) - 1)
			if !l.narrow {
				c.cursor = tea.NewCursor(indent, len(c.lines)-1)
			}
		}
	}
	if all == 0 && len(l.items) > 0 {
		c.text(indent+4, safetext.Line(w.NoMatch), faint)
	}
	if all > len(rows) {
		c.text(indent+4, safetext.Line(strconv.Itoa(l.top+1)+"-"+strconv.Itoa(l.top+len(rows))+" / "+strconv.Itoa(all)), faint)
	}
}
