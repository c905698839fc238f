// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// expand replaces the five entities and character references.
func (p *xmlParser) expand(s string) (string, error) {
	if err := p.checkCharacters(s); err != nil {
		return "", err
	}
	if strings.IndexByte(s, '&') < 0 {
		return s, nil
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "&")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		name, after, ok := strings.Cut(rest, ";")
		r, known := entity(name)
		if !ok || !known {
			return "", p.fail("entity is not known")
		}
		b.WriteRune(r)
		s = after
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0, false
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n <= utf8.MaxRune && isXMLChar(rune(n))
}

// isXMLChar tells the characters of XML 1.0, section 2.2.
func isXMLChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r < 0xD800 || r > 0xDFFF && r != 0xFFFE && r != 0xFFFF
}

func (p *xmlParser) checkCharacters(s string) error {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && !isSpace(c) {
			return p.fail("control character")
		}
	}
	return nil
}

// newlines makes one line feed of each end of line (XML 1.0, section 2.11).
func newlines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
