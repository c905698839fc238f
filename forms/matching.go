// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
)

// PatternRule is what a text has to be that a regular expression matches as a whole: a
// number of digits, or like an example. It says nothing of an expression that it
// can't read, nor of one that only certain words match.
func PatternRule(pattern string) Rule {
	whole, err := regexp.Compile(`\A(?:` + pattern + `)\z`)
	example := Matching(pattern)
	if err != nil || example == "" || !whole.MatchString(example) {
		return Rule{}
	}
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || !varies(re) {
		return Rule{}
	}
	if least, most, ok := digits(re); ok {
		return Rule{Kind: DigitsRule, Least: least, Most: most}
	}
	return Rule{Kind: ShapeRule, Example: example}
}

// varies reports whether an expression has a place for several characters. What it
// matches otherwise is no example but the answer, which may be a secret.
func varies(re *syntax.Regexp) bool {
	return re.Op == syntax.OpCharClass || slices.ContainsFunc(re.Sub, varies)
}

// digits reads an expression that stands for some digits and nothing else.
func digits(re *syntax.Regexp) (least, most string, ok bool) {
	for re.Op == syntax.OpCapture {
		re = re.Sub[0]
	}
	if re.Op == syntax.OpConcat {
		var one *syntax.Regexp
		for _, sub := range re.Sub {
			switch {
			case sub.Op == syntax.OpBeginText || sub.Op == syntax.OpEndText || sub.Op == syntax.OpBeginLine || sub.Op == syntax.OpEndLine:
			case one != nil:
				return "", "", false
			default:
				one = sub
			}
		}
		if one == nil {
			return "", "", false
		}
		return digits(one)
	}
	switch re.Op {
	case syntax.OpPlus, syntax.OpStar:
		re = re.Sub[0]
	case syntax.OpRepeat:
		least = strconv.Itoa(re.Min)
		if re.Max >= 0 {
			most = strconv.Itoa(re.Max)
		}
		re = re.Sub[0]
	default:
		return "", "", false
	}
	for re.Op == syntax.OpCapture {
		re = re.Sub[0]
	}
	return least, most, re.Op == syntax.OpCharClass && len(re.Rune) == 2 && re.Rune[0] == '0' && re.Rune[1] == '9'
}

// Matching makes a short text that a regular expression matches, "" when it
// knows none. Forms check identity numbers and phone numbers with them, and no
// guess finds "[A-Z]{2}[0-9]{7}".
func Matching(pattern string) string {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return ""
	}
	var b strings.Builder
	writeMatch(&b, re.Simplify(), 0)
	return b.String()
}

// maxMatch bounds what an expression such as (a{30}){30} makes.
const maxMatch, maxNesting = 64, 30

func writeMatch(b *strings.Builder, re *syntax.Regexp, depth int) {
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
			writeMatch(b, sub, depth+1)
		}
	case syntax.OpRepeat:
		for range re.Min {
			writeMatch(b, re.Sub[0], depth+1)
		}
	case syntax.OpAlternate:
		writeMatch(b, re.Sub[0], depth+1)
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
