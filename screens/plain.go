// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strings"

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
	s = safetext.Text(stripMarkup(s)).String()
	return tidySpace(norm.NFC.String(s))
}

// isPlain is the fast way for the common text: ASCII without markup, line
// breaks or double spaces.
func isPlain(s string) bool {
	last := byte(' ')
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b < ' ' || b > '~', b == ' ' && last == ' ':
			return false
		case b == '<' || b == '&' || b == '*' || b == '_' || b == '#' || b == '\\' || b == '[':
			return false
		default:
			last = b
		}
	}
	return len(s) == 0 || last != ' '
}

// tidySpace trims the ends and reduces white space runs. A no-break space is
// no white space here: it is part of its word.
func tidySpace(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := byte(0)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case ' ', '\n':
			if gap != '\n' {
				gap = c
			}
		default:
			if gap != 0 && b.Len() > 0 {
				b.WriteByte(gap)
			}
			gap = 0
			b.WriteByte(c)
		}
	}
	return b.String()
}
