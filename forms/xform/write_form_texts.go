// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/dialform/dialform/forms"
)

// untranslated is the language of texts without one, in forms whose author names
// no default language.
const untranslated = "default"

// textTable is the texts that go to itext: for each language, by id, the forms
// of the text.
type textTable struct {
	languages []string
	ids       []string
	forms     map[string]map[string]bool // of an id in any language
	values    map[textKey]textValue
}

type textKey struct{ lang, id, form string }

// textValue is one value element. References in it start at a node.
type textValue struct {
	prefix string // of a media file
	pieces []forms.Piece
	at     *formNode
}

func (t *textTable) put(key textKey, value textValue) {
	if t.values == nil {
		t.forms, t.values = map[string]map[string]bool{}, map[textKey]textValue{}
	}
	if !slices.Contains(t.languages, key.lang) {
		t.languages = append(t.languages, key.lang)
	}
	if t.forms[key.id] == nil {
		t.forms[key.id] = map[string]bool{}
		t.ids = append(t.ids, key.id)
	}
	t.forms[key.id][key.form] = true
	t.values[key] = value
}

// The forms of a text that are no media.
const (
	longForm     = "long"
	shortForm    = "short"
	guidanceForm = "guidance"
)

// texts collects everything that goes to itext.
func (f *formWriter) texts() {
	for _, name := range slices.Sorted(maps.Keys(f.def.Lists)) {
		list := f.def.Lists[name]
		if !translatedList(list) || list.External {
			continue
		}
		for i, item := range list.Items {
			f.put(list.Name+"-"+strconv.Itoa(i), item.Label, nil)
		}
	}
	for n := range f.root.all() {
		def := n.def
		if inItext(def.Label) {
			f.put(n.path+":label", def.Label, n)
		}
		if inItext(def.Hint) {
			f.put(n.path+":hint", def.Hint, n)
		}
		if messageInItext(def.ConstraintMsg) {
			f.put(n.path+":jr:constraintMsg", def.ConstraintMsg, n)
		}
		if messageInItext(def.RequiredMsg) {
			f.put(n.path+":jr:requiredMsg", def.RequiredMsg, n)
		}
		if inItext(def.NoAppMsg) {
			f.put(n.path+":jr:noAppErrorString", def.NoAppMsg, n)
		}
		for _, c := range [...]*forms.ChoicesDef{def.Choices, def.Places} {
			if c != nil && translatedItems(c.Items) {
				for i, item := range c.Items {
					f.put(n.path+"/"+strconv.Itoa(i)+":label", item.Label, n)
				}
			}
		}
	}
	f.bannerTexts(f.def.Outline, f.root)
	for _, id := range slices.Sorted(maps.Keys(f.def.Texts)) {
		if f.itext.forms[id] == nil {
			f.put(id, f.def.Texts[id], nil)
		}
	}
}

// put adds a text in all its languages and forms.
func (f *formWriter) put(id string, text forms.Text, at *formNode) {
	for _, name := range slices.Sorted(maps.Keys(text)) {
		form, lang := text[name], name
		if lang == "" {
			lang = f.defaultLanguage()
		}
		for kind, pieces := range map[string][]forms.Piece{
			longForm: form.Long, shortForm: form.Short, guidanceForm: form.Guidance,
		} {
			if len(pieces) > 0 {
				f.itext.put(textKey{lang, id, kind}, textValue{pieces: pieces, at: at})
			}
		}
		for kind, file := range form.Media {
			// Names of files are shared by all places, so that references in them
			// are absolute.
			f.itext.put(textKey{lang, id, kind}, textValue{
				prefix: "jr://" + mediaFolder(kind) + "/", pieces: forms.ParseTemplate(file, forms.Position{}),
			})
		}
	}
}

func (f *formWriter) defaultLanguage() string {
	switch def := f.def; {
	case def.DefaultLanguage != "":
		return def.DefaultLanguage
	case def.Origin != forms.OriginXLSForm && len(def.Languages) > 0:
		return def.Languages[0].Name // pyxform would make up one more
	}
	return untranslated
}

func mediaFolder(kind string) string {
	if kind == "image" || kind == "big-image" {
		return "images"
	}
	return kind
}

