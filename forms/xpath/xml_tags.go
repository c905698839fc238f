// SPDX-License-Identifier: Apache-2.0

package xpath

import "strings"

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
