// SPDX-License-Identifier: Apache-2.0

package xpath

// step is one compiled step of a walked path.
type step struct {
	axis       Axis
	test       nodeTest
	predicates []predicate
	// defaultSpace is a namespace that a name without prefix also matches.
	defaultSpace string
	// unordered says that the nodes found from several nodes may be out of
	// document order or come twice.
	unordered bool
	// index finds the nodes that pass the first predicate, if it can be found
	// by an index.
	index *indexed
}

// reverse tells the axes that run against document order (XPath 1.0,
// section 2.4), along which positions are counted.
func (a Axis) reverse() bool {
	switch a {
	case AncestorAxis, AncestorOrSelfAxis, PrecedingAxis, PrecedingSiblingAxis:
		return true
	}
	return false
}

// apply appends the nodes that the step leads to from some nodes, in document
// order and none twice.
func (s *step) apply(m *machine, from, dst []Node) []Node {
	mark := len(dst)
	for _, n := range from {
		dst = s.from(m, n, dst)
		if m.err != nil {
			return dst[:mark]
		}
	}
	if s.unordered && len(from) > 1 {
		return inDocumentOrder(dst, mark)
	}
	return dst
}

// from appends the nodes that the step leads to from one node.
func (s *step) from(m *machine, n Node, dst []Node) []Node {
	mark := len(dst)
	predicates := s.predicates
	if found, ok := s.index.find(m, s, n, dst); ok {
		dst, predicates = found, predicates[1:]
	} else {
		dst = s.walk(m, n, dst)
	}
	for i := range predicates {
		dst = predicates[i].filter(m, dst, mark)
	}
	if s.axis.reverse() {
		for i, j := mark, len(dst)-1; i < j; i, j = i+1, j-1 {
			dst[i], dst[j] = dst[j], dst[i]
		}
	}
	return dst
}

// walk appends the nodes of the axis that pass the node test, in the order of
// the axis.
func (s *step) walk(m *machine, n Node, dst []Node) []Node {
	t := n.Tree
	if t == nil {
		return dst
	}
	add := func(id NodeID) bool {
		if s.matches(t, id) {
			dst = append(dst, Node{Tree: t, ID: id})
		}
		return m.spend(1)
	}
	switch s.axis {
	case ChildAxis:
		for id := t.FirstChild(n.ID); id != NoNode && add(id); id = t.NextSibling(id) {
		}
	case ParentAxis:
		if id := t.Parent(n.ID); id != NoNode {
			add(id)
		}
	case SelfAxis:
		add(n.ID)
	case AttributeAxis:
		if t.NodeKind(n.ID) == ElementNode {
			for id := t.FirstAttr(n.ID); id != NoNode && add(id); id = t.NextAttr(id) {
			}
		}
	case DescendantAxis:
		descend(t, n.ID, add)
	case DescendantOrSelfAxis:
		if add(n.ID) {
			descend(t, n.ID, add)
		}
	case AncestorAxis:
		for id := t.Parent(n.ID); id != NoNode && add(id); id = t.Parent(id) {
		}
	case AncestorOrSelfAxis:
		for id := n.ID; id != NoNode && add(id); id = t.Parent(id) {
		}
	case FollowingSiblingAxis:
		if isTreeNode(t, n.ID) {
			for id := t.NextSibling(n.ID); id != NoNode && add(id); id = t.NextSibling(id) {
			}
		}
	case PrecedingSiblingAxis:
		if isTreeNode(t, n.ID) {
			for id := t.PrevSibling(n.ID); id != NoNode && add(id); id = t.PrevSibling(id) {
			}
		}
	case FollowingAxis:
		following(t, n.ID, add)
	case PrecedingAxis:
		preceding(t, n.ID, add)
	case NamespaceAxis:
		if spaces, ok := t.(Namespaced); ok && t.NodeKind(n.ID) == ElementNode {
			for _, id := range spaces.Namespaces(n.ID) {
				if !add(id) {
					break
				}
			}
		}
	}
	return dst
}

// isTreeNode tells whether a node stands among siblings.
func isTreeNode(t Tree, id NodeID) bool {
	k := t.NodeKind(id)
	return k != AttributeNode && k != NamespaceNode
}

