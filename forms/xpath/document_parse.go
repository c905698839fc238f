// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxXML is the longest XML document that is read, in bytes.
const MaxXML = 16 << 20

// maxXMLDepth is how deep elements may nest.
const maxXMLDepth = 512

// XMLError says that a document is not well-formed XML, or uses a part of XML
// that is not read.
type XMLError struct {
	Line int // from 1
	Msg  string
}

// Error says what is wrong and where.
func (e *XMLError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Msg) }

// ParseXML reads an XML document in UTF-8. It knows the five entities of XML
// and character references and no others: a document type may be named, but
// what it declares is refused, so that nothing is fetched and nothing grows.
// Errors are *[XMLError] and [ErrTooLarge].
func ParseXML(data []byte) (*Document, error) {
	if len(data) > MaxXML {
		return nil, ErrTooLarge
	}
	src := strings.TrimPrefix(string(data), "\uFEFF")
	p := xmlParser{src: src, b: NewBuilder()}
	if !utf8.ValidString(src) {
		return nil, &XMLError{Line: 1, Msg: "text is not UTF-8"}
	}
	if err := p.document(); err != nil {
		return nil, err
	}
	return p.b.Document()
}

type xmlParser struct {
	src     string
	pos     int
	b       *Builder
	lines   int // ends of line before the position counted
	counted int
	open    []string // the names of open elements, as written
	scope   []declaration
	marks   []int // the length of scope outside each open element
}

func (p *xmlParser) fail(format string, args ...any) error {
	return &XMLError{Line: 1 + strings.Count(p.src[:min(p.pos, len(p.src))], "\n"), Msg: fmt.Sprintf(format, args...)}
}

func (p *xmlParser) rest() string { return p.src[p.pos:] }

func (p *xmlParser) document() error {
	elements := 0
	for p.pos < len(p.src) {
		if p.b.err != nil {
			return p.b.err
		}
		if p.src[p.pos] != '<' {
			if err := p.text(); err != nil {
				return err
			}
			continue
		}
		var err error
		switch rest := p.rest(); {
		case strings.HasPrefix(rest, "<!--"):
			err = p.comment()
		case strings.HasPrefix(rest, "<![CDATA["):
			err = p.cdata()
		case strings.HasPrefix(rest, "<?"):
			err = p.instruction()
		case strings.HasPrefix(rest, "<!"):
			err = p.doctype()
		case strings.HasPrefix(rest, "</"):
			err = p.end()
		default:
			if len(p.open) == 0 {
				elements++
			}
			err = p.start()
		}
		if err != nil {
			return err
		}
	}
	switch {
	case len(p.open) > 0:
		return p.fail("element %s does not end", p.open[len(p.open)-1])
	case elements != 1:
		return p.fail("a document has one outermost element")
	}
	return nil
}

// until takes the text from the position after open up to mark, and steps over
// mark.
func (p *xmlParser) until(open, mark, what string) (string, error) {
	body := p.src[p.pos+len(open):]
	end := strings.Index(body, mark)
	if end < 0 {
		return "", p.fail("%s does not end", what)
	}
	if err := p.checkCharacters(body[:end]); err != nil {
		return "", err
	}
	p.pos += len(open) + end + len(mark)
	return body[:end], nil
}

func (p *xmlParser) comment() error {
	text, err := p.until("<!--", "-->", "comment")
	if err == nil {
		p.b.child(CommentNode, Name{}, newlines(text))
	}
	return err
}

func (p *xmlParser) cdata() error {
	if len(p.open) == 0 {
		return p.fail("text stands outside of elements")
	}
	text, err := p.until("<![CDATA[", "]]>", "CDATA section")
	if err == nil {
		p.b.Text(newlines(text))
	}
	return err
}

func (p *xmlParser) instruction() error {
	first := p.pos == 0
	body, err := p.until("<?", "?>", "processing instruction")
	if err != nil {
		return err
	}
	target := body[:nameLength(body)]
	if target == "" {
		return p.fail("processing instruction has no name")
	}
	if strings.EqualFold(target, "xml") {
		if !first {
			return p.fail("XML declaration is not at the beginning")
		}
		return p.declaration(body)
	}
	p.b.child(ProcInstNode, Name{Local: target}, newlines(strings.TrimLeft(body[len(target):], " \t\r\n")))
	return nil
}

// declaration refuses encodings other than UTF-8 and its part ASCII.
func (p *xmlParser) declaration(body string) error {
	_, after, ok := strings.Cut(body, "encoding")
	if !ok {
		return nil
	}
	after = strings.Trim(after, " \t\r\n=")
	if len(after) < 2 {
		return p.fail("encoding is not readable")
	}
	name, _, _ := strings.Cut(after[1:], after[:1])
	if !strings.EqualFold(name, "UTF-8") && !strings.EqualFold(name, "US-ASCII") {
		return p.fail("encoding is not UTF-8")
	}
	return nil
}

func (p *xmlParser) doctype() error {
	if !strings.HasPrefix(p.rest(), "<!DOCTYPE") || len(p.open) > 0 {
		return p.fail("declaration is not expected here")
	}
	body, err := p.until("<!DOCTYPE", ">", "document type")
	if err == nil && strings.Contains(body, "[") {
		return p.fail("document type declares something, which is not read")
	}
	return err
}

func (p *xmlParser) text() error {
	end := strings.IndexByte(p.rest(), '<')
	if end < 0 {
		end = len(p.rest())
	}
	raw := p.rest()[:end]
	if len(p.open) == 0 {
		if trimXML(raw) != "" {
			return p.fail("text stands outside of elements")
		}
		p.pos += end
		return nil
	}
	text, err := p.expand(newlines(raw))
	if err == nil {
		p.b.Text(text)
		p.pos += end
	}
	return err
}

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

