// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"maps"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens/gsm7"
)

// Latin is the catalogue for channels that carry Latin letters only: a language
// in other letters has the texts of its Latin variant (am those of am-Latn). What
// that lacks, and a language without one, give way to the default language and
// then to English.
func (c *Catalog) Latin() *Catalog {
	out := *c
	out.texts, out.latin = maps.Clone(c.texts), true
	for tag, texts := range c.texts {
		if latin, ok := c.texts[tag+"-Latn"]; ok {
			out.texts[tag] = latin
		} else if _, readable := gsm7.Transliterate(texts[flows.MsgTryAgain]); !readable {
			delete(out.texts, tag)
		}
	}
	return &out
}

// wording is the catalogue for a screen. The one on which a language is chosen is in
// Latin letters throughout: it is there for people who don't read the language
// that the session is in, and other letters would leave it room for three names.
func (c *Catalog) wording(s *flows.Screen) *Catalog {
	if s.Kind == flows.KindLanguage && !c.latin {
		return c.Latin()
	}
	return c
}
