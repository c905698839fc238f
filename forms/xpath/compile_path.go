// SPDX-License-Identifier: Apache-2.0

package xpath

// path compiles a location path: to a slot read if the binder knows it, else
// to a walk.
func (c *compiler) path(n *pathNode) code {
	if c.options.Dialect == JavaRosa && !c.allowedInJavaRosa(n) {
		return c.literalText("")
	}
	if slot, current, ok := c.bind(n); ok {
		return c.slot(slot, current)
	}
	origin, ok := c.origin(n)
	if !ok {
		return origin
	}
	if len(n.steps) == 0 || len(n.steps) == 1 && n.steps[0].isDot() {
		return origin
	}
	return c.walk(origin, c.steps(n, origin.single))
}

// isDot tells the step `.`
func (s *stepNode) isDot() bool {
	return s.axis == SelfAxis && s.test.kind == testNode && len(s.predicates) == 0
}

// bind asks the binder about a path. Within a predicate, paths that start at
// the node the predicate looks at are not bound.
func (c *compiler) bind(n *pathNode) (slot Slot, current, ok bool) {
	if c.options.Binder == nil || len(n.predicates) > 0 || n.start == startContext && c.predicates > 0 {
		return 0, false, false
	}
	for i := range n.steps {
		if len(n.steps[i].predicates) > 0 {
			return 0, false, false
		}
	}
	path, ok := staticPath(n)
	if !ok || !path.bindable() {
		return 0, false, false
	}
	slot, ok = c.options.Binder.Bind(path)
	return slot, path.Current, ok
}

func (c *compiler) slot(slot Slot, current bool) code {
	at := func(m *machine) Node { return m.ctx.Node }
	if current {
		at = func(m *machine) Node { return m.ctx.Current }
	}
	return c.nodesetFirst(
		func(m *machine, dst []Node) []Node {
			if m.ctx.Host == nil {
				return dst
			}
			mark := len(dst)
			dst = m.ctx.Host.SlotAll(slot, at(m), dst)
			m.spend(len(dst) - mark)
			return dst
		},
		func(m *machine) Node {
			if m.ctx.Host == nil {
				return Node{}
			}
			n, ok := m.ctx.Host.SlotFirst(slot, at(m))
			if !ok {
				return Node{}
			}
			return n
		})
}

// origin compiles where a path starts, predicates on it included.
func (c *compiler) origin(n *pathNode) (a code, ok bool) {
	switch n.start {
	case startContext:
		a = c.node(func(m *machine) Node { return m.node })
	case startOrigin:
		a = c.node(func(m *machine) Node { return m.ctx.Node })
	case startRoot:
		a = c.node((*machine).root)
	case startExpr:
		a = c.compile(n.expr)
		if a.nodes == nil {
			return c.fail(n.expr, "only a path can be followed by a step or a predicate", ""), false
		}
	}
	if len(n.predicates) == 0 {
		return a, true
	}
	predicates, _ := c.predicateList(&stepNode{axis: SelfAxis}, n.predicates)
	nodes := a.nodes
	return c.nodeset(func(m *machine, dst []Node) []Node {
		mark := len(dst)
		dst = nodes(m, dst)
		for i := range predicates {
			dst = predicates[i].filter(m, dst, mark)
		}
		return dst
	}), true
}

// steps compiles the steps of a path. one says that it starts at one node.
func (c *compiler) steps(n *pathNode, one bool) []step {
	steps := make([]step, len(n.steps))
	// flat says that no node found so far is an ancestor of another: then the
	// children of one all come before those of the next.
	flat := one
	for i := range n.steps {
		s := &n.steps[i]
		compiled := step{axis: s.axis, test: s.test}
		compiled.predicates, compiled.index = c.predicateList(s, s.predicates)
		if c.options.Dialect != XPath1 {
			compiled.defaultSpace = c.options.DefaultNamespace
		}
		switch s.axis {
		case SelfAxis:
		case AttributeAxis:
			one = false
		case ParentAxis:
			compiled.unordered = !one
			flat = flat && one
		case ChildAxis:
			compiled.unordered = !flat
			one = false
		default:
			compiled.unordered = !one
			flat, one = false, false
		}
		steps[i] = compiled
	}
	return steps
}

// predicateList compiles the predicates of a step. x says how the first can be
// looked up, if it can.
func (c *compiler) predicateList(s *stepNode, nodes []node) (list []predicate, x *indexed) {
	list = make([]predicate, len(nodes))
	c.predicates++
	for i, n := range nodes {
		p := predicate{weight: n.weight()}
		if i == 0 {
			p.code, x = c.indexedPredicate(s, n)
		} else {
			p.code = c.compile(n)
		}
		p.position = p.code.kind == kindNumber || p.code.kind == kindDate
		if p.position && p.code.fixed {
			m := start(nil, c.options.Dialect)
			p.index = p.code.num(m)
			_ = m.stop(nil) // what is fixed was computed before, without a fault
		}
		list[i] = p
	}
	c.predicates--
	return list, x
}

// walk is code that goes the steps one after the other.
func (c *compiler) walk(origin code, steps []step) code {
	nodes := func(m *machine, dst []Node) []Node {
		from := origin.nodes(m, m.take())
		last := len(steps) - 1
		for i := range steps[:last] {
			to := steps[i].apply(m, from, m.take())
			m.give(from)
			from = to
		}
		dst = steps[last].apply(m, from, dst)
		m.give(from)
		return dst
	}
	return c.nodeset(nodes)
}

// allowedInJavaRosa refuses what JavaRosa cannot evaluate.
func (c *compiler) allowedInJavaRosa(n *pathNode) bool {
	if n.start == startExpr {
		if _, isCall := n.expr.(*callNode); !isCall {
			c.fail(n, "a bracketed expression cannot be followed by a step or a predicate", "")
			return false
		}
	}
	for i := range n.steps {
		s := &n.steps[i]
		axis := s.axis <= AttributeAxis
		test := s.test.kind == testName || s.test.kind == testAnyName || s.test.kind == testNode && s.axis != ChildAxis
		if !axis || !test {
			c.fail(n, "this kind of step is not supported", "")
			return false
		}
	}
	return true
}
