// SPDX-License-Identifier: Apache-2.0

package jsvalue

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf8"
)

// MaxDepth is how deep arrays and objects may lie in each other, so that no
// text can exhaust the stack.
const MaxDepth = 200

// ErrDepth is the error of a text whose values lie too deep in each other.
var ErrDepth = errors.New("values nested too deeply")

// Parse reads a JSON text. The order of members is kept; of members with the
// same name the last one counts.
func Parse(text []byte) (Value, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := parse(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	return v, nil
}

func parse(d *json.Decoder, depth int) (Value, error) {
	token, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	switch token := token.(type) {
	case nil:
		return Null, nil
	case bool:
		return token, nil
	case string:
		return token, nil
	case json.Number:
		return ToNumber(token.String()), nil
	case json.Delim:
		if depth == MaxDepth {
			return nil, ErrDepth
		}
		if token == '[' {
			return parseArray(d, depth)
		}
		return parseObject(d, depth)
	default:
		return nil, fmt.Errorf("read JSON: token %v", token)
	}
}

func parseArray(d *json.Decoder, depth int) (Value, error) {
	a := &Array{}
	for d.More() {
		item, err := parse(d, depth+1)
		if err != nil {
			return nil, err
		}
		a.Items = append(a.Items, item)
	}
	_, err := d.Token()
	return a, err
}

func parseObject(d *json.Decoder, depth int) (Value, error) {
	o := NewObject()
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("read JSON: %w", err)
		}
		v, err := parse(d, depth+1)
		if err != nil {
			return nil, err
		}
		o.Set(name.(string), v)
	}
	_, err := d.Token()
	return o, err
}

// Append writes a value as JSON.stringify does, without white space: members
// that are undefined are left out, as items they are null, and so are numbers
// that JSON does not know.
func Append(dst []byte, v Value) []byte {
	switch v := v.(type) {
	case bool:
		if v {
			return append(dst, "true"...)
		}
		return append(dst, "false"...)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return append(dst, "null"...)
		}
		return append(dst, FormatNumber(v)...)
	case string:
		return appendString(dst, v)
	case *Array:
		if v == nil {
			return append(dst, "null"...)
		}
		dst = append(dst, '[')
		for i, item := range v.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = Append(dst, item)
		}
		return append(dst, ']')
	case *Object:
		if v == nil {
			return append(dst, "null"...)
		}
		dst = append(dst, '{')
		first := true
		for _, name := range v.keys {
			member := v.members[name]
			if member == nil {
				continue
			}
			if !first {
				dst = append(dst, ',')
			}
			first = false
			dst = appendString(dst, name)
			dst = append(dst, ':')
			dst = Append(dst, member)
		}
		return append(dst, '}')
	default:
		return append(dst, "null"...)
	}
}

const hex = "0123456789abcdef"

// appendString quotes a text as JSON.stringify does: no more than must be is
// escaped.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c == '"' || c == '\\':
				dst = append(dst, '\\', c)
			case c >= ' ':
				dst = append(dst, c)
			case c == '\n':
				dst = append(dst, '\\', 'n')
			case c == '\r':
				dst = append(dst, '\\', 'r')
			case c == '\t':
				dst = append(dst, '\\', 't')
			case c == '\b':
				dst = append(dst, '\\', 'b')
			case c == '\f':
				dst = append(dst, '\\', 'f')
			default:
				dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		dst = utf8.AppendRune(dst, r) // a byte that is no UTF-8 becomes U+FFFD
		i += size
	}
	return append(dst, '"')
}

// JSON is a value as JSON text.
func JSON(v Value) string { return string(Append(nil, v)) }

// MarshalJSON implements [json.Marshaler].
func (a *Array) MarshalJSON() ([]byte, error) { return Append(nil, a), nil }

// MarshalJSON implements [json.Marshaler].
func (o *Object) MarshalJSON() ([]byte, error) { return Append(nil, o), nil }
