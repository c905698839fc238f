// SPDX-License-Identifier: Apache-2.0

package xpath

// kind is the static type of an expression. The first five are those of
// values.
type kind uint8

const (
	kindBoolean = kind(BooleanValue)
	kindNumber  = kind(NumberValue)
	kindText    = kind(StringValue)
	kindDate    = kind(DateValue)
	kindNodes   = kind(NodeSetValue)
	// kindMixed is a type known at run time only: that of an if() whose branches
	// differ.
	kindMixed = kindNodes + 1
)

// code is a compiled expression. bool, num and str are always there: the
// natural one of the expression's kind, and the conversions made from it. One
// evaluation of an expression evaluates each of its parts at most once, or
// nesting would multiply the work.
type code struct {
	kind kind
	bool func(*machine) bool
	num  func(*machine) float64
	str  func(*machine) string
	// nodes appends the nodes in document order; first gives the first of them.
	// They are there for kindNodes, and for kindMixed, where they fail when the
	// value turns out to be no node-set.
	nodes func(*machine, []Node) []Node
	first func(*machine) Node
	// single says that there is never more than one node.
	single bool
	// days is the exact instant of kindDate, in days since 1970-01-01T00:00Z.
	days func(*machine) float64
	// mixed gives the value of kindMixed.
	mixed func(*machine) Value
	// fixed says that the value never changes: it does not depend on nodes, the
	// host, or the zone.
	fixed bool
}

func (c *compiler) boolean(f func(*machine) bool) code {
	return code{
		kind: kindBoolean,
		bool: f,
		num:  func(m *machine) float64 { return boolNumber(f(m)) },
		str:  func(m *machine) string { return boolText(f(m)) },
	}
}

func (c *compiler) number(f func(*machine) float64) code {
	d := c.options.Dialect
	return code{
		kind: kindNumber,
		bool: func(m *machine) bool { return numberBool(f(m), d) },
		num:  f,
		str:  func(m *machine) string { return formatNumber(f(m), d) },
	}
}

func (c *compiler) text(f func(*machine) string) code {
	return code{
		kind: kindText,
		bool: func(m *machine) bool { return f(m) != "" },
		num:  func(m *machine) float64 { return m.number(f(m)) },
		str:  f,
	}
}

// date is code whose natural value is days since 1970-01-01T00:00Z.
func (c *compiler) date(f func(*machine) float64) code {
	d := c.options.Dialect
	return code{
		kind: kindDate,
		days: f,
		bool: func(m *machine) bool { return dateBool(f(m), d) },
		num: func(m *machine) float64 {
			if d == JavaRosa {
				return dateNumber(f(m), d, m.zone())
			}
			return f(m)
		},
		str: func(m *machine) string { return dateText(f(m), d, m.zone()) },
	}
}

// mixed is code whose type is known at run time only. f is called once for
// each conversion.
func (c *compiler) mixed(f func(*machine) Value) code {
	return code{
		kind:  kindMixed,
		mixed: f,
		bool:  func(m *machine) bool { return f(m).Bool() },
		num:   func(m *machine) float64 { return f(m).Number() },
		str:   func(m *machine) string { return f(m).String() },
	}
}

// nodeset is code that appends nodes in document order.
func (c *compiler) nodeset(f func(*machine, []Node) []Node) code {
	first := func(m *machine) Node {
		list := f(m, m.take())
		var n Node
		if len(list) > 0 {
			n = list[0]
		}
		m.give(list)
		return n
	}
	return c.nodesetFirst(f, first)
}

// nodesetFirst is nodeset with a shorter way to the first node.
func (c *compiler) nodesetFirst(f func(*machine, []Node) []Node, first func(*machine) Node) code {
	d := c.options.Dialect
	str := func(m *machine) string { return m.text(first(m)) }
	exists := func(m *machine) bool { return !first(m).IsZero() }
	if d == JavaRosa {
		exists = func(m *machine) bool { return str(m) != "" }
	}
	return code{
		kind:  kindNodes,
		bool:  exists,
		num:   func(m *machine) float64 { return m.number(str(m)) },
		str:   str,
		nodes: f,
		first: first,
	}
}

// node is code for at most one node.
func (c *compiler) node(first func(*machine) Node) code {
	a := c.nodesetFirst(func(m *machine, dst []Node) []Node {
		if n := first(m); !n.IsZero() {
			dst = append(dst, n)
		}
		return dst
	}, first)
	a.single = true
	return a
}

func (c *compiler) literalBool(b bool) code {
	a := c.boolean(func(*machine) bool { return b })
	a.fixed = true
	return a
}

func (c *compiler) literalNumber(f float64) code {
	s := formatNumber(f, c.options.Dialect)
	a := c.number(func(*machine) float64 { return f })
	a.str = func(*machine) string { return s }
	a.fixed = true
	return a
}

// literalText is a text. One that is a date depends, as a number, on the zone.
func (c *compiler) literalText(s string) code {
	a := c.text(func(*machine) string { return s })
	if c.options.Dialect != ODK || !isDateShape(s) {
		f := textNumber(s, c.options.Dialect, nil)
		a.num = func(*machine) float64 { return f }
		a.fixed = true
	}
	return a
}

// fold computes code that is made of fixed parts only.
func (c *compiler) fold(a code, parts ...code) code {
	for _, part := range parts {
		if !part.fixed {
			return a
		}
	}
	m := start(nil, c.options.Dialect)
	var folded code
	switch a.kind {
	case kindBoolean:
		folded = c.literalBool(a.bool(m))
	case kindNumber:
		folded = c.literalNumber(a.num(m))
	case kindText:
		folded = c.literalText(a.str(m))
	default:
		folded = a
	}
	if m.stop(nil) != nil {
		return a
	}
	return folded
}

// value evaluates to a Value.
func (a code) value(m *machine) Value {
	switch a.kind {
	case kindBoolean:
		return m.value(Value{kind: BooleanValue, num: boolNumber(a.bool(m))})
	case kindNumber:
		return m.value(Value{kind: NumberValue, num: a.num(m)})
	case kindText:
		return m.value(Value{kind: StringValue, str: a.str(m)})
	case kindDate:
		return m.value(Value{kind: DateValue, num: a.days(m)})
	case kindNodes:
		return m.value(Value{kind: NodeSetValue, nodes: a.nodes(m, nil)})
	}
	return a.mixed(m)
}

// choose is code that is one of two, as a condition says.
func (c *compiler) choose(cond func(*machine) bool, yes, no code) code {
	pick := func(m *machine) *code {
		if cond(m) {
			return &yes
		}
		return &no
	}
	a := code{
		kind: yes.kind,
		bool: func(m *machine) bool { return pick(m).bool(m) },
		num:  func(m *machine) float64 { return pick(m).num(m) },
		str:  func(m *machine) string { return pick(m).str(m) },
	}
	if yes.kind == kindDate && no.kind == kindDate {
		a.days = func(m *machine) float64 { return pick(m).days(m) }
	}
	if yes.kind != no.kind {
		a.kind = kindMixed
		a.mixed = func(m *machine) Value { return pick(m).value(m) }
	}
	if yes.nodes != nil || no.nodes != nil {
		a.nodes = func(m *machine, dst []Node) []Node {
			if p := pick(m); p.nodes != nil {
				return p.nodes(m, dst)
			}
			m.fail(ErrNotNodes)
			return dst
		}
		a.first = func(m *machine) Node {
			if p := pick(m); p.first != nil {
				return p.first(m)
			}
			m.fail(ErrNotNodes)
			return Node{}
		}
	}
	return a
}
