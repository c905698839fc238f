// SPDX-License-Identifier: Apache-2.0

package process

import (
	"regexp"
	"strings"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// Two kinds of masks are in use: those of text fields follow the library
// Inputmask, with optional parts, repetitions and alternatives; all others
// know single characters only.

// maskClasses are the characters that stand for others in Inputmask.
var maskClasses = map[rune]string{
	'9': `[0-9\x{ff11}-\x{ff19}]`, 'a': `[A-Za-z\x{410}-\x{44f}\x{401}\x{451}\x{c0}-\x{ff}\x{b5}]`,
	'A': `[A-Z\x{410}-\x{42f}\x{401}\x{c0}-\x{de}]`, '*': `[0-9\x{ff11}-\x{ff19}A-Za-z\x{410}-\x{44f}\x{401}\x{451}\x{c0}-\x{ff}\x{b5}]`,
	'&': `[0-9A-Z\x{410}-\x{42f}\x{401}\x{c0}-\x{de}]`, '#': `[0-9A-F]`,
}

var maskRepeat = regexp.MustCompile(`^\{(\d{1,3})(?:,(\d{1,3}|\*|\+))?\}`)

// maskPattern is a mask of Inputmask as a regular expression, nil for a mask
// that cannot be read, which nothing is held against.
func maskPattern(mask string) *regexp.Regexp {
	var out strings.Builder
	out.WriteString(`^(?:`)
	for i := 0; i < len(mask); {
		rest := mask[i:]
		if m := maskRepeat.FindStringSubmatch(rest); m != nil && i > 0 {
			out.WriteString("{" + m[1])
			switch m[2] {
			case "":
			case "*", "+":
				out.WriteByte(',')
			default:
				out.WriteString("," + m[2])
			}
			out.WriteString("}")
			i += len(m[0])
			continue
		}
		r := []rune(rest)[0]
		i += len(string(r))
		class, ok := maskClasses[r]
		switch {
		case ok:
			out.WriteString(class)
		case r == '\\' && i < len(mask):
			next := []rune(mask[i:])[0]
			out.WriteString(regexp.QuoteMeta(string(next)))
			i += len(string(next))
		case r == '[':
			out.WriteString("(?:")
		case r == ']':
			out.WriteString(")?")
		case r == '(' && groups(mask[i:]):
			out.WriteString("(?:")
		case r == ')' && grouped(mask[:i-1]):
			out.WriteByte(')')
		case r == '|':
			out.WriteByte('|')
		default:
			out.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	out.WriteString(`)$`)
	pattern, err := regexp.Compile(out.String())
	if err != nil {
		return nil
	}
	return pattern
}

// groups reports whether a bracket that has just opened makes a group: one
// with alternatives, or one that is repeated. Others are written as they are.
func groups(rest string) bool {
	inner, after, closed := strings.Cut(rest, ")")
	return closed && (strings.Contains(inner, "|") || maskRepeat.MatchString(after))
}

// grouped reports whether the last bracket that opens makes a group.
func grouped(before string) bool {
	open := strings.LastIndexByte(before, '(')
	return open >= 0 && strings.Contains(before[open:], "|")
}

// matchesMask matches a value against the simple kind of mask.
func matchesMask(value Value, mask string) bool {
	if jsvalue.ToNumber(jsvalue.Member(value, "length")) > float64(jsvalue.Length(mask)) {
		return false
	}
	for i := range jsvalue.Length(mask) {
		want := jsvalue.Substring(mask, i, i+1)
		have, _ := jsvalue.Member(value, jsvalue.FormatNumber(float64(i))).(string)
		in := func(ranges string) bool {
			for j := 0; have != "" && j+1 < len(ranges); j += 2 {
				if have[0] >= ranges[j] && have[0] <= ranges[j+1] {
					return true
				}
			}
			return false
		}
		ok := false
		switch want {
		case "9":
			ok = in("09")
		case "A":
			ok = in("azAZ")
		case "a":
			ok = in("az")
		case "*":
			ok = in("azAZ09")
		default:
			ok = have == want
		}
		if !ok {
			return false
		}
	}
	return true
}

// Masked is what an input mask makes of what is typed: "12345678" is
// "123 456 78" under 999 999 99. A text that does not fit, and every text under
// a mask with parts that may be left out, stays as it is.
func Masked(mask, typed string) string {
	if strings.ContainsAny(mask, `[]{}|\`) {
		return typed
	}
	var out strings.Builder
	rest := []rune(typed)
	for _, m := range mask {
		class := strings.ContainsRune("9Aa*", m)
		switch {
		case !class && len(rest) > 0 && rest[0] == m:
			rest = rest[1:]
			out.WriteRune(m)
		case !class:
			out.WriteRune(m)
		case len(rest) == 0 || !fits(m, rest[0]):
			return typed
		default:
			out.WriteRune(rest[0])
			rest = rest[1:]
		}
	}
	if len(rest) > 0 {
		return typed
	}
	return out.String()
}

// fits reports whether a character may stand for one of a mask.
func fits(mask, c rune) bool {
	digit, letter := c >= '0' && c <= '9', c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	return mask == '9' && digit || mask == '*' && (digit || letter) || (mask == 'a' || mask == 'A') && letter
}
