// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"strings"

	"github.com/dialform/dialform/forms/xpath"
)

// tree is the primary instance as expressions see it: the document, the
// elements (cells), and the text of each element that has a value. The range
// of a repeat is no node of its own, but may be the context of a count.
type tree Instance

// textFlag marks the text node of a cell.
const textFlag xpath.NodeID = 1 << 30

func (t *tree) instance() *Instance { return (*Instance)(t) }

// document is the id of the document node: a slot after those of the root.
func (t *tree) document() xpath.NodeID { return xpath.NodeID(len(t.form.frames[0].slots)) }

// Root implements [xpath.Tree].
func (t *tree) Root() xpath.NodeID { return t.document() }

// NodeKind implements [xpath.Tree].
func (t *tree) NodeKind(id xpath.NodeID) xpath.NodeKind {
	switch {
	case id == t.document():
		return xpath.DocumentNode
	case id&textFlag != 0:
		return xpath.TextNode
	case t.instance().nodeOf(id).isAttribute():
		return xpath.AttributeNode
	default:
		return xpath.ElementNode
	}
}

// NodeName implements [xpath.Tree].
func (t *tree) NodeName(id xpath.NodeID) xpath.Name {
	if id == t.document() || id&textFlag != 0 {
		return xpath.Name{}
	}
	prefix, local := split(t.instance().nodeOf(id).Name)
	return xpath.Name{Space: t.form.space(prefix), Prefix: prefix, Local: local}
}

// StringValue implements [xpath.Tree]: what is not relevant reads as empty.
func (t *tree) StringValue(id xpath.NodeID) string {
	in := t.instance()
	if id == t.document() {
		id = 0
	}
	id &^= textFlag
	if !in.nodeOf(id).holds() {
		if in.veil != nil && in.veil.looking {
			in.look(id)
		}
		return in.visible(id)
	}
	var b strings.Builder
	for child := t.FirstChild(id); child != xpath.NoNode; child = t.NextSibling(child) {
		b.WriteString(t.StringValue(child))
	}
	return b.String()
}

// Parent implements [xpath.Tree].
func (t *tree) Parent(id xpath.NodeID) xpath.NodeID {
	switch {
	case id == t.document():
		return xpath.NoNode
	case id == 0:
		return t.document()
	case id&textFlag != 0:
		return id &^ textFlag
	default:
		return t.instance().parent(id)
	}
}

// FirstChild implements [xpath.Tree].
func (t *tree) FirstChild(id xpath.NodeID) xpath.NodeID {
	if id == t.document() {
		return 0
	}
	if id&textFlag != 0 {
		return xpath.NoNode
	}
	if t.isRange(id) {
		return xpath.NoNode // its instances stand beside it, not in it
	}
	in := t.instance()
	n := in.nodeOf(id)
	if !n.holds() {
		if in.visible(id) == "" || n.isAttribute() {
			return xpath.NoNode
		}
		return id | textFlag
	}
	return t.forward(int32(n.Index)+1, int32(n.End), in.scopeOf(id))
}

// isRange reports whether an id stands for all instances of a repeat together,
// the place where its count is calculated.
func (t *tree) isRange(id xpath.NodeID) bool {
	in := t.instance()
	return in.nodeOf(id).Kind == Repeat && in.slotOf(id) != 0
}

// LastChild implements [xpath.Tree].
func (t *tree) LastChild(id xpath.NodeID) xpath.NodeID {
	last := t.FirstChild(id)
	for next := last; next != xpath.NoNode; next = t.NextSibling(next) {
		last = next
	}
	return last
}

// NextSibling implements [xpath.Tree].
func (t *tree) NextSibling(id xpath.NodeID) xpath.NodeID {
	if id == t.document() || id == 0 || id&textFlag != 0 {
		return xpath.NoNode
	}
	in := t.instance()
	n := in.nodeOf(id)
	scope := in.scopeOf(id)
	if n.Kind == Repeat && in.slotOf(id) == 0 {
		s := in.scopes[scope]
		if list := in.instances(s.parent, n); int(s.at)+1 < len(list) {
			return in.cell(list[s.at+1], 0)
		}
		scope = s.parent
	}
	return t.forward(int32(n.End), int32(in.form.Nodes[n.Parent].End), scope)
}

