// SPDX-License-Identifier: Apache-2.0

package gsm7

import "unicode"

// Digit is the value, 0 to 9, of a decimal digit of any script (Unicode's
// category Nd); false for any other character. Phones in one country send
// several of them, and all become ASCII before they are read as a number.
func Digit(r rune) (int, bool) {
	if r >= '0' && r <= '9' {
		return int(r - '0'), true
	}
	if r < '\u0660' || !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	// Unicode assigns decimal digits in runs from zero to nine; a few runs
	// follow each other directly, which the remainder takes care of.
	first := r
	for unicode.Is(unicode.Nd, first-1) {
		first--
	}
	return int(r-first) % 10, true
}
