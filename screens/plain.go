// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/dialform/dialform/internal/safetext"
)

// plain is the door through which all text comes to a screen, from forms and
// from the catalogue alike: markup becomes plain text, whatever a phone or a
// terminal would obey is left out (internal/safetext), marked letters are
// composed (NFC), white space runs become one space or, with a line break in
// them, one line break.
func plain(s string) string {
	if isPlain(s) {
		return s
	}
	s = safetext.Text(norm.NFC.String(stripMarkup(s))).String()
	if !norm.NFC.IsNormalString(s) {
		// What was left out stood between a letter and its mark.
		s = safetext.Text(norm.NFC.String(s)).String()
	}
	return tidySpace(s)
}

// isPlain is the fast way for the common text: inert characters without markup,
// line breaks or double spaces.
func isPlain(s string) bool {
	last := ' '
	for _, r := range s {
		switch {
		case r == ' ' && last == ' ', r < utf8.RuneSelf && asciiMarkup[r], r >= utf8.RuneSelf && !inert(r):
			return false
		}
		last = r
	}
	return s == "" || last != ' '
}

// asciiMarkup are the control characters and what markup begins with.
var asciiMarkup = func() (t [utf8.RuneSelf]bool) {
	for r := range t {
		t[r] = r < ' ' || r == 0x7f || strings.IndexByte("<&*_#\\[", byte(r)) >= 0
	}
	return t
}()

// inertEnd bounds the characters that inert knows: the alphabets, and the
// general punctuation behind them.
const inertEnd = 0x2080

// inert tells whether plain leaves a character as it is, whatever stands beside
// it: it is clean, and never composes with the character before.
func inert(r rune) bool { return r < inertEnd && inertSet()[r>>6]&(1<<(r&63)) != 0 }

var inertSet = sync.OnceValue(func() *[inertEnd / 64]uint64 {
	var set [inertEnd / 64]uint64
	for r := rune(utf8.RuneSelf); r < inertEnd; r++ {
		s := string(r)
		p := norm.NFC.PropertiesString(s)
		if safetext.Text(s).String() == s && norm.NFC.IsNormalString(s) && p.BoundaryBefore() && !unicode.IsMark(r) && !isSpace(r) {
			set[r>>6] |= 1 << (r & 63)
		}
	}
	return &set
})

// tidySpace trims the ends and reduces white space runs. A no-break space is
// no white space here: it is part of its word.
func tidySpace(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := "" // the white space before the next character
	for _, r := range s {
		switch {
		case r == '\n':
			gap = "\n"
		case isSpace(r):
			if gap == "" {
				gap = " "
			}
		default:
			if b.Len() > 0 {
				b.WriteString(gap)
			}
			gap = ""
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isSpace tells the spaces at which a line may break.
func isSpace(r rune) bool {
	return r == ' ' || r > unicode.MaxLatin1 && r != '\u202f' && unicode.Is(unicode.Zs, r)
}
