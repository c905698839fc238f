// SPDX-License-Identifier: Apache-2.0

package safetext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks may follow one base character. Written
// languages stay below it (Unicode's stream-safe format allows 30); more is a
// tower of marks that spills over the neighbouring lines.
const maxMarks = 8

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// Clean returns s on one line: every line break and tab becomes one space and
// whatever a reader cannot see, or a terminal would obey, is left out. Bytes
// that are not UTF-8, and code points without a meaning here, become U+FFFD.
func Clean(s string) String { return String{clean(s, " ")} }

// Text is [Clean] for text of several lines: "\n", "\r\n", "\r" and the Unicode
// line and paragraph separators become "\n", a tab one space.
func Text(s string) String { return String{clean(s, "\n")} }

// Line is [Clean] for a cell or a heading: runs of white space become one space
// and none is left at either end.
func Line(s string) String {
	return String{clean(strings.Join(strings.Fields(clean(s, " ")), " "), " ")}
}

// clean keeps the runes of the whitelist. newline replaces line breaks.
func clean(s, newline string) string {
	if plainASCII(s, newline == "\n") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	var last rune // the last rune written, 0 at the beginning
	marks := 0    // combining marks written since the last base character
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch classify(r) {
		case lineBreak:
			if r == '\r' && i < len(s) && s[i] == '\n' {
				i++
			}
			b.WriteString(newline)
			last, marks = '\n', 0
		case blank:
			b.WriteByte(' ')
			last, marks = ' ', 0
		case base:
			b.WriteRune(r)
			last, marks = r, 0
		case mark:
			if marks++; marks <= maxMarks {
				b.WriteRune(r)
				last = r
			}
		case joiner:
			if joins(last) {
				b.WriteRune(r)
				last = r
			}
		case unknown:
			b.WriteRune(utf8.RuneError)
			last, marks = utf8.RuneError, 0
		case refused:
		}
	}
	return b.String()
}

// plainASCII is the fast way for text that is clean as it stands; "\n" is so only
// where lines are kept.
func plainASCII(s string, lines bool) bool {
	for i := 0; i < len(s); i++ {
		if (s[i] < ' ' || s[i] > '~') && (s[i] != '\n' || !lines) {
			return false
		}
	}
	return true
}

type class uint8

const (
	refused class = iota
	lineBreak
	blank
	base
	mark
	joiner
	unknown
)

// classify is the whitelist: what is not named here is refused or replaced.
func classify(r rune) class {
	switch {
	case r == '\n' || r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029':
		return lineBreak
	case r == '\t':
		return blank
	case r == zeroWidthJoiner || r == zeroWidthNonJoiner:
		return joiner
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return refused
	case invisible(r):
		return refused
	case unicode.IsMark(r):
		return mark
	case unicode.IsGraphic(r): // letters, numbers, punctuation, symbols, spaces
		return base
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return base // Arabic and Syriac number signs: format characters that are drawn
	case unicode.Is(unicode.Cf, r):
		return refused // direction overrides and isolates, tags, soft hyphen, ...
	default:
		return unknown // private use, unassigned, not a character, not UTF-8
	}
}

// invisible tells whether r is counted as a letter or a mark but draws nothing:
// fillers, the grapheme joiner, and variation selectors, which can carry a
// hidden message. Mongolian needs its own selectors.
func invisible(r rune) bool {
	if r >= '\u180b' && r <= '\u180f' {
		return r == '\u180e'
	}
	return unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) ||
		unicode.Is(unicode.Variation_Selector, r)
}

// joins tells whether a script uses a joiner after r: a letter or a mark, but
// not of a script where the joiner could only make two equal words differ.
func joins(r rune) bool {
	if unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) {
		return false
	}
	return unicode.IsLetter(r) || unicode.IsMark(r)
}
