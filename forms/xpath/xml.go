// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"fmt"
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
