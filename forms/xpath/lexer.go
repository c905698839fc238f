// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	tokEOF tokenKind = iota
	tokNumber
	tokLiteral
	tokName      // a name, with its prefix if it has one: "a", "p:a"
	tokPrefixAny // "p:*"
	tokRef       // ${name}
	tokVariable  // $name
	tokOpen
	tokClose
	tokOpenBracket
	tokCloseBracket
	tokDot
	tokDotDot
	tokAt
	tokComma
	tokColonColon
	tokStar // the name test *
	tokSlash
	tokSlashSlash
	tokUnion
	tokPlus
	tokMinus
	tokMultiply
	tokDiv
	tokMod
	tokEq
	tokNe
	tokLt
	tokLe
	tokGt
	tokGe
	tokAnd
	tokOr
)

// token is a lexical token. text is the name, the value of a literal, or the
// digits of a number.
type token struct {
	kind tokenKind
	pos  int
	text string
}

// maxSource is the longest expression that is compiled. The longest of 10,854
// different ones in real forms has 2,407 bytes.
const maxSource = 256 << 10

// tokenize splits an expression into tokens; the last one is tokEOF.
func tokenize(src string) ([]token, error) {
	if len(src) > maxSource {
		return nil, &SyntaxError{Msg: "expression is too long", Hint: "split it over several calculations"}
	}
	l := lexer{src: src, tokens: make([]token, 0, len(src)/3+2)}
	for {
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		l.tokens = append(l.tokens, t)
		if t.kind == tokEOF {
			return l.tokens, nil
		}
	}
}

type lexer struct {
	src    string
	pos    int
	tokens []token
}

// afterOperand tells whether the token before is the end of an operand, so
// that a name or * which follows is an operator (XPath 1.0, section 3.7).
func (l *lexer) afterOperand() bool {
	if len(l.tokens) == 0 {
		return false
	}
	switch l.tokens[len(l.tokens)-1].kind {
	case tokNumber, tokLiteral, tokName, tokPrefixAny, tokRef, tokVariable,
		tokClose, tokCloseBracket, tokDot, tokDotDot, tokStar:
		return true
	}
	return false
}

func (l *lexer) rest() string { return l.src[l.pos:] }

func (l *lexer) next() (token, error) {
	for l.pos < len(l.src) && isSpace(l.src[l.pos]) {
		l.pos++
	}
	start := l.pos
	if start == len(l.src) {
		return token{kind: tokEOF, pos: start}, nil
	}
	c := l.src[start]
	switch {
	case c == '"' || c == '\'':
		return l.literal(c)
	case isDigit(c) || c == '.' && start+1 < len(l.src) && isDigit(l.src[start+1]):
		return l.number(), nil
	case c == '$':
		return l.reference()
	}
	if kind, n := symbol(l.rest(), l.afterOperand()); n > 0 {
		l.pos += n
		return token{kind: kind, pos: start}, nil
	}
	return l.name()
}

// symbol is the operator or punctuation mark at the beginning of s, and its
// length; 0 if there is none.
func symbol(s string, afterOperand bool) (tokenKind, int) {
	if len(s) > 1 {
		switch s[:2] {
		case "..":
			return tokDotDot, 2
		case "::":
			return tokColonColon, 2
		case "//":
			return tokSlashSlash, 2
		case "!=":
			return tokNe, 2
		case "<=":
			return tokLe, 2
		case ">=":
			return tokGe, 2
		}
	}
	switch s[0] {
	case '(':
		return tokOpen, 1
	case ')':
		return tokClose, 1
	case '[':
		return tokOpenBracket, 1
	case ']':
		return tokCloseBracket, 1
	case '.':
		return tokDot, 1
	case '@':
		return tokAt, 1
	case ',':
		return tokComma, 1
	case '*':
		if afterOperand {
			return tokMultiply, 1
		}
		return tokStar, 1
	case '/':
		return tokSlash, 1
	case '|':
		return tokUnion, 1
	case '+':
		return tokPlus, 1
	case '-':
		return tokMinus, 1
	case '=':
		return tokEq, 1
	case '<':
		return tokLt, 1
	case '>':
		return tokGt, 1
	}
	return tokEOF, 0
}

func (l *lexer) literal(quote byte) (token, error) {
	start := l.pos
	end := strings.IndexByte(l.src[start+1:], quote)
	if end < 0 {
		return token{}, &SyntaxError{Offset: start, Msg: "text in quotes does not end", Hint: "close it with " + string(quote)}
	}
	l.pos = start + end + 2
	return token{kind: tokLiteral, pos: start, text: l.src[start+1 : l.pos-1]}, nil
}