// PrevSibling implements [xpath.Tree].
func (t *tree) PrevSibling(id xpath.NodeID) xpath.NodeID {
	if id == t.document() || id == 0 || id&textFlag != 0 {
		return xpath.NoNode
	}
	before := xpath.NoNode
	for c := t.FirstChild(t.Parent(id)); c != id && c != xpath.NoNode; c = t.NextSibling(c) {
		before = c
	}
	return before
}

// forward is the first element of the siblings from node i on, in a scope.
// Repeats without instances have none.
func (t *tree) forward(i, end, scope int32) xpath.NodeID {
	in := t.instance()
	for ; i < end; i = int32(in.form.Nodes[i].End) {
		n := &in.form.Nodes[i]
		if n.isAttribute() {
			continue
		}
		if n.Kind != Repeat {
			return in.cell(scope, n.slot)
		}
		if list := in.instances(scope, n); len(list) > 0 {
			return in.cell(list[0], 0)
		}
	}
	return xpath.NoNode
}

// FirstAttr implements [xpath.Tree]: the attributes that are nodes of the form.
func (t *tree) FirstAttr(id xpath.NodeID) xpath.NodeID {
	if id == t.document() || id&textFlag != 0 || t.isRange(id) {
		return xpath.NoNode
	}
	n := t.instance().nodeOf(id)
	return t.attribute(int32(n.Index)+1, int32(n.End), t.instance().scopeOf(id))
}

// NextAttr implements [xpath.Tree].
func (t *tree) NextAttr(id xpath.NodeID) xpath.NodeID {
	n := t.instance().nodeOf(id)
	return t.attribute(int32(n.End), int32(t.form.Nodes[n.Parent].End), t.instance().scopeOf(id))
}

// attribute is the first attribute among the siblings from node i on.
func (t *tree) attribute(i, end, scope int32) xpath.NodeID {
	for ; i < end; i = int32(t.form.Nodes[i].End) {
		if n := &t.form.Nodes[i]; n.isAttribute() {
			return t.instance().cell(scope, n.slot)
		}
	}
	return xpath.NoNode
}

// Compare implements [xpath.Tree]. Nodes are numbered in document order, and a
// repeat has its range in the scope around it; so the deeper node is replaced by
// the range it is in, until both are in one scope.
func (t *tree) Compare(a, b xpath.NodeID) int {
	doc := t.document()
	switch {
	case a == b:
		return 0
	case a == doc:
		return -1
	case b == doc:
		return 1
	case a&^textFlag == b&^textFlag: // an element comes before its text
		return int(a) - int(b)
	}
	in := t.instance()
	left, right := in.spot(a&^textFlag), in.spot(b&^textFlag)
	for left.depth > right.depth {
		left = in.outer(left)
	}
	for right.depth > left.depth {
		right = in.outer(right)
	}
	for left.scope != right.scope {
		left, right = in.outer(left), in.outer(right)
	}
	if left.node != right.node {
		return int(left.node - right.node)
	}
	return int(left.at - right.at)
}

// spot is a node's place in one of the scopes around it: a node of it, and of a
// repeat's range the instance.
type spot struct{ scope, node, depth, at int32 }

func (in *Instance) spot(cell xpath.NodeID) spot {
	scope := in.scopeOf(cell)
	return spot{scope, int32(in.nodeOf(cell).Index), in.form.frames[in.scopes[scope].frame].depth, -1}
}

// outer is the spot of the repeat instance that s is in, one scope further out.
func (in *Instance) outer(s spot) spot {
	sc := &in.scopes[s.scope]
	repeat := in.form.frames[sc.frame].repeat
	return spot{sc.parent, repeat, s.depth - 1, sc.at}
}
