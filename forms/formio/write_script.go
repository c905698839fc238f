// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/xpath"
)

// An expression of XPath becomes one of JavaScript whose type is known, so that
// every conversion XPath makes is written out, and none that JavaScript would
// make happens by itself: '10' < '9', null >= 0 and '' == 0 are true there.

// jsKind is the type of a piece of JavaScript.
type jsKind uint8

const (
	jsText    jsKind = iota
	jsNumber         // NaN for none
	jsBoolean        //
	jsDate           // days since 1970-01-01T00:00Z
	jsAnswer         // what a component holds, undefined for nothing
	jsList           // the texts of several nodes
	jsRows           // the rows of a grid
	jsHere           // the row that the script stands in
	jsEither         // one of two, by a condition
)

// js is a piece of JavaScript. What is not a name or a call has brackets.
type js struct {
	kind    jsKind
	code    string
	literal bool   // a text that is written out and not empty
	shape   string // of a jsAnswer
	level   int    // of a jsHere: how many rows are around it
	then    *js    // of a jsEither, whose condition is code
	other   *js
}

// errUnsaid is what a script of Form.io cannot say.
var errUnsaid = errors.New("no script of Form.io can say it")

// translator writes one expression.
type translator struct {
	w      *formWriter
	origin standpoint
	used   map[string]bool // helpers
	read   map[string]bool // columns of the table that a predicate looks at
	nodes  map[int]bool    // whose values it reads
	inner  int             // functions around, for the names of their parameters
	before []string        // what a filter works out once, not for every choice
	filter bool
	err    error
}

// standpoint is where an expression, or a predicate in it, is evaluated.
type standpoint struct {
	node   int    // of the form
	around bool   // of a repeat: all its instances, not one
	row    string // JavaScript of the values beside the node
	self   string // JavaScript of its own value, "" where that is data.key

	option  string            // JavaScript of a row of choices, "" anywhere else
	columns map[string]string // its members by column
}

func (t *translator) refuse(format string, args ...any) js {
	if t.err == nil {
		t.err = fmt.Errorf("%w: %s", errUnsaid, fmt.Sprintf(format, args...))
	}
	return js{code: "''"}
}

// call is a call of a helper.
func (t *translator) call(name string, args ...string) string {
	if _, ok := helpers[name]; ok {
		t.used[name] = true
	}
	return name + "(" + strings.Join(args, ", ") + ")"
}

