// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"math"
	"slices"
	"strings"
)

// nodeFunctions are those of XPath 1.0, section 4.1, and current() of XSLT.
var nodeFunctions = map[string]function{
	"last": {volatile: true, build: func(c *compiler, _ *callNode, _ []code) code {
		return c.number(func(m *machine) float64 { return float64(m.size) })
	}},
	"position": {max: 1, volatile: true, build: buildPosition},
	"count": {min: 1, max: 1, build: func(c *compiler, n *callNode, args []code) code {
		return c.countNodes(n, args[0], func(*machine, Node) bool { return true })
	}},
	"current": {build: func(c *compiler, _ *callNode, _ []code) code {
		return c.node(func(m *machine) Node { return m.ctx.Current })
	}},
	"id":            {min: 1, max: 1, volatile: true, build: buildID},
	"name":          {max: 1, build: buildName(Name.String)},
	"local-name":    {max: 1, build: buildName(func(n Name) string { return n.Local })},
	"namespace-uri": {max: 1, build: buildName(func(n Name) string { return n.Space })},
}

// repeatFunctions are those of the ODK XForms specification on repeats and
// lists of nodes.
var repeatFunctions = map[string]function{
	"count-non-empty": {min: 1, max: 1, build: func(c *compiler, n *callNode, args []code) code {
		return c.countNodes(n, args[0], func(m *machine, n Node) bool {
			// In JavaRosa a group is not empty either.
			return m.text(n) != "" || m.dialect == JavaRosa && n.Tree.FirstChild(n.ID) != NoNode
		})
	}},
	"indexed-repeat": {min: 3, max: many, build: buildIndexedRepeat},
	"randomize":      {min: 1, max: 2, volatile: true, build: buildRandomize},
	"once": {min: 1, max: 1, volatile: true, build: func(c *compiler, _ *callNode, args []code) code {
		a := args[0]
		return c.text(func(m *machine) string {
			if s := m.text(m.node); s != "" {
				return s
			}
			return a.str(m)
		})
	}},
}

// wantNodes checks that an argument is a node-set.
func (c *compiler) wantNodes(n *callNode, i int, a code) bool {
	if a.nodes == nil {
		c.fail(n.args[i], "function "+n.name+"() needs a path here", "")
	}
	return a.nodes != nil
}

func (c *compiler) countNodes(n *callNode, a code, counts func(*machine, Node) bool) code {
	if !c.wantNodes(n, 0, a) {
		return a
	}
	return c.number(func(m *machine) float64 {
		list := a.nodes(m, m.take())
		total := 0.0
		for _, node := range list {
			if counts(m, node) {
				total++
			}
		}
		m.give(list)
		return total
	})
}

// buildPosition is position(), or position(node): the place of a node among
// the siblings of its name that stand together, which is that of an instance
// of a repeat.
func buildPosition(c *compiler, n *callNode, args []code) code {
	if len(args) == 0 {
		return c.number(func(m *machine) float64 { return float64(m.pos) })
	}
	if !c.wantNodes(n, 0, args[0]) {
		return args[0]
	}
	a := args[0]
	return c.number(func(m *machine) float64 {
		at := a.first(m)
		if at.IsZero() {
			if m.dialect == JavaRosa {
				return 0
			}
			return nan()
		}
		return m.positionOf(at)
	})
}

func (m *machine) positionOf(n Node) float64 {
	name := n.Tree.NodeName(n.ID)
	place := 1.0
	for id := n.Tree.PrevSibling(n.ID); id != NoNode && m.spend(1); id = n.Tree.PrevSibling(id) {
		if n.Tree.NodeKind(id) != ElementNode {
			continue
		}
		if n.Tree.NodeName(id) != name {
			break
		}
		place++
	}
	return place
}

