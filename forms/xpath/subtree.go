// SPDX-License-Identifier: Apache-2.0

package xpath

// Subtree is a part of a tree as a tree of its own: top is its document node
// and has no parent. An instance within the document of a form is read so.
func Subtree(t Tree, top NodeID) Tree { return &subtree{Tree: t, top: top} }

type subtree struct {
	Tree
	top NodeID
}

func (s *subtree) Root() NodeID { return s.top }

func (s *subtree) Parent(id NodeID) NodeID {
	if id == s.top {
		return NoNode
	}
	return s.Tree.Parent(id)
}

func (s *subtree) NextSibling(id NodeID) NodeID {
	if id == s.top {
		return NoNode
	}
	return s.Tree.NextSibling(id)
}

func (s *subtree) PrevSibling(id NodeID) NodeID {
	if id == s.top {
		return NoNode
	}
	return s.Tree.PrevSibling(id)
}

// Lookup uses the index of the tree.
func (s *subtree) Lookup(parent NodeID, item, column Name, value string) ([]NodeID, bool) {
	if t, ok := s.Tree.(Indexed); ok {
		return t.Lookup(parent, item, column, value)
	}
	return nil, false
}

// Namespaces are those of the tree.
func (s *subtree) Namespaces(element NodeID) []NodeID {
	if t, ok := s.Tree.(Namespaced); ok {
		return t.Namespaces(element)
	}
	return nil
}
