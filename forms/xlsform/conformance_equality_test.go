// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// xmlNode is an element, or a text when it has no name.
type xmlNode struct {
	name     xml.Name
	attrs    []xml.Attr
	children []*xmlNode
	text     string
}

// equalForms compares two XForms as trees. Where they differ it says how the
// first difference looks.
func equalForms(want, got string) error {
	a, err := formTree(want)
	if err != nil {
		return fmt.Errorf("expected form: %w", err)
	}
	b, err := formTree(got)
	if err != nil {
		return fmt.Errorf("written form: %w", err)
	}
	return difference(a, b)
}

func formTree(source string) (*canonical, error) {
	root, err := parseForm(source)
	if err != nil {
		return nil, err
	}
	return canonicalForm(root, ""), nil
}

// parseForm reads an XForm as elements and texts.
func parseForm(source string) (*xmlNode, error) {
	root := &xmlNode{}
	stack := []*xmlNode{root}
	decoder := xml.NewDecoder(strings.NewReader(source))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return root.children[0], nil
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch e := token.(type) {
		case xml.StartElement:
			node := &xmlNode{name: e.Name}
			for _, a := range e.Attr {
				if a.Name.Space != "xmlns" && a.Name != (xml.Name{Local: "xmlns"}) {
					node.attrs = append(node.attrs, a)
				}
			}
			top.children = append(top.children, node)
			stack = append(stack, node)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if last := len(top.children) - 1; last >= 0 && top.children[last].name.Local == "" {
				top.children[last].text += string(e) // on both sides of a comment
			} else if len(stack) > 1 {
				top.children = append(top.children, &xmlNode{text: string(e)})
			}
		}
	}
}

// canonical is an element in a form that can be compared: attributes in order
// and, where order means nothing, children too.
type canonical struct {
	line     string
	children []*canonical
}

var expressionAttributes = []string{
	"nodeset", "ref", "calculate", "relevant", "constraint", "required", "readonly", "value", "query", "count",
}

// canonicalForm brings an element into that form. instance is set inside
// instances, which hold no expressions.
func canonicalForm(n *xmlNode, instance string) *canonical {
	c := &canonical{line: "<" + n.name.Space + " " + n.name.Local}
	if n.name.Local == "instance" {
		instance = "instance"
	}
	var attrs []string
	for _, a := range n.attrs {
		value := a.Value
		if instance == "" && slices.Contains(expressionAttributes, a.Name.Local) {
			value = tokens(value)
		}
		attrs = append(attrs, fmt.Sprintf(" %s %s=%q", a.Name.Space, a.Name.Local, value))
	}
	slices.Sort(attrs)
	c.line += strings.Join(attrs, "")
	texts := n.name.Local == "label" || n.name.Local == "hint" ||
		n.name.Local == "value" && slices.ContainsFunc(n.children, func(k *xmlNode) bool { return k.name.Local == "output" })
	leaf := !slices.ContainsFunc(n.children, func(k *xmlNode) bool { return k.name.Local != "" })
	for _, child := range n.children {
		text := strings.TrimSpace(child.text)
		switch {
		case child.name.Local != "":
			c.children = append(c.children, canonicalForm(child, instance))
		case text == "":
		case texts:
			c.children = append(c.children, &canonical{line: strings.Join(strings.Fields(text), " ")})
		case leaf:
			c.children = append(c.children, &canonical{line: text})
		default:
			c.children = append(c.children, &canonical{line: "stray text " + text})
		}
	}
	c.sort(n.name.Local)
	return c
}

// sort orders the children of elements in which order means nothing: the model
// after its first instance, and what itext is made of.
func (c *canonical) sort(local string) {
	children := c.children
	switch local {
	case "model":
		first := slices.IndexFunc(children, func(k *canonical) bool { return strings.HasSuffix(strings.TrimSpace(k.line), " instance") })
		if first >= 0 {
			primary := children[first]
			copy(children[1:first+1], children[:first])
			children[0] = primary
			children = children[1:]
		}
	case "itext", "translation", "text":
	default:
		return
	}
	keys := map[*canonical]string{}
	for _, k := range children {
		keys[k] = k.String()
	}
	slices.SortFunc(children, func(a, b *canonical) int { return strings.Compare(keys[a], keys[b]) })
}

func (c *canonical) String() string {
	var b strings.Builder
	c.write(&b)
	return b.String()
}

func (c *canonical) write(b *strings.Builder) {
	b.WriteString(c.line)
	for _, k := range c.children {
		b.WriteString(" {")
		k.write(b)
		b.WriteString("}")
	}
}

// brief is enough of an element to know what differs.
func (c *canonical) brief() string {
	const most = 600
	s := strings.ReplaceAll(c.String(), "\x1f", "")
	s = regexp.MustCompile(`http://\S+ `).ReplaceAllString(s, "")
	if len(s) > most {
		s = s[:most] + "..."
	}
	return s
}

// difference is nil for equal trees.
func difference(want, got *canonical) error {
	if want.line != got.line {
		return fmt.Errorf("\n  want %s\n  got  %s", want.brief(), got.brief())
	}
	for i := range max(len(want.children), len(got.children)) {
		switch {
		case i >= len(want.children):
			return fmt.Errorf("not wanted %s", got.children[i].brief())
		case i >= len(got.children):
			return fmt.Errorf("missing %s", want.children[i].brief())
		}
		if err := difference(want.children[i], got.children[i]); err != nil {
			return err
		}
	}
	return nil
}

var xpathToken = regexp.MustCompile(`"[^"]*"|'[^']*'|[\pL_][-.\pL\pN\pM_]*|\d+\.?\d*|\.\d+|//|::|\.\.|!=|<=|>=|\S`)

// tokens is the list of XPath tokens of an expression.
func tokens(expr string) string { return strings.Join(xpathToken.FindAllString(expr, -1), "\x1f") }
