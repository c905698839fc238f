// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/xpath"
)

// pattern says how a call is written: the types of its arguments and of its
// value, and the name of what is called. An argument that may be left out has ?.
type pattern struct {
	arguments string // s text, n number, b boolean, d date, l list of texts, a list of numbers
	value     jsKind
	code      string // JavaScript with $1, $2, ... for the arguments; @name( calls a helper
}

// patterns are the functions that need no more than their arguments.
var patterns = map[string]pattern{
	"true":                    {"", jsBoolean, "true"},
	"false":                   {"", jsBoolean, "false"},
	"boolean":                 {"b", jsBoolean, "$1"},
	"not":                     {"b", jsBoolean, "!$1"},
	"boolean-from-string":     {"s", jsBoolean, "(['1', 'true'].indexOf($1) >= 0)"},
	"string":                  {"s", jsText, "$1"},
	"string-length":           {"s", jsNumber, "$1.length"},
	"normalize-space":         {"s", jsText, "@normalize($1)"},
	"translate":               {"sss", jsText, "@translate($1, $2, $3)"},
	"contains":                {"ss", jsBoolean, "($1.indexOf($2) >= 0)"},
	"starts-with":             {"ss", jsBoolean, "$1.startsWith($2)"},
	"ends-with":               {"ss", jsBoolean, "$1.endsWith($2)"},
	"substring-before":        {"ss", jsText, "@before($1, $2)"},
	"substring-after":         {"ss", jsText, "@after($1, $2)"},
	"substring":               {"snn?", jsText, "@substring($1, $2, $3)"},
	"substr":                  {"snn?", jsText, "@substr($1, $2, $3)"},
	"coalesce":                {"ss", jsText, "($1 || $2)"},
	"number":                  {"n", jsNumber, "$1"},
	"int":                     {"n", jsNumber, "Math.trunc($1)"},
	"floor":                   {"n", jsNumber, "Math.floor($1)"},
	"ceiling":                 {"n", jsNumber, "Math.ceil($1)"},
	"abs":                     {"n", jsNumber, "Math.abs($1)"},
	"sqrt":                    {"n", jsNumber, "Math.sqrt($1)"},
	"exp":                     {"n", jsNumber, "Math.exp($1)"},
	"exp10":                   {"n", jsNumber, "Math.pow(10, $1)"},
	"log":                     {"n", jsNumber, "Math.log($1)"},
	"log10":                   {"n", jsNumber, "Math.log10($1)"},
	"sin":                     {"n", jsNumber, "Math.sin($1)"},
	"cos":                     {"n", jsNumber, "Math.cos($1)"},
	"tan":                     {"n", jsNumber, "Math.tan($1)"},
	"asin":                    {"n", jsNumber, "Math.asin($1)"},
	"acos":                    {"n", jsNumber, "Math.acos($1)"},
	"atan":                    {"n", jsNumber, "Math.atan($1)"},
	"atan2":                   {"nn", jsNumber, "Math.atan2($1, $2)"},
	"pow":                     {"nn", jsNumber, "Math.pow($1, $2)"},
	"pi":                      {"", jsNumber, "Math.PI"},
	"random":                  {"", jsNumber, "Math.random()"},
	"uuid":                    {"n?", jsText, "@uuid($1)"},
	"sum":                     {"a", jsNumber, "@sum($1)"},
	"selected":                {"ws", jsBoolean, "@selected($1, $2)"},
	"is-selected":             {"ws", jsBoolean, "@selected($1, $2)"},
	"count-selected":          {"w", jsNumber, "@words($1).length"},
	"selected-at":             {"wn", jsText, "(@words($1)[Math.trunc($2)] || '')"},
	"today":                   {"", jsDate, "@today()"},
	"now":                     {"", jsDate, "@now()"},
	"date":                    {"p", jsDate, "$1"},
	"date-time":               {"p", jsDate, "$1"},
	"decimal-date-time":       {"d", jsNumber, "$1"},
	"format-date":             {"ds", jsText, "@format($1, $2)"},
	"format-date-time":        {"ds", jsText, "@format($1, $2)"},
	"difference-in-days":      {"pp", jsNumber, "(@calendar($2) - @calendar($1))"},
	"difference-in-weeks":     {"pp", jsNumber, "Math.trunc((@calendar($2) - @calendar($1)) / 7)"},
	"difference-in-months":    {"pp", jsNumber, "@months($1, $2)"},
	"difference-in-years":     {"pp", jsNumber, "Math.trunc(@months($1, $2) / 12)"},
	"parse-timestamp-to-date": {"n", jsDate, "($1 / 86400000)"},
}

