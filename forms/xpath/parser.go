// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"strconv"
	"strings"
)

// maxDepth is how deep expressions may nest. Growth tables written as nested
// if() reach a few hundred.
const maxDepth = 1500

// parser is a recursive descent parser for the grammar of XPath 1.0,
// section 3, with ${name} as one more primary expression.
type parser struct {
	options *Options
	tokens  []token
	next    int
	depth   int
	// inRef is set while the text that the binder gave for a reference is
	// parsed: references in it would have no end.
	inRef bool
	// shift is added to offsets where the text stands within a longer one; with
	// inRef it is the offset of the reference, which all of its nodes report.
	shift int
}

func parse(src string, o *Options) (node, error) {
	tokens, err := tokenize(src)
	if err != nil {
		return nil, err
	}
	p := parser{options: o, tokens: tokens}
	return p.whole()
}

// whole parses all tokens as one expression.
func (p *parser) whole() (node, error) {
	n, err := p.expression()
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != tokEOF {
		return nil, p.unexpected(t)
	}
	return n, nil
}

func (p *parser) peek() token { return p.tokens[p.next] }

func (p *parser) peekAfter() tokenKind {
	if p.next+1 < len(p.tokens) {
		return p.tokens[p.next+1].kind
	}
	return tokEOF
}

func (p *parser) take() token {
	t := p.tokens[p.next]
	if t.kind != tokEOF {
		p.next++
	}
	return t
}

func (p *parser) accept(kind tokenKind) bool {
	if p.peek().kind == kind {
		p.next++
		return true
	}
	return false
}

func (p *parser) expect(kind tokenKind, hint string) error {
	if p.accept(kind) {
		return nil
	}
	err := p.unexpected(p.peek())
	err.Hint = hint
	return err
}

func (p *parser) unexpected(t token) *SyntaxError {
	if t.kind == tokEOF {
		return &SyntaxError{Offset: t.pos + p.shift, Msg: "expression ends too early"}
	}
	return &SyntaxError{Offset: t.pos + p.shift, Msg: "expression is not readable from here"}
}

func (p *parser) base(t token, size int) base {
	if p.inRef {
		return base{pos: p.shift, size: size}
	}
	return base{pos: t.pos + p.shift, size: size}
}

// levels are the operators by precedence, weakest first.
var levels = [...][]tokenKind{
	{tokOr},
	{tokAnd},
	{tokEq, tokNe},
	{tokLt, tokLe, tokGt, tokGe},
	{tokPlus, tokMinus},
	{tokMultiply, tokDiv, tokMod},
}

func (p *parser) expression() (node, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, &SyntaxError{Offset: p.peek().pos + p.shift, Msg: "expression is nested too deeply", Hint: "split it over several calculations"}
	}
	return p.binary(0)
}

func (p *parser) binary(level int) (node, error) {
	if level == len(levels) {
		return p.unary()
	}
	first := p.peek()
	left, err := p.binary(level + 1)
	if err != nil || !contains(levels[level], p.peek().kind) {
		return left, err
	}
	chain := &chainNode{base: p.base(first, left.weight()+1), operands: []node{left}}
	for contains(levels[level], p.peek().kind) {
		chain.ops = append(chain.ops, p.take().kind)
		right, err := p.binary(level + 1)
		if err != nil {
			return nil, err
		}
		chain.operands = append(chain.operands, right)
		chain.size += right.weight() + 1
	}
	return chain, nil
}

