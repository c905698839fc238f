// SPDX-License-Identifier: Apache-2.0

package xpath

// indexKey names an index: the children of parent named item, by the text of
// their child named column.
type indexKey struct {
	parent       NodeID
	item, column Name
}

// minIndexed is how many children make an index worth while.
const minIndexed = 16

// Lookup is the index of [Indexed]. It is built when it is first asked for.
func (d *Document) Lookup(parent NodeID, item, column Name, value string) ([]NodeID, bool) {
	if isNamespaceID(parent) || d.nodes[parent].end-parent < minIndexed {
		return nil, false
	}
	key := indexKey{parent, item, column}
	d.mutex.Lock()
	defer d.mutex.Unlock()
	index, ok := d.indexes[key]
	if !ok {
		index = d.buildIndex(key)
		if d.indexes == nil {
			d.indexes = map[indexKey]map[string][]NodeID{}
		}
		d.indexes[key] = index
	}
	return index[value], true
}

func (d *Document) buildIndex(key indexKey) map[string][]NodeID {
	index := map[string][]NodeID{}
	for id := d.nodes[key.parent].first; id != NoNode; id = d.nodes[id].next {
		if !d.isNamed(id, key.item) {
			continue
		}
		for cell := d.nodes[id].first; cell != NoNode; cell = d.nodes[cell].next {
			if !d.isNamed(cell, key.column) {
				continue
			}
			text := d.StringValue(cell)
			if list := index[text]; len(list) == 0 || list[len(list)-1] != id {
				index[text] = append(list, id)
			}
		}
	}
	return index
}

// isNamed tells whether a node is an element of that local name, in that
// namespace or in none.
func (d *Document) isNamed(id NodeID, want Name) bool {
	if d.nodes[id].kind != ElementNode {
		return false
	}
	name := d.NodeName(id)
	return name.Local == want.Local && (name.Space == "" || name.Space == want.Space)
}
