// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"math"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// stringFunctions are those of XPath 1.0, section 4.2. Characters are UTF-16
// units, as both engines of ODK count them.
var stringFunctions = map[string]function{
	"string": {max: 1, build: func(c *compiler, _ *callNode, args []code) code {
		return c.text(contextOr(c, args).str)
	}},
	"concat": {max: many, build: func(c *compiler, _ *callNode, args []code) code {
		return c.text(func(m *machine) string {
			var b strings.Builder
			for _, a := range args {
				b.WriteString(m.spendText(a.str(m)))
			}
			return b.String()
		})
	}},
	"starts-with":      testFunction(strings.HasPrefix),
	"contains":         testFunction(strings.Contains),
	"substring-before": splitFunction(before),
	"substring-after":  splitFunction(after),
	"substring":        {min: 2, max: 3, build: buildSubstring},
	"string-length": {max: 1, build: func(c *compiler, n *callNode, args []code) code {
		a := contextText(c, args)
		return c.number(func(m *machine) float64 { return float64(units(m.spendText(a(m)))) })
	}},
	"normalize-space": {max: 1, build: func(c *compiler, n *callNode, args []code) code {
		a := contextText(c, args)
		return c.text(func(m *machine) string { return normalizeSpace(m.spendText(a(m))) })
	}},
	"translate": {min: 3, max: 3, build: func(c *compiler, _ *callNode, args []code) code {
		a, from, to := args[0], args[1], args[2]
		return c.text(func(m *machine) string {
			return translate(m.spendText(a.str(m)), m.spendText(from.str(m)), to.str(m))
		})
	}},
}

// contextText is the only argument or the context node as text. JavaRosa
// gives no value to a document node.
func contextText(c *compiler, args []code) func(*machine) string {
	a := contextOr(c, args).str
	if c.options.Dialect != JavaRosa || len(args) > 0 {
		return a
	}
	return func(m *machine) string {
		if m.node.IsZero() || m.node.Tree.NodeKind(m.node.ID) == DocumentNode {
			m.fail(ErrValue)
		}
		return a(m)
	}
}

func before(s, sep string) string {
	if i := strings.Index(s, sep); i >= 0 {
		return s[:i]
	}
	return ""
}

func after(s, sep string) string {
	_, rest, _ := strings.Cut(s, sep)
	return rest
}

// buildSubstring counts from 1 and rounds, as XPath 1.0 says with examples.
func buildSubstring(c *compiler, _ *callNode, args []code) code {
	text, from := args[0], args[1]
	return c.text(func(m *machine) string {
		s := m.spendText(text.str(m))
		start := roundHalfUp(from.num(m))
		end := math.Inf(1)
		if len(args) == 3 {
			end = start + roundHalfUp(args[2].num(m))
		}
		if !(start < end) {
			return ""
		}
		length := float64(units(s))
		start, end = math.Max(start, 1), math.Min(end, length+1)
		if !(start < end) {
			return ""
		}
		return unitSlice(s, int(start)-1, int(end)-1)
	})
}

// units is the length of s in UTF-16 units.
func units(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			n, i = n+1, i+1
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		n, i = n+max(utf16.RuneLen(r), 1), i+size
	}
	return n
}

// unitSlice is s[start:end] counted in UTF-16 units, with 0 <= start <= end <=
// units(s). Half of a surrogate pair becomes U+FFFD.
func unitSlice(s string, start, end int) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return string(utf16.Decode(utf16.Encode([]rune(s))[start:end]))
		}
	}
	return s[start:end]
}

// normalizeSpace trims white space and makes one space of each run within.
func normalizeSpace(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < utf8.RuneSelf && isSpace(byte(r)) }), " ")
}

// translate replaces each character that is in from by the one at the same
// place in to, or by nothing.
func translate(s, from, to string) string {
	if from == "" {
		return s
	}
	replacements := make(map[rune]rune, len(from))
	targets := []rune(to)
	i := 0
	for _, r := range from {
		if _, seen := replacements[r]; !seen {
			replacements[r] = -1
			if i < len(targets) {
				replacements[r] = targets[i]
			}
		}
		i++
	}
	return strings.Map(func(r rune) rune {
		if to, ok := replacements[r]; ok {
			return to
		}
		return r
	}, s)
}
