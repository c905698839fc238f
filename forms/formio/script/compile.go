// SPDX-License-Identifier: Apache-2.0

package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
)

// maxSource bounds a script, and with it how deep its parts can lie in each
// other; the longest in public forms has 3,000 bytes.
const maxSource = 16 << 10

// Variables are the names that every script sees. What a session has not set is
// undefined.
var Variables = []string{
	"data", "row", "value", "input", "component", "form", "submission", "instance", "options",
	"result", "schema", "values", "valid", "show", "config", "path", "paths", "scope", "rowIndex", "item",
}

// libraries are the names that a session with a library adds.
var libraries = []string{"_", "moment", "utils", "util"}

// Script is one compiled script. It is immutable and serves all runtimes.
type Script struct {
	code    string // a function expression
	Reads   []Read
	Unknown []Unknown // names that nothing defines, in order of appearance
	names   []string
}

// Uses reports whether the script uses a variable.
func (s *Script) Uses(name string) bool { return slices.Contains(s.names, name) }

// Read is something a script reads: data.household.size is {"data",
// ["household", "size"]}. The name * is one that is worked out, such as that of a
// row. With Whole it may read anything below.
type Read struct {
	Root  string
	Path  []string
	Whole bool
}

// Unknown is a name, or a member of a library, that a script uses and nothing
// defines. Line counts from 1.
type Unknown struct {
	Name string
	Line int
}

// SyntaxError is a script that is not readable as JavaScript.
type SyntaxError struct {
	Line int
	Msg  string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Msg) }

// Compile reads a script. The value of the variable result is what it gives;
// with an empty name the script is an expression or a function body with a
// return. The error is a *[SyntaxError].
func Compile(source, result string) (*Script, error) {
	if len(source) > maxSource {
		return nil, &SyntaxError{1, fmt.Sprintf("script is longer than %d bytes", maxSource)}
	}
	body, err := parseBody(source)
	if err != nil && result == "" {
		if expression, e := parseBody("return (" + source + "\n)"); e == nil {
			body, err, source = expression, nil, "return ("+source+"\n)"
		}
	} else if result == "" && !returns(body) {
		if expression, e := parseBody("return (" + source + "\n)"); e == nil {
			body, source = expression, "return ("+source+"\n)"
		}
	}
	if err != nil {
		return nil, err
	}
	a := newAnalysis(source)
	a.block(body)
	if len(a.refused) > 0 {
		return nil, a.refused[0]
	}
	instrumented := a.instrumented()
	if err := verify(instrumented); err != nil {
		return nil, err
	}
	s := &Script{Reads: a.reads(), names: a.used}
	for _, name := range a.unknown() {
		s.Unknown = append(s.Unknown, Unknown{name, a.lines[name]})
	}
	locals := a.undeclared()
	if result != "" && !slices.Contains(Variables, result) && !slices.Contains(locals, result) {
		locals = append(locals, result)
	}
	var code strings.Builder
	code.WriteString("(" + strings.Join(slices.Concat(Variables, libraries), ",") + ")=>{")
	if len(locals) > 0 {
		code.WriteString("var " + strings.Join(locals, ",") + ";")
	}
	code.WriteString(instrumented)
	if result != "" {
		code.WriteString("\n;return " + result)
	}
	code.WriteString("\n}")
	s.code = code.String()
	return s, nil
}

const opening = "(function(){"

// parseBody parses the body of a function, and makes sure that it is one: a
// script that closes the function around it is refused.
func parseBody(source string) (*ast.BlockStatement, error) {
	wrapped := opening + source + "\n})"
	program, err := parser.ParseFile(nil, "", wrapped, 0, parser.WithDisableSourceMaps)
	if err != nil {
		var list parser.ErrorList
		if errors.As(err, &list) && len(list) > 0 {
			return nil, &SyntaxError{list[0].Position.Line, list[0].Message}
		}
		return nil, &SyntaxError{1, "not readable as JavaScript"}
	}
	refuse := &SyntaxError{1, "closes a bracket that it has not opened"}
	if len(program.Body) != 1 {
		return nil, refuse
	}
	statement, ok := program.Body[0].(*ast.ExpressionStatement)
	if !ok {
		return nil, refuse
	}
	function, ok := statement.Expression.(*ast.FunctionLiteral)
	if !ok || int(function.Body.RightBrace) != len(wrapped)-1 {
		return nil, refuse
	}
	return function.Body, nil
}

// returns reports whether a body has a return of its own at the top.
func returns(body *ast.BlockStatement) bool {
	for _, statement := range body.List {
		switch statement.(type) {
		case *ast.ReturnStatement, *ast.IfStatement, *ast.SwitchStatement, *ast.VariableStatement, *ast.LexicalDeclaration:
			return true
		}
	}
	return false
}

// verify reads the instrumented source again: every loop and function must
// begin with a tick. A body that the ticks could not be put around, because it
// begins with a bracket that the tree does not show, is refused.
func verify(source string) error {
	body, err := parseBody(source)
	if err != nil {
		return &SyntaxError{1, "a loop without braces cannot be read; write { } around its body"}
	}
	a := newAnalysis(source)
	a.block(body)
	for _, i := range a.inserts {
		if i.text != tick || !strings.HasPrefix(source[i.at:], tick) {
			return &SyntaxError{1 + strings.Count(source[:i.at], "\n"), "a loop without braces cannot be read; write { } around its body"}
		}
	}
	return nil
}
