// SPDX-License-Identifier: Apache-2.0

package xpath

// maxPathWork bounds the work of reading the paths of an expression: a
// predicate is read once for each path it can stand on, which nested unions
// multiply.
const maxPathWork = 100_000

// readPaths collects every location path of an expression: those it reads, and
// those of questions whose choices it reads.
func readPaths(n node) (paths, questions []Path, err error) {
	r := pathReader{seen: map[string]bool{}}
	r.record(r.read(n, Path{}))
	if r.work > maxPathWork {
		return nil, nil, &SyntaxError{Offset: n.at(), Msg: "expression reads too many paths", Hint: "split it over several calculations"}
	}
	return r.list, r.questions, nil
}

type pathReader struct {
	list      []Path
	questions []Path
	seen      map[string]bool
	work      int
}

func (r *pathReader) record(paths []Path) {
	for _, p := range paths {
		r.work += len(p.Steps)
		if key := p.String(); !r.seen[key] {
			r.seen[key] = true
			r.list = append(r.list, p)
		}
	}
}

// read gives the paths whose nodes are the value of n, if it is a node-set, and
// records all others below n. Relative paths start at at.
func (r *pathReader) read(n node, at Path) []Path {
	if r.work++; r.work > maxPathWork {
		return nil
	}
	switch n := n.(type) {
	case *negateNode:
		r.record(r.read(n.operand, at))
	case *chainNode:
		return r.readChain(n, at)
	case *pathNode:
		return r.readPath(n, at)
	case *callNode:
		return r.readCall(n, at)
	}
	return nil
}

func (r *pathReader) readChain(n *chainNode, at Path) (union []Path) {
	for _, operand := range n.operands {
		paths := r.read(operand, at)
		if n.ops[0] == tokUnion {
			union = append(union, paths...)
		} else {
			r.record(paths)
		}
	}
	return union
}

func (r *pathReader) readPath(n *pathNode, at Path) []Path {
	var from []Path
	switch n.start {
	case startContext:
		from = []Path{at}
	case startOrigin:
		from = []Path{{}}
	case startRoot:
		from = []Path{{Absolute: true}}
	case startExpr:
		from = r.read(n.expr, at)
	}
	paths := make([]Path, 0, len(from))
	for _, p := range from {
		p = r.copyOf(p, len(n.steps))
		for _, predicate := range n.predicates {
			r.record(r.read(predicate, p))
		}
		for i := range n.steps {
			s := &n.steps[i]
			p.push(s.step())
			for _, predicate := range s.predicates {
				// A predicate looks at all nodes of the step.
				r.record(r.read(predicate, p))
			}
			if last := len(p.Steps) - 1; len(s.predicates) > 0 && last >= 0 {
				p.Steps[last].Predicated = true
			}
		}
		paths = append(paths, p)
	}
	return paths
}

// copyOf is a copy of a path with room for more steps. Copies are what grows
// without bound in hostile expressions, so they are counted.
func (r *pathReader) copyOf(p Path, more int) Path {
	r.work += len(p.Steps)
	if r.work > maxPathWork {
		return Path{}
	}
	steps := make([]Step, len(p.Steps), len(p.Steps)+more)
	copy(steps, p.Steps)
	p.Steps = steps
	return p
}

// step is the step as the dependency graph sees it, its predicates aside.
func (s *stepNode) step() Step { return Step{Axis: s.axis, Name: s.test.name()} }

// readCall knows the functions whose value is one of their arguments, or a
// place to start from.
func (r *pathReader) readCall(n *callNode, at Path) []Path {
	if p, ok := startPath(n); ok {
		for _, arg := range n.args {
			r.record(r.read(arg, at))
		}
		return []Path{p}
	}
	if len(n.args) == 0 && readsContext(n.name) {
		return []Path{r.copyOf(at, 0)}
	}
	var value []Path
	for i, arg := range n.args {
		if n.name == "jr:choice-name" && i == 1 {
			r.questions = append(r.questions, r.read(arg, at)...)
			break
		}
		paths := r.read(arg, at)
		switch {
		case n.name == "if" && i > 0,
			(n.name == "indexed-repeat" || n.name == "randomize") && i == 0:
			value = append(value, paths...)
		default:
			r.record(paths)
		}
	}
	return value
}

// readsContext tells the functions that, without an argument, read the context
// node.
func readsContext(name string) bool {
	switch name {
	case "string", "number", "string-length", "normalize-space", "name", "local-name", "namespace-uri":
		return true
	}
	return false
}

// startPath is the path of a call where a path can start: current(),
// instance(), pulldata().
func startPath(n *callNode) (Path, bool) {
	switch {
	case n.name == "current" && len(n.args) == 0:
		return Path{Current: true}, true
	case n.name == "instance" && len(n.args) == 1:
		return Path{Instance: literalOr(n.args[0], "*")}, true
	case n.name == "pulldata" && len(n.args) == 4:
		return Path{Instance: literalOr(n.args[0], "*"), Steps: []Step{
			{Name: Name{Local: "root"}},
			{Name: Name{Local: "item"}, Predicated: true},
			{Name: Name{Local: literalOr(n.args[1], "*")}},
		}}, true
	}
	return Path{}, false
}

func literalOr(n node, other string) string {
	if l, ok := n.(*literalNode); ok && l.value != "" {
		return l.value
	}
	return other
}

// staticPath is the path of a path node, its predicates aside. ok is false
// when it starts at an expression whose path is not known.
func staticPath(n *pathNode) (p Path, ok bool) {
	switch n.start {
	case startRoot:
		p.Absolute = true
	case startExpr:
		call, isCall := n.expr.(*callNode)
		if !isCall {
			return Path{}, false
		}
		if p, ok = startPath(call); !ok {
			return Path{}, false
		}
	}
	for i := range n.steps {
		p.push(n.steps[i].step())
	}
	return p, true
}
