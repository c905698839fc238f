// SPDX-License-Identifier: Apache-2.0

package xpath

// SyntaxKind is what a [Syntax] stands for.
type SyntaxKind uint8

// The kinds of syntax.
const (
	NumberSyntax   SyntaxKind = iota // Number
	LiteralSyntax                    // Text
	OperatorSyntax                   // Text is the operator; a minus sign has one argument
	CallSyntax                       // Text is the name of the function
	LocationSyntax                   // a location path
)

// Syntax is an expression as a tree to look at, for whoever writes it in another
// language. References such as ${name} are the paths that the [Binder] gives.
type Syntax struct {
	Kind   SyntaxKind
	Number float64
	Text   string
	Args   []*Syntax // of an operator (two, but for a minus sign) or a call

	// A location starts at From if that is there, else at the root or at the
	// context node. Origin says that this is the context node of the whole
	// expression, also where the path stands in a predicate.
	From     *Syntax
	Filters  []*Syntax // predicates of From
	Absolute bool
	Origin   bool
	Steps    []SyntaxStep
}

// SyntaxStep is one step of a location.
type SyntaxStep struct {
	Step
	Predicates []*Syntax
}

// Inspect reads an expression without compiling it. The error is a
// *[SyntaxError].
func Inspect(src string, o Options) (*Syntax, error) {
	tree, err := parse(src, &o)
	if err != nil {
		return nil, err
	}
	return inspect(tree), nil
}

func inspect(n node) *Syntax {
	switch n := n.(type) {
	case *numberNode:
		return &Syntax{Kind: NumberSyntax, Number: n.value}
	case *literalNode:
		return &Syntax{Kind: LiteralSyntax, Text: n.value}
	case *negateNode:
		return &Syntax{Kind: OperatorSyntax, Text: "-", Args: []*Syntax{inspect(n.operand)}}
	case *chainNode:
		left := inspect(n.operands[0])
		for i, op := range n.ops {
			left = &Syntax{Kind: OperatorSyntax, Text: operatorNames[op], Args: []*Syntax{left, inspect(n.operands[i+1])}}
		}
		return left
	case *callNode:
		return &Syntax{Kind: CallSyntax, Text: n.name, Args: inspectAll(n.args)}
	case *pathNode:
		return inspectPath(n)
	}
	return nil
}

func inspectPath(n *pathNode) *Syntax {
	s := &Syntax{Kind: LocationSyntax, Filters: inspectAll(n.predicates), Absolute: n.start == startRoot, Origin: n.start == startOrigin}
	if n.start == startExpr {
		s.From = inspect(n.expr)
	}
	for i := range n.steps {
		step := SyntaxStep{Step: n.steps[i].step(), Predicates: inspectAll(n.steps[i].predicates)}
		step.Predicated = len(step.Predicates) > 0
		s.Steps = append(s.Steps, step)
	}
	return s
}

func inspectAll(nodes []node) []*Syntax {
	var all []*Syntax
	for _, n := range nodes {
		all = append(all, inspect(n))
	}
	return all
}

var operatorNames = map[tokenKind]string{
	tokUnion: "|", tokPlus: "+", tokMinus: "-", tokMultiply: "*", tokDiv: "div", tokMod: "mod",
	tokEq: "=", tokNe: "!=", tokLt: "<", tokLe: "<=", tokGt: ">", tokGe: ">=", tokAnd: "and", tokOr: "or",
}