// quoted is a text as JavaScript spells it. Form.io fills in what stands
// between {{ and }}, so no text has these.
func quoted(s string) string {
	s = jsvalue.JSON(s)
	s = strings.NewReplacer("{{", `{\u007b`, "}}", `}\u007d`, "\u2028", `\u2028`, "\u2029", `\u2029`).Replace(s)
	if !strings.ContainsAny(s, `'\`) {
		return "'" + s[1:len(s)-1] + "'"
	}
	return s
}

// value translates an expression.
func (t *translator) value(s *xpath.Syntax, at standpoint) js {
	switch s.Kind {
	case xpath.NumberSyntax:
		return js{kind: jsNumber, code: jsvalue.FormatNumber(s.Number)}
	case xpath.LiteralSyntax:
		return js{kind: jsText, code: quoted(s.Text), literal: s.Text != ""}
	case xpath.OperatorSyntax:
		return t.operator(s, at)
	case xpath.CallSyntax:
		return t.function(s, at)
	default:
		return t.location(s, at)
	}
}

var jsOperators = map[string]string{
	"+": "+", "-": "-", "*": "*", "div": "/", "mod": "%", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
	"=": "===", "!=": "!==", "and": "&&", "or": "||",
}

func (t *translator) operator(s *xpath.Syntax, at standpoint) js {
	if len(s.Args) == 1 {
		return js{kind: jsNumber, code: "(-" + t.number(t.value(s.Args[0], at)) + ")"}
	}
	a, b := t.value(s.Args[0], at), t.value(s.Args[1], at)
	op, ok := jsOperators[s.Text]
	if !ok {
		return t.refuse("%s", s.Text)
	}
	switch s.Text {
	case "and", "or":
		return js{kind: jsBoolean, code: "(" + t.boolean(a) + " " + op + " " + t.boolean(b) + ")"}
	case "=", "!=":
		return js{kind: jsBoolean, code: t.equal(op, a, b)}
	case "<", "<=", ">", ">=":
		return js{kind: jsBoolean, code: t.ordered(op, a, b)}
	default:
		return js{kind: jsNumber, code: "(" + t.number(a) + " " + op + " " + t.number(b) + ")"}
	}
}

// text is string().
func (t *translator) text(v js) string {
	switch v.kind {
	case jsText:
		return v.code
	case jsNumber:
		return t.call("decimal", v.code)
	case jsBoolean:
		return "String(" + v.code + ")"
	case jsDate:
		return t.call("date", v.code)
	case jsList:
		return "(" + v.code + "[0] || '')"
	case jsEither:
		return "(" + v.code + " ? " + t.text(*v.then) + " : " + t.text(*v.other) + ")"
	case jsAnswer:
		return t.once(t.held(v), v)
	default:
		return t.refuse("the text of a repeat").code
	}
}

// held is the value of a component as XForms keeps it.
func (t *translator) held(v js) string {
	switch v.shape {
	case shapeChoices:
		return t.call("words", v.code) + ".join(' ')"
	case shapeBoolean:
		return "(" + v.code + " === true ? 'OK' : '')"
	case shapeDay:
		return t.call("day", v.code)
	case shapeDate:
		return t.call("moments", v.code)
	case shapeFile:
		return t.call("file", v.code)
	case shapeContainer:
		return t.call("places", v.code)
	default:
		return t.call("text", v.code)
	}
}

// once names what an answer is worth, where it is compared with many choices.
func (t *translator) once(code string, answer js) string {
	if !t.filter || t.inner > 0 || !strings.HasPrefix(answer.code, "data") && !strings.HasPrefix(answer.code, "row") {
		return code
	}
	at := slices.Index(t.before, code)
	if at < 0 {
		at = len(t.before)
		t.before = append(t.before, code)
	}
	return fmt.Sprintf("a%d", at+1)
}

// prelude are the names that a filter begins with.
func (t *translator) prelude() string {
	var b strings.Builder
	for i, code := range t.before {
		fmt.Fprintf(&b, "var a%d = %s;\n", i+1, code)
	}
	return b.String()
}

// number is number().
func (t *translator) number(v js) string {
	switch v.kind {
	case jsNumber, jsDate:
		return v.code
	case jsBoolean:
		return "Number(" + v.code + ")"
	case jsEither:
		return "(" + v.code + " ? " + t.number(*v.then) + " : " + t.number(*v.other) + ")"
	case jsAnswer:
		if v.shape == shapeNumber || v.shape == shapeText {
			return t.once(t.call("number", v.code), v)
		}
	}
	return t.call("number", t.text(v))
}

// boolean is boolean(): a node that is there is true, be it empty.
func (t *translator) boolean(v js) string {
	switch v.kind {
	case jsBoolean:
		return v.code
	case jsNumber, jsDate:
		return "!!" + v.code
	case jsList, jsRows:
		return "(" + v.code + ".length > 0)"
	case jsEither:
		return "(" + v.code + " ? " + t.boolean(*v.then) + " : " + t.boolean(*v.other) + ")"
	case jsAnswer, jsHere:
		return "true"
	default:
		return "(" + v.code + " !== '')"
	}
}

// parameter is a name for the parameter of a function.
func (t *translator) parameter() string {
	t.inner++
	if t.inner == 1 {
		return "v"
	}
	return fmt.Sprintf("v%d", t.inner)
}

// some is a condition that one of several texts must meet.
func (t *translator) some(list js, condition func(one js) string) string {
	name := t.parameter()
	code := condition(js{kind: jsText, code: name})
	t.inner--
	return list.code + ".some(function (" + name + ") { return " + code + "; })"
}

// equal is = or != (XPath 1.0, section 3.4).
func (t *translator) equal(op string, a, b js) string {
	switch {
	case a.kind == jsEither:
		return "(" + a.code + " ? " + t.equal(op, *a.then, b) + " : " + t.equal(op, *a.other, b) + ")"
	case b.kind == jsEither:
		return t.equal(op, b, a)
	case a.kind == jsBoolean || b.kind == jsBoolean:
		return "(" + t.boolean(a) + " " + op + " " + t.boolean(b) + ")"
	case a.kind == jsList:
		return t.some(a, func(one js) string { return t.equal(op, one, b) })
	case b.kind == jsList:
		return t.equal(op, b, a)
	case t.plain(a) && b.literal:
		return "(" + a.code + " " + op + " " + b.code + ")"
	case t.plain(b) && a.literal:
		return "(" + b.code + " " + op + " " + a.code + ")"
	case textual(a) && textual(b):
		return "(" + t.text(a) + " " + op + " " + t.text(b) + ")"
	default:
		return "(" + t.number(a) + " " + op + " " + t.number(b) + ")"
	}
}

// plain is an answer that is a text or nothing.
func (t *translator) plain(v js) bool { return v.kind == jsAnswer && v.shape == shapeText }

func textual(v js) bool { return v.kind == jsText || v.kind == jsAnswer }

// ordered is <, <=, > or >=.
func (t *translator) ordered(op string, a, b js) string {
	nodes := func(v js) bool { return v.kind == jsList || v.kind == jsAnswer }
	switch {
	case a.kind == jsEither:
		return "(" + a.code + " ? " + t.ordered(op, *a.then, b) + " : " + t.ordered(op, *a.other, b) + ")"
	case b.kind == jsEither:
		return "(" + b.code + " ? " + t.ordered(op, a, *b.then) + " : " + t.ordered(op, a, *b.other) + ")"
	case nodes(a) && b.kind == jsBoolean || nodes(b) && a.kind == jsBoolean:
		return "(Number(" + t.boolean(a) + ") " + op + " Number(" + t.boolean(b) + "))"
	case a.kind == jsList:
		return t.some(a, func(one js) string { return t.ordered(op, one, b) })
	case b.kind == jsList:
		return t.some(b, func(one js) string { return t.ordered(op, a, one) })
	default:
		return "(" + t.number(a) + " " + op + " " + t.number(b) + ")"
	}
}

// translate writes an expression. The error names what cannot be said.
func (w *formWriter) translate(src forms.Source, at standpoint) (*translator, js, error) {
	origin := at
	origin.option, origin.columns = "", nil // what ${name} is, it is beside the question
	t := &translator{w: w, filter: at.option != "", origin: origin, used: map[string]bool{}, read: map[string]bool{}, nodes: map[int]bool{}}
	tree, err := xpath.Inspect(src.Text, xpath.Options{Binder: refs{w, at.node}, Namespaces: w.def.Namespaces})
	if err != nil {
		return nil, js{}, err
	}
	v := t.value(tree, at)
	return t, v, t.err
}

// unbracketed takes the outermost brackets off.
func unbracketed(code string) string {
	if !strings.HasPrefix(code, "(") || !strings.HasSuffix(code, ")") {
		return code
	}
	depth, quote := 0, byte(0)
	for i := 0; i < len(code)-1; i++ {
		switch c := code[i]; {
		case quote != 0:
			if c == '\\' {
				i++
			} else if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				return code
			}
		}
	}
	return code[1 : len(code)-1]
}
