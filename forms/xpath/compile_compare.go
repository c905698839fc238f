// SPDX-License-Identifier: Apache-2.0

package xpath

import "math"

// equality is = when equal is true, else != (XPath 1.0, section 3.4). A
// node-set compares as any of its nodes does.
func (c *compiler) equality(equal bool, a, b code) code {
	d := c.options.Dialect
	switch {
	case a.kind == kindMixed || b.kind == kindMixed:
		return c.boolean(func(m *machine) bool { return m.equalValues(equal, a.value(m), b.value(m)) })
	case a.kind == kindBoolean || b.kind == kindBoolean:
		return c.boolean(func(m *machine) bool { return a.bool(m) == b.bool(m) == equal })
	case d == JavaRosa:
		return c.javaRosaEquality(equal, a, b)
	case a.kind == kindNodes && b.kind == kindNodes:
		return c.boolean(func(m *machine) bool { return m.equalNodes(equal, a, b) })
	case b.kind == kindNodes:
		return c.equality(equal, b, a)
	case a.kind == kindNodes && b.kind == kindText:
		if a.single {
			return c.boolean(func(m *machine) bool {
				n := a.first(m)
				return !n.IsZero() && (m.text(n) == b.str(m)) == equal
			})
		}
		return c.boolean(func(m *machine) bool { return m.equalText(equal, a, b.str(m)) })
	case a.kind == kindNodes:
		return c.boolean(func(m *machine) bool { return m.equalNumber(equal, a, b.num(m)) })
	case a.kind == kindText && b.kind == kindText:
		return c.boolean(func(m *machine) bool { return a.str(m) == b.str(m) == equal })
	}
	return c.boolean(func(m *machine) bool { return a.num(m) == b.num(m) == equal })
}

// javaRosaEquality compares the first node of a node-set only, numbers within
// 1e-12, and dates as text unless the other side is a number
// (XPathEqExpr.java).
func (c *compiler) javaRosaEquality(equal bool, a, b code) code {
	if a.kind == kindNumber || b.kind == kindNumber {
		return c.boolean(func(m *machine) bool {
			return math.Abs(a.num(m)-b.num(m)) < javaRosaEpsilon == equal
		})
	}
	return c.boolean(func(m *machine) bool { return a.str(m) == b.str(m) == equal })
}

// relation is one of < <= > >=, which compare numbers. A node-set compares as
// any of its nodes does, but as a boolean with a boolean.
func (c *compiler) relation(op tokenKind, a, b code) code {
	d := c.options.Dialect
	nodes := a.kind == kindNodes || b.kind == kindNodes
	switch {
	case d == JavaRosa:
		return c.order(op, a.num, b.num)
	case a.kind == kindMixed || b.kind == kindMixed:
		return c.boolean(func(m *machine) bool { return m.orderValues(op, a.value(m), b.value(m)) })
	case nodes && (a.kind == kindBoolean || b.kind == kindBoolean):
		return c.order(op,
			func(m *machine) float64 { return boolNumber(a.bool(m)) },
			func(m *machine) float64 { return boolNumber(b.bool(m)) })
	case a.single && !(b.kind == kindNodes && !b.single), b.single && !(a.kind == kindNodes && !a.single):
		return c.order(op, a.num, b.num)
	case nodes:
		return c.boolean(func(m *machine) bool {
			lowA, highA := m.bounds(a)
			lowB, highB := m.bounds(b)
			// Some pair is in the order asked for if the extremes are.
			if op == tokLt || op == tokLe {
				return ordered(op, lowA, highB)
			}
			return ordered(op, highA, lowB)
		})
	}
	return c.order(op, a.num, b.num)
}

func (c *compiler) order(op tokenKind, a, b func(*machine) float64) code {
	switch op {
	case tokLt:
		return c.boolean(func(m *machine) bool { return a(m) < b(m) })
	case tokLe:
		return c.boolean(func(m *machine) bool { return a(m) <= b(m) })
	case tokGt:
		return c.boolean(func(m *machine) bool { return a(m) > b(m) })
	}
	return c.boolean(func(m *machine) bool { return a(m) >= b(m) })
}

