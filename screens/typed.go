// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/screens/gsm7"
)

// maxTyped is the longest answer in characters. It is far beyond what a phone
// sends and keeps a session's record small.
const maxTyped = 2000

// typedText is what a person typed, on one line, without what cannot be seen.
func typedText(s string) string {
	if isPlainTyped(s) {
		return strings.TrimSpace(s)
	}
	s = safetext.Clean(s).String()
	if !norm.NFC.IsNormalString(s) {
		s = safetext.Clean(norm.NFC.String(s)).String()
	}
	return strings.TrimSpace(s)
}

func isPlainTyped(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// typedNumber is typed text that is to be read as numbers: the digits of every
// script (and Ethiopic numbers) become ASCII, as do full-width forms, the minus
// sign and every space; joiners, which typedText keeps for the letters that need
// them, are dropped.
func typedNumber(s string) string {
	if isPlainTyped(s) {
		return s
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if v, ok := gsm7.Digit(r); ok {
			return rune('0' + v)
		}
		switch {
		case r == '\u200c' || r == '\u200d' || r == '\u0640': // joiners, Arabic tatweel
			return -1
		case r == '−' || r == '‐' || r == '‑' || r == '–' || r == '－':
			return '-'
		case r == '٫':
			return '.'
		case unicode.IsSpace(r):
			return ' '
		case r > '！' && r <= '～':
			return r - '！' + '!'
		}
		return r
	}, ethiopicToASCII(s)))
}

// fields splits typed numbers at any of the separators and at spaces.
func fields(s, separators string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || strings.ContainsRune(separators, r) })
}

// allDigits tells whether s is one or more ASCII digits.
func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// echo is what was understood, to be said back on the next screen; nothing where
// the answer is not to be shown.
func (r *reading) echo(text string) string {
	if r.screen.Expect.Sensitive {
		return ""
	}
	return text
}
