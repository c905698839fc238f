// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"regexp"
	"strings"

	"github.com/dialform/dialform/forms"
)

// template splits a text at what is filled in: ${name}, and what a path looks up
// in a list or file, such as instance('towns')/root/item[name = ${town}]/label.
func template(c cell) []forms.Piece {
	var pieces []forms.Piece
	rest := 0
	for _, span := range lookups(c.text) {
		pieces = append(pieces, forms.ParseTemplate(c.text[rest:span[0]], c.pos)...)
		pieces = append(pieces, forms.Piece{Output: forms.Source{Text: c.text[span[0]:span[1]], Pos: c.pos}})
		rest = span[1]
	}
	return append(pieces, forms.ParseTemplate(c.text[rest:], c.pos)...)
}

// lookupToken are the tokens that say where a lookup ends: a call and a name
// with its predicate before names, operators with their spaces before spaces.
var lookupToken = regexp.MustCompile(`^(?:\$\{[^}]*\}|"[^"]*"|'[^']*'| (?:mod|div|and|or) |\s+|` +
	`[\pL_][-.\pL\pN\pM_]*(?::[\pL_][-.\pL\pN\pM_]*)?[(\[]?|\d+(?:\.\d*)?|(?s:.))`)

// lookups finds the lookups in a text: the call, its path with predicates, up to
// the first white space outside a predicate (pyxform's find_boundaries).
func lookups(s string) [][2]int {
	if !strings.Contains(s, "instance(") {
		return nil
	}
	var spans [][2]int
	var inside, path, predicate bool
	start, end, last := 0, 0, ""
	for at := 0; at < len(s); {
		token := lookupToken.FindString(s[at:])
		if token == "" {
			break // no valid text
		}
		belongs := false
		switch opens, blank := strings.HasSuffix(token, "["), strings.TrimSpace(token) == ""; {
		case !inside:
			if belongs = token == "instance("; belongs {
				inside, start = true, at
			}
		case last == "instance(" && isQuoted(token), isQuoted(last) && token == ")" && !predicate && !path:
			belongs = true
		case token == "/" && (last == ")" || last == "]"):
			belongs, path = true, true
		case path && !blank:
			belongs = true
			if opens && token != "[" {
				path, predicate = false, true
			}
		case path:
			path = false
		case predicate:
			belongs, predicate = true, token != "]"
		}
		at += len(token)
		switch {
		case belongs:
			last, end = token, at
		case inside:
			inside = false
			spans = append(spans, [2]int{start, end})
		}
	}
	if inside {
		spans = append(spans, [2]int{start, end})
	}
	return spans
}

func isQuoted(token string) bool {
	return len(token) >= 2 && (token[0] == '\'' || token[0] == '"') && token[len(token)-1] == token[0]
}