func (p *xmlParser) end() error {
	body, err := p.until("</", ">", "tag")
	if err != nil {
		return err
	}
	name := trimXML(body)
	last := len(p.open) - 1
	if last < 0 || p.open[last] != name {
		return p.fail("end tag does not fit")
	}
	p.close()
	return nil
}

func (p *xmlParser) close() {
	last := len(p.open) - 1
	p.scope = p.scope[:p.marks[last]]
	p.open, p.marks = p.open[:last], p.marks[:last]
	p.b.End()
}

type xmlAttr struct{ name, value string }

func (p *xmlParser) start() error {
	p.pos++
	name := qualifiedName(p.rest())
	if name == "" {
		return p.fail("tag has no name")
	}
	p.lines += strings.Count(p.src[p.counted:p.pos], "\n")
	p.counted, p.b.line = p.pos, int32(p.lines+1)
	if len(p.open) == maxXMLDepth {
		return ErrTooLarge
	}
	p.pos += len(name)
	attrs, empty, err := p.attributes()
	if err != nil {
		return err
	}
	p.open = append(p.open, name)
	p.marks = append(p.marks, len(p.scope))
	for _, a := range attrs {
		if prefix, ok := declares(a.name); ok {
			p.scope = append(p.scope, declaration{prefix, a.value})
		}
	}
	if err := p.element(name, attrs); err != nil {
		return err
	}
	if empty {
		p.close()
	}
	return nil
}

// declares gives the prefix that an attribute declares, "" for xmlns itself.
func declares(attr string) (prefix string, ok bool) {
	if attr == "xmlns" {
		return "", true
	}
	return strings.CutPrefix(attr, "xmlns:")
}

// element hands an element and its attributes to the builder.
func (p *xmlParser) element(written string, attrs []xmlAttr) error {
	name, ok := p.resolve(written, true)
	if !ok {
		return p.fail("prefix of %s is not declared", written)
	}
	p.b.Start(name)
	id := p.b.open[len(p.b.open)-1]
	if mark := p.marks[len(p.marks)-1]; mark < len(p.scope) {
		if p.b.doc.spaces == nil {
			p.b.doc.spaces = map[NodeID][]declaration{}
		}
		p.b.doc.spaces[id] = append([]declaration(nil), p.scope[mark:]...)
	}
	for _, a := range attrs {
		if _, ok := declares(a.name); ok {
			continue
		}
		name, ok := p.resolve(a.name, false)
		if !ok {
			return p.fail("prefix of %s is not declared", a.name)
		}
		p.b.Attr(name, a.value)
	}
	return p.b.err
}

// resolve finds the namespace of a name. Attributes without prefix are in
// none.
func (p *xmlParser) resolve(written string, element bool) (Name, bool) {
	prefix, local, ok := strings.Cut(written, ":")
	if !ok {
		prefix, local = "", written
		if !element {
			return Name{Local: local}, true
		}
	}
	for i := len(p.scope) - 1; i >= 0; i-- {
		if p.scope[i].prefix == prefix {
			return Name{Space: p.scope[i].space, Prefix: prefix, Local: local}, prefix == "" || p.scope[i].space != ""
		}
	}
	if prefix == "xml" {
		return Name{Space: knownNamespaces["xml"], Prefix: prefix, Local: local}, true
	}
	return Name{Local: local}, prefix == ""
}

// attributes reads up to the end of a start tag. empty is set for <a/>.
func (p *xmlParser) attributes() (attrs []xmlAttr, empty bool, err error) {
	for {
		spaces := p.skipSpace()
		rest := p.rest()
		switch {
		case strings.HasPrefix(rest, ">"):
			p.pos++
			return attrs, false, nil
		case strings.HasPrefix(rest, "/>"):
			p.pos += 2
			return attrs, true, nil
		}
		name := qualifiedName(rest)
		if name == "" || !spaces {
			return nil, false, p.fail("tag is not readable")
		}
		p.pos += len(name)
		p.skipSpace()
		if !strings.HasPrefix(p.rest(), "=") {
			return nil, false, p.fail("attribute %s has no value", name)
		}
		p.pos++
		p.skipSpace()
		value, err := p.attributeValue(name)
		if err != nil {
			return nil, false, err
		}
		for _, a := range attrs {
			if a.name == name {
				return nil, false, p.fail("attribute %s comes twice", name)
			}
		}
		if len(attrs) == maxAttributes {
			return nil, false, ErrTooLarge
		}
		attrs = append(attrs, xmlAttr{name, value})
	}
}

// maxAttributes is how many attributes an element may have.
const maxAttributes = 1000

func (p *xmlParser) skipSpace() (some bool) {
	for p.pos < len(p.src) && isSpace(p.src[p.pos]) {
		p.pos++
		some = true
	}
	return some
}

var attributeSpace = strings.NewReplacer("\t", " ", "\n", " ")

func (p *xmlParser) attributeValue(name string) (string, error) {
	rest := p.rest()
	if rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return "", p.fail("attribute %s has no quotes", name)
	}
	end := strings.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return "", p.fail("attribute %s does not end", name)
	}
	raw := rest[1 : 1+end]
	if strings.IndexByte(raw, '<') >= 0 {
		return "", p.fail("attribute %s contains <", name)
	}
	value, err := p.expand(attributeSpace.Replace(newlines(raw)))
	if err != nil {
		return "", err
	}
	p.pos += end + 2
	return value, nil
}
