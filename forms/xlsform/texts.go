// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

var mediaKinds = []string{"image", "big-image", "audio", "video"}

// label reads label, short and media columns; hint reads hint and guidance;
// plain reads a column with one form (constraint messages).
func (r *reader) label(rec record) forms.Text {
	b := r.newText(rec)
	b.add(keyLabel, func(f *forms.TextForm, c cell) { f.Long = template(c) })
	b.add(keyShort, func(f *forms.TextForm, c cell) { f.Short = template(c) })
	for _, c := range rec.table.columns {
		if kind, ok := strings.CutPrefix(c.key, "media/"); ok && !slices.Contains(mediaKinds, kind) && rec.at(c).text != "" {
			r.fail(rec.at(c).pos, fmt.Sprintf("a label has no medium %q", kind), "use image, big-image, audio or video")
		}
	}
	for _, kind := range mediaKinds {
		b.add("media/"+kind, func(f *forms.TextForm, c cell) {
			if f.Media == nil {
				f.Media = map[string]string{}
			}
			f.Media[kind] = c.text
		})
	}
	return b.done()
}

func (r *reader) hint(rec record) forms.Text {
	b := r.newText(rec)
	b.add(keyHint, func(f *forms.TextForm, c cell) { f.Long = template(c) })
	b.add(keyGuidance, func(f *forms.TextForm, c cell) { f.Guidance = template(c) })
	return b.done()
}

func (r *reader) plain(rec record, key string) forms.Text {
	b := r.newText(rec)
	b.add(key, func(f *forms.TextForm, c cell) { f.Long = template(c) })
	return b.done()
}

// textBuilder collects one text from the cells of a row.
type textBuilder struct {
	r    *reader
	rec  record
	text forms.Text
}

func (r *reader) newText(rec record) *textBuilder {
	return &textBuilder{r: r, rec: rec, text: forms.Text{}}
}

func (b *textBuilder) add(key string, set func(*forms.TextForm, cell)) {
	for _, t := range b.rec.translations(key) {
		form := b.text[t.lang]
		set(&form, t.cell)
		b.text[t.lang] = form
		b.r.language(t.lang)
	}
}

// done gives a text without language to the default language of the form when
// the same row has translations beside it.
func (b *textBuilder) done() forms.Text {
	if len(b.text) == 0 {
		return nil
	}
	plain, ok := b.text[""]
	name := b.r.def.DefaultLanguage
	if ok && len(b.text) > 1 && name != "" {
		own, has := b.text[name]
		delete(b.text, "")
		if !has {
			own = forms.TextForm{}
		}
		b.text[name] = fillForm(own, plain)
		b.r.language(name)
	}
	return b.text
}

// fillForm completes own with the parts that only plain has.
func fillForm(own, plain forms.TextForm) forms.TextForm {
	if own.Long == nil {
		own.Long = plain.Long
	}
	if own.Short == nil {
		own.Short = plain.Short
	}
	if own.Guidance == nil {
		own.Guidance = plain.Guidance
	}
	if own.Media == nil {
		own.Media = plain.Media
	}
	return own
}

// language notes a language of the form in the order of appearance.
func (r *reader) language(name string) {
	if name == "" || r.seenLanguage[name] {
		return
	}
	r.seenLanguage[name] = true
	r.def.Languages = append(r.def.Languages, forms.Language{Name: name, Tag: languageTag(name)})
}

// literal is a text the reader writes itself, in no language.
func literal(s string) forms.Text {
	return forms.Text{"": {Long: []forms.Piece{{Literal: s}}}}
}

var (
	tagInBrackets = regexp.MustCompile(`\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$`)
	bareTag       = regexp.MustCompile(`^[a-z]{2}(?:-[A-Za-z0-9]{2,8})*$`)
)

// languageTag is the BCP 47 tag in a language's name, "French (fr)", or that of
// a language often written without one.
func languageTag(name string) string {
	if m := tagInBrackets.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	if bareTag.MatchString(name) {
		return name
	}
	return commonTags[strings.ToLower(strings.TrimSpace(name))]
}

var commonTags = map[string]string{
	"amharic": "am", "arabic": "ar", "bangla": "bn", "bengali": "bn", "burmese": "my", "chinese": "zh",
	"english": "en", "español": "es", "filipino": "fil", "french": "fr", "français": "fr", "german": "de",
	"hausa": "ha", "hindi": "hi", "igbo": "ig", "indonesian": "id", "khmer": "km", "kinyarwanda": "rw",
	"kiswahili": "sw", "lao": "lo", "luganda": "lg", "malagasy": "mg", "nepali": "ne", "oromo": "om",
	"pashto": "ps", "portuguese": "pt", "português": "pt", "russian": "ru", "sinhala": "si", "somali": "so",
	"spanish": "es", "swahili": "sw", "tagalog": "tl", "tamil": "ta", "tigrinya": "ti", "ukrainian": "uk",
	"urdu": "ur", "vietnamese": "vi", "wolof": "wo", "yoruba": "yo", "zulu": "zu",
}
