// SPDX-License-Identifier: Apache-2.0

package forms

import "strings"

// ParseTemplate splits a text at its ${name} references: "Hello ${name}!"
// is the literal "Hello ", the output "${name}" and the literal "!". A "${"
// that nothing closes on its line is literal.
func ParseTemplate(s string, pos Position) []Piece {
	var pieces []Piece
	literal := 0
	for at := 0; ; {
		open := strings.Index(s[at:], "${")
		if open < 0 {
			break
		}
		open += at
		end := strings.IndexAny(s[open+2:], "{}\n")
		if end <= 0 || s[open+2+end] != '}' || strings.TrimSpace(s[open+2:open+2+end]) == "" {
			at = open + 2
			continue
		}
		at = open + 2 + end + 1
		if open > literal {
			pieces = append(pieces, Piece{Literal: s[literal:open]})
		}
		pieces = append(pieces, Piece{Output: Source{Text: s[open:at], Pos: pos}})
		literal = at
	}
	if literal < len(s) {
		pieces = append(pieces, Piece{Literal: s[literal:]})
	}
	return pieces
}
