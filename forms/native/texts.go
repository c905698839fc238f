// SPDX-License-Identifier: Apache-2.0

package native

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// A text has one of these spellings:
//
//	label: Hello ${name}                             # the same in every language
//	label: {English (en): Hello, French (fr): Salut} # by language
//	label: {text: Hello, short: Hi}                  # with further forms
//	label: {English (en): {text: Hello, short: Hi}}  # both
//
// Wherever a text can stand, it can be a list of its parts, for what no
// ${name} can say:
//
//	label: [Today is the, {output: "format-date(today(), '%d')"}]
//
// In a list, "${" is no reference.

// label is a field that holds a text in languages.
func (c *codec) label(key string, at *forms.Text) field {
	return field{
		key,
		func(v value) { *at = c.readText(v) },
		func() value { return c.writeText(*at) },
	}
}

func (c *codec) readText(v value) forms.Text {
	if v.shape != mapping || isForms(v) {
		return forms.Text{"": c.readForm(v)}
	}
	t := forms.Text{}
	for _, p := range v.pairs {
		if p.key != "" && !slices.Contains(c.languages, p.key) {
			hint := "add it to languages, or correct it"
			if near := nearest(p.key, c.languages); near != "" {
				hint = fmt.Sprintf("did you mean %q?", near)
			}
			c.warn(value{line: p.line}, fmt.Sprintf("%q is no language of the form", p.key), hint)
		}
		t[p.key] = c.readForm(p.value)
	}
	return t
}

func (c *codec) writeText(t forms.Text) value {
	switch form, plain := t[""]; {
	case len(t) == 0:
		return value{}
	case len(t) == 1 && plain:
		return c.writeForm(form)
	}
	var v value
	for _, lang := range c.inOrder(t) {
		v.add(lang, c.writeForm(t[lang]))
	}
	if isForms(v) {
		c.refused = append(c.refused, fmt.Errorf("a language cannot be named %q", v.pairs[0].key))
	}
	return v
}

// inOrder are the languages of a text as the form orders them, then those it
// does not name.
func (c *codec) inOrder(t forms.Text) []string {
	names := sorted(t)
	slices.SortStableFunc(names, func(a, b string) int { return c.rank(a) - c.rank(b) })
	return names
}

func (c *codec) rank(lang string) int {
	if i := slices.Index(c.languages, lang); i >= 0 {
		return i
	}
	return len(c.languages)
}

// isForms tells the forms of one text from a text in languages: by keys that
// name no language.
func isForms(v value) bool {
	for _, p := range v.pairs {
		if !slices.Contains(formKeys, p.key) {
			return false
		}
	}
	return len(v.pairs) > 0
}

var formKeys = keysOf((&codec{}).form(&forms.TextForm{}))

// form are the keys of a text that is more than its long form.
func (c *codec) form(f *forms.TextForm) []field {
	return []field{
		c.pieces("text", &f.Long),
		c.pieces("short", &f.Short),
		c.pieces("guidance", &f.Guidance),
		c.table("media", &f.Media),
	}
}

func (c *codec) readForm(v value) forms.TextForm {
	var f forms.TextForm
	if v.shape == mapping {
		c.readFields(v, "a text", c.form(&f))
		return f
	}
	f.Long = c.readPieces(v)
	return f
}

func (c *codec) writeForm(f forms.TextForm) value {
	switch {
	case len(f.Short)+len(f.Guidance)+len(f.Media) > 0:
		return writeFields(c.form(&f))
	case len(f.Long) == 0:
		return text("")
	}
	return writePieces(f.Long)
}

func (c *codec) pieces(key string, at *[]forms.Piece) field {
	return field{key, func(v value) { *at = c.readPieces(v) }, func() value { return writePieces(*at) }}
}

func (c *codec) readPieces(v value) []forms.Piece {
	if v.shape != list {
		return forms.ParseTemplate(c.scalar(v, "a text"), c.pos(v))
	}
	var pieces []forms.Piece
	for _, item := range v.items {
		if item.shape != mapping {
			pieces = append(pieces, forms.Piece{Literal: c.scalar(item, "a part of a text")})
			continue
		}
		var p forms.Piece
		c.readFields(item, "a part of a text", c.piece(&p))
		pieces = append(pieces, p)
	}
	return pieces
}

func (c *codec) piece(p *forms.Piece) []field {
	return []field{c.source("output", &p.Output)}
}

// writePieces writes a text as one line where that reads as the same pieces.
func writePieces(pieces []forms.Piece) value {
	if len(pieces) == 0 {
		return value{}
	}
	var whole strings.Builder
	for _, p := range pieces {
		whole.WriteString(p.Literal + p.Output.Text)
	}
	if reflect.DeepEqual(forms.ParseTemplate(whole.String(), forms.Position{}), withoutPositions(pieces)) {
		return text(whole.String())
	}
	v := value{shape: list}
	for _, p := range pieces {
		if p.Output.Text == "" {
			v.append(text(p.Literal))
			continue
		}
		v.append(writeFields((&codec{}).piece(&p)))
	}
	return v
}

func withoutPositions(pieces []forms.Piece) []forms.Piece {
	plain := slices.Clone(pieces)
	for i := range plain {
		plain[i].Output.Pos = forms.Position{}
	}
	return plain
}