func (l *lexer) number() token {
	start := l.pos
	l.digits()
	if l.pos < len(l.src) && l.src[l.pos] == '.' {
		l.pos++
		l.digits()
	}
	return token{kind: tokNumber, pos: start, text: l.src[start:l.pos]}
}

func (l *lexer) digits() {
	for l.pos < len(l.src) && isDigit(l.src[l.pos]) {
		l.pos++
	}
}

// reference reads ${name}, ${last-saved#name} or $variable.
func (l *lexer) reference() (token, error) {
	start := l.pos
	if strings.HasPrefix(l.rest(), "${") {
		end := strings.IndexByte(l.rest(), '}')
		if end < 0 {
			return token{}, &SyntaxError{Offset: start, Msg: "reference does not end", Hint: "close it with }"}
		}
		name := strings.TrimSpace(l.src[start+2 : start+end])
		if !isReferenceName(name) {
			return token{}, &SyntaxError{Offset: start, Msg: "reference has no proper name", Hint: "write the name of a question, as in ${age}"}
		}
		l.pos = start + end + 1
		return token{kind: tokRef, pos: start, text: name}, nil
	}
	l.pos++
	name := qualifiedName(l.rest())
	if name == "" {
		return token{}, &SyntaxError{Offset: start, Msg: "$ is not followed by a name"}
	}
	l.pos += len(name)
	return token{kind: tokVariable, pos: start, text: name}, nil
}

func isReferenceName(name string) bool {
	name = strings.TrimPrefix(name, "last-saved#")
	return name != "" && qualifiedName(name) == name
}

// name reads a name, a name test with a prefix, or an operator that is a word.
func (l *lexer) name() (token, error) {
	start := l.pos
	if l.afterOperand() {
		if kind, n := wordOperator(l.rest()); n > 0 {
			l.pos += n
			return token{kind: kind, pos: start}, nil
		}
	}
	name := qualifiedName(l.rest())
	if name == "" {
		r, _ := utf8.DecodeRuneInString(l.rest())
		return token{}, &SyntaxError{Offset: start, Msg: "character " + printable(r) + " is not expected here"}
	}
	l.pos += len(name)
	if !strings.Contains(name, ":") && strings.HasPrefix(l.rest(), ":*") {
		l.pos += 2
		return token{kind: tokPrefixAny, pos: start, text: name}, nil
	}
	return token{kind: tokName, pos: start, text: name}, nil
}

var wordOperators = [...]struct {
	word string
	kind tokenKind
}{{"and", tokAnd}, {"or", tokOr}, {"div", tokDiv}, {"mod", tokMod}}

// wordOperator is the operator at the beginning of s. A digit may follow it
// without a space, as in "1 and1": no name can stand here, and the engines of
// ODK read it so.
func wordOperator(s string) (tokenKind, int) {
	for _, op := range wordOperators {
		if after, ok := strings.CutPrefix(s, op.word); ok {
			r, _ := utf8.DecodeRuneInString(after)
			if after == "" || !isNameChar(r) || unicode.IsDigit(r) || r == '.' {
				return op.kind, len(op.word)
			}
		}
	}
	return tokEOF, 0
}

// qualifiedName is the longest name at the beginning of s, with a prefix if it
// has one; "" if there is none.
func qualifiedName(s string) string {
	n := nameLength(s)
	if n > 0 && n < len(s) && s[n] == ':' {
		if local := nameLength(s[n+1:]); local > 0 {
			return s[:n+1+local]
		}
	}
	return s[:n]
}

// nameLength is the length of the NCName at the beginning of s.
func nameLength(s string) int {
	for i, r := range s {
		if i == 0 && !isNameStart(r) || !isNameChar(r) {
			return i
		}
	}
	return len(s)
}

func isNameStart(r rune) bool {
	return r == '_' || unicode.IsLetter(r)
}

func isNameChar(r rune) bool {
	return isNameStart(r) || r == '-' || r == '.' || r == 0xB7 || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isSpace tells the white space of XML and XPath, which has no form feed and
// no vertical tab.
func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// printable shows a character in a message without letting a control
// character through.
func printable(r rune) string {
	if unicode.IsPrint(r) && r != utf8.RuneError {
		return "'" + string(r) + "'"
	}
	return fmt.Sprintf("%U", r)
}
