// SPDX-License-Identifier: Apache-2.0

package script

import (
	"math/big"
	"reflect"
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
)

// tick is what stands at the start of every loop and function.
const tick = "$tick();"

// analysis is one reading of a script's syntax tree. Names are taken to be
// declared when they are declared anywhere in the script: scripts of forms are
// short, and a name that is declared elsewhere is seldom a mistake.
type analysis struct {
	source   string
	declared map[string]bool
	assigned map[string]bool
	used     []string       // names in order of appearance
	lines    map[string]int // where a name is used first
	chains   []chain
	members  []chain // of libraries, to be known
	inserts  []insert
	refused  []*SyntaxError
}

// chain is a name and the members that are read from it.
type chain struct {
	root  string
	path  []string
	whole bool // the last of them is used as it is, or in ways that cannot be followed
}

// insert is a text that is put into the source.
type insert struct {
	at   int // offset into the source
	text string
}

func newAnalysis(source string) *analysis {
	return &analysis{source: source, declared: map[string]bool{}, assigned: map[string]bool{}, lines: map[string]int{}}
}

// block reads the body of the script.
func (a *analysis) block(body *ast.BlockStatement) {
	a.insert(body.LeftBrace+1, tick)
	for _, statement := range body.List {
		a.visit(reflect.ValueOf(statement))
	}
}

// offset is where a place of the tree is in the source.
func (a *analysis) offset(at file.Idx) int { return int(at) - 1 - len(opening) }

func (a *analysis) insert(at file.Idx, text string) {
	a.inserts = append(a.inserts, insert{min(max(a.offset(at), 0), len(a.source)), text})
}

// visit walks the tree. Every node that matters has a case; the fields of all
// others are walked as they come.
func (a *analysis) visit(v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			if v.Kind() == reflect.Pointer && a.node(v.Interface()) {
				return
			}
			a.visit(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			a.visit(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "DeclarationList" && v.Field(i).CanInterface() {
				a.visit(v.Field(i))
			}
		}
	}
}

func (a *analysis) each(nodes ...any) {
	for _, n := range nodes {
		if n != nil {
			a.visit(reflect.ValueOf(n))
		}
	}
}

// node reads a node that means something to the analysis. It returns false for
// those whose parts are all there is.
func (a *analysis) node(n any) bool {
	switch n := n.(type) {
	case *ast.Identifier:
		a.use(n)
		a.chains = append(a.chains, chain{root: n.Name.String(), whole: true})
	case *ast.DotExpression, *ast.BracketExpression:
		a.member(n.(ast.Expression))
	case *ast.CallExpression:
		return a.get(n)
	case *ast.AssignExpression:
		a.assign(n)
	case *ast.UnaryExpression:
		a.target(n.Operand, n.Operator == token.INCREMENT || n.Operator == token.DECREMENT)
		return false
	case *ast.ForIntoExpression:
		a.target(n.Expression, true)
		return false
	case *ast.Binding:
		a.declare(n.Target)
		a.each(n.Initializer)
	case *ast.ForDeclaration:
		a.declare(n.Target)
	case *ast.CatchStatement:
		a.declare(n.Parameter)
		a.each(n.Body)
	case *ast.PropertyShort:
		a.use(&n.Name)
		a.chains = append(a.chains, chain{root: n.Name.Name.String(), whole: true})
		a.each(n.Initializer)
	case *ast.PropertyKeyed:
		if n.Computed {
			a.each(n.Key)
		}
		a.each(n.Value)
	case *ast.LabelledStatement:
		a.each(n.Statement)
	case *ast.BranchStatement, *ast.MetaProperty:
	case *ast.NumberLiteral:
		if _, ok := n.Value.(*big.Int); ok {
			a.refuse(n.Idx, "numbers with n are not for forms")
		}
	case *ast.FunctionLiteral:
		a.function(n)
	case *ast.ArrowFunctionLiteral:
		a.arrow(n)
	case *ast.ClassLiteral, *ast.YieldExpression, *ast.AwaitExpression, *ast.WithStatement:
		a.refuse(n.(ast.Node).Idx0(), "classes, generators, await and with are not for forms")
	case *ast.ForStatement:
		a.each(n.Initializer, n.Update, n.Test)
		a.loop(n.Body)
	case *ast.ForInStatement:
		a.each(n.Into, n.Source)
		a.loop(n.Body)
	case *ast.ForOfStatement:
		a.each(n.Into, n.Source)
		a.loop(n.Body)
	case *ast.WhileStatement:
		a.each(n.Test)
		a.loop(n.Body)
	case *ast.DoWhileStatement:
		a.each(n.Test)
		a.loop(n.Body)
	default:
		return false
	}
	return true
}

func (a *analysis) refuse(at file.Idx, msg string) {
	offset := min(max(a.offset(at), 0), len(a.source))
	a.refused = append(a.refused, &SyntaxError{1 + strings.Count(a.source[:offset], "\n"), msg})
}

// loop puts a tick at the start of a loop's body, outside of whatever the body
// catches.
func (a *analysis) loop(body ast.Statement) {
	if block, ok := body.(*ast.BlockStatement); ok {
		a.insert(block.LeftBrace+1, tick)
		a.each(block)
		return
	}
	a.insert(body.Idx0(), "{"+tick)
	a.each(body)
	a.insert(a.end(body), "}")
}

// end is the place after a statement and its semicolon.
func (a *analysis) end(s ast.Statement) file.Idx {
	end := s.Idx1()
	if at := a.offset(end); at >= 0 && at < len(a.source) && a.source[at] == ';' {
		end++
	}
	return end
}

func (a *analysis) function(n *ast.FunctionLiteral) {
	if n.Async || n.Generator {
		a.refuse(n.Idx0(), "functions with async or * are not for forms")
		return
	}
	a.declare(n.Name)
	a.each(n.ParameterList)
	a.parameterRest(n.ParameterList)
	a.insert(n.Body.LeftBrace+1, tick)
	a.each(n.Body)
}

func (a *analysis) arrow(n *ast.ArrowFunctionLiteral) {
	if n.Async {
		a.refuse(n.Idx0(), "functions with async are not for forms")
		return
	}
	a.each(n.ParameterList)
	a.parameterRest(n.ParameterList)
	switch body := n.Body.(type) {
	case *ast.BlockStatement:
		a.insert(body.LeftBrace+1, tick)
		a.each(body)
	case *ast.ExpressionBody:
		a.each(body.Expression)
	}
}

func (a *analysis) parameterRest(list *ast.ParameterList) {
	if list != nil {
		a.declare(list.Rest)
	}
}

// instrumented is the source with the ticks in it.
func (a *analysis) instrumented() string {
	slices.SortStableFunc(a.inserts, func(x, y insert) int { return x.at - y.at })
	var out strings.Builder
	from := 0
	for _, i := range a.inserts {
		out.WriteString(a.source[from:i.at])
		out.WriteString(i.text)
		from = i.at
	}
	out.WriteString(a.source[from:])
	return out.String()
}
