// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"errors"
	"strings"
	"sync"
)

// ErrTooLarge says that a document has more nodes, text or depth than is read.
var ErrTooLarge = errors.New("document is too large")

// Document is a [Tree] that holds an XML document or a table in arrays. It is
// immutable and safe for concurrent use. Nodes are numbered in document order,
// the document node is 0.
type Document struct {
	nodes []docNode
	names []Name
	// spaces are the namespace declarations of elements that have some.
	spaces map[NodeID][]declaration

	mutex   sync.Mutex
	indexes map[indexKey]map[string][]NodeID
}

// docNode is a node of a document. Attributes follow their element, linked by
// next.
type docNode struct {
	kind                           NodeKind
	name                           int32
	parent, first, last, attr, end NodeID
	next, prev                     NodeID
	line                           int32 // of an element that was read from XML
	text                           string
}

type declaration struct{ prefix, space string }

// maxNodes bounds the memory of a document to some 60 MB, and to three times
// that while it is read.
const maxNodes = 3 << 18

// Builder makes a [Document] from the top down.
type Builder struct {
	doc   *Document
	names map[Name]int32
	open  []NodeID
	attr  NodeID // the last attribute of the element that was started last
	// text is what was read of a text node that may go on; parts holds it when
	// it came in several.
	text  string
	parts strings.Builder
	line  int32
	err   error
}

// NewBuilder gives a builder of an empty document.
func NewBuilder() *Builder {
	b := &Builder{doc: &Document{}, names: map[Name]int32{}, attr: NoNode}
	b.open = append(b.open, b.add(DocumentNode, Name{}, "", NoNode))
	return b
}

func (b *Builder) add(kind NodeKind, name Name, text string, parent NodeID) NodeID {
	id := NodeID(len(b.doc.nodes))
	if len(b.doc.nodes) >= maxNodes {
		b.err = ErrTooLarge
		return id - 1
	}
	index, ok := b.names[name]
	if !ok {
		index = int32(len(b.doc.names))
		b.names[name] = index
		b.doc.names = append(b.doc.names, name)
	}
	b.doc.nodes = append(b.doc.nodes, docNode{
		kind: kind, name: index, text: text, parent: parent,
		first: NoNode, last: NoNode, attr: NoNode, next: NoNode, prev: NoNode,
		line: b.line,
	})
	return id
}

// child adds a child to the element that is open.
func (b *Builder) child(kind NodeKind, name Name, text string) NodeID {
	b.flush()
	return b.link(kind, name, text)
}

func (b *Builder) link(kind NodeKind, name Name, text string) NodeID {
	parent := b.open[len(b.open)-1]
	id := b.add(kind, name, text, parent)
	if b.err != nil {
		return id
	}
	p := &b.doc.nodes[parent]
	if p.last == NoNode {
		p.first = id
	} else {
		b.doc.nodes[p.last].next = id
		b.doc.nodes[id].prev = p.last
	}
	p.last = id
	return id
}

// Start opens an element.
func (b *Builder) Start(name Name) {
	id := b.child(ElementNode, name, "")
	b.open = append(b.open, id)
	b.attr = NoNode
}

// Attr gives the element that was opened last an attribute. It must come
// before its children.
func (b *Builder) Attr(name Name, value string) {
	element := b.open[len(b.open)-1]
	id := b.add(AttributeNode, name, value, element)
	if b.err != nil {
		return
	}
	if b.attr == NoNode {
		b.doc.nodes[element].attr = id
	} else {
		b.doc.nodes[b.attr].next = id
	}
	b.attr = id
}

// Text adds text to the element that is open. Empty text adds nothing.
func (b *Builder) Text(text string) {
	switch {
	case b.text == "":
		b.text = text
	case text != "":
		if b.parts.Len() == 0 {
			b.parts.WriteString(b.text)
		}
		b.parts.WriteString(text)
	}
}

// flush makes the text read so far a node.
func (b *Builder) flush() {
	text := b.text
	if b.parts.Len() > 0 {
		text = b.parts.String()
		b.parts.Reset()
	}
	if b.text = ""; text != "" {
		b.link(TextNode, Name{}, text)
	}
}

