// SPDX-License-Identifier: Apache-2.0

package native

// shape is the shape of a value.
type shape uint8

const (
	absent shape = iota // a key that is left out
	scalar
	list
	mapping
)

// value is one YAML value: what the parser gave or what is to be written. It
// keeps the text of scalars as it was written, so that version 1.10 is not the
// number 1.1.
type value struct {
	shape shape
	text  string  // of a scalar
	bare  bool    // a scalar that was written without quotes
	block bool    // written over several lines even where it fits in one
	items []value // of a list
	pairs []pair  // of a mapping, in the order of the file
	line  int     // from 1; 0 in what is to be written
}

// pair is one key of a mapping.
type pair struct {
	key   string
	line  int
	value value
}

func text(s string) value { return value{shape: scalar, text: s} }

// word is a scalar that is no text of the author, such as true.
func word(s string) value { return value{shape: scalar, text: s, bare: true} }

// optional is a text that is left out when it is empty.
func optional(s string) value {
	if s == "" {
		return value{}
	}
	return text(s)
}

func (v *value) add(key string, val value) {
	if val.shape != absent {
		v.shape = mapping
		v.pairs = append(v.pairs, pair{key: key, value: val})
	}
}

func (v *value) append(item value) {
	v.shape = list
	v.items = append(v.items, item)
}
