// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/dialform/dialform/internal/safetext"
)

// hint is a key and what it does.
type hint struct{ key, does string }

// View implements tea.Model: a header, the pane, a line of hints and a status
// line.
func (a *app) View() tea.View {
	c := &canvas{width: a.width}
	title := safetext.Line("dialform")
	switch {
	case a.guide:
		title = safetext.Line(a.w.GuideTitle)
		a.drawGuide(c)
	case a.pane != nil:
		title = a.pane.title(a)
		a.pane.draw(a, c)
	}

	height := max(1, a.height-4) // header, an empty line, hints, status
	body, more := c.window(height, &a.scroll)
	lines := make([]string, 0, a.height)
	lines = append(lines, paint(strong, cut(title.String(), a.width)), "")
	lines = append(lines, body...)
	for len(lines) < height+2 {
		lines = append(lines, "")
	}
	lines = append(lines, paint(faint, cut(a.hintLine(more), a.width)), paint(faint, cut(a.statusLine(), a.width)))

	v := tea.NewView(strings.Join(lines, "\n"))
	v.AltScreen = true
	if cur := c.cursor; cur != nil {
		if y := cur.Y - a.scroll; y >= 0 && y < height {
			v.Cursor = tea.NewCursor(cur.X, y+2)
			v.Cursor.Blink = false
		}
	}
	return v
}

// hintLine names the keys that work here, as many as fit; the guide names all.
func (a *app) hintLine(more bool) string {
	if a.guide || a.pane == nil {
		return safetext.Line(a.w.GuideClose).String()
	}
	hints := a.pane.hints(a)
	if more {
		hints = append([]hint{{"PgDn", a.w.More}}, hints...)
	}
	line := ""
	for _, h := range hints {
		longer := safetext.Line(line + " · " + h.key + " " + h.does).String()
		if line == "" {
			longer = safetext.Line(h.key + " " + h.does).String()
		}
		if cells(longer) > a.width {
			break
		}
		line = longer
	}
	return line
}

// statusLine tells who works where, and how far the node is behind.
func (a *app) statusLine() string {
	parts := []string{a.who.ID}
	if a.device != "" {
		parts = append(parts, a.device)
	}
	if a.sync.Enabled {
		parts = append(parts, fill(a.w.Queue, strconv.Itoa(a.sync.Pending)), fill(a.w.Last, a.clock(a.sync.Last)))
	}
	if a.ref != "" {
		parts = append(parts, fill(a.w.Ref, spaced(a.ref)))
	}
	return safetext.Line(strings.Join(parts, " · ")).String()
}

// drawGuide shows what the keys do.
func (a *app) drawGuide(c *canvas) {
	for _, line := range []string{
		a.w.GuideMove, a.w.GuideList, a.w.GuideLong, a.w.GuideCheck,
		a.w.GuideText, a.w.GuideTable, a.w.GuideSaved,
	} {
		c.text(0, safetext.Line(line), plain)
	}
}