// function translates a call.
func (t *translator) function(s *xpath.Syntax, at standpoint) js {
	name := strings.TrimPrefix(s.Text, "cht:")
	switch name {
	case "if":
		return t.either(s, at)
	case "concat", "join":
		return t.join(s, at)
	case "count", "count-non-empty":
		return t.count(s, at)
	case "min", "max":
		return t.extreme(s, at)
	case "round":
		return t.round(s, at)
	case "regex":
		return t.regex(s, at)
	case "position":
		return t.position(s, at)
	case "once":
		return t.kept(s, at)
	case "indexed-repeat":
		return t.indexed(s, at)
	case "decimal-time":
		return t.partOfDay(s, at)
	case "jr:choice-name":
		return t.choiceName(s, at)
	case "jr:itext":
		return t.itext(s, at)
	case "pulldata":
		return t.pulldata(s, at)
	}
	p, ok := patterns[name]
	if !ok {
		return t.refuse("%s()", s.Text)
	}
	least := len(strings.SplitN(p.arguments, "?", 2)[0])
	if strings.Contains(p.arguments, "?") {
		least--
	}
	kinds := strings.ReplaceAll(p.arguments, "?", "")
	if len(s.Args) < least || len(s.Args) > len(kinds) {
		return t.refuse("%s() with %d arguments", s.Text, len(s.Args))
	}
	code := p.code
	for i := len(kinds) - 1; i >= 0; i-- {
		argument := ""
		if i < len(s.Args) {
			argument = t.argument(kinds[i], t.value(s.Args[i], at))
		}
		place := "$" + string(rune('1'+i))
		if argument == "" {
			code = strings.ReplaceAll(code, ", "+place, "")
		}
		code = strings.ReplaceAll(code, place, strings.ReplaceAll(argument, "$", "\x00"))
	}
	code = strings.ReplaceAll(code, "\x00", "$")
	for helper := range helpers {
		if strings.Contains(code, "@"+helper+"(") {
			t.used[helper] = true
			code = strings.ReplaceAll(code, "@"+helper+"(", helper+"(")
		}
	}
	return js{kind: p.value, code: code}
}

// argument is a value as a function wants it.
func (t *translator) argument(kind byte, v js) string {
	switch kind {
	case 'n':
		return t.number(v)
	case 'b':
		return t.boolean(v)
	case 'd':
		return t.days(v, false)
	case 'p':
		return t.days(v, true)
	case 'a':
		return t.numbers(v)
	case 'w': // an array or a text of words
		if v.kind == jsAnswer && (v.shape == shapeChoices || v.shape == shapeText) {
			return v.code
		}
	}
	return t.text(v)
}

// days is a value that is wanted as an instant.
func (t *translator) days(v js, lenient bool) string {
	switch v.kind {
	case jsNumber, jsDate:
		return v.code
	case jsBoolean:
		return "NaN"
	case jsEither:
		return "(" + v.code + " ? " + t.days(*v.then, lenient) + " : " + t.days(*v.other, lenient) + ")"
	}
	code := t.text(v)
	if lenient && !(v.kind == jsAnswer && v.shape == shapeDay) {
		code = t.call("padded", code)
	}
	return t.call("days", code)
}

// numbers is a JavaScript array of the numbers of a value.
func (t *translator) numbers(v js) string {
	if v.kind == jsList {
		return v.code + ".map(" + t.helper("number") + ")"
	}
	return "[" + t.number(v) + "]"
}

func (t *translator) helper(name string) string {
	t.used[name] = true
	return name
}

// either is if().
func (t *translator) either(s *xpath.Syntax, at standpoint) js {
	if len(s.Args) != 3 {
		return t.refuse("if() with %d arguments", len(s.Args))
	}
	condition := t.boolean(t.value(s.Args[0], at))
	a, b := t.value(s.Args[1], at), t.value(s.Args[2], at)
	if a.kind == b.kind && a.kind <= jsDate {
		return js{kind: a.kind, code: "(" + condition + " ? " + a.code + " : " + b.code + ")"}
	}
	return js{kind: jsEither, code: condition, then: &a, other: &b}
}

