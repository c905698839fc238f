// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xpath"
)

// maxLanguages bounds what texts cost; no form of 240 real ones has more than 6.
const maxLanguages = 100

// itext reads the texts of the model, by language.
func (r *reader) itext() {
	def := r.def
	for translation := range r.model.child("itext").named("translation") {
		lang := translation.attr("", "lang")
		if !hasLanguage(def.Languages, lang) {
			if len(def.Languages) == maxLanguages {
				r.fail(translation, fmt.Sprintf("the form has more than %d languages", maxLanguages), "split it")
				return
			}
			def.Languages = append(def.Languages, forms.Language{Name: lang, Tag: languageTag(lang)})
		}
		if _, ok := translation.attribute("", "default"); ok && def.DefaultLanguage == "" {
			def.DefaultLanguage = lang
		}
		for text := range translation.named("text") {
			id := text.attr("", "id")
			if def.Texts[id] == nil {
				def.Texts[id] = forms.Text{}
			}
			if _, ok := def.Texts[id][lang]; !ok {
				def.Texts[id][lang] = r.textForm(text)
			}
		}
	}
}

func hasLanguage(all []forms.Language, name string) bool {
	for _, l := range all {
		if l.Name == name {
			return true
		}
	}
	return false
}

var languageInParentheses = regexp.MustCompile(`\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)\)\s*$`)

var languageAlone = regexp.MustCompile(`^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$`)

// languageTag is the tag in a name such as "English (en)", or a name that is a
// tag itself; "" if there is none.
func languageTag(name string) string {
	if m := languageInParentheses.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	if len(name) == 2 && languageAlone.MatchString(name) {
		return strings.ToLower(name)
	}
	return ""
}

// textForm reads the forms of one text in one language.
func (r *reader) textForm(text element) forms.TextForm {
	var tf forms.TextForm
	for value := range text.named("value") {
		form, named := value.attribute("", "form")
		switch {
		case !named || form == "long" || form == "markdown":
			tf.Long = r.pieces(value)
		case form == "short":
			tf.Short = r.pieces(value)
		case form == "guidance":
			tf.Guidance = r.pieces(value)
		default:
			if tf.Media == nil {
				tf.Media = map[string]string{}
			}
			tf.Media[form] = mediaFile(value.text())
		}
	}
	if tf.Long == nil {
		tf.Long = tf.Short
	}
	return tf
}

// mediaFile is the file name in jr://images/name.jpg.
func mediaFile(url string) string {
	url = strings.TrimSpace(url)
	if rest, ok := strings.CutPrefix(url, "jr://"); ok {
		if _, file, ok := strings.Cut(rest, "/"); ok {
			return file
		}
	}
	return url
}

// pieces reads text with outputs.
func (r *reader) pieces(e element) []forms.Piece {
	if !e.exists() {
		return nil
	}
	var list []forms.Piece
	for id := e.doc.FirstChild(e.id); id != xpath.NoNode; id = e.doc.NextSibling(id) {
		switch child := (element{e.doc, id}); e.doc.NodeKind(id) {
		case xpath.TextNode:
			list = append(list, forms.Piece{Literal: child.text()})
		case xpath.ElementNode:
			if src := r.output(child); src.Text != "" {
				list = append(list, forms.Piece{Output: src})
			} else {
				list = append(list, r.pieces(child)...) // markup
			}
		}
	}
	return trimmed(list)
}

func (r *reader) output(e element) forms.Source {
	if !e.is("output") {
		return forms.Source{}
	}
	if src := r.source(e, "", "value"); src.Text != "" {
		return src
	}
	return r.source(e, "", "ref")
}

// trimmed is a text without the white space that the layout of the file puts
// around it.
func trimmed(list []forms.Piece) []forms.Piece {
	const space = " \t\r\n"
	if n := len(list); n > 0 {
		if list[0].Output.Text == "" {
			list[0].Literal = strings.TrimLeft(list[0].Literal, space)
		}
		if list[n-1].Output.Text == "" {
			list[n-1].Literal = strings.TrimRight(list[n-1].Literal, space)
		}
	}
	kept := list[:0]
	for _, p := range list {
		if p.Literal != "" || p.Output.Text != "" {
			kept = append(kept, p)
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return kept
}

var itextReference = regexp.MustCompile(`^jr:itext\(\s*(?:'([^']*)'|"([^"]*)")\s*\)$`)

// label reads a label or hint: an itext by its id, the value of another
// expression, or the text as it stands.
func (r *reader) label(e element) forms.Text {
	if !e.exists() {
		return nil
	}
	if ref := r.source(e, "", "ref"); ref.Text != "" {
		return r.reference(ref, e)
	}
	if pieces := r.pieces(e); pieces != nil {
		return forms.Text{"": {Long: pieces}}
	}
	return nil
}

func (r *reader) reference(ref forms.Source, e element) forms.Text {
	m := itextReference.FindStringSubmatch(ref.Text)
	if m == nil {
		return forms.Text{"": {Long: []forms.Piece{{Output: ref}}}}
	}
	text, ok := r.def.Texts[m[1]+m[2]]
	if !ok {
		r.warn(e, "there is no text "+quoted(m[1]+m[2])+" in itext", "add it or correct the reference")
	}
	return text
}

// message reads the message of a bind.
func (r *reader) message(text string, e element) forms.Text {
	if text == "" {
		return nil
	}
	if strings.HasPrefix(text, "jr:itext(") {
		return r.reference(forms.Source{Text: text, Pos: r.pos(e)}, e)
	}
	return forms.Text{"": {Long: []forms.Piece{{Literal: text}}}}
}
