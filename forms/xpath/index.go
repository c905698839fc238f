// SPDX-License-Identifier: Apache-2.0

package xpath

// indexed is a predicate of the form [column = value], where value does not
// depend on the node that is looked at. A tree that is [Indexed] answers it
// without looking at each.
type indexed struct {
	column string
	value  code
}

// indexedPredicate compiles a predicate of a step, and says how to look it up
// if it has that form.
func (c *compiler) indexedPredicate(s *stepNode, n node) (code, *indexed) {
	chain, ok := n.(*chainNode)
	if !ok || len(chain.ops) != 1 || chain.ops[0] != tokEq || s.axis != ChildAxis || s.test.kind != testName || s.test.prefix != "" {
		return c.compile(n), nil
	}
	left, right := c.compile(chain.operands[0]), c.compile(chain.operands[1])
	compiled := c.fold(c.operator(tokEq, left, right), left, right)
	column, value, other := columnName(chain.operands[0]), right, chain.operands[1]
	if column == "" {
		column, value, other = columnName(chain.operands[1]), left, chain.operands[0]
	}
	if column == "" || value.kind != kindText && value.kind != kindNodes || !independent(other) {
		return compiled, nil
	}
	return compiled, &indexed{column: column, value: value}
}

// columnName is the name of a path that is one child step and nothing else,
// else "".
func columnName(n node) string {
	p, ok := n.(*pathNode)
	if !ok || p.start != startContext || len(p.steps) != 1 {
		return ""
	}
	s := &p.steps[0]
	if s.axis != ChildAxis || s.test.kind != testName || s.test.prefix != "" || len(s.predicates) > 0 {
		return ""
	}
	return s.test.local
}

// independent tells whether an expression has the same value at every context
// node.
func independent(n node) bool {
	switch n := n.(type) {
	case *numberNode, *literalNode:
		return true
	case *negateNode:
		return independent(n.operand)
	case *chainNode:
		return allIndependent(n.operands)
	case *pathNode:
		return n.start == startOrigin || n.start == startRoot || n.start == startExpr && independent(n.expr)
	case *callNode:
		switch n.name {
		case "once", "lang", "random", "uuid", "randomize", "jr:choice-name":
			return false
		}
		if len(n.args) == 0 {
			return n.name == "current" || n.name == "today" || n.name == "now"
		}
		return allIndependent(n.args)
	}
	return false
}

func allIndependent(list []node) bool {
	for _, n := range list {
		if !independent(n) {
			return false
		}
	}
	return true
}

// find appends the children of n that pass, if the tree has an index.
func (x *indexed) find(m *machine, s *step, n Node, dst []Node) ([]Node, bool) {
	if x == nil {
		return dst, false
	}
	tree, ok := n.Tree.(Indexed)
	if !ok {
		return dst, false
	}
	value := ""
	if x.value.kind == kindText {
		value = x.value.str(m)
	} else {
		list := x.value.nodes(m, m.take())
		count := len(list)
		if count == 1 {
			value = m.text(list[0])
		}
		m.give(list)
		if count != 1 {
			// No node equals none; several are compared one by one.
			return dst, count == 0
		}
	}
	found, ok := tree.Lookup(n.ID, Name{Space: s.defaultSpace, Local: s.test.local}, Name{Space: s.defaultSpace, Local: x.column}, value)
	if !ok {
		return dst, false
	}
	m.spend(len(found) + 1)
	for _, id := range found {
		dst = append(dst, Node{Tree: n.Tree, ID: id})
	}
	return dst, true
}