// join is concat() and join().
func (t *translator) join(s *xpath.Syntax, at standpoint) js {
	args, separator := s.Args, "''"
	if s.Text == "join" {
		if len(args) == 0 {
			return t.refuse("join() of nothing")
		}
		separator, args = t.text(t.value(args[0], at)), args[1:]
	}
	var parts []string
	lists := s.Text == "join"
	for _, arg := range args {
		v := t.value(arg, at)
		if v.kind == jsList {
			lists = true
			parts = append(parts, v.code)
		} else {
			parts = append(parts, t.text(v))
		}
	}
	switch {
	case len(parts) == 0:
		return js{kind: jsText, code: "''"}
	case lists:
		return js{kind: jsText, code: "[].concat(" + strings.Join(parts, ", ") + ").join(" + separator + ")"}
	case len(parts) == 1:
		return js{kind: jsText, code: parts[0]}
	default:
		return js{kind: jsText, code: "(" + strings.Join(parts, " + ") + ")"}
	}
}

func (t *translator) count(s *xpath.Syntax, at standpoint) js {
	if len(s.Args) != 1 {
		return t.refuse("%s() with %d arguments", s.Text, len(s.Args))
	}
	v := t.value(s.Args[0], at)
	switch {
	case v.kind == jsRows && s.Text == "count", v.kind == jsList && s.Text == "count":
		return js{kind: jsNumber, code: v.code + ".length"}
	case v.kind == jsList:
		return js{kind: jsNumber, code: v.code + ".filter(Boolean).length"}
	case v.kind == jsAnswer && s.Text == "count":
		return js{kind: jsNumber, code: "1"}
	case v.kind == jsAnswer:
		return js{kind: jsNumber, code: "Number(" + t.text(v) + " !== '')"}
	default:
		return t.refuse("%s() of what is no path", s.Text)
	}
}

func (t *translator) extreme(s *xpath.Syntax, at standpoint) js {
	var parts []string
	for _, arg := range s.Args {
		parts = append(parts, t.numbers(t.value(arg, at)))
	}
	return js{kind: jsNumber, code: t.call("most", "[].concat("+strings.Join(parts, ", ")+")", "Math."+s.Text)}
}

func (t *translator) round(s *xpath.Syntax, at standpoint) js {
	if len(s.Args) < 1 || len(s.Args) > 2 {
		return t.refuse("round() with %d arguments", len(s.Args))
	}
	places := "0"
	if len(s.Args) == 2 {
		places = t.number(t.value(s.Args[1], at))
	}
	return js{kind: jsNumber, code: t.call("round", t.number(t.value(s.Args[0], at)), places)}
}

// regex is regex(), which matches the whole text. The pattern must mean the same
// in JavaScript.
func (t *translator) regex(s *xpath.Syntax, at standpoint) js {
	if len(s.Args) != 2 || s.Args[1].Kind != xpath.LiteralSyntax {
		return t.refuse("regex() with a pattern that is calculated")
	}
	pattern, flags := s.Args[1].Text, ""
	for _, strange := range []string{"(?i", "(?s", "(?m", "(?P<", "[[:", `\A`, `\z`, `\Z`, `\Q`, "(?>", "++", "*+", "?+"} {
		if strings.Contains(pattern, strange) {
			return t.refuse("the pattern %s", pattern)
		}
	}
	if strings.Contains(pattern, `\p{`) || strings.Contains(pattern, `\P{`) {
		flags = ", 'u'"
	}
	return js{kind: jsBoolean, code: "new RegExp(" + quoted("^(?:"+pattern+")$") + flags + ").test(" + t.text(t.value(s.Args[0], at)) + ")"}
}

// position is position(..): which row this is.
func (t *translator) position(s *xpath.Syntax, at standpoint) js {
	if len(s.Args) == 1 {
		if v := t.value(s.Args[0], at); v.kind == jsHere && at.row == t.origin.row {
			return js{kind: jsNumber, code: "(" + t.call("index", jsvalue.FormatNumber(float64(v.level))) + " + 1)"}
		}
	}
	return t.refuse("position() of anything but the row around")
}

