// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/dialform/dialform/forms"
)

// condition is a cell that holds an expression or one of the words that stand
// for true and false.
func (r *reader) condition(c cell) forms.Source { return r.expression(truth(c)) }

// truth writes the words that stand for true and false as expressions.
func truth(c cell) forms.Source {
	s := c.source()
	switch s.Text {
	case "yes", "Yes", "YES", "true", "True", "TRUE":
		s.Text = "true()"
	case "no", "No", "NO", "false", "False", "FALSE":
		s.Text = "false()"
	}
	return s
}

var pulldataCall = regexp.MustCompile(`\bpulldata\s*\(\s*(?:'([^']+)'|"([^"]+)")`)

// expression notes the csv files that an expression looks things up in.
func (r *reader) expression(s forms.Source) forms.Source {
	for _, m := range pulldataCall.FindAllStringSubmatch(s.Text, -1) {
		id := m[1] + m[2]
		r.dataset(strings.TrimSuffix(id, ".csv"), "jr://file-csv/"+strings.TrimSuffix(id, ".csv")+".csv", s.Pos)
	}
	return s
}

var onlyReference = regexp.MustCompile(`^\$\{\s*([^\s{}]+)\s*\}$`)

// triggerNames reads the trigger column: references separated by commas. It
// reports false where a part names several questions, or none names any.
func triggerNames(text string) (names []string, ok bool) {
	for part := range strings.SplitSeq(text, ",") {
		found := reference.FindAllStringSubmatch(part, -1)
		if len(found) > 1 {
			return nil, false
		}
		for _, m := range found {
			names = append(names, m[1])
		}
	}
	return names, len(names) > 0 || text == ""
}

var (
	// Dates, times and numbers, in this order: the first that matches counts.
	plainToken  = regexp.MustCompile(`^(?:-?\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}\S*)?|\d{2}:\d{2}:\d{2}|-?(?:\d+\.?\d*|\.\d+))`)
	refToken    = regexp.MustCompile(`^\$\{\s*(?:last-saved#)?[\pL_][-.\pL\pN\pM_]*\s*\}`)
	wordToken   = regexp.MustCompile(`^[\pL_][-.\pL\pN\pM_]*(?::[\pL_][-.\pL\pN\pM_]*)?`)
	wordOpToken = regexp.MustCompile(`^ (?:mod|div) `)
)

// isDynamic tells whether a default is an expression: it calls a function, names
// a question or calculates. A hyphen in a date or a place is not a minus. This is
// pyxform's default_is_dynamic, token by token, because a default such as
// "+254" or "a - b" is decided by it.
func isDynamic(s string, t forms.DataType) bool {
	hyphenated := t == forms.Date || t == forms.DateTime || t == forms.Geopoint || t == forms.Geotrace || t == forms.Geoshape
	for s != "" {
		if plain := plainToken.FindString(s); plain != "" {
			s = s[len(plain):]
			continue
		}
		if refToken.MatchString(s) || wordOpToken.MatchString(s) {
			return true
		}
		switch s[0] {
		case '*', '+', '|':
			return true
		case '-':
			return !hyphenated
		case '\'', '"':
			if end := strings.IndexByte(s[1:], s[0]); end >= 0 {
				s = s[end+2:]
				continue
			}
		}
		if word := wordToken.FindString(s); word != "" {
			if strings.HasPrefix(s[len(word):], "(") {
				return true
			}
			s = s[len(word):]
			continue
		}
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
	}
	return false
}
