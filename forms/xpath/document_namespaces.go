// SPDX-License-Identifier: Apache-2.0

package xpath

// Namespace nodes are not stored. Their numbers are negative: that of the
// element times maxScope, and the place among the namespaces in scope.

// maxScope is how many namespaces of an element have nodes.
const maxScope = 64

func isNamespaceID(id NodeID) bool { return id < NoNode }

func namespaceElement(id NodeID) NodeID { return (-2 - id) / maxScope }

func orderOf(id NodeID) NodeID {
	if isNamespaceID(id) {
		return namespaceElement(id)
	}
	return id
}

// Namespaces are the namespace nodes of an element: those declared on it and
// around it, and that of the prefix xml.
func (d *Document) Namespaces(element NodeID) []NodeID {
	scope := d.scope(element)
	list := make([]NodeID, len(scope))
	for i := range scope {
		list[i] = -2 - (element*maxScope + NodeID(i))
	}
	return list
}

func (d *Document) namespace(id NodeID) declaration {
	return d.scope(namespaceElement(id))[(-2-id)%maxScope]
}

// Prefixes are the namespaces in scope at an element, by prefix; that of names
// without prefix is under "".
func (d *Document) Prefixes(element NodeID) map[string]string {
	prefixes := map[string]string{}
	for _, decl := range d.scope(element) {
		prefixes[decl.prefix] = decl.space
	}
	return prefixes
}

// scope are the declarations that hold at an element, inner ones first.
func (d *Document) scope(element NodeID) []declaration {
	list := []declaration{{"xml", knownNamespaces["xml"]}}
	hidden := map[string]bool{"xml": true}
	for id := element; id != NoNode; id = d.nodes[id].parent {
		for _, decl := range d.spaces[id] {
			if hidden[decl.prefix] || len(list) == maxScope {
				continue
			}
			hidden[decl.prefix] = true
			if decl.space != "" {
				list = append(list, decl)
			}
		}
	}
	return list
}