// kept is once(): it keeps the value that there is.
func (t *translator) kept(s *xpath.Syntax, at standpoint) js {
	if len(s.Args) != 1 {
		return t.refuse("once() with %d arguments", len(s.Args))
	}
	return js{kind: jsText, code: "(" + t.held(js{code: "value", shape: t.w.shapes[t.origin.node]}) + " || " + t.text(t.value(s.Args[0], at)) + ")"}
}

// indexed is indexed-repeat() with one repeat.
func (t *translator) indexed(s *xpath.Syntax, at standpoint) js {
	if len(s.Args) != 3 {
		return t.refuse("indexed-repeat() over several repeats")
	}
	v, rows := t.value(s.Args[0], at), t.value(s.Args[1], at)
	if v.kind != jsList || rows.kind != jsRows {
		return t.refuse("indexed-repeat() of what is in no repeat")
	}
	return js{kind: jsText, code: "(" + v.code + "[Math.trunc(" + t.number(t.value(s.Args[2], at)) + ") - 1] || '')"}
}

// partOfDay is decimal-time() of a time, or of a moment.
func (t *translator) partOfDay(s *xpath.Syntax, at standpoint) js {
	if len(s.Args) != 1 {
		return t.refuse("decimal-time() with %d arguments", len(s.Args))
	}
	v := t.value(s.Args[0], at)
	code := t.days(v, false)
	if textual(v) || v.kind == jsList {
		code = t.call("days", t.text(v)+".replace(/^(\\d\\d:)/, '1970-01-01T$1')")
	}
	return js{kind: jsNumber, code: t.call("partOfDay", code)}
}

// choiceName is the label of a choice, in the language of the form.
func (t *translator) choiceName(s *xpath.Syntax, at standpoint) js {
	if len(s.Args) != 2 {
		return t.refuse("jr:choice-name() with %d arguments", len(s.Args))
	}
	labels := t.w.labelsAt(t, s.Args[1], at)
	if labels == "" {
		return t.refuse("jr:choice-name() of what has no choices")
	}
	return js{kind: jsText, code: t.call("text", labels+"["+t.text(t.value(s.Args[0], at))+"]")}
}

// itext is a text of the form, or the label of a choice, in the first language.
func (t *translator) itext(s *xpath.Syntax, at standpoint) js {
	if len(s.Args) != 1 {
		return t.refuse("jr:itext() with %d arguments", len(s.Args))
	}
	arg := s.Args[0]
	last := len(arg.Steps) - 1
	switch text, ok := t.w.def.Texts[arg.Text]; {
	case arg.Kind == xpath.LiteralSyntax && ok && !hasOutputs(text):
		return js{kind: jsText, code: quoted(t.w.plainLabel(text))}
	case arg.Kind == xpath.LocationSyntax && arg.From != nil && last >= 0 && arg.Steps[last].Name.Local == "itextId":
		t.w.note(forms.Warning, forms.Position{File: t.w.def.File}, "a calculation takes a text of the form in its first language, in every language")
		return js{kind: jsText, code: t.text(t.value(arg, at))}
	default:
		return t.refuse("jr:itext() of an id that is calculated")
	}
}

// pulldata is the column of the first row of a table with a value.
func (t *translator) pulldata(s *xpath.Syntax, at standpoint) js {
	if len(s.Args) != 4 || s.Args[0].Kind != xpath.LiteralSyntax || s.Args[1].Kind != xpath.LiteralSyntax || s.Args[2].Kind != xpath.LiteralSyntax {
		return t.refuse("pulldata() of names that are calculated")
	}
	id, column, key := s.Args[0].Text, s.Args[1].Text, s.Args[2].Text
	rows, ok := t.w.tables(id)
	if !ok {
		return t.refuse("the table %q, which is not in the form", id)
	}
	t.w.reads(id, map[string]bool{key: true, column: true})
	name := t.parameter()
	condition := t.call("text", member(name, key)) + " === " + t.text(t.value(s.Args[3], at))
	t.inner--
	return js{kind: jsText, code: t.call("text", "("+rows.script(map[string]bool{key: true, column: true})+
		".find(function ("+name+") { return "+condition+"; }) || {})"+member("", column))}
}
