// SPDX-License-Identifier: Apache-2.0

package xpath

import "math"

// compiler turns a syntax tree into code. It records the first fault and goes
// on, so that the methods need not return errors.
type compiler struct {
	options  *Options
	err      error
	volatile Volatility
	// predicates is how many predicates stand around the node that is being
	// compiled. Outside of all, the context node is that of the whole
	// expression.
	predicates int
}

// fail records a fault and gives code to go on with.
func (c *compiler) fail(at node, msg, hint string) code {
	if c.err == nil {
		c.err = &SyntaxError{Offset: at.at(), Msg: msg, Hint: hint}
	}
	return c.literalText("")
}

func (c *compiler) compile(n node) code {
	switch n := n.(type) {
	case *numberNode:
		return c.literalNumber(n.value)
	case *literalNode:
		return c.literalText(n.value)
	case *negateNode:
		a := c.compile(n.operand)
		return c.fold(c.number(func(m *machine) float64 { return -a.num(m) }), a)
	case *chainNode:
		return c.chain(n)
	case *pathNode:
		return c.path(n)
	case *callNode:
		return c.call(n)
	}
	return c.fail(n, "expression is not readable", "")
}

func (c *compiler) chain(n *chainNode) code {
	switch n.ops[0] {
	case tokOr:
		return c.junction(n, true)
	case tokAnd:
		return c.junction(n, false)
	case tokUnion:
		return c.union(n)
	}
	left := c.compile(n.operands[0])
	for i, op := range n.ops {
		right := c.compile(n.operands[i+1])
		left = c.fold(c.operator(op, left, right), left, right)
	}
	return left
}

// junction is `or` when decides is true, else `and`: the first operand that
// decides ends it. Operands behind a fixed one that decides are not compiled,
// so that what can never be reached is never at fault.
func (c *compiler) junction(n *chainNode, decides bool) code {
	var parts []func(*machine) bool
	for _, operand := range n.operands {
		a := c.compile(operand)
		if !a.fixed {
			parts = append(parts, a.bool)
		} else if c.fixedBool(a) == decides {
			if len(parts) == 0 {
				return c.literalBool(decides)
			}
			parts = append(parts, a.bool)
			break
		}
	}
	switch len(parts) {
	case 0:
		return c.literalBool(!decides)
	case 1:
		return c.boolean(parts[0])
	case 2:
		a, b := parts[0], parts[1]
		if decides {
			return c.boolean(func(m *machine) bool { return a(m) || b(m) })
		}
		return c.boolean(func(m *machine) bool { return a(m) && b(m) })
	}
	return c.boolean(func(m *machine) bool {
		for _, part := range parts {
			if part(m) == decides {
				return decides
			}
		}
		return !decides
	})
}

// fixedBool is the boolean of fixed code.
func (c *compiler) fixedBool(a code) bool {
	m := start(nil, c.options.Dialect)
	b := a.bool(m)
	return m.stop(nil) == nil && b
}

func (c *compiler) operator(op tokenKind, a, b code) code {
	x, y := a.num, b.num
	switch op {
	case tokPlus:
		return c.number(func(m *machine) float64 { return x(m) + y(m) })
	case tokMinus:
		return c.number(func(m *machine) float64 { return x(m) - y(m) })
	case tokMultiply:
		return c.number(func(m *machine) float64 { return x(m) * y(m) })
	case tokDiv:
		return c.number(func(m *machine) float64 { return x(m) / y(m) })
	case tokMod:
		return c.number(func(m *machine) float64 { return math.Mod(x(m), y(m)) })
	case tokEq, tokNe:
		return c.equality(op == tokEq, a, b)
	}
	return c.relation(op, a, b)
}

func (c *compiler) union(n *chainNode) code {
	parts := make([]code, len(n.operands))
	for i, operand := range n.operands {
		parts[i] = c.compile(operand)
		if parts[i].nodes == nil {
			return c.fail(operand, "| joins node-sets only", "use or between conditions")
		}
	}
	if c.options.Dialect == JavaRosa {
		return c.fail(n, "| is not supported", "")
	}
	return c.nodeset(func(m *machine, dst []Node) []Node {
		mark := len(dst)
		for _, part := range parts {
			dst = part.nodes(m, dst)
		}
		return inDocumentOrder(dst, mark)
	})
}
