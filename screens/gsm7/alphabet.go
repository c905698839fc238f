// SPDX-License-Identifier: Apache-2.0

package gsm7

import (
	"errors"
	"fmt"
)

// ErrNotEncodable means that a text has a character the alphabet lacks.
var ErrNotEncodable = errors.New("not encodable in the 7-bit alphabet")

// Alphabet is a locking table with a single shift table. It is immutable.
type Alphabet struct {
	main  [128]rune      // by septet, -1 where there is no character
	shift [128]rune      // by septet after an escape
	low   [256]int16     // code of U+0000..U+00FF, which are nearly all that is asked for
	high  map[rune]int16 // code of the others
	rows  rows           // of high
}

// A code is a septet, or shifted|septet for a character that needs an escape.
const (
	noCode  = -1
	shifted = 0x80
)

// Basic is the default alphabet with its extension table: the one that every
// phone and every USSD gateway knows.
var Basic = National(Default, Default)

// National returns the alphabet of a locking and a single shift table. A
// language without the table asked for (any unknown number, and the locking
// table of Spanish) gives the default one.
func National(locking, single Language) *Alphabet {
	a := &Alphabet{high: map[rune]int16{}}
	for i := range a.low {
		a.low[i] = noCode
	}
	// The shift table first: a character that has a place in both is then
	// written in one septet.
	a.shift = a.fill(table(shiftTables, single, extensionTable), shifted)
	a.main = a.fill(table(lockingTables, locking, defaultTable), 0)
	return a
}

func table(tables map[Language]string, l Language, otherwise string) string {
	if t, ok := tables[l]; ok {
		return t
	}
	return otherwise
}

func (a *Alphabet) fill(table string, mark int16) (decode [128]rune) {
	septet := int16(0)
	for _, r := range table {
		decode[septet] = -1
		if r != unmapped {
			decode[septet] = r
			if r < 256 {
				a.low[r] = mark | septet
			} else {
				a.high[r] = mark | septet
				a.rows.add(r)
			}
		}
		septet++
	}
	return decode
}

func (a *Alphabet) code(r rune) int16 {
	if r >= 0 && r < 256 {
		return a.low[r]
	}
	if !a.rows.has(r) {
		return noCode
	}
	if c, ok := a.high[r]; ok {
		return c
	}
	return noCode
}

// rows marks which rows of 256 characters a map has keys in, so that a text in
// a script that it knows nothing of costs no look-up.
type rows [4]uint64

func (s *rows) add(r rune) {
	if r >= 0 && r <= 0xffff {
		s[r>>14] |= 1 << (r >> 8 & 63)
	}
}

// has may say yes for nothing, but never no for a key.
func (s *rows) has(r rune) bool {
	return r < 0 || r > 0xffff || s[r>>14]&(1<<(r>>8&63)) != 0
}

// Cost is how many septets a character takes: 1, 2, or 0 if the alphabet lacks
// it.
func (a *Alphabet) Cost(r rune) int {
	switch c := a.code(r); {
	case c == noCode:
		return 0
	case c&shifted != 0:
		return 2
	default:
		return 1
	}
}

// Len counts the septets of a text; false if the alphabet lacks one of its
// characters. Bytes that are not UTF-8 are never encodable.
func (a *Alphabet) Len(s string) (septets int, ok bool) {
	for _, r := range s {
		n := a.Cost(r)
		if n == 0 {
			return 0, false
		}
		septets += n
	}
	return septets, true
}

// Encode appends the septets of a text, one a byte. A text that is not
// encodable gives ErrNotEncodable and leaves dst as it was.
func (a *Alphabet) Encode(dst []byte, s string) ([]byte, error) {
	out := dst
	for i, r := range s {
		c := a.code(r)
		if c == noCode {
			return dst, fmt.Errorf("%w: U+%04X at byte %d", ErrNotEncodable, r, i)
		}
		if c&shifted != 0 {
			out = append(out, escape)
		}
		out = append(out, byte(c&^shifted))
	}
	return out, nil
}

// Decode reads septets, one a byte, as a receiver must (3GPP TS 23.038 6.2.1):
// an escape before a septet that the shift table lacks gives the character of
// the main table, a double or a last escape and a septet without a character
// give a space. The high bit of a byte is ignored.
func (a *Alphabet) Decode(septets []byte) string {
	out := make([]rune, 0, len(septets))
	for i := 0; i < len(septets); i++ {
		c := septets[i] & 0x7f
		r := a.main[c]
		if c == escape && i+1 < len(septets) {
			i++
			c = septets[i] & 0x7f
			if r = a.shift[c]; r < 0 {
				r = a.main[c]
			}
		}
		if r < 0 {
			r = ' '
		}
		out = append(out, r)
	}
	return string(out)
}
