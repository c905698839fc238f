// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"slices"
	"strings"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/screens/gsm7"
)

// breakers are the words of a text that the alphabet of phones can't write,
// respelled or not, each once.
func breakers(text string) []string {
	if _, ok := gsm7.Transliterate(text); ok {
		return nil
	}
	var out []string
	for _, word := range strings.Fields(text) {
		if _, ok := gsm7.Transliterate(word); !ok && !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

// beyond is a text that phones can't write, with the words that make it so.
type beyond struct {
	part  part
	words []string
}

// strange are the texts of a language that the alphabet of phones can't write.
// other reports whether the language is written in letters of its own: half of
// the texts, since one foreign word in each would be an odd form, and a language
// of another script has a number here and there.
func (s *subject) strange(t tongue) (found []beyond, other bool) {
	texts := 0
	for _, p := range s.parts() {
		form, own := words(p.text, t.name, s.form.DefaultLanguage)
		if !own || len(form.Long) == 0 {
			continue
		}
		texts++
		if words := breakers(plain(literals(form.Long) + " " + literals(form.Short))); words != nil {
			found = append(found, beyond{p, words})
		}
	}
	return found, 2*len(found) > texts
}

// checkAlphabet finds the words that cost a screen its room.
func (s *subject) checkAlphabet(t tongue) {
	found, other := s.strange(t)
	if other {
		return
	}
	for _, b := range found {
		s.find(Finding{Rule: RuleBeyondGSM7, Language: t.tag}, s.cell(b.part, t.name), "spell it otherwise to keep 160 characters on its screen instead of 70",
			"%s is outside the alphabet of phones", quoted(b.words))
	}
}

// plain is a text as screens shows it, without its markup.
func plain(text string) string { return screens.System().Text("en", flows.Literal(text)) }

// quoted names at most three words.
func quoted(words []string) string {
	const most = 3
	more := ""
	if len(words) > most {
		words, more = words[:most], ", ..."
	}
	return `"` + strings.Join(words, `", "`) + `"` + more
}
