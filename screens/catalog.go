// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/dialform/dialform/flows"
)

// ErrUnknownMessage means that an override names a message the system never says.
var ErrUnknownMessage = errors.New("unknown message")

// Catalog words the system's messages, by language tag and key. It is
// immutable; With returns another one.
type Catalog struct {
	fallback string                       // tag tried when a language has no text
	texts    map[string]map[string]string // by tag, by key; plain texts
	latin    bool                         // nothing in other letters is said
}

// lastResort is the language in which every message exists.
const lastResort = "en"

// System is the catalogue that comes with dialform: English, French, Swahili,
// Amharic, Arabic and Hindi.
func System() *Catalog { return system }

var system = &Catalog{fallback: lastResort, texts: map[string]map[string]string{
	"en": english, "fr": french, "sw": swahili, "am": amharic, "ar": arabic, "hi": hindi,
}}

// With returns the catalogue with texts of a pack's own (by tag and key) over
// it, and the pack's default language for what a language lacks. An empty
// default keeps the one before. A key that the system does not have gives
// ErrUnknownMessage, so that a slip of the pen is not silently ignored.
func (c *Catalog) With(fallback string, texts map[string]map[string]string) (*Catalog, error) {
	out := &Catalog{fallback: c.fallback, texts: maps.Clone(c.texts), latin: c.latin}
	if fallback != "" {
		out.fallback = fallback
	}
	for _, tag := range slices.Sorted(maps.Keys(texts)) {
		merged := maps.Clone(out.texts[tag])
		if merged == nil {
			merged = map[string]string{}
		}
		for _, key := range slices.Sorted(maps.Keys(texts[tag])) {
			if _, known := english[key]; !known {
				return nil, fmt.Errorf("%w: %s: %q", ErrUnknownMessage, tag, key)
			}
			merged[key] = plain(texts[tag][key])
		}
		out.texts[tag] = merged
	}
	return out, nil
}

// Languages are the tags that the catalogue has texts in, sorted.
func (c *Catalog) Languages() []string { return slices.Sorted(maps.Keys(c.texts)) }

// Text words a phrase in a language: a literal as it is, a message by its key
// with {0}, {1} replaced by its arguments. A language without the message gives
// way to the language it is a variety of (sw-KE to sw, but am-Latn not to am,
// whose letters it avoids), then to the default, then to English; a key that
// nobody knows is shown itself. The result is plain text.
func (c *Catalog) Text(lang string, p flows.Phrase) string {
	if p.Key == "" {
		return plain(p.Text)
	}
	text := c.message(lang, p.Key)
	if len(p.Args) == 0 {
		return text
	}
	text = fill(text, c.limits(lang, p))
	if runsFromRight(text) {
		text = digitGroups.ReplaceAllStringFunc(text, unbroken)
	}
	return text
}

// digitGroups is a number written in groups, as a reference is.
var digitGroups = regexp.MustCompile(`\d{4}( \d{4})+`)

// unbroken joins the groups of a number with no-break spaces. In a line that
// runs from the right a plain space would turn their order round, and a
// reference would be read wrong; a no-break space is a separator within a number
// (Unicode UAX 9: N1 and W4).
func unbroken(number string) string { return strings.ReplaceAll(number, " ", "\u00a0") }

// runsFromRight tells whether the first letter of a text is of a script that is
// written from the right: Hebrew, Arabic and their neighbours.
func runsFromRight(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return r >= 0x0590 && r < 0x0900 || r >= 0xfb1d && r < 0xfeff
		}
	}
	return false
}

func (c *Catalog) message(lang, key string) string {
	for tag := lang; tag != ""; tag = broader(tag) {
		if text, ok := c.texts[tag][key]; ok {
			return text
		}
	}
	if text, ok := c.texts[c.fallback][key]; ok {
		return text
	}
	if text, ok := c.texts[lastResort][key]; ok {
		return text
	}
	return plain(key)
}

// broader drops the last subtag of a BCP 47 tag, "" where nothing is left. A
// script (four letters) is not dropped.
func broader(tag string) string {
	i := strings.LastIndexByte(tag, '-')
	if i < 0 || len(tag)-i-1 == len("Latn") {
		return ""
	}
	return tag[:i]
}

// fill puts the arguments in their places. A place without an argument stays
// empty; what an argument holds is text and never a place.
func fill(text string, args []string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if i+2 < len(text) && text[i] == '{' && text[i+2] == '}' && text[i+1] >= '0' && text[i+1] <= '9' {
			if n := int(text[i+1] - '0'); n < len(args) {
				b.WriteString(plain(args[n]))
			}
			i += 2
			continue
		}
		b.WriteByte(text[i])
	}
	return tidySpace(b.String())
}
