// SPDX-License-Identifier: Apache-2.0

package native

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Limits of a file. The largest known form, a census with 168 choice lists, is
// written in 950,000 bytes with 96,000 marks; a mark takes up to 800 bytes while
// the file is read.
const (
	maxBytes = 5 << 20
	maxMarks = 300_000
	maxDepth = 400 // a group in a group is three deeper
)

// mistake is something in the file that is no YAML, or none of the YAML that
// is read.
type mistake struct {
	line      int // 0 is the whole file
	msg, hint string
}

func (m *mistake) Error() string { return m.msg }

// parse reads a document into one value. Errors are *mistake.
func parse(data []byte) (v value, err error) {
	// The parser has panicked on hostile text before; a reader of forms must not.
	defer func() {
		if recover() != nil {
			v, err = value{}, &mistake{msg: "it cannot be understood as YAML", hint: "compare it with docs/example-form.yaml"}
		}
	}()
	switch {
	case len(data) > maxBytes:
		return value{}, &mistake{
			msg:  fmt.Sprintf("the file has %d bytes, at most %d are read", len(data), maxBytes),
			hint: "split the form, or move long choice lists to a csv file",
		}
	case !utf8.Valid(data):
		return value{}, &mistake{msg: "the text is not UTF-8", hint: "save it as UTF-8"}
	}
	tokens, err := scan(strings.TrimPrefix(string(data), "\ufeff"))
	if err != nil {
		return value{}, err
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		return value{}, unreadable(err)
	}
	var body ast.Node
	for _, doc := range file.Docs {
		switch {
		case doc.Body == nil:
		case body != nil:
			return value{}, &mistake{line: line(doc.Body), msg: "a second document begins here", hint: "keep one form in a file"}
		default:
			body = doc.Body
		}
	}
	if body == nil {
		return value{}, &mistake{msg: "the file is empty", hint: "see docs/example-form.yaml"}
	}
	return convert(body, 0)
}

// marks are the signs that begin and end the parts of YAML. A text has at most
// two tokens for each.
const marks = "[]{},:-#&*!|>?\"'\n"

// scan takes a text apart, unless it is too long for that, and refuses what is
// nested too deep for the parser.
func scan(text string) (token.Tokens, error) {
	count := 0
	for i := range len(text) {
		if strings.IndexByte(marks, text[i]) >= 0 {
			count++
		}
	}
	if count > maxMarks {
		return nil, &mistake{msg: "the form is too large", hint: "split it, or move long choice lists to a csv file"}
	}
	tokens := lexer.Tokenize(text)
	depth, entries, line := 0, 0, 0
	for _, t := range tokens {
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		case token.SequenceEntryType: // - - - a
			if t.Position.Line != line {
				line, entries = t.Position.Line, 0
			}
			entries++
		}
		if depth > maxDepth || entries > maxDepth {
			return nil, &mistake{line: t.Position.Line, msg: "values are nested too deep", hint: "take some levels out"}
		}
	}
	return tokens, nil
}

// unreadable says where the parser gave up.
func unreadable(err error) *mistake {
	m := &mistake{msg: "it cannot be understood as YAML", hint: "check the indentation and the quotes here and in the line above"}
	var at yaml.Error
	if errors.As(err, &at) {
		if t := at.GetToken(); t != nil && t.Position != nil {
			m.line = t.Position.Line
		}
		if said := at.GetMessage(); said != "" {
			m.msg = "this is no YAML: " + said
		}
	}
	return m
}

func line(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

// convert makes a value of a node of the parser.
func convert(n ast.Node, depth int) (value, error) {
	v := value{line: line(n)}
	if depth > maxDepth {
		return v, &mistake{line: v.line, msg: "values are nested too deep", hint: "take some levels out"}
	}
	switch n := n.(type) {
	case *ast.StringNode:
		v.shape, v.text = scalar, n.Value
		v.bare = n.Token.Type == token.StringType
	case *ast.LiteralNode:
		v.shape, v.text = scalar, n.Value.Value
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		v.shape, v.text, v.bare = scalar, n.GetToken().Value, true
	case *ast.NullNode:
		return v, &mistake{line: v.line, msg: "there is no value here", hint: `write one, "" for an empty text, or take the key out`}
	case *ast.SequenceNode:
		v.shape = list
		for _, item := range n.Values {
			got, err := convert(item, depth+1)
			if err != nil {
				return v, err
			}
			v.items = append(v.items, got)
		}
	case *ast.MappingNode:
		v.shape = mapping
		return v, v.fill(n.Values, depth)
	case *ast.MappingValueNode:
		v.shape = mapping
		return v, v.fill([]*ast.MappingValueNode{n}, depth)
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		return v, &mistake{line: v.line, msg: "anchors and aliases are not read", hint: "write the value out, or quote a text that begins with & or *"}
	case *ast.TagNode:
		return v, &mistake{line: v.line, msg: "tags are not read", hint: "take it out, or quote a text that begins with !"}
	default:
		return v, &mistake{line: v.line, msg: "this cannot stand here", hint: "quote it if it is a text"}
	}
	return v, nil
}

// fill gives a mapping its keys.
func (v *value) fill(pairs []*ast.MappingValueNode, depth int) error {
	seen := make(map[string]bool, len(pairs))
	for _, n := range pairs {
		key, err := convert(n.Key, depth+1)
		switch {
		case err != nil:
			return err
		case key.shape != scalar:
			return &mistake{line: key.line, msg: "a key must be a text", hint: "quote it"}
		case seen[key.text]:
			return &mistake{line: key.line, msg: fmt.Sprintf("the key %q stands twice", key.text), hint: "remove one of the two"}
		}
		seen[key.text] = true
		got, err := convert(n.Value, depth+1)
		if err != nil {
			return err
		}
		v.pairs = append(v.pairs, pair{key: key.text, line: key.line, value: got})
	}
	return nil
}
