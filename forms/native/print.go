// SPDX-License-Identifier: Apache-2.0

package native

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineWidth is how long a line gets before its value is written over several.
const lineWidth = 100

// printer writes values as YAML 1.2 that readers of 1.1 understand alike.
type printer struct {
	out  strings.Builder
	errs []error
}

// document writes a mapping as a document, with an empty line around its longer
// parts.
func (p *printer) document(v value) {
	for i, pair := range v.pairs {
		begin := p.out.Len()
		p.pair(pair, 0)
		if lines := p.out.String()[begin:]; i > 0 && strings.Count(lines, "\n") > 1 {
			rest := strings.Clone(lines)
			head := p.out.String()[:begin]
			p.out.Reset()
			p.out.WriteString(head + "\n" + rest)
		}
	}
}

// pair writes a key and its value, and ends the line.
func (p *printer) pair(pair pair, indent int) {
	key := p.flowScalar(text(pair.key)) + ":"
	p.out.WriteString(key)
	v := pair.value
	switch {
	case v.shape == scalar:
		p.out.WriteByte(' ')
		p.scalar(v, indent)
	case p.fits(v, indent+len(key)+1):
		p.out.WriteString(" " + p.flow(v) + "\n")
	case v.shape == list:
		p.out.WriteByte('\n')
		p.list(v, indent+2)
	default:
		p.out.WriteByte('\n')
		p.indent(indent + 2)
		p.mapping(v, indent+2)
	}
}

// mapping writes keys below each other. The first follows what is written.
func (p *printer) mapping(v value, indent int) {
	for i, pair := range v.pairs {
		if i > 0 {
			p.indent(indent)
		}
		p.pair(pair, indent)
	}
}

func (p *printer) list(v value, indent int) {
	for _, item := range v.items {
		p.indent(indent)
		p.out.WriteString("- ")
		switch {
		case item.shape == scalar:
			p.scalar(item, indent)
		case p.fits(item, indent+2):
			p.out.WriteString(p.flow(item) + "\n")
		case item.shape == list:
			p.out.WriteString("\n")
			p.list(item, indent+2)
		default:
			p.mapping(item, indent+2)
		}
	}
}

func (p *printer) indent(n int) { p.out.WriteString(strings.Repeat(" ", n)) }

// fits tells whether a value goes on the rest of one line.
func (p *printer) fits(v value, column int) bool {
	if len(v.items) == 0 && len(v.pairs) == 0 {
		return true
	}
	room := lineWidth - column
	return oneLiner(v, &room) && utf8.RuneCountInString(p.flow(v)) <= lineWidth-column
}

// oneLiner tells whether nothing in a value wants lines of its own. It stops
// when the text alone is longer than the room.
func oneLiner(v value, room *int) bool {
	*room -= utf8.RuneCountInString(v.text)
	if v.block && len(v.items)+len(v.pairs) > 0 || *room < 0 || strings.Contains(v.text, "\n") {
		return false
	}
	for _, item := range v.items {
		if !oneLiner(item, room) {
			return false
		}
	}
	for _, pair := range v.pairs {
		if *room -= len(pair.key); !oneLiner(pair.value, room) {
			return false
		}
	}
	return true
}

func (p *printer) flow(v value) string {
	var parts []string
	switch v.shape {
	case list:
		for _, item := range v.items {
			parts = append(parts, p.flow(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case mapping:
		for _, pair := range v.pairs {
			parts = append(parts, p.flowScalar(text(pair.key))+": "+p.flow(pair.value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	default:
		return p.flowScalar(v)
	}
}

// flowScalar writes a scalar that may have neighbours on its line.
func (p *printer) flowScalar(v value) string {
	if v.bare || plain(v.text) && !strings.ContainsAny(v.text, ",[]{}:#") {
		return v.text
	}
	return p.quote(v.text)
}

// scalar writes a scalar that ends its line.
func (p *printer) scalar(v value, indent int) {
	switch {
	case v.bare, plain(v.text):
		p.out.WriteString(v.text + "\n")
	case literal(v.text):
		sign := "|-"
		if strings.HasSuffix(v.text, "\n") {
			sign = "|"
		}
		p.out.WriteString(sign + "\n")
		for line := range strings.Lines(strings.TrimSuffix(v.text, "\n") + "\n") {
			if line != "\n" {
				p.indent(indent + 2)
			}
			p.out.WriteString(line)
		}
	default:
		p.out.WriteString(p.quote(v.text) + "\n")
	}
}

// plain tells whether a text needs no quotes, for any reader of YAML.
func plain(s string) bool {
	if s == "" || !utf8.ValidString(s) || strings.TrimSpace(s) != s || strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.HasSuffix(s, ":") ||
		strings.Contains(s, "<<") { // the end of a merge key, to the parser
		return false
	}
	first, size := utf8.DecodeRuneInString(s)
	switch {
	case unicode.IsLetter(first):
		if reserved[strings.ToLower(s)] {
			return false
		}
	case first == '_', first == '$', first == '/', first == '(':
	case first == '.':
		// ". > 5" and "../name", not .5, .inf or the mark of a document's end
		if next := s[size:]; next != "" && next[0] != ' ' && next[0] != '/' && !strings.HasPrefix(next, "./") {
			return false
		}
	case unicode.IsDigit(first):
		if !wholeNumber(s) && !strings.ContainsFunc(s, notNumeric) {
			return false
		}
	default:
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != ' ' && (unicode.IsSpace(r) || !printable(r))
	})
}

// reserved are the words that some reader takes for something else than text.
var reserved = map[string]bool{
	"true": true, "false": true, "null": true, "yes": true, "no": true, "on": true, "off": true, "y": true, "n": true,
}

// wholeNumber tells whether every reader gives a number back as it was written.
func wholeNumber(s string) bool {
	return len(s) <= 15 && (s == "0" || s[0] != '0') && strings.Trim(s, "0123456789") == ""
}

// notNumeric tells whether a letter stands in no number, date or time.
func notNumeric(r rune) bool {
	return !strings.ContainsRune("0123456789abcdefABCDEFxXoOtTzZ_.:,+- ", r)
}

// literal tells whether a text can stand as it is, line by line.
func literal(s string) bool {
	if !utf8.ValidString(s) || !strings.Contains(strings.TrimSuffix(s, "\n"), "\n") || strings.HasSuffix(s, "\n\n") || strings.ContainsAny(s[:1], " \n") {
		return false
	}
	for line := range strings.Lines(s) {
		line = strings.TrimSuffix(line, "\n")
		if strings.TrimSpace(line) == "" && line != "" || strings.TrimRight(line, " ") != line ||
			strings.ContainsFunc(line, func(r rune) bool { return !printable(r) }) {
			return false
		}
	}
	return true
}

// printable tells whether a letter shows as itself, which a byte order mark and
// marks of direction do not.
func printable(r rune) bool { return unicode.IsPrint(r) || unicode.Is(unicode.Zs, r) }

// quote writes a text between double quotes.
func (p *printer) quote(s string) string {
	if !utf8.ValidString(s) {
		p.errs = append(p.errs, fmt.Errorf("the text %q is not UTF-8", s))
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case printable(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