// inItext tells whether a label or hint needs itext: it is translated, or more
// than words.
func inItext(text forms.Text) bool {
	for lang, form := range text {
		if lang != "" || len(form.Media) > 0 || len(form.Guidance) > 0 || len(form.Short) > 0 {
			return true
		}
	}
	return false
}

// messageInItext tells whether a message needs itext: a bind has no room for
// languages, nor for outputs.
func messageInItext(text forms.Text) bool {
	return inItext(text) || hasOutput(text)
}

func hasOutput(text forms.Text) bool {
	for _, form := range text {
		for _, piece := range form.Long {
			if piece.Output.Text != "" {
				return true
			}
		}
	}
	return false
}

func translatedList(list *forms.ListDef) bool { return translatedItems(list.Items) }

func translatedItems(items []forms.ItemDef) bool {
	return slices.ContainsFunc(items, func(i forms.ItemDef) bool { return inItext(i.Label) || hasOutput(i.Label) })
}

// writeItext writes the table. A text that a language lacks is "-" there, as
// pyxform fills it, so that every language has the same texts.
func (f *formWriter) writeItext() {
	t := &f.itext
	if len(t.languages) == 0 {
		return
	}
	depth := len(f.x.stack)
	f.x.open("itext")
	slices.Sort(t.languages)
	if f.def.Origin != forms.OriginXLSForm { // where the first is the default language, unless another is
		slices.SortStableFunc(t.languages, func(a, b string) int { return f.languageAt(a) - f.languageAt(b) })
	}
	slices.Sort(t.ids)
	for _, lang := range t.languages {
		f.x.open("translation")
		f.x.attribute("lang", lang)
		if lang == f.defaultLanguage() {
			f.x.attribute("default", "true()")
		}
		for _, id := range t.ids {
			f.x.open("text")
			f.x.attribute("id", id)
			for _, form := range slices.Sorted(maps.Keys(t.forms[id])) {
				f.textValue(textKey{lang, id, form})
			}
			f.x.closeTo(depth + 2)
		}
		f.x.closeTo(depth + 1)
	}
	f.x.closeTo(depth)
}

// languageAt is the place of a language in the form.
func (f *formWriter) languageAt(name string) int {
	return slices.IndexFunc(f.def.Languages, func(l forms.Language) bool { return l.Name == name })
}

func (f *formWriter) textValue(key textKey) {
	value, ok := f.itext.values[key]
	if filled := key.form == longForm || key.form == guidanceForm; !ok && !filled {
		return // without a short form the long one is shown
	}
	depth := len(f.x.stack)
	f.x.open("value")
	if key.form != longForm {
		f.x.attribute("form", key.form)
	}
	if ok {
		f.x.text(value.prefix)
		f.pieces(value.pieces, value.at)
	} else {
		f.x.text("-")
	}
	f.x.closeTo(depth)
}

// pieces writes text with its outputs.
func (f *formWriter) pieces(pieces []forms.Piece, at *formNode) {
	for _, p := range pieces {
		if p.Output.Text == "" {
			f.x.text(p.Literal)
			continue
		}
		depth := len(f.x.stack)
		f.x.open("output")
		value := f.resolve(p.Output.Text, standpoint{node: at})
		if f.def.Origin == forms.OriginXLSForm && strings.HasPrefix(p.Output.Text, "instance(") {
			value = escapeText.Replace(value) // pyxform escapes what a text looks up twice
		}
		f.x.attribute("value", value)
		f.x.closeTo(depth)
	}
}

// label writes a label or hint element, which itext or its own text fills.
func (f *formWriter) label(element string, text forms.Text, n *formNode) {
	f.labelled(element, text, n.path+":"+element, n)
}

// labelled writes a label whose id in itext is given. References in it start at
// a node.
func (f *formWriter) labelled(element string, text forms.Text, id string, n *formNode) {
	depth := len(f.x.stack)
	f.x.open(element)
	if inItext(text) {
		f.x.attribute("ref", "jr:itext('"+id+"')")
	} else {
		f.pieces(text[""].Long, n)
	}
	f.x.closeTo(depth)
}
