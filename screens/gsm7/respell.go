// SPDX-License-Identifier: Apache-2.0

package gsm7

import (
	"maps"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Transliterate respells the characters that the basic alphabet lacks where a
// reader takes the result for the same text, and reports whether all of it is
// encodable now. What it cannot respell stays as it is.
//
// Respelled are: a Latin letter with one mark above, or a cedilla or ogonek
// below, by the bare letter (ê, small ç, ã, ş); letters that have an accepted
// plain spelling (œ, ł, Hausa ɓ ɗ ƙ); quotes, dashes, bullets, spaces and the
// like by their typewriter form. Left alone are letters whose mark makes
// another letter of the same alphabet at every step (Vietnamese ạ, ơ, ế; Yoruba
// ẹ, ọ), where the bare letters are a riddle, and all other scripts.
func Transliterate(s string) (string, bool) {
	if _, ok := Basic.Len(s); ok {
		return s, true
	}
	var b strings.Builder
	b.Grow(len(s))
	all := true
	for i, r := range s {
		if Basic.code(r) != noCode {
			b.WriteRune(r)
			continue
		}
		text, ok := Respell(r)
		if !ok {
			all = false
			_, size := utf8.DecodeRuneInString(s[i:])
			text = s[i : i+size]
		}
		b.WriteString(text)
	}
	return b.String(), all
}

// Latin writes a text in the basic alphabet whatever it takes: first as
// Transliterate does, then the bare letter of any marked Latin letter, ASCII
// for the digits and punctuation of other scripts, and "?" for what is left.
// It is for channels that can carry nothing else.
func Latin(s string) string {
	if _, ok := Basic.Len(s); ok {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if Basic.code(r) != noCode {
			b.WriteRune(r)
			continue
		}
		text, ok := Respell(r)
		if !ok {
			text = force(r)
		}
		b.WriteString(text)
	}
	return b.String()
}

// Respell gives the respelling of one character that the basic alphabet lacks,
// by the rule of [Transliterate]; false if it has none. The respelling is
// encodable, and is empty for a character that is not seen.
func Respell(r rune) (string, bool) {
	if respelledRows.has(r) {
		if s, ok := respellings[r]; ok {
			return s, true
		}
	}
	switch {
	case r < 0x2000: // what follows is all above
		return "", false
	case r >= '！' && r <= '～': // full-width forms of ASCII
		ascii := r - '！' + '!'
		if ascii == '`' {
			return "'", true
		}
		return string(ascii), true
	case unicode.Is(unicode.Variation_Selector, r):
		return "", true
	case unicode.Is(unicode.Zs, r):
		return " ", true
	}
	return "", false
}

// respellings are the spellings, the light marks, and every Latin letter that
// is an encodable letter with one light mark.
var respellings = func() map[rune]string {
	all := maps.Clone(spellings)
	for r := '\u0300'; r < '\u0370'; r++ {
		if lightMark(r) {
			all[r] = ""
		}
	}
	all['\u00a0'] = " "
	for _, block := range [][2]rune{{0xc0, 0x24f}, {0x1e00, 0x1eff}} {
		for r := block[0]; r <= block[1]; r++ {
			if Basic.code(r) != noCode {
				continue
			}
			base, marks := decompose(r)
			if len(marks) == 1 && lightMark(marks[0]) && Basic.Cost(base) == 1 {
				all[r] = string(base)
			}
		}
	}
	return all
}()

var respelledRows = func() (s rows) {
	for r := range respellings {
		s.add(r)
	}
	return s
}()

// force respells a character that has no faithful respelling.
func force(r rune) string {
	if s, ok := foreign[r]; ok {
		return s
	}
	if unicode.Is(unicode.Mn, r) && r < '\u0370' {
		return ""
	}
	if v, ok := Digit(r); ok {
		return string(rune('0' + v))
	}
	base, marks := decompose(r)
	if len(marks) > 0 {
		if Basic.code(base) != noCode {
			return string(base)
		}
		if s, ok := spellings[base]; ok {
			return s
		}
	}
	return "?"
}

// decompose splits a letter into its base and its combining marks.
func decompose(r rune) (base rune, marks []rune) {
	full := []rune(norm.NFD.String(string(r)))
	for _, m := range full[1:] {
		if !unicode.Is(unicode.Mn, m) {
			return r, nil
		}
	}
	return full[0], full[1:]
}

// lightMark tells the combining marks that can be left out: readers of the
// languages that write them read their text without them every day.
func lightMark(r rune) bool {
	switch r {
	case '\u0300', // grave
		'\u0301', // acute
		'\u0302', // circumflex
		'\u0303', // tilde
		'\u0304', // macron
		'\u0306', // breve
		'\u0307', // dot above
		'\u0308', // diaeresis
		'\u030a', // ring
		'\u030b', // double acute
		'\u030c', // caron
		'\u0326', // comma below
		'\u0327', // cedilla
		'\u0328': // ogonek
		return true
	}
	return false
}
