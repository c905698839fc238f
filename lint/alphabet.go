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

// checkAlphabet finds the words that cost a screen its room. A language that is
// written in letters of its own is said once.
func (s *subject) checkAlphabet() {
	for _, t := range s.tongues {
		if !t.has {
			continue
		}
		type hit struct {
			part  part
			words []string
		}
		var hits []hit
		texts := 0
		for _, p := range s.parts() {
			form, own := words(p.text, t.name, s.form.DefaultLanguage)
			if !own || len(form.Long) == 0 {
				continue
			}
			texts++
			if found := breakers(plain(literals(form.Long) + " " + literals(form.Short))); found != nil {
				hits = append(hits, hit{p, found})
			}
		}
		// Half of the texts: one foreign word in each would be an odd form, and
		// a language of another script has a number here and there.
		if 2*len(hits) > texts {
			s.checkScript(t)
			continue
		}
		for _, h := range hits {
			s.find(Finding{Rule: RuleBeyondGSM7, Language: t.tag}, s.cell(h.part, t.name), "spell it otherwise to keep 160 characters on its screen instead of 70",
				"%s is outside the alphabet of phones", quoted(h.words))
		}
	}
}

// checkScript says what a language in letters of its own means to the channels.
func (s *subject) checkScript(t tongue) {
	for _, c := range s.o.Channels {
		if c.Layout.Latin {
			s.fail(Finding{Rule: RuleNotLatin, Channel: c.Name, Language: t.tag}, s.file(), "offer "+t.tag+"-Latn there, a translation in Latin letters",
				"%s can't be read on %s, which carries Latin letters only", t.name, c.Name)
		}
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
