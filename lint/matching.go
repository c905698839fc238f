// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"regexp/syntax"
	"strings"
)

// matching makes a short text that a regular expression matches, "" when it
// knows none. Forms check identity numbers and phone numbers with them, and no
// guess finds "[A-Z]{2}[0-9]{7}".
func matching(pattern string) string {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return ""
	}
	var b strings.Builder
	write(&b, re.Simplify(), 0)
	return b.String()
}

// maxMatch bounds what an expression such as (a{30}){30} makes.
const maxMatch, maxNesting = 64, 30

func write(b *strings.Builder, re *syntax.Regexp, depth int) {
	if b.Len() > maxMatch || depth > maxNesting {
		return
	}
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		b.WriteRune(member(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte('a')
	case syntax.OpCapture, syntax.OpPlus, syntax.OpQuest, syntax.OpConcat:
		if re.Op == syntax.OpQuest {
			return
		}
		for _, sub := range re.Sub {
			write(b, sub, depth+1)
		}
	case syntax.OpRepeat:
		for range re.Min {
			write(b, re.Sub[0], depth+1)
		}
	case syntax.OpAlternate:
		write(b, re.Sub[0], depth+1)
	}
}

// member is a character of a class, one that a phone types if there is one.
func member(ranges []rune) rune {
	for _, r := range "1Aa" {
		for i := 0; i+1 < len(ranges); i += 2 {
			if r >= ranges[i] && r <= ranges[i+1] {
				return r
			}
		}
	}
	if len(ranges) == 0 {
		return 'a'
	}
	return ranges[0]
}
