// SPDX-License-Identifier: Apache-2.0

package xpath

import "slices"

// inDocumentOrder sorts the nodes from mark on into document order and drops
// those that come twice. Nodes of different trees, which have no order, stay
// together by tree, the tree that came first first.
func inDocumentOrder(list []Node, mark int) []Node {
	nodes := list[mark:]
	sorted := true
	for i := 1; i < len(nodes) && sorted; i++ {
		sorted = nodes[i-1].Tree == nodes[i].Tree && nodes[i].Tree.Compare(nodes[i-1].ID, nodes[i].ID) < 0
	}
	if sorted {
		return list
	}
	for len(nodes) > 0 {
		n := gather(nodes)
		t := nodes[0].Tree
		slices.SortFunc(nodes[:n], func(a, b Node) int { return t.Compare(a.ID, b.ID) })
		nodes = nodes[n:]
	}
	return list[:mark+len(slices.Compact(list[mark:]))]
}

// gather moves the nodes of the first one's tree to the front, and gives their
// number.
func gather(nodes []Node) int {
	n := 0
	for i := range nodes {
		if nodes[i].Tree == nodes[0].Tree {
			nodes[n], nodes[i] = nodes[i], nodes[n]
			n++
		}
	}
	return n
}
