// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/dialform/dialform/internal/safetext"
)

// maxTyped bounds what a field takes, in runes: a paste by accident can be a
// whole book.
const maxTyped = 2000

// editor is one line of text being typed.
type editor struct {
	text []rune
	pos  int // of the cursor, in runes
}

// set replaces the text and puts the cursor behind it.
func (e *editor) set(s string) {
	e.text = []rune(s)
	e.pos = len(e.text)
}

func (e *editor) String() string { return string(e.text) }

// insert types s at the cursor. Line breaks become spaces, controls vanish.
func (e *editor) insert(s string) {
	runes := []rune(safetext.Clean(s).String())
	runes = runes[:min(len(runes), max(0, maxTyped-len(e.text)))]
	e.text = append(e.text[:e.pos:e.pos], append(runes, e.text[e.pos:]...)...)
	e.pos += len(runes)
}

// press handles a key and tells whether it was one of the editor's.
func (e *editor) press(k tea.KeyPressMsg) bool {
	switch k.String() {
	case "left", "ctrl+b":
		e.pos -= e.before()
	case "right", "ctrl+f":
		e.pos += e.after()
	case "home", "ctrl+a":
		e.pos = 0
	case "end", "ctrl+e":
		e.pos = len(e.text)
	case "backspace", "ctrl+h":
		e.erase(1) // a rune: whoever types Devanagari takes back one sign
	case "ctrl+w":
		e.erase(e.before())
	case "ctrl+u":
		e.set("")
	case "delete", "ctrl+d":
		n := e.after()
		e.text = append(e.text[:e.pos:e.pos], e.text[e.pos+n:]...)
	default:
		if k.Text == "" || k.Mod&(tea.ModCtrl|tea.ModAlt) != 0 {
			return false
		}
		// A joiner or a mark is clean only behind a letter, so what is typed
		// is judged together with what stands before it.
		whole := safetext.Clean(string(e.text[:e.pos]) + k.Text).String()
		if typed, ok := strings.CutPrefix(whole, string(e.text[:e.pos])); ok && len(e.text) < maxTyped {
			runes := []rune(typed)
			e.text = append(e.text[:e.pos:e.pos], append(runes, e.text[e.pos:]...)...)
			e.pos += len(runes)
		}
	}
	return true
}

// erase removes n runes before the cursor.
func (e *editor) erase(n int) {
	n = min(n, e.pos)
	e.text = append(e.text[:e.pos-n:e.pos-n], e.text[e.pos:]...)
	e.pos -= n
}

// before is the length in runes of the letter, with its marks, before the
// cursor.
func (e *editor) before() int {
	n := 0
	for rest := string(e.text[:e.pos]); rest != ""; {
		cluster, _ := ansi.FirstGraphemeCluster(rest, ansi.WcWidth)
		n = utf8.RuneCountInString(cluster)
		rest = rest[len(cluster):]
	}
	return n
}

// after is the same behind the cursor.
func (e *editor) after() int {
	cluster, _ := ansi.FirstGraphemeCluster(string(e.text[e.pos:]), ansi.WcWidth)
	return utf8.RuneCountInString(cluster)
}

// view is the part of the text that fits into so many cells, and the cell of
// the cursor. When the text is longer it moves by half the width at a time, so
// that typing on does not redraw the line with every key.
func (e *editor) view(width int, masked bool) (safetext.String, int) {
	text, left := string(e.text), string(e.text[:e.pos])
	if masked {
		text, left = strings.Repeat("*", len(e.text)), strings.Repeat("*", e.pos)
	}
	text, left = safetext.Clean(text).String(), safetext.Clean(left).String()
	x := cells(left)
	if step := width / 2; x >= width && step > 0 {
		off := ((x-width)/step + 1) * step
		text = ansi.TruncateLeftWc(text, off, "")
		x -= off
	}
	return safetext.Clean(cut(text, width)), x
}
