// SPDX-License-Identifier: Apache-2.0

package native

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/dialform/dialform/forms"
)

// maxFindings ends a report that nobody would read to the end.
const maxFindings = 200

// codec reads or writes one form.
type codec struct {
	file      string
	files     fs.FS // beside the form
	findings  forms.Findings
	languages []string // of the form, in its order
	refused   []error  // what cannot be written
}

// field is one key of a mapping and the place in the definition that it stands
// for. A write that gives an absent value leaves the key out.
type field struct {
	key   string
	read  func(value)
	write func() value
}

// readFields reads a mapping. Fields are read in the order of their table,
// whatever the order of the file.
func (c *codec) readFields(v value, what string, fields []field) {
	at := make(map[string]value, len(v.pairs))
	for _, p := range c.pairs(v, what) {
		if !slices.ContainsFunc(fields, func(f field) bool { return f.key == p.key }) {
			c.unknown(p, what, keysOf(fields))
		}
		at[p.key] = p.value
	}
	for _, f := range fields {
		if v, ok := at[f.key]; ok {
			f.read(v)
		}
	}
}

// unknown reports a key that is not one of its mapping.
func (c *codec) unknown(p pair, what string, keys []string) {
	hint := "it has " + strings.Join(keys, ", ")
	if near := nearest(p.key, keys); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	c.fail(value{line: p.line}, fmt.Sprintf("%s has no key %q", what, p.key), hint)
}

func writeFields(fields []field) value {
	v := value{shape: mapping}
	for _, f := range fields {
		v.add(f.key, f.write())
	}
	return v
}

func keysOf(fields []field) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	return keys
}

// text is a field that holds a text.
func (c *codec) text(key string, at *string) field {
	return field{key, func(v value) { *at = c.scalar(v, key) }, func() value { return optional(*at) }}
}

// flag is a field that holds true or false.
func (c *codec) flag(key string, at *bool) field {
	return field{key, func(v value) {
		switch {
		case v.shape == scalar && v.bare && (v.text == "true" || v.text == "false"):
			*at = v.text == "true"
		default:
			c.fail(v, key+" is true or false", "write one of the two")
		}
	}, func() value {
		if !*at {
			return value{}
		}
		return word("true")
	}}
}

// source is a field that holds an expression. What always holds and what never
// does may be written as true and false.
func (c *codec) source(key string, at *forms.Source) field {
	return field{key, func(v value) { *at = c.expression(v, key) }, func() value { return expressionValue(*at) }}
}

func (c *codec) expression(v value, what string) forms.Source {
	s := forms.Source{Text: c.scalar(v, what), Pos: c.pos(v)}
	if v.bare && (s.Text == "true" || s.Text == "false") {
		s.Text += "()"
	}
	return s
}

func expressionValue(s forms.Source) value {
	switch s.Text {
	case "true()", "false()":
		return word(strings.TrimSuffix(s.Text, "()"))
	}
	return optional(s.Text)
}

// names is a field that holds a list of texts; one alone needs no list.
func (c *codec) names(key string, at *[]string) field {
	return field{key, func(v value) {
		*at = []string{}
		if v.shape == scalar {
			*at = append(*at, v.text)
			return
		}
		for _, item := range c.items(v, key) {
			*at = append(*at, c.scalar(item, key))
		}
	}, func() value { return texts(*at) }}
}

func texts(all []string) value {
	if all == nil {
		return value{}
	}
	v := value{shape: list}
	for _, s := range all {
		v.append(text(s))
	}
	return v
}

// table is a field that holds texts by name.
func (c *codec) table(key string, at *map[string]string) field {
	return field{key, func(v value) {
		*at = map[string]string{}
		for _, p := range c.pairs(v, key) {
			(*at)[p.key] = c.scalar(p.value, p.key)
		}
	}, func() value {
		var v value
		for _, name := range sorted(*at) {
			v.add(name, text((*at)[name]))
		}
		return v
	}}
}

// choice is a field that holds one of the words.
func choice[T comparable](c *codec, key string, at *T, words []string, values []T) field {
	return field{key, func(v value) {
		s := c.scalar(v, key)
		if i := slices.Index(words, s); i >= 0 {
			*at = values[i]
			return
		}
		hint := "write " + strings.Join(words, ", ")
		if near := nearest(s, words); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		c.fail(v, fmt.Sprintf("%q is no %s", s, key), hint)
	}, func() value {
		if i := slices.Index(values, *at); i >= 0 {
			return text(words[i])
		}
		return value{}
	}}
}

// scalar is the text of a value that must have one.
func (c *codec) scalar(v value, what string) string {
	if v.shape != scalar {
		c.fail(v, what+" is one text", "quote it if it begins with [ or {")
	}
	return v.text
}

func (c *codec) items(v value, what string) []value {
	if v.shape != list {
		c.fail(v, what+" is a list", "begin each entry with \"- \"")
	}
	return v.items
}

func (c *codec) pairs(v value, what string) []pair {
	if v.shape != mapping {
		c.fail(v, what+" is a mapping of keys", "write \"key: value\" lines below it")
	}
	return v.pairs
}

func (c *codec) pos(v value) forms.Position { return forms.Position{File: c.file, Row: v.line} }

func (c *codec) fail(at value, msg, hint string) { c.find(forms.Error, at, msg, hint) }
func (c *codec) warn(at value, msg, hint string) { c.find(forms.Warning, at, msg, hint) }

func (c *codec) find(severity forms.Severity, at value, msg, hint string) {
	// Warnings leave room for the errors that may follow.
	if len(c.findings) < maxFindings || severity == forms.Error && len(c.findings) < 2*maxFindings {
		c.findings = append(c.findings, forms.Finding{Severity: severity, Pos: c.pos(at), Msg: oneLine(msg), Hint: oneLine(hint)})
	}
}

// oneLine is a message without control characters, since parts of it may come
// from the file, and no longer than somebody reads.
func oneLine(s string) string {
	const most = 240
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
