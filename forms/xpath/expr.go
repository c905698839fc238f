// SPDX-License-Identifier: Apache-2.0

package xpath

// Dialect chooses the coercions and the functions.
type Dialect uint8

// The dialects.
const (
	// ODK is XPath 1.0 with the functions of the ODK XForms specification, as
	// the browser engine of ODK evaluates it: dates are days since the epoch
	// with a fraction, NaN prints as nothing.
	ODK Dialect = iota
	// XPath1 is XPath 1.0 and nothing else, but for current() of XSLT.
	XPath1
	// JavaRosa is the stricter dialect of ODK Collect's engine: typed whole
	// days, its own number rules, and fewer axes.
	JavaRosa
)

// Options says how to compile an expression. The zero value is the ODK dialect
// with nothing bound.
type Options struct {
	Dialect Dialect
	// Binder resolves `${name}` and bound paths. Without it `${name}` is an
	// error and every path is walked.
	Binder Binder
	// Namespaces gives the address of each prefix. The prefixes jr, orx, odk, h
	// and xhtml are known without it.
	Namespaces map[string]string
	// DefaultNamespace is a namespace whose elements a name without prefix
	// matches, beside those in no namespace. Not in the XPath1 dialect.
	DefaultNamespace string
	// CHT adds the functions of the Community Health Toolkit in common use:
	// difference-in-days, -weeks, -months and -years, and add-date, with or
	// without the prefix cht.
	CHT bool
	// RegexSearch lets regex() find the pattern anywhere in the text, as the
	// browser engine does. By default it must match the whole text, as in
	// ODK Collect.
	RegexSearch bool
	// Foreign are functions in other languages, by name.
	Foreign map[string]Foreign
}

// Volatility says what an expression reads beside nodes.
type Volatility uint8

// What makes an expression volatile.
const (
	// Clock: today() or now().
	Clock Volatility = 1 << iota
	// Random: random(), uuid(), or randomize() without a seed.
	Random
	// Language: jr:choice-name(). A text that jr:itext() has put into a
	// calculation stays as it is, in all clients of ODK.
	Language
)

// Expr is a compiled expression. It is immutable, and safe for concurrent use.
type Expr struct {
	source    string
	dialect   Dialect
	code      code
	paths     []Path
	questions []Path
	volatile  Volatility
}

// Compile reads and compiles an expression. The error is a *[SyntaxError]. A
// call of an unknown function is an error unless it can never be reached, as
// in false() and unknown().
func Compile(src string, o Options) (*Expr, error) {
	tree, err := parse(src, &o)
	if err != nil {
		return nil, err
	}
	c := compiler{options: &o}
	code := c.compile(tree)
	if c.err != nil {
		return nil, c.err
	}
	paths, questions, err := readPaths(tree)
	if err != nil {
		return nil, err
	}
	return &Expr{
		source:    src,
		dialect:   o.Dialect,
		code:      code,
		paths:     paths,
		questions: questions,
		volatile:  c.volatile,
	}, nil
}

// Source is the text the expression was compiled from.
func (e *Expr) Source() string { return e.source }

// Paths are the location paths that the expression can read, those of
// predicates joined to the path they stand in. That once() looks at the
// context node does not count. The slice must not be changed.
func (e *Expr) Paths() []Path { return e.paths }

// Questions are the location paths of the questions of whose choices the
// expression reads the labels, by jr:choice-name(). Their values are not read.
func (e *Expr) Questions() []Path { return e.questions }

// Volatile says what the expression reads beside nodes.
func (e *Expr) Volatile() Volatility { return e.volatile }

// Kind is the type of the value when it is known before evaluation; ok is
// false for an if() whose branches differ in type.
func (e *Expr) Kind() (kind ValueKind, ok bool) {
	if e.code.kind == kindMixed {
		return 0, false
	}
	return ValueKind(e.code.kind), true
}

// Eval evaluates the expression. Errors are [ErrBudget], and [ErrValue] or
// [ErrNotNodes] where a function was given what it cannot work with.
func (e *Expr) Eval(c *Context) (Value, error) {
	m := start(c, e.dialect)
	v := e.code.value(m)
	if err := m.stop(c); err != nil {
		return Value{}, err
	}
	return v, nil
}

// Bool evaluates the expression and converts the result as boolean() does.
func (e *Expr) Bool(c *Context) (bool, error) {
	m := start(c, e.dialect)
	b := e.code.bool(m)
	err := m.stop(c)
	return b && err == nil, err
}

// Number evaluates the expression and converts the result as number() does.
func (e *Expr) Number(c *Context) (float64, error) {
	m := start(c, e.dialect)
	f := e.code.num(m)
	if err := m.stop(c); err != nil {
		return nan(), err
	}
	return f, nil
}

// String evaluates the expression and converts the result as string() does.
func (e *Expr) String(c *Context) (string, error) {
	m := start(c, e.dialect)
	s := e.code.str(m)
	if err := m.stop(c); err != nil {
		return "", err
	}
	return s, nil
}

// Nodes evaluates the expression and gives its nodes: in document order, but
// for randomize(). It is ErrNotNodes when the expression is of another type.
func (e *Expr) Nodes(c *Context) ([]Node, error) { return e.AppendNodes(c, nil) }

// AppendNodes is Nodes that appends to dst.
func (e *Expr) AppendNodes(c *Context, dst []Node) ([]Node, error) {
	if e.code.nodes == nil {
		return dst, ErrNotNodes
	}
	m := start(c, e.dialect)
	list := e.code.nodes(m, dst)
	if err := m.stop(c); err != nil {
		return dst, err
	}
	return list, nil
}