func ordered(op tokenKind, a, b float64) bool {
	switch op {
	case tokLt:
		return a < b
	case tokLe:
		return a <= b
	case tokGt:
		return a > b
	}
	return a >= b
}

// bounds are the least and greatest number of a node-set, NaN left out, or the
// number itself of anything else. Both are NaN when there is none.
func (m *machine) bounds(a code) (low, high float64) {
	if a.kind != kindNodes {
		f := a.num(m)
		return f, f
	}
	list := a.nodes(m, m.take())
	low, high = m.nodeBounds(list)
	m.give(list)
	return low, high
}

func (m *machine) nodeBounds(list []Node) (low, high float64) {
	low, high = nan(), nan()
	for _, n := range list {
		f := m.number(m.text(n))
		if !(f >= low) && !math.IsNaN(f) {
			low = f
		}
		if !(f <= high) && !math.IsNaN(f) {
			high = f
		}
	}
	return low, high
}

func (m *machine) equalText(equal bool, a code, want string) bool {
	list := a.nodes(m, m.take())
	found := false
	for _, n := range list {
		if (m.text(n) == want) == equal {
			found = true
			break
		}
	}
	m.give(list)
	return found
}

func (m *machine) equalNumber(equal bool, a code, want float64) bool {
	list := a.nodes(m, m.take())
	found := false
	for _, n := range list {
		if (m.number(m.text(n)) == want) == equal {
			found = true
			break
		}
	}
	m.give(list)
	return found
}

func (m *machine) equalNodes(equal bool, a, b code) bool {
	as, bs := a.nodes(m, m.take()), b.nodes(m, m.take())
	found := m.equalLists(equal, as, bs)
	m.give(as)
	m.give(bs)
	return found
}

func (m *machine) equalLists(equal bool, as, bs []Node) bool {
	for _, a := range as {
		s := m.text(a)
		for _, b := range bs {
			if (m.text(b) == s) == equal {
				return true
			}
			if m.err != nil {
				return false
			}
		}
	}
	return false
}

// equalValues and orderValues compare values whose types are known at run time
// only.
func (m *machine) equalValues(equal bool, a, b Value) bool {
	switch {
	case a.kind == BooleanValue || b.kind == BooleanValue:
		return a.Bool() == b.Bool() == equal
	case a.dialect == JavaRosa:
		if a.kind == NumberValue || b.kind == NumberValue {
			return math.Abs(a.Number()-b.Number()) < javaRosaEpsilon == equal
		}
		return a.String() == b.String() == equal
	case a.kind == NodeSetValue && b.kind == NodeSetValue:
		return m.equalLists(equal, a.nodes, b.nodes)
	case b.kind == NodeSetValue:
		return m.equalValues(equal, b, a)
	case a.kind == NodeSetValue:
		for _, n := range a.nodes {
			if m.equalValues(equal, m.value(Value{kind: StringValue, str: m.text(n)}), b) {
				return true
			}
		}
		return false
	case a.kind == StringValue && b.kind == StringValue:
		return a.str == b.str == equal
	}
	return a.Number() == b.Number() == equal
}

func (m *machine) orderValues(op tokenKind, a, b Value) bool {
	if a.kind == NodeSetValue && b.kind == BooleanValue || a.kind == BooleanValue && b.kind == NodeSetValue {
		return ordered(op, boolNumber(a.Bool()), boolNumber(b.Bool()))
	}
	lowA, highA := m.valueBounds(a)
	lowB, highB := m.valueBounds(b)
	if op == tokLt || op == tokLe {
		return ordered(op, lowA, highB)
	}
	return ordered(op, highA, lowB)
}

func (m *machine) valueBounds(v Value) (low, high float64) {
	if v.kind == NodeSetValue {
		return m.nodeBounds(v.nodes)
	}
	f := v.Number()
	return f, f
}
