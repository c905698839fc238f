// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/screens"
)

// A channel that carries Latin letters only has a language in its Latin variant
// (packs.Pack.Latin). What is checked here is that variant.

// checkLatin checks the form as channels with Latin letters only have it; whole
// is the same form on the other channels.
func (s *subject) checkLatin(whole *subject) {
	for _, t := range s.tongues {
		if s.checkLegible(t); !s.varies(t, whole) {
			continue
		}
		s.checkTexts(t)
		s.checkAlphabet(t)
		s.checkSystemWords(t, t.tag+"-Latn")
		if s.item.Label[t.tag] == "" {
			s.find(Finding{Rule: RuleUntranslated, Language: t.tag}, servicePosition(s.pack), "add it to label",
				"menu item %q has no label in %s-Latn", s.item.ID, t.tag)
		}
	}
	s.measure()
	s.runs()
}

// varies reports whether the form has a Latin variant of a language.
func (s *subject) varies(t tongue, whole *subject) bool {
	return slices.ContainsFunc(whole.tongues, func(o tongue) bool { return o.tag == t.tag && o.name != t.name })
}

// checkLegible finds a language that is written in other letters: it is not fit
// to be served there.
func (s *subject) checkLegible(t tongue) {
	if _, other := s.strange(t); !other {
		return
	}
	for _, c := range s.on {
		s.fail(Finding{Rule: RuleNotLatin, Channel: c.Name, Language: t.tag}, s.file(), "add a translation in Latin letters, "+t.tag+"-Latn, or take the language out of the service",
			"%s can't be read on %s, which carries Latin letters only", t.name, c.Name)
	}
}

// Illegible are the tags of the languages that a pack's forms have in other
// than Latin letters only, in the order in which the service offers them.
func Illegible(pack *packs.Pack) []string {
	latin := pack.Latin()
	var out []string
	for i := range latin.Service.Items {
		item := &latin.Service.Items[i]
		if item.Form == nil {
			continue
		}
		s := newSubject(latin, item, screens.System(), Options{})
		for _, t := range s.tongues {
			if _, other := s.strange(t); other && !slices.Contains(out, t.tag) {
				out = append(out, t.tag)
			}
		}
	}
	return out
}

// checkNames finds languages that a person who speaks no other can't find in
// the first menu of some phones.
func checkNames(pack *packs.Pack) []Finding {
	out := []Finding{}
	for _, l := range pack.Service.Languages {
		if words := breakers(plain(l.Name)); words != nil {
			f := Finding{Rule: RuleLanguageName, Language: l.Tag}
			f.Severity, f.Pos = forms.Warning, servicePosition(pack)
			f.Msg = "the name of the language " + l.Tag + " is in letters that not every phone has"
			f.Hint = "write it in Latin letters, e.g. Amarinya; people choose by it before they have seen anything else"
			out = append(out, f)
		}
	}
	return out
}

// servicePosition is where a pack says what it offers: a form that is served by
// itself says it all.
func servicePosition(pack *packs.Pack) forms.Position {
	if len(pack.Sources) == 1 && !strings.Contains(pack.Sources[0].Name, "/") && pack.Service.Start != "" {
		return forms.Position{File: pack.Sources[0].Name}
	}
	return forms.Position{File: "service.yaml"}
}
