// SPDX-License-Identifier: Apache-2.0

package registry

import (
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// canonical writes JSON as RFC 8785 orders and escapes it. Its callers give the
// members of an object in order; only the free keys of a map are sorted here.
type canonical struct {
	buf []byte
	err error
}

// open begins an object or an array.
func (c *canonical) open(bracket byte) { c.separate(); c.buf = append(c.buf, bracket) }

// shut ends an object or an array.
func (c *canonical) shut(bracket byte) { c.buf = append(c.buf, bracket) }

// separate writes the comma between two members or elements.
func (c *canonical) separate() {
	if n := len(c.buf); n > 0 {
		switch c.buf[n-1] {
		case '{', '[', ':':
		default:
			c.buf = append(c.buf, ',')
		}
	}
}

// key writes the name of the next member.
func (c *canonical) key(name string) {
	c.text(name)
	c.buf = append(c.buf, ':')
}

// optional writes a member unless its value is empty.
func (c *canonical) optional(name, value string) {
	if value != "" {
		c.key(name)
		c.text(value)
	}
}

// flag writes a member that is true, and leaves out one that is not.
func (c *canonical) flag(name string, value bool) {
	if value {
		c.key(name)
		c.buf = append(c.buf, "true"...)
	}
}

// fields writes a map as an object (RFC 8785 section 3.2.3).
func (c *canonical) fields(m map[string]string) {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compareUTF16)
	c.open('{')
	for _, k := range keys {
		c.key(k)
		c.text(m[k])
	}
	c.shut('}')
}

// compareUTF16 orders by UTF-16 code units, which differs from the order of
// bytes where one text has a character beyond U+FFFF.
func compareUTF16(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

// text writes a string (RFC 8785 section 3.2.2.2): two-character escapes where
// JSON has them, \u00xx for other controls, everything else as it is.
func (c *canonical) text(s string) {
	c.separate()
	if !utf8.ValidString(s) {
		if c.err == nil {
			c.err = ErrNotText
		}
		return
	}
	c.buf = append(c.buf, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		b := s[i]
		if b >= 0x20 && b != '"' && b != '\\' {
			continue
		}
		c.buf = append(c.buf, s[start:i]...)
		start = i + 1
		switch b {
		case '"', '\\':
			c.buf = append(c.buf, '\\', b)
		case '\b':
			c.buf = append(c.buf, `\b`...)
		case '\t':
			c.buf = append(c.buf, `\t`...)
		case '\n':
			c.buf = append(c.buf, `\n`...)
		case '\f':
			c.buf = append(c.buf, `\f`...)
		case '\r':
			c.buf = append(c.buf, `\r`...)
		default:
			const hex = "0123456789abcdef"
			c.buf = append(c.buf, `\u00`...)
			c.buf = append(c.buf, hex[b>>4], hex[b&0xf])
		}
	}
	c.buf = append(c.buf, s[start:]...)
	c.buf = append(c.buf, '"')
}
