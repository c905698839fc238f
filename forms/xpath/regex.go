// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"regexp"
	"sync/atomic"
	"time"

	"github.com/dlclark/regexp2"
)

// matcher tells whether a text matches a pattern. The error is that of a
// pattern that takes too long.
type matcher func(s string) (bool, error)

// patternTimeout bounds one match of a pattern that backtracks.
const patternTimeout = 50 * time.Millisecond

// maxPattern is the longest pattern that is compiled, in bytes.
const maxPattern = 10_000

// newMatcher compiles a pattern. Patterns run in Go's regexp, whose time grows
// with the text only; those with look-around, back-references or other syntax
// of Java and JavaScript that it lacks run in a backtracking matcher with a
// time limit.
func newMatcher(pattern string, search bool) (matcher, error) {
	if len(pattern) > maxPattern {
		return nil, ErrValue
	}
	if _, err := regexp.Compile(pattern); err == nil {
		if !search {
			pattern = `^(?:` + pattern + `)$`
		}
		if re, err := regexp.Compile(pattern); err == nil {
			return func(s string) (bool, error) { return re.MatchString(s), nil }, nil
		}
	}
	if _, err := regexp2.Compile(pattern, regexp2.None); err != nil {
		return nil, err
	}
	if !search {
		pattern = `\A(?:` + pattern + `)\z`
	}
	re, err := regexp2.Compile(pattern, regexp2.None)
	if err != nil {
		return nil, err
	}
	re.MatchTimeout = patternTimeout
	return re.MatchString, nil
}

// compiledPattern remembers the last pattern of a call, which is nearly always
// the only one.
type compiledPattern struct {
	pattern string
	match   matcher
}

func buildRegex(c *compiler, n *callNode, args []code) code {
	text, pattern := args[0], args[1]
	search := c.options.RegexSearch
	var last atomic.Pointer[compiledPattern]
	if literal, ok := n.args[1].(*literalNode); ok {
		match, err := newMatcher(literal.value, search)
		if err != nil {
			return c.fail(n.args[1], "pattern is not readable", "check its brackets and backslashes")
		}
		last.Store(&compiledPattern{literal.value, match})
	}
	return c.boolean(func(m *machine) bool {
		s, p := m.spendText(text.str(m)), pattern.str(m)
		compiled := last.Load()
		if compiled == nil || compiled.pattern != p {
			match, err := newMatcher(p, search)
			if err != nil {
				m.fail(ErrValue)
				return false
			}
			m.spend(len(p))
			compiled = &compiledPattern{p, match}
			last.Store(compiled)
		}
		ok, err := compiled.match(s)
		if err != nil {
			m.fail(ErrBudget)
		}
		return ok
	})
}
