// SPDX-License-Identifier: Apache-2.0

package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is a text as far as letters tell texts apart: without capitals, accents,
// apostrophes, and with one space for whatever stands between words.
func Fold(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case accent(r) || apostrophe(r):
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r):
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		r = unicode.ToLower(r)
		if r >= utf8.RuneSelf {
			if spelt, ok := spelling[r]; ok {
				b.WriteString(spelt)
				continue
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// plain reports whether a text is folded already, as most of what is typed on
// twelve keys is: it saves the copy.
func plain(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		case c == ' ' && i > 0 && i < len(s)-1 && s[i+1] != ' ':
		default:
			return false
		}
	}
	return true
}

// spelling is how letters are typed that have no accent to leave out.
var spelling = map[rune]string{'œ': "oe", 'æ': "ae", 'ø': "o", 'ß': "ss", 'đ': "d", 'ł': "l", 'ı': "i"}

// accent tells the marks that people leave out: those above and below letters,
// and the points of Hebrew and Arabic. The vowel signs of other scripts are
// letters to those who write them (Unicode's combining classes).
func accent(r rune) bool {
	if !unicode.Is(unicode.Mn, r) {
		return false
	}
	class := norm.NFD.PropertiesString(string(r)).CCC()
	return class >= 200 || class >= 10 && class <= 36
}

// apostrophe tells the signs within a word that people leave out; the last is the
// Arabic tatweel, which only makes a word longer.
func apostrophe(r rune) bool {
	switch r {
	case '\'', '`', '´', '‘', '’', 'ʻ', 'ʼ', 'ʽ', '\u0640':
		return true
	}
	return false
}
