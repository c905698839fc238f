// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"slices"
	"strconv"
)

// maxDepth is how deep expressions may nest. The deepest of 10,854 different
// ones in real forms nests 12 deep, but tables are written as nested if().
const maxDepth = 1500

// parser is a recursive descent parser for the grammar of XPath 1.0,
// section 3, with ${name} as one more primary expression.
type parser struct {
	all     bool // references mean every instance
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
		return p.fault(t, "expression ends too early", "")
	}
	return p.fault(t, "expression is not readable from here", "")
}

// offset is the place of a token in the source.
func (p *parser) offset(t token) int {
	if p.inRef {
		return p.shift
	}
	return t.pos + p.shift
}

func (p *parser) base(t token, size int) base { return base{pos: p.offset(t), size: size} }

func (p *parser) fault(t token, msg, hint string) *SyntaxError {
	return &SyntaxError{Offset: p.offset(t), Msg: msg, Hint: hint}
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
		return nil, p.fault(p.peek(), "expression is nested too deeply", "split it over several calculations")
	}
	return p.binary(0)
}

func (p *parser) binary(level int) (node, error) {
	if level == len(levels) {
		return p.unary()
	}
	first := p.peek()
	left, err := p.binary(level + 1)
	if err != nil || !slices.Contains(levels[level], p.peek().kind) {
		return left, err
	}
	chain := &chainNode{base: p.base(first, left.weight()+1), operands: []node{left}}
	for slices.Contains(levels[level], p.peek().kind) {
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

func (p *parser) primary() (node, error) {
	t := p.take()
	switch t.kind {
	case tokNumber:
		value, err := strconv.ParseFloat(t.text, 64)
		if err != nil && value == 0 {
			return nil, p.fault(t, "number is not readable", "")
		}
		return &numberNode{base: p.base(t, 1), value: value}, nil
	case tokLiteral:
		return &literalNode{base: p.base(t, 1), value: t.text}, nil
	case tokRef:
		return p.reference(t)
	case tokVariable:
		return nil, p.fault(t, "variable $"+t.text+" is not known", "write ${"+t.text+"} for the question of that name")
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
		outer := p.all
		p.all = n.name == "indexed-repeat" && (len(n.args) == 0 || len(n.args)%2 == 1)
		arg, err := p.argument(n)
		p.all = outer
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
		return nil, &SyntaxError{Offset: p.offset(t), Msg: "text in quotes is no path", Err: err}
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
		return nil, p.fault(t, "reference ${"+t.text+"} cannot be used here", "")
	}
	ref := p.options.Binder.Ref
	if all, ok := p.options.Binder.(SetBinder); ok && p.all {
		ref = all.RefAll
	}
	path, err := ref(t.text)
	if err != nil {
		return nil, &SyntaxError{Offset: p.offset(t), Msg: err.Error(), Err: err}
	}
	tokens, err := tokenize(path)
	if err != nil {
		return nil, &SyntaxError{Offset: p.offset(t), Msg: "reference ${" + t.text + "} has no readable path", Err: err}
	}
	inner := parser{options: p.options, tokens: tokens, depth: p.depth, inRef: true, shift: p.offset(t)}
	n, err := inner.whole()
	if err != nil {
		return nil, &SyntaxError{Offset: p.offset(t), Msg: "reference ${" + t.text + "} has no readable path", Err: err}
	}
	if path, ok := n.(*pathNode); ok && path.start == startContext {
		path.start = startOrigin
	}
	return n, nil
}
