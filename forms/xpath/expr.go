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
	// XPath1 is XPath 1.0 and nothing else.
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
	// matches, beside those in no namespace. "*" stands for any. Not in the
	// XPath1 dialect.
	DefaultNamespace string
	// CHT adds the functions of the Community Health Toolkit in common use:
	// difference-in-months and add-date.
	CHT bool
	// RegexSearch lets regex() find the pattern anywhere in the text, as the
	// browser engine does. By default it must match the whole text, as in
	// ODK Collect.
	RegexSearch bool
}

// Volatility says what an expression reads beside nodes.
type Volatility uint8

// What makes an expression volatile.
const (
	// Clock: today() or now().
	Clock Volatility = 1 << iota
	// Random: random(), uuid(), or randomize() without a seed.
	Random
)

// Expr is a compiled expression. It is immutable.
type Expr struct {
	source   string
	paths    []Path
	volatile Volatility
}

// Compile reads and compiles an expression. The error is a *[SyntaxError].
func Compile(src string, o Options) (*Expr, error) {
	return nil, &SyntaxError{Msg: "not yet"}
}

// Source is the text the expression was compiled from.
func (e *Expr) Source() string { return e.source }

// Paths are the location paths that the expression can read, those of
// predicates joined to the path they stand in. The slice must not be changed.
func (e *Expr) Paths() []Path { return e.paths }

// Volatile says what the expression reads beside nodes.
func (e *Expr) Volatile() Volatility { return e.volatile }

// Eval evaluates the expression.
func (e *Expr) Eval(c *Context) (Value, error) { return Value{}, nil }

// Bool evaluates the expression and converts the result as boolean() does.
func (e *Expr) Bool(c *Context) (bool, error) { return false, nil }

// Number evaluates the expression and converts the result as number() does.
func (e *Expr) Number(c *Context) (float64, error) { return 0, nil }

// String evaluates the expression and converts the result as string() does.
func (e *Expr) String(c *Context) (string, error) { return "", nil }

// Nodes evaluates the expression and gives its nodes in document order,
// ErrNotNodes when it is of another type.
func (e *Expr) Nodes(c *Context) ([]Node, error) { return nil, nil }

// AppendNodes is Nodes that appends to dst.
func (e *Expr) AppendNodes(c *Context, dst []Node) ([]Node, error) { return dst, nil }
