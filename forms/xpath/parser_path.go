// SPDX-License-Identifier: Apache-2.0

package xpath

import "strings"

// path parses a location path, or a primary expression with what may follow.
func (p *parser) path() (node, error) {
	first := p.peek()
	switch first.kind {
	case tokSlash:
		p.take()
		n := &pathNode{base: p.base(first, 1), start: startRoot}
		if !p.startsStep() {
			return n, nil
		}
		return p.steps(n)
	case tokSlashSlash:
		return p.steps(&pathNode{base: p.base(first, 1), start: startRoot})
	}
	if p.startsStep() && !p.startsCall() {
		return p.steps(&pathNode{base: p.base(first, 1)})
	}
	primary, err := p.primary()
	if err != nil {
		return nil, err
	}
	n, isPath := primary.(*pathNode)
	if first.kind != tokRef || !isPath {
		n = &pathNode{base: p.base(first, primary.weight()+1), start: startExpr, expr: primary}
	}
	if n.start == startExpr || p.peek().kind == tokOpenBracket {
		predicates, err := p.predicates(&n.base)
		if err != nil {
			return nil, err
		}
		if last := len(n.steps) - 1; first.kind == tokRef && last >= 0 {
			n.steps[last].predicates = append(n.steps[last].predicates, predicates...)
		} else {
			n.predicates = predicates
		}
	}
	if k := p.peek().kind; k == tokSlash || k == tokSlashSlash {
		p.accept(tokSlash)
		return p.steps(n)
	}
	if n.start == startExpr && len(n.predicates) == 0 {
		return primary, nil
	}
	return n, nil
}

func (p *parser) startsStep() bool {
	switch p.peek().kind {
	case tokName, tokPrefixAny, tokStar, tokDot, tokDotDot, tokAt:
		return true
	}
	return false
}

// startsCall tells whether a function call comes next: a name and a bracket,
// unless the name is a node test.
func (p *parser) startsCall() bool {
	return p.peek().kind == tokName && p.peekAfter() == tokOpen && !isNodeType(p.peek().text)
}

func isNodeType(name string) bool {
	switch name {
	case "node", "text", "comment", "processing-instruction":
		return true
	}
	return false
}

// steps parses steps up to the end of the path. A leading // may come first.
func (p *parser) steps(n *pathNode) (node, error) {
	for {
		if t := p.peek(); p.accept(tokSlashSlash) {
			n.steps = append(n.steps, stepNode{pos: t.pos, axis: DescendantOrSelfAxis, test: nodeTest{kind: testNode}})
			n.size++
		}
		if err := p.step(n); err != nil {
			return nil, err
		}
		switch p.peek().kind {
		case tokSlash:
			p.take()
		case tokSlashSlash:
		default:
			return n, nil
		}
	}
}

func (p *parser) step(n *pathNode) error {
	t := p.peek()
	s := stepNode{pos: t.pos, test: nodeTest{kind: testNode}}
	n.size++
	switch {
	case p.accept(tokDot):
		s.axis = SelfAxis
	case p.accept(tokDotDot):
		s.axis = ParentAxis
	default:
		if err := p.axis(&s); err != nil {
			return err
		}
		if err := p.nodeTest(&s); err != nil {
			return err
		}
	}
	predicates, err := p.predicates(&n.base)
	if err != nil {
		return err
	}
	s.predicates = predicates
	n.steps = append(n.steps, s)
	return nil
}

func (p *parser) axis(s *stepNode) error {
	if p.accept(tokAt) {
		s.axis = AttributeAxis
		return nil
	}
	if p.peek().kind != tokName || p.peekAfter() != tokColonColon {
		s.axis = ChildAxis
		return nil
	}
	t := p.take()
	p.take()
	axis, ok := axisNames[t.text]
	if !ok {
		return p.fault(t, "axis "+t.text+" is not known", "")
	}
	s.axis = axis
	return nil
}

func (p *parser) nodeTest(s *stepNode) error {
	t := p.take()
	switch t.kind {
	case tokStar:
		s.test.kind = testAnyName
		return nil
	case tokPrefixAny:
		s.test.kind, s.test.prefix = testAnyInSpace, t.text
		return p.resolve(&s.test, t)
	case tokName:
		if isNodeType(t.text) && p.peek().kind == tokOpen {
			return p.nodeType(s, t)
		}
		s.test.kind, s.test.local = testName, t.text
		if prefix, local, ok := strings.Cut(t.text, ":"); ok {
			s.test.prefix, s.test.local = prefix, local
		}
		return p.resolve(&s.test, t)
	}
	err := p.unexpected(t)
	err.Hint = "write a name here"
	return err
}

func (p *parser) nodeType(s *stepNode, t token) error {
	p.take()
	switch t.text {
	case "node":
		s.test.kind = testNode
	case "text":
		s.test.kind = testText
	case "comment":
		s.test.kind = testComment
	default:
		s.test.kind = testProcInst
		if p.peek().kind == tokLiteral {
			s.test.local = p.take().text
		}
	}
	return p.expect(tokClose, "close the bracket")
}

// resolve finds the namespace of a prefix.
func (p *parser) resolve(t *nodeTest, at token) error {
	if t.prefix == "" {
		return nil
	}
	if space, ok := p.options.Namespaces[t.prefix]; ok {
		t.space = space
		return nil
	}
	if space, ok := knownNamespaces[t.prefix]; ok {
		t.space = space
		return nil
	}
	return p.fault(at, "prefix "+t.prefix+" is not known", "declare it in the namespaces of the form")
}

func (p *parser) predicates(b *base) ([]node, error) {
	var list []node
	for p.accept(tokOpenBracket) {
		n, err := p.expression()
		if err != nil {
			return nil, err
		}
		if err := p.expect(tokCloseBracket, "close the predicate with ]"); err != nil {
			return nil, err
		}
		list = append(list, n)
		b.size += n.weight()
	}
	return list, nil
}