func contains(kinds []tokenKind, kind tokenKind) bool {
	for _, k := range kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// unary parses minus signs; two of them cancel out but still make a number.
func (p *parser) unary() (node, error) {
	first := p.peek()
	signs := 0
	for p.accept(tokMinus) {
		signs++
	}
	n, err := p.union()
	if err != nil || signs == 0 {
		return n, err
	}
	negated := &negateNode{base: p.base(first, n.weight()+1), operand: n}
	if signs%2 == 1 {
		return negated, nil
	}
	return &negateNode{base: p.base(first, n.weight()+2), operand: negated}, nil
}

func (p *parser) union() (node, error) {
	first := p.peek()
	left, err := p.path()
	if err != nil || p.peek().kind != tokUnion {
		return left, err
	}
	chain := &chainNode{base: p.base(first, left.weight()+1), operands: []node{left}}
	for p.accept(tokUnion) {
		right, err := p.path()
		if err != nil {
			return nil, err
		}
		chain.ops = append(chain.ops, tokUnion)
		chain.operands = append(chain.operands, right)
		chain.size += right.weight() + 1
	}
	return chain, nil
}

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
		return &SyntaxError{Offset: t.pos + p.shift, Msg: "axis " + t.text + " is not known"}
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
	return &SyntaxError{Offset: at.pos + p.shift, Msg: "prefix " + t.prefix + " is not known", Hint: "declare it in the namespaces of the form"}
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

func (p *parser) primary() (node, error) {
	t := p.take()
	switch t.kind {
	case tokNumber:
		value, err := strconv.ParseFloat(t.text, 64)
		if err != nil && value == 0 {
			return nil, &SyntaxError{Offset: t.pos + p.shift, Msg: "number is not readable"}
		}
		return &numberNode{base: p.base(t, 1), value: value}, nil
	case tokLiteral:
		return &literalNode{base: p.base(t, 1), value: t.text}, nil
	case tokRef:
		return p.reference(t)
	case tokVariable:
		return nil, &SyntaxError{Offset: t.pos + p.shift, Msg: "variable $" + t.text + " is not known", Hint: "write ${" + t.text + "} for the question of that name"}
	case tokOpen:
		n, err := p.expression()
		if err != nil {
			return nil, err
		}
		// A bracketed path is kept apart from a path, so that predicates after
		// the bracket count over all of its nodes.
		return n, p.expect(tokClose, "close the bracket")
	case tokName:
		if p.peek().kind == tokOpen {
			return p.call(t)
		}
	}
	return nil, p.unexpected(t)
}

func (p *parser) call(name token) (node, error) {
	p.take()
	n := &callNode{base: p.base(name, 1), name: name.text}
	if p.accept(tokClose) {
		return n, nil
	}
	for {
		arg, err := p.argument(n)
		if err != nil {
			return nil, err
		}
		n.args = append(n.args, arg)
		n.size += arg.weight()
		if !p.accept(tokComma) {
			return n, p.expect(tokClose, "close the bracket of "+name.text+"()")
		}
	}
}

// argument parses the next argument of a call. The question of
// jr:choice-name() is a path in quotes.
func (p *parser) argument(n *callNode) (node, error) {
	quoted := p.peek().kind == tokLiteral && n.name == "jr:choice-name" && len(n.args) == 1
	if !quoted {
		return p.expression()
	}
	t := p.take()
	tokens, err := tokenize(t.text)
	if err != nil {
		return nil, &SyntaxError{Offset: t.pos + p.shift, Msg: "text in quotes is no path", Err: err}
	}
	inner := parser{options: p.options, tokens: tokens, depth: p.depth, inRef: p.inRef, shift: p.shift}
	if !p.inRef {
		inner.shift += t.pos + 1
	}
	return inner.whole()
}

// reference asks the binder which path ${name} stands for, and parses it.
func (p *parser) reference(t token) (node, error) {
	if p.options.Binder == nil || p.inRef {
		return nil, &SyntaxError{Offset: t.pos + p.shift, Msg: "reference ${" + t.text + "} cannot be used here"}
	}
	path, err := p.options.Binder.Ref(t.text)
	if err != nil {
		return nil, &SyntaxError{Offset: t.pos, Msg: err.Error(), Err: err}
	}
	tokens, err := tokenize(path)
	if err != nil {
		return nil, &SyntaxError{Offset: t.pos, Msg: "reference ${" + t.text + "} has no readable path", Err: err}
	}
	inner := parser{options: p.options, tokens: tokens, depth: p.depth, inRef: true, shift: t.pos}
	n, err := inner.whole()
	if err != nil {
		return nil, &SyntaxError{Offset: t.pos, Msg: "reference ${" + t.text + "} has no readable path", Err: err}
	}
	if path, ok := n.(*pathNode); ok && path.start == startContext {
		path.start = startOrigin
	}
	return n, nil
}
