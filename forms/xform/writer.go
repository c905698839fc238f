// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"
)

// xmlWriter writes elements without white space between them. encoding/xml
// would rewrite the prefixes, which readers of submissions in the field do
// not expect.
type xmlWriter struct {
	w     *bufio.Writer
	stack []string
	inTag bool // the start tag of the innermost element is not closed yet
	err   error
}

func newXMLWriter(w io.Writer) *xmlWriter {
	x := &xmlWriter{w: bufio.NewWriter(w)}
	x.put(`<?xml version="1.0" encoding="UTF-8"?>`)
	return x
}

func (x *xmlWriter) put(parts ...string) {
	for _, s := range parts {
		if x.err == nil {
			_, x.err = x.w.WriteString(s)
		}
	}
}

func (x *xmlWriter) open(name string) {
	x.endTag()
	x.put("<", name)
	x.stack = append(x.stack, name)
	x.inTag = true
}

func (x *xmlWriter) attribute(name, value string) {
	x.put(" ", name, `="`, escapeAttribute.Replace(legal(value)), `"`)
}

func (x *xmlWriter) text(s string) {
	if s = legal(s); s != "" {
		x.endTag()
		x.put(escapeText.Replace(s))
	}
}

// closeTo ends elements until depth of them are open.
func (x *xmlWriter) closeTo(depth int) {
	for len(x.stack) > depth {
		name := x.stack[len(x.stack)-1]
		x.stack = x.stack[:len(x.stack)-1]
		if x.inTag {
			x.put("/>")
			x.inTag = false
			continue
		}
		x.put("</", name, ">")
	}
}

func (x *xmlWriter) endTag() {
	if x.inTag {
		x.put(">")
		x.inTag = false
	}
}

func (x *xmlWriter) finish() error {
	x.closeTo(0)
	if x.err == nil {
		x.err = x.w.Flush()
	}
	return x.err
}

// Line ends are escaped where a parser would normalise them away (XML 1.0,
// 2.11 and 3.3.3).
var (
	escapeText      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
	escapeAttribute = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\t", "&#9;", "\n", "&#10;", "\r", "&#13;")
)

// legal leaves out what an XML document cannot hold (XML 1.0, 2.2) and the other
// control characters, which no answer needs.
func legal(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return r
		case r < 0x20, r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff:
			return -1
		}
		return r
	}, s)
}
