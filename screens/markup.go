// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// stripMarkup turns the styled text that forms may hold (ODK's subset of
// Markdown and HTML: headings, emphasis, links, spans, entities) into plain
// text. What only looks like markup stays: "*384*96#", "a_b", "age < 5".
func stripMarkup(s string) string {
	m := stripper{}
	m.strip(s, 0)
	return m.out.String()
}

type stripper struct{ out strings.Builder }

// maxNesting is how deep emphasis within emphasis is followed.
const maxNesting = 4

func (m *stripper) strip(s string, depth int) {
	for i := 0; i < len(s); {
		n := 0 // bytes of markup dealt with
		switch s[i] {
		case '#':
			if i == 0 || s[i-1] == '\n' {
				n = heading(s[i:])
			}
		case '\\':
			if i+1 < len(s) && strings.IndexByte("\\*_#<[", s[i+1]) >= 0 {
				m.out.WriteByte(s[i+1])
				n = 2
			}
		case '<':
			n = m.tag(s[i:])
		case '&':
			n = m.entity(s[i:])
		case '[':
			n = m.link(s[i:], depth)
		case '*', '_':
			n = m.emphasis(s, i, depth)
		}
		if n == 0 {
			m.out.WriteByte(s[i])
			n = 1
		}
		i += n
	}
}

// heading is the length of "### " at the beginning of a line.
func heading(s string) int {
	n := 0
	for n < len(s) && s[n] == '#' {
		n++
	}
	if n <= 6 && n < len(s) && s[n] == ' ' {
		return n + 1
	}
	return 0
}

// tags that forms use. A "<" before anything else is a sign of comparison.
// Those with a true value end a line.
var tags = map[string]bool{
	"a": false, "abbr": false, "b": false, "big": false, "code": false, "del": false, "em": false,
	"font": false, "i": false, "img": false, "ins": false, "mark": false, "s": false, "small": false,
	"span": false, "strike": false, "strong": false, "sub": false, "sup": false, "u": false,
	"td": false, "th": false, "center": true, "blockquote": true,
	"br": true, "div": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true,
	"hr": true, "li": true, "ol": true, "p": true, "table": true, "tr": true, "ul": true,
}

// tag deals with "<span style='...'>", "</b>", "<br/>" and comments.
func (m *stripper) tag(s string) int {
	if strings.HasPrefix(s, "<!--") {
		if end := strings.Index(s, "-->"); end >= 0 {
			return end + len("-->")
		}
		return 0
	}
	name := strings.TrimPrefix(s[1:], "/")
	end := strings.IndexFunc(name, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end <= 0 || end > len("blockquote") {
		return 0
	}
	line, known := tags[strings.ToLower(name[:end])]
	if !known || strings.IndexByte(" \t\n/>", name[end]) < 0 {
		return 0
	}
	closed := strings.IndexByte(s, '>')
	if closed < 0 {
		return 0
	}
	if line {
		m.out.WriteByte('\n')
	}
	return closed + 1
}

// entity deals with "&lt;" and "&#233;"; the semicolon is required, or "R&D"
// would suffer.
func (m *stripper) entity(s string) int {
	const longest = len("&thetasym;")
	end := strings.IndexByte(s[:min(len(s), longest)], ';')
	if end < 0 {
		return 0
	}
	text := html.UnescapeString(s[:end+1])
	if strings.HasSuffix(text, ";") {
		return 0 // unknown, or known only in part
	}
	m.out.WriteString(text)
	return end + 1
}

// link writes "[text](address)" as "text (address)": an address cannot be
// tapped on these channels, but it can be copied.
func (m *stripper) link(s string, depth int) int {
	middle := strings.Index(s, "](")
	if middle < 0 || strings.ContainsAny(s[1:middle], "[\n") {
		return 0
	}
	length := strings.IndexAny(s[middle:], ")\n")
	if length < 0 || s[middle+length] != ')' {
		return 0
	}
	text, address := s[1:middle], s[middle+len("]("):middle+length]
	if depth < maxNesting {
		m.strip(text, depth+1)
	} else {
		m.out.WriteString(text)
	}
	if address != "" && address != text {
		m.out.WriteString(" (" + address + ")")
	}
	return middle + length + 1
}

// emphasis deals with *text*, **text**, ***text*** and the same with
// underscores, where s[i] is the first sign.
func (m *stripper) emphasis(s string, i, depth int) int {
	if depth >= maxNesting {
		return 0
	}
	sign, n := s[i], 1
	for i+n < len(s) && s[i+n] == sign {
		n++
	}
	inner := s[i+n:]
	if n > 3 || !opens(s[:i], inner, n == 1 || sign == '_') {
		return 0
	}
	if n == 1 && inner[0] >= '0' && inner[0] <= '9' {
		return 0 // a service code: *384*96#
	}
	mark := s[i : i+n]
	for from := 0; ; {
		at := strings.Index(inner[from:], mark)
		if at < 0 {
			return 0
		}
		at += from
		text, rest := inner[:at], inner[at+n:]
		if strings.Contains(text, "\n\n") || n == 1 && strings.Contains(text, "\n") {
			return 0
		}
		if closes(text, rest, sign, n) {
			m.strip(text, depth+1)
			return n + at + n
		}
		from = at + 1
	}
}

// opens tells whether emphasis may begin between before and after. A sign
// within a word is part of the word.
func opens(before, after string, outsideWord bool) bool {
	next, _ := utf8.DecodeRuneInString(after)
	if after == "" || unicode.IsSpace(next) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	return !outsideWord || before == "" || !wordRune(last)
}

// closes tells whether emphasis of n signs may end between text and rest.
func closes(text, rest string, sign byte, n int) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	if text == "" || unicode.IsSpace(last) || last == rune(sign) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest)
	if rest != "" && next == rune(sign) {
		return false
	}
	if n > 1 && sign == '*' {
		return true
	}
	return rest == "" || !wordRune(next)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
