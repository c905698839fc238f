// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/dialform/dialform/internal/safetext"
)

// The styles are few: what must stand out does so by its place and its words,
// because colours fail in sunlight and on a screen reader.
var (
	plain  = lipgloss.NewStyle()
	strong = lipgloss.NewStyle().Bold(true)
	faint  = lipgloss.NewStyle().Faint(true)
	alarm  = lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("1"))
)

// canvas collects the lines of a pane. It takes clean text only, so a pane
// cannot draw data as it came.
//
// Terminals disagree about the width of many scripts (half of them count
// Khmer twice as wide as others), so nothing is drawn to the right of
// localised text: no boxes, no right-aligned columns, no padding behind it.
type canvas struct {
	width  int
	lines  []string
	cursor *tea.Cursor // in lines, nil for none
	// top and bottom are the first and the last line that must stay in sight;
	// both 0 when nothing must.
	top, bottom int
}

// blank adds an empty line.
func (c *canvas) blank() { c.lines = append(c.lines, "") }

// text adds s, wrapped, indented by so many cells. Empty text adds nothing.
func (c *canvas) text(indent int, s safetext.String, style lipgloss.Style) {
	c.item(strings.Repeat(" ", indent), s, style)
}

// item adds s after a lead of our own making ("> 1 "); further lines are
// indented as far.
func (c *canvas) item(lead string, s safetext.String, style lipgloss.Style) {
	if s.Empty() {
		return
	}
	indent := strings.Repeat(" ", len(lead))
	for i, line := range wrap(s.String(), c.width-len(lead)) {
		if i > 0 {
			lead = indent
		}
		c.lines = append(c.lines, lead+paint(style, line))
	}
}

// put adds one line, cut to the width, with the cursor at a cell of it if x is
// not negative.
func (c *canvas) put(lead string, s safetext.String, x int) {
	c.lines = append(c.lines, lead+cut(s.String(), c.width-len(lead)))
	if x >= 0 {
		c.cursor = tea.NewCursor(len(lead)+x, len(c.lines)-1)
	}
}

// focus says that the lines from top to the last one must stay in sight.
func (c *canvas) focus(top int) { c.top, c.bottom = top, len(c.lines)-1 }

// window returns height lines beginning at *scroll, which is moved as little
// as keeps the focus in sight, and tells whether there is more below.
func (c *canvas) window(height int, scroll *int) (lines []string, more bool) {
	if c.bottom >= *scroll+height {
		*scroll = c.bottom - height + 1
	}
	if c.top > 0 && c.top < *scroll {
		*scroll = c.top
	}
	*scroll = max(0, min(*scroll, len(c.lines)-height))
	end := min(len(c.lines), *scroll+height)
	return c.lines[*scroll:end], end < len(c.lines)
}

// paint applies a style, leaving the line bare when there is none to apply.
func paint(style lipgloss.Style, line string) string {
	if line == "" {
		return ""
	}
	return style.Render(line)
}

// wrap breaks text at spaces into lines of at most so many cells, and words
// that are longer anywhere.
func wrap(s string, width int) []string {
	return strings.Split(ansi.WrapWc(s, max(width, 1), ""), "\n")
}

// cells is how many columns a terminal gives to text, counted rune by rune as
// most do. Counting by grapheme, as lipgloss does, makes Khmer half as wide.
func cells(s string) int { return ansi.StringWidthWc(s) }

// cut shortens text to so many cells.
func cut(s string, width int) string { return ansi.TruncateWc(s, max(width, 0), "") }

// pad fills text up with spaces to so many cells.
func pad(s string, width int) string {
	s = cut(s, width)
	return s + strings.Repeat(" ", max(0, width-cells(s)))
}
