// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"html"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// translations reads texts by language, from the sidecar <name>.i18n.json or
// the options of the form: {"sw": {"First name": "Jina la kwanza"}}.
func (r *reader) translations() {
	v := jsvalue.Get(r.source, "options.i18n")
	if r.files != nil {
		name := strings.TrimSuffix(path.Base(r.def.File), path.Ext(r.def.File)) + ".i18n.json"
		if data, err := fs.ReadFile(r.files, name); err == nil {
			sidecar, err := jsvalue.Parse(data)
			if err != nil {
				r.warn(r.root, name+" is no JSON", "correct it; the form is in one language without it")
			} else {
				v = sidecar
			}
		}
	}
	all, ok := v.(*jsvalue.Object)
	if !ok {
		return
	}
	if inner, ok := all.Get("i18n").(*jsvalue.Object); ok {
		all = inner
	}
	r.texts = make(map[string]map[string]string)
	for _, lang := range all.Keys() {
		words, ok := all.Get(lang).(*jsvalue.Object)
		if !ok {
			continue
		}
		r.texts[lang] = make(map[string]string)
		for _, key := range words.Keys() {
			r.texts[lang][key] = jsvalue.ToString(words.Get(key))
		}
	}
	if len(r.texts) == 0 {
		return
	}
	if r.texts["en"] == nil {
		r.texts["en"] = map[string]string{}
	}
	for lang := range r.texts {
		r.def.Languages = append(r.def.Languages, forms.Language{Name: lang, Tag: lang})
	}
	slices.SortFunc(r.def.Languages, func(a, b forms.Language) int { return strings.Compare(a.Name, b.Name) })
	r.def.DefaultLanguage = "en"
	if given := jsvalue.Get(r.source, "options.language"); given != nil && r.texts[jsvalue.ToString(given)] != nil {
		r.def.DefaultLanguage = jsvalue.ToString(given)
	}
}

func (r *reader) label(f *field) forms.Text {
	for _, name := range []string{"label", "title", "legend", "placeholder"} {
		if s := plainText(text(f.component, name)); s != "" {
			return r.text(f, text(f.component, name))
		}
	}
	return nil
}

// text is a text in all languages, nil for none. What is between {{ and }} is
// filled in from the answers.
func (r *reader) text(f *field, s string) forms.Text {
	if plainText(s) == "" {
		return nil
	}
	t := forms.Text{"": {Long: r.pieces(f, plainText(s))}}
	for lang, words := range r.texts {
		if translated := words[s]; translated != "" {
			t[lang] = forms.TextForm{Long: r.pieces(f, plainText(translated))}
		} else if translated := words[plainText(s)]; translated != "" {
			t[lang] = forms.TextForm{Long: r.pieces(f, plainText(translated))}
		}
	}
	return t
}

// literal is a text in all languages in which nothing is filled in.
func (r *reader) literal(s string) forms.Text {
	t := forms.Text{"": {Long: []forms.Piece{{Literal: plainText(s)}}}}
	for lang, words := range r.texts {
		if translated := words[s]; translated != "" {
			t[lang] = forms.TextForm{Long: []forms.Piece{{Literal: plainText(translated)}}}
		}
	}
	return t
}

func (r *reader) pieces(f *field, s string) (pieces []forms.Piece) {
	for {
		before, rest, ok := strings.Cut(s, "{{")
		inner, after, closed := strings.Cut(rest, "}}")
		if !ok || !closed {
			break
		}
		if before != "" {
			pieces = append(pieces, forms.Piece{Literal: before})
		}
		pieces = append(pieces, forms.Piece{Output: forms.Source{Text: r.output(f, strings.TrimSpace(inner)), Pos: f.node.Pos}})
		s = after
	}
	if s != "" {
		pieces = append(pieces, forms.Piece{Literal: s})
	}
	return pieces
}

var (
	breaks = regexp.MustCompile(`(?i)<(?:br|/p|/div|/li|/h[1-6]|/tr)\s*/?>`)
	tags   = regexp.MustCompile(`<[a-zA-Z/!][^>]*>`)
	blanks = regexp.MustCompile(`[ \t]*\n\s*`)
	skip   = regexp.MustCompile(`(?is)<(script|style)[^>]*>.*?</(script|style)>`)
)

// plainText is a text without its HTML.
func plainText(s string) string {
	if strings.ContainsAny(s, "<&") {
		s = skip.ReplaceAllString(s, "")
		s = html.UnescapeString(tags.ReplaceAllString(breaks.ReplaceAllString(s, "\n"), ""))
	}
	return strings.TrimSpace(blanks.ReplaceAllString(strings.ReplaceAll(s, "\u00a0", " "), "\n"))
}
