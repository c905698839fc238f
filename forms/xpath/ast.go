// SPDX-License-Identifier: Apache-2.0

package xpath

// node is a node of the syntax tree.
type node interface {
	// at is the offset of the node in the source.
	at() int
	// weight is the number of nodes of the syntax tree from here down. It is
	// what one evaluation costs, without the nodes of the tree it visits.
	weight() int
}

type base struct {
	pos  int
	size int
}

func (b base) at() int     { return b.pos }
func (b base) weight() int { return b.size }

type (
	numberNode struct {
		base
		value float64
	}
	literalNode struct {
		base
		value string
	}
	negateNode struct {
		base
		operand node
	}
	// chainNode is a run of left-associative operators of one precedence:
	// operands[0] ops[0] operands[1] ops[1] operands[2] and so on.
	chainNode struct {
		base
		operands []node
		ops      []tokenKind
	}
	callNode struct {
		base
		name string // as written, with its prefix
		args []node
	}
	// pathNode is a location path, or an expression with predicates and steps
	// after it.
	pathNode struct {
		base
		start      pathStart
		expr       node // where it starts, if start is startExpr
		predicates []node
		steps      []stepNode
	}
)

// pathStart is where a path starts.
type pathStart uint8

const (
	startContext pathStart = iota // the context node
	startOrigin                   // the context node of the whole expression
	startRoot
	startExpr
)

type stepNode struct {
	pos        int
	axis       Axis
	test       nodeTest
	predicates []node
}

type testKind uint8

const (
	testName testKind = iota // a name, resolved: space and local
	testAnyName
	testAnyInSpace // p:*
	testNode
	testText
	testComment
	testProcInst // local is the target, "" for any
)

type nodeTest struct {
	kind          testKind
	prefix, local string
	space         string
}

// name is the test as the dependency graph sees it.
func (t nodeTest) name() Name {
	switch t.kind {
	case testName:
		return Name{Space: t.space, Prefix: t.prefix, Local: t.local}
	case testAnyName:
		return Name{Local: "*"}
	case testAnyInSpace:
		return Name{Space: t.space, Prefix: t.prefix, Local: "*"}
	case testText:
		return Name{Local: "text()"}
	case testComment:
		return Name{Local: "comment()"}
	case testProcInst:
		return Name{Local: "processing-instruction()"}
	}
	return Name{}
}