// descend visits the descendants of a node in document order, until visit says
// no. It is false when visit did.
func descend(t Tree, top NodeID, visit func(NodeID) bool) bool {
	if !isTreeNode(t, top) {
		return true
	}
	id := t.FirstChild(top)
	for id != NoNode {
		if !visit(id) {
			return false
		}
		if child := t.FirstChild(id); child != NoNode {
			id = child
			continue
		}
		for id != NoNode && id != top {
			if next := t.NextSibling(id); next != NoNode {
				id = next
				break
			}
			id = t.Parent(id)
		}
		if id == top {
			return true
		}
	}
	return true
}

// following visits what comes after a node in document order, its descendants
// left out; for an attribute, after its element.
func following(t Tree, id NodeID, visit func(NodeID) bool) {
	if !isTreeNode(t, id) {
		id = t.Parent(id)
	}
	for ; id != NoNode; id = t.Parent(id) {
		for next := t.NextSibling(id); next != NoNode; next = t.NextSibling(next) {
			if !visit(next) || !descend(t, next, visit) {
				return
			}
		}
	}
}

// preceding visits what comes before a node, against document order, its
// ancestors left out.
func preceding(t Tree, id NodeID, visit func(NodeID) bool) {
	if !isTreeNode(t, id) {
		id = t.Parent(id)
	}
	for ; id != NoNode; id = t.Parent(id) {
		for prev := t.PrevSibling(id); prev != NoNode; prev = t.PrevSibling(prev) {
			if !ascend(t, prev, visit) {
				return
			}
		}
	}
}

// ascend visits a node and its descendants against document order. It is false
// when visit was.
func ascend(t Tree, top NodeID, visit func(NodeID) bool) bool {
	id := deepestLast(t, top)
	for {
		if !visit(id) {
			return false
		}
		if id == top {
			return true
		}
		if prev := t.PrevSibling(id); prev != NoNode {
			id = deepestLast(t, prev)
		} else {
			id = t.Parent(id)
		}
	}
}

func deepestLast(t Tree, id NodeID) NodeID {
	for child := t.LastChild(id); child != NoNode; child = t.LastChild(id) {
		id = child
	}
	return id
}

// matches is the node test.
func (s *step) matches(t Tree, id NodeID) bool {
	switch s.test.kind {
	case testNode:
		return true
	case testText:
		return t.NodeKind(id) == TextNode
	case testComment:
		return t.NodeKind(id) == CommentNode
	case testProcInst:
		return t.NodeKind(id) == ProcInstNode && (s.test.local == "" || t.NodeName(id).Local == s.test.local)
	}
	principal := ElementNode
	switch s.axis {
	case AttributeAxis:
		principal = AttributeNode
	case NamespaceAxis:
		principal = NamespaceNode
	}
	if t.NodeKind(id) != principal {
		return false
	}
	if s.test.kind == testAnyName {
		return true
	}
	name := t.NodeName(id)
	if s.test.kind == testName && name.Local != s.test.local {
		return false
	}
	return name.Space == s.test.space || s.test.prefix == "" && name.Space == s.defaultSpace
}

// predicate is a compiled predicate.
type predicate struct {
	// index is the position that is asked for, if the predicate is a literal
	// number; 0 otherwise.
	index float64
	// position says that the value is a number and a position.
	position bool
	code     code
	weight   int
}

// filter keeps the nodes from mark on that pass the predicate.
func (p *predicate) filter(m *machine, list []Node, mark int) []Node {
	nodes := list[mark:]
	if p.index != 0 {
		i := int(p.index)
		if float64(i) != p.index || i < 1 || i > len(nodes) {
			return list[:mark]
		}
		nodes[0] = nodes[i-1]
		return list[:mark+1]
	}
	node, pos, size := m.node, m.pos, m.size
	kept := list[:mark]
	m.size = len(nodes)
	for i, n := range nodes {
		if !m.spend(p.weight) {
			break
		}
		m.node, m.pos = n, i+1
		if p.passes(m) {
			kept = append(kept, n)
		}
	}
	m.node, m.pos, m.size = node, pos, size
	return kept
}

func (p *predicate) passes(m *machine) bool {
	if p.position {
		return p.code.num(m) == float64(m.pos)
	}
	if p.code.kind == kindMixed {
		v := p.code.mixed(m)
		if v.kind == NumberValue || v.kind == DateValue {
			return v.Number() == float64(m.pos)
		}
		return v.Bool()
	}
	return p.code.bool(m)
}