// buildID finds elements by an attribute named id; no DTD is needed.
func buildID(c *compiler, _ *callNode, args []code) code {
	a := args[0]
	return c.nodeset(func(m *machine, dst []Node) []Node {
		t := m.node.Tree
		if t == nil {
			return dst
		}
		wanted := map[string]bool{}
		each(m, a, func(s string) bool {
			for _, id := range strings.Fields(s) {
				wanted[id] = true
			}
			return true
		})
		descend(t, t.Root(), func(id NodeID) bool {
			if t.NodeKind(id) == ElementNode {
				for attr := t.FirstAttr(id); attr != NoNode; attr = t.NextAttr(attr) {
					if (t.NodeName(attr) == Name{Local: "id"}) && wanted[t.StringValue(attr)] {
						delete(wanted, t.StringValue(attr))
						dst = append(dst, Node{Tree: t, ID: id})
					}
				}
			}
			return m.spend(1) && len(wanted) > 0
		})
		return dst
	})
}

func buildName(part func(Name) string) func(*compiler, *callNode, []code) code {
	return func(c *compiler, n *callNode, args []code) code {
		a := contextOr(c, args)
		if len(args) > 0 && !c.wantNodes(n, 0, a) {
			return a
		}
		return c.text(func(m *machine) string {
			at := a.first(m)
			if at.IsZero() {
				return ""
			}
			return part(at.Tree.NodeName(at.ID))
		})
	}
}

// buildIndexedRepeat is indexed-repeat(target, repeat, index, ...): the target
// nodes within the instance of each repeat that its index names, from 1.
func buildIndexedRepeat(c *compiler, n *callNode, args []code) code {
	if len(args)%2 == 0 {
		return c.fail(n, "function indexed-repeat() needs an index for each repeat", "")
	}
	for i := 0; i < len(args); i++ {
		if (i == 0 || i%2 == 1) && !c.wantNodes(n, i, args[i]) {
			return args[i]
		}
	}
	return c.nodeset(func(m *machine, dst []Node) []Node {
		within, ok := m.indexedRepeat(args)
		if !ok {
			return dst
		}
		list := args[0].nodes(m, m.take())
		for _, node := range list {
			if m.isWithin(node, within) {
				dst = append(dst, node)
			}
		}
		m.give(list)
		return dst
	})
}

// indexedRepeat finds the innermost repeat instance. The repeats may be given
// in any order.
func (m *machine) indexedRepeat(args []code) (within Node, ok bool) {
	type level struct {
		instances []Node
		index     float64
		depth     int
	}
	levels := make([]level, 0, len(args)/2)
	defer func() {
		for _, l := range levels {
			m.give(l.instances)
		}
	}()
	for i := 1; i < len(args); i += 2 {
		index := math.Trunc(args[i+1].num(m))
		if m.dialect == JavaRosa && !(index >= 1) {
			index = 1
		}
		l := level{instances: args[i].nodes(m, m.take()), index: index}
		levels = append(levels, l)
		if len(l.instances) == 0 || !(index >= 1) {
			return Node{}, false
		}
		levels[len(levels)-1].depth = depth(l.instances[0])
	}
	slices.SortStableFunc(levels, func(a, b level) int { return a.depth - b.depth })
	for i, l := range levels {
		place := 0.0
		found := Node{}
		for _, node := range l.instances {
			if i == 0 || m.isWithin(node, within) {
				if place++; place == l.index {
					found = node
					break
				}
			}
		}
		if found.IsZero() {
			return Node{}, false
		}
		within = found
	}
	return within, true
}

func depth(n Node) int {
	d := 0
	for id := n.Tree.Parent(n.ID); id != NoNode; id = n.Tree.Parent(id) {
		d++
	}
	return d
}

// isWithin tells whether n is a descendant of ancestor.
func (m *machine) isWithin(n, ancestor Node) bool {
	if n.Tree != ancestor.Tree {
		return false
	}
	for id := n.Tree.Parent(n.ID); id != NoNode && m.spend(1); id = n.Tree.Parent(id) {
		if id == ancestor.ID {
			return true
		}
	}
	return false
}
