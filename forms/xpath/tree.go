// SPDX-License-Identifier: Apache-2.0

package xpath

// NodeID is a node of a [Tree]. Its meaning belongs to the tree.
type NodeID int32

// NoNode is the absence of a node.
const NoNode NodeID = -1

// NodeKind is one of the kinds of node of the XPath data model.
type NodeKind uint8

// The kinds of node (XPath 1.0, section 5).
const (
	DocumentNode NodeKind = iota
	ElementNode
	AttributeNode
	TextNode
	CommentNode
	ProcInstNode
	NamespaceNode
)

// Name is the name of a node: the address of its namespace, the prefix it was
// written with, and the part after the prefix. A processing instruction has
// its target as Local; a namespace node the prefix it declares.
type Name struct{ Space, Prefix, Local string }

// String is the name as written: "prefix:local", or "local" without a prefix.
func (n Name) String() string {
	if n.Prefix == "" {
		return n.Local
	}
	return n.Prefix + ":" + n.Local
}

// Tree is a tree of nodes that an expression reads. It must not change while
// an expression runs. Methods that lead to a node that does not exist return
// [NoNode]. Trees are compared with ==, so a pointer is best.
type Tree interface {
	// Root is the document node.
	Root() NodeID
	NodeKind(NodeID) NodeKind
	NodeName(NodeID) Name
	// StringValue is the string-value of XPath 1.0, section 5.
	StringValue(NodeID) string
	// Parent of an attribute is the element that bears it.
	Parent(NodeID) NodeID
	FirstChild(NodeID) NodeID
	LastChild(NodeID) NodeID
	NextSibling(NodeID) NodeID
	PrevSibling(NodeID) NodeID
	FirstAttr(NodeID) NodeID
	NextAttr(NodeID) NodeID
	// Compare is negative when a comes before b in document order.
	Compare(a, b NodeID) int
}

// Indexed is implemented by a [Tree] that can find the children of parent
// named item with a child named column of exactly the text value, without
// looking at each. An element has a name if it has its Local and is in its
// Space or in no namespace. The nodes come in document order and must not be
// changed. ok is false when the tree has no index for this parent; the
// children are then tried one by one.
type Indexed interface {
	Lookup(parent NodeID, item, column Name, value string) (nodes []NodeID, ok bool)
}

// Namespaced is implemented by a [Tree] that has the nodes of the namespace
// axis. Without it that axis is empty.
type Namespaced interface {
	Namespaces(element NodeID) []NodeID
}

// Node is a node together with the tree it belongs to. The zero Node is no
// node.
type Node struct {
	Tree Tree
	ID   NodeID
}

// IsZero tells whether n is no node at all.
func (n Node) IsZero() bool { return n.Tree == nil }

// Text is the string-value of the node, "" for the zero Node.
func (n Node) Text() string {
	if n.Tree == nil {
		return ""
	}
	return n.Tree.StringValue(n.ID)
}
