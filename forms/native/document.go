// SPDX-License-Identifier: Apache-2.0

package native

import (
	"strings"

	"github.com/dialform/dialform/forms/xpath"
)

// readDocument reads a document. White space that only lays it out is left out;
// it is not part of what documentText wrote.
func readDocument(text string) (*xpath.Document, error) {
	b := xpath.NewBuilder()
	if strings.TrimSpace(text) == "" {
		return b.Document()
	}
	doc, err := xpath.ParseXML([]byte(text))
	if err != nil {
		return nil, err
	}
	copyNode(b, doc, doc.Element())
	return b.Document()
}

func copyNode(b *xpath.Builder, doc *xpath.Document, id xpath.NodeID) {
	b.Start(doc.NodeName(id))
	for a := doc.FirstAttr(id); a != xpath.NoNode; a = doc.NextAttr(a) {
		b.Attr(doc.NodeName(a), doc.StringValue(a))
	}
	leaf := !hasElements(doc, id)
	for child := doc.FirstChild(id); child != xpath.NoNode; child = doc.NextSibling(child) {
		switch doc.NodeKind(child) {
		case xpath.ElementNode:
			copyNode(b, doc, child)
		case xpath.TextNode:
			if s := doc.StringValue(child); leaf || strings.TrimSpace(s) != "" {
				b.Text(s)
			}
		}
	}
	b.End()
}

func hasElements(doc *xpath.Document, id xpath.NodeID) bool {
	for child := doc.FirstChild(id); child != xpath.NoNode; child = doc.NextSibling(child) {
		if doc.NodeKind(child) == xpath.ElementNode {
			return true
		}
	}
	return false
}

// documentText is a document as XML, indented where it holds nothing but
// elements.
func documentText(doc *xpath.Document) string {
	w := documentWriter{doc: doc}
	if root := doc.Element(); root != xpath.NoNode {
		w.element(root, map[string]string{"xml": "http://www.w3.org/XML/1998/namespace"}, "")
	}
	return w.out.String()
}

type documentWriter struct {
	doc *xpath.Document
	out strings.Builder
}

// element writes an element. spaces are the namespaces declared around it, by
// prefix; indent is nil-like "-" inside mixed text.
func (w *documentWriter) element(id xpath.NodeID, spaces map[string]string, indent string) {
	name := w.doc.NodeName(id)
	w.out.WriteString("<" + name.String())
	inside := spaces
	declare := func(n xpath.Name) {
		if inside[n.Prefix] == n.Space {
			return
		}
		own := map[string]string{n.Prefix: n.Space}
		for prefix, space := range inside {
			if prefix != n.Prefix {
				own[prefix] = space
			}
		}
		inside = own
		attribute := "xmlns"
		if n.Prefix != "" {
			attribute += ":" + n.Prefix
		}
		w.attribute(attribute, n.Space)
	}
	declare(name)
	for a := w.doc.FirstAttr(id); a != xpath.NoNode; a = w.doc.NextAttr(a) {
		attr := w.doc.NodeName(a)
		if attr.Prefix != "" {
			declare(attr)
		}
		w.attribute(attr.String(), w.doc.StringValue(a))
	}
	first := w.doc.FirstChild(id)
	if first == xpath.NoNode {
		w.out.WriteString("/>")
		return
	}
	w.out.WriteByte('>')
	laidOut := indent != mixed
	for child := first; child != xpath.NoNode; child = w.doc.NextSibling(child) {
		laidOut = laidOut && w.doc.NodeKind(child) != xpath.TextNode
	}
	deeper := mixed
	if laidOut {
		deeper = indent + "  "
	}
	for child := first; child != xpath.NoNode; child = w.doc.NextSibling(child) {
		switch w.doc.NodeKind(child) {
		case xpath.ElementNode:
			if laidOut {
				w.out.WriteString("\n" + deeper)
			}
			w.element(child, inside, deeper)
		case xpath.TextNode:
			w.out.WriteString(inText.Replace(w.doc.StringValue(child)))
		}
	}
	if laidOut {
		w.out.WriteString("\n" + indent)
	}
	w.out.WriteString("</" + name.String() + ">")
}

// mixed is the indentation inside text, where white space would be part of it.
const mixed = "\x00"

func (w *documentWriter) attribute(name, value string) {
	w.out.WriteString(" " + name + `="` + inAttribute.Replace(value) + `"`)
}

var (
	inText      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
	inAttribute = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\t", "&#9;", "\n", "&#10;", "\r", "&#13;")
)