// End closes the element that was opened last.
func (b *Builder) End() {
	b.flush()
	if last := len(b.open) - 1; last > 0 {
		b.doc.nodes[b.open[last]].end = NodeID(len(b.doc.nodes))
		b.open = b.open[:last]
	}
}

// Document closes what is open and gives the document. The error is
// [ErrTooLarge].
func (b *Builder) Document() (*Document, error) {
	for len(b.open) > 1 {
		b.End()
	}
	b.doc.nodes[0].end = NodeID(len(b.doc.nodes))
	return b.doc, b.err
}

// Root is the document node.
func (d *Document) Root() NodeID { return 0 }

// Element is the document element, NoNode if there is none.
func (d *Document) Element() NodeID {
	for id := d.nodes[0].first; id != NoNode; id = d.nodes[id].next {
		if d.nodes[id].kind == ElementNode {
			return id
		}
	}
	return NoNode
}

// Node is a node of the document, for a [Context].
func (d *Document) Node(id NodeID) Node { return Node{Tree: d, ID: id} }

// Line is the line, from 1, of the start tag of an element that was read from
// XML; 0 in other documents.
func (d *Document) Line(id NodeID) int {
	if isNamespaceID(id) {
		id = namespaceElement(id)
	}
	return int(d.nodes[id].line)
}

// NodeKind is the kind of a node.
func (d *Document) NodeKind(id NodeID) NodeKind {
	if isNamespaceID(id) {
		return NamespaceNode
	}
	return d.nodes[id].kind
}

// NodeName is the name of a node.
func (d *Document) NodeName(id NodeID) Name {
	if isNamespaceID(id) {
		return Name{Local: d.namespace(id).prefix}
	}
	return d.names[d.nodes[id].name]
}

// StringValue is the text of a node: for elements and the document that of all
// text below.
func (d *Document) StringValue(id NodeID) string {
	if isNamespaceID(id) {
		return d.namespace(id).space
	}
	n := &d.nodes[id]
	if n.kind != ElementNode && n.kind != DocumentNode {
		return n.text
	}
	if n.first == NoNode {
		return ""
	}
	if n.first == n.last && d.nodes[n.first].kind == TextNode {
		return d.nodes[n.first].text
	}
	var b strings.Builder
	for i := n.first; i < n.end; i++ {
		if d.nodes[i].kind == TextNode {
			b.WriteString(d.nodes[i].text)
		}
	}
	return b.String()
}

// Parent is the parent of a node.
func (d *Document) Parent(id NodeID) NodeID {
	if isNamespaceID(id) {
		return namespaceElement(id)
	}
	return d.nodes[id].parent
}

// FirstChild is the first child of a node.
func (d *Document) FirstChild(id NodeID) NodeID {
	if isNamespaceID(id) {
		return NoNode
	}
	return d.nodes[id].first
}

// LastChild is the last child of a node.
func (d *Document) LastChild(id NodeID) NodeID {
	if isNamespaceID(id) {
		return NoNode
	}
	return d.nodes[id].last
}

// NextSibling is the sibling after a node.
func (d *Document) NextSibling(id NodeID) NodeID {
	if isNamespaceID(id) || d.nodes[id].kind == AttributeNode {
		return NoNode
	}
	return d.nodes[id].next
}

// PrevSibling is the sibling before a node.
func (d *Document) PrevSibling(id NodeID) NodeID {
	if isNamespaceID(id) {
		return NoNode
	}
	return d.nodes[id].prev
}

// FirstAttr is the first attribute of an element.
func (d *Document) FirstAttr(id NodeID) NodeID {
	if isNamespaceID(id) {
		return NoNode
	}
	return d.nodes[id].attr
}

// NextAttr is the attribute after an attribute.
func (d *Document) NextAttr(id NodeID) NodeID {
	if isNamespaceID(id) {
		return NoNode
	}
	return d.nodes[id].next
}

// Compare orders nodes as they stand in the document, the namespaces of an
// element between it and its attributes.
func (d *Document) Compare(a, b NodeID) int {
	x, y := orderOf(a), orderOf(b)
	if x != y {
		return int(x - y)
	}
	// Of one element: itself first, and namespaces by their number.
	return int(b - a)
}
