// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/xpath"
)

// words are the translations of a form. Form.io keeps them by the text that they
// translate; see [Read].
type words struct {
	languages []forms.Language
	first     string // the language that the components are written in
	by        map[string]map[string]string
	meanings  map[string]string // what a text stands for, in all languages
}

func newWords(def *forms.Definition) words {
	t := words{languages: def.Languages, first: def.DefaultLanguage, by: map[string]map[string]string{}, meanings: map[string]string{}}
	if t.first == "" && len(def.Languages) > 0 {
		t.first = def.Languages[0].Name
	}
	return t
}

func tag(l forms.Language) string {
	if l.Tag != "" {
		return l.Tag
	}
	return l.Name
}

// options are the translations as the form keeps them, nil for a form in one
// language that has no name.
func (t words) options() *jsvalue.Object {
	if len(t.languages) == 0 {
		return nil
	}
	all := jsvalue.NewObject()
	options := jsvalue.NewObject()
	for _, l := range t.languages {
		own := jsvalue.NewObject()
		for _, text := range sortedTexts(t.by[l.Name]) {
			own.Set(text, t.by[l.Name][text])
		}
		all.Set(tag(l), own)
		if l.Name == t.first {
			options.Set("language", tag(l))
		}
	}
	options.Set("i18n", all)
	return options
}

func sortedTexts(of map[string]string) []string {
	var texts []string
	for text := range of {
		texts = append(texts, text)
	}
	slices.Sort(texts)
	return texts
}

// text is a text in the first language, and notes its translations. Of two texts
// that are the same there and not elsewhere, the second gets a comment, which
// nobody sees.
func (t words) text(in map[string]string) string {
	base, ok := in[t.first]
	if !ok {
		base = in[""]
	}
	for _, l := range t.languages {
		if base == "" {
			base = in[l.Name]
		}
	}
	if base == "" {
		return ""
	}
	var meaning strings.Builder
	for _, l := range t.languages {
		fmt.Fprintf(&meaning, "%q", in[l.Name])
	}
	own := base
	for n := 2; t.meanings[own] != "" && t.meanings[own] != meaning.String(); n++ {
		own = fmt.Sprintf("%s<!-- %d -->", base, n)
	}
	t.meanings[own] = meaning.String()
	for _, l := range t.languages {
		if s := in[l.Name]; s != "" && l.Name != t.first {
			if t.by[l.Name] == nil {
				t.by[l.Name] = map[string]string{}
			}
			t.by[l.Name][own] = s
		}
	}
	return own
}

// phrase writes a text of a node. The components that calculate what stands in
// it are appended to beside.
func (w *formWriter) phrase(def *forms.NodeDef, text forms.Text, at standpoint, beside *[]jsvalue.Value) string {
	in := map[string]string{}
	outputs := map[string]string{} // by expression: one for all languages
	for _, lang := range sortedLanguages(text) {
		form := text[lang]
		var b strings.Builder
		for _, p := range form.Long {
			if p.Output.Text == "" {
				b.WriteString(markup.Replace(p.Literal))
				continue
			}
			if outputs[p.Output.Text] == "" {
				outputs[p.Output.Text] = w.output(def, p.Output, at, beside)
			}
			b.WriteString("{{ " + outputs[p.Output.Text] + " }}")
		}
		in[lang] = b.String()
		if len(form.Short) > 0 {
			w.note(forms.Warning, forms.Position{File: w.def.File}, "short labels are left out: a form of Form.io has none")
		}
		for _, kind := range sortedTexts(form.Media) {
			w.warn(def, "the %s of %q is left out: a label of Form.io is text", kind, def.Name)
		}
	}
	return w.texts.text(in)
}

func sortedLanguages(text forms.Text) []string {
	var languages []string
	for lang := range text {
		languages = append(languages, lang)
	}
	slices.Sort(languages)
	return languages
}

// markup spells a plain text in HTML, which the texts of Form.io are.
var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", "{{", "{ {", "}}", "} }", "\r\n", "<br>", "\n", "<br>")

// output is what a text names to show the value of an expression: an answer, or
// a hidden component beside it that calculates the value and is not stored.
func (w *formWriter) output(def *forms.NodeDef, source forms.Source, at standpoint, beside *[]jsvalue.Value) string {
	t, v, err := w.translate(source, at)
	if err != nil {
		w.refuse(def, "a text of %q: %v", def.Name, err)
		return "data"
	}
	path := strings.ReplaceAll(v.code, "?.", ".")
	if v.kind == jsAnswer && (v.shape == shapeText || v.shape == shapeNumber) && strings.Trim(path, pathLetters) == "" &&
		(strings.HasPrefix(path, "data.") || strings.HasPrefix(path, "row.")) {
		return path
	}
	w.outputs++
	key := fmt.Sprintf("text_%d", w.outputs)
	for w.names[key] != nil {
		key += "_"
	}
	*beside = append(*beside, component("hidden", key, "input", true, "persistent", false,
		"calculateValue", withHelpers(t.used, "value = "+unbracketed(t.text(v))+";")))
	return at.row + "." + key
}

const pathLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789.-"

// labelsAt is a JavaScript object of the labels of a question's choices, in the
// first language; "" for what has none.
func (w *formWriter) labelsAt(t *translator, question *xpath.Syntax, at standpoint) string {
	node := t.nodeAt(question, at)
	if node <= 0 {
		return ""
	}
	def := w.defs[node]
	if def == nil || def.Choices == nil {
		return ""
	}
	items := w.offered(def).items
	if len(items) == 0 || len(items) > maxTable {
		return ""
	}
	var labels []string
	seen := map[string]bool{}
	for _, item := range items {
		if seen[item.value] {
			continue
		}
		seen[item.value] = true
		said, err := w.spoken(t, item.label, standpoint{node: node, row: at.row})
		if err != nil {
			t.err = err
			return ""
		}
		labels = append(labels, quoted(item.value)+": "+said)
	}
	if len(w.def.Languages) > 1 {
		w.warn(def, "where a text or value shows the label of a choice of %q, it is in the first language", def.Name)
	}
	return "({" + strings.Join(labels, ", ") + "})"
}

// spoken is a text in the first language as JavaScript, with the answers that it
// shows.
func (w *formWriter) spoken(t *translator, text forms.Text, at standpoint) (string, error) {
	if !hasOutputs(text) {
		return quoted(w.plainLabel(text)), nil
	}
	form, ok := text[w.texts.first]
	if !ok {
		form = text[sortedLanguages(text)[0]]
	}
	parts := []string{"''"}
	for _, p := range form.Long {
		if p.Output.Text == "" {
			parts = append(parts, quoted(p.Literal))
			continue
		}
		shown, v, err := w.translate(p.Output, at)
		if err != nil {
			return "", err
		}
		parts = append(parts, shown.text(v))
		maps.Copy(t.used, shown.used)
		maps.Copy(t.nodes, shown.nodes)
	}
	return "(" + strings.Join(parts, " + ") + ")", nil
}
