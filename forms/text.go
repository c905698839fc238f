// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"fmt"
	"strings"

	"github.com/dialform/dialform/forms/xpath"
)

// maxTexts bounds the memory of texts: one counts once for each language. The
// longest itext of 240 real forms has 8,337.
const maxTexts = 1 << 20

// text is a compiled text: one entry for each language of the form, in their
// order, with the fallbacks already made.
type text []compiledText

type compiledText struct {
	long, short, guidance template
}

// template is a text with outputs.
type template []part

// part is a literal, or an expression whose value stands there.
type part struct {
	literal string
	output  *xpath.Expr
}

// languageIndex finds the place of a language in a text.
type languageIndex struct {
	names []string
	first int // the default language
}

func (x languageIndex) of(lang string) int {
	for i, name := range x.names {
		if name == lang {
			return i
		}
	}
	return x.first
}

// languages fixes the order of languages in texts. A form without languages
// has one, without a name.
func (c *compiler) languages() {
	x := &c.form.defaults
	for _, l := range c.def.Languages {
		x.names = append(x.names, l.Name)
	}
	if x.names == nil {
		x.names = []string{""}
	}
	for i, name := range x.names {
		if name == c.def.DefaultLanguage {
			x.first = i
			return
		}
	}
	if c.form.DefaultLanguage = x.names[0]; c.def.DefaultLanguage != "" {
		c.findings.warn(Position{File: c.def.File}, "the form has no texts in its default language "+c.def.DefaultLanguage,
			"the first language is used instead")
	}
}

// texts compiles the texts that jr:itext() can name. Most of them are labels
// too and are checked there, where their outputs have a place.
func (c *compiler) texts() {
	said := len(c.findings)
	c.form.texts = make(map[string]*text, len(c.def.Texts))
	for id, t := range c.def.Texts {
		c.form.texts[id] = c.text(t, place{0, 0})
	}
	c.findings = c.findings[:said]
}

// text compiles a text; nil when there is none in any language.
func (c *compiler) text(t Text, at place) *text {
	if len(t) == 0 {
		return nil
	}
	x := c.form.defaults
	if c.written += len(x.names); c.written > maxTexts {
		c.once("texts", Position{File: c.def.File}, fmt.Sprintf("the form has more than %d texts in all its languages", maxTexts), "split it")
		return nil
	}
	compiled := make(text, len(x.names))
	found := false
	for i, name := range x.names {
		tf := t.in(name, x.names[x.first])
		compiled[i] = compiledText{
			long:     c.template(tf.Long, at),
			short:    c.template(tf.Short, at),
			guidance: c.template(tf.Guidance, at),
		}
		found = found || len(tf.Long) > 0 || len(tf.Short) > 0 || len(tf.Guidance) > 0
	}
	if !found {
		return nil
	}
	return &compiled
}

// in is the text in a language, else untranslated, else in the default
// language, else in any.
func (t Text) in(lang, defaultLang string) TextForm {
	for _, name := range [...]string{lang, "", defaultLang} {
		if tf, ok := t[name]; ok && len(tf.Long) > 0 {
			return tf
		}
	}
	for _, name := range sortedKeys(t) {
		if len(t[name].Long) > 0 {
			return t[name]
		}
	}
	return t[lang]
}

func (c *compiler) template(pieces []Piece, at place) template {
	var t template
	for _, p := range pieces {
		switch {
		case p.Output.Text == "":
			t = append(t, part{literal: p.Literal})
		default:
			if e := c.expr(p.Output, at, "the text"); e != nil {
				t = append(t, part{output: e})
			}
		}
	}
	return t
}

// Label is the text of a question, group or repeat, outputs filled in; "" if
// it has none. lang is a [Language].Name; "" and unknown ones are the language
// of the [Env], then the default one.
func (in *Instance) Label(at At, lang string) string {
	n, cell, ok := in.resolve(at)
	if !ok {
		return ""
	}
	label := n.label
	if in.isRange(at) {
		label = n.rangeLabel
	}
	return in.render(label.of(in.language(lang)).long, cell)
}

// Short is the short form of the label, "" if the author gave none.
func (in *Instance) Short(at At, lang string) string {
	n, cell, ok := in.resolve(at)
	if !ok {
		return ""
	}
	return in.render(n.label.of(in.language(lang)).short, cell)
}

// Hint is the hint of a question, outputs filled in; "" if it has none.
func (in *Instance) Hint(at At, lang string) string {
	n, cell, ok := in.resolve(at)
	if !ok {
		return ""
	}
	return in.render(n.hint.of(in.language(lang)).long, cell)
}

// Guidance is the text that explains a question to whoever asks it, outputs
// filled in; "" if it has none.
func (in *Instance) Guidance(at At, lang string) string {
	n, cell, ok := in.resolve(at)
	if !ok {
		return ""
	}
	return in.render(n.hint.of(in.language(lang)).guidance, cell)
}

func (t *text) of(lang int) compiledText {
	if t == nil {
		return compiledText{}
	}
	return (*t)[lang]
}

// language is the index of a language in texts.
func (in *Instance) language(name string) int {
	if name == "" {
		name = in.env.Lang
	}
	return in.form.defaults.of(name)
}

// render fills the outputs of a text in at a cell.
func (in *Instance) render(t template, cell xpath.NodeID) string {
	if len(t) == 0 {
		return ""
	}
	if len(t) == 1 && t[0].output == nil {
		return t[0].literal
	}
	var b strings.Builder
	for _, p := range t {
		if p.output == nil {
			b.WriteString(p.literal)
			continue
		}
		b.WriteString(in.veiled(func() string { return in.evalString(p.output, cell) }))
	}
	return b.String()
}
