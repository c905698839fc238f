// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"maps"
	"slices"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/screens"
)

// part is one text of a form: a label, a hint, what is said of a wrong answer.
type part struct {
	text  forms.Text
	pos   forms.Position // of its row
	key   string         // of its column: "label", "hint", ...
	owner string         // what it belongs to, as a remark names it
}

// parts are all texts of the form that a screen may show, in its order.
func (s *subject) parts() []part {
	var out []part
	for i := range s.form.Nodes {
		n := &s.form.Nodes[i]
		def := s.defs[n.Path]
		if def == nil || n.Kind == forms.Value || n.Kind == forms.Question && !s.isAsked(n) {
			continue
		}
		for _, p := range []part{
			{def.Label, def.Pos, "label", n.Name},
			{def.Hint, def.Pos, "hint", n.Name},
			{def.ConstraintMsg, def.Pos, "constraint_message", n.Name},
			{def.RequiredMsg, def.Pos, "required_message", n.Name},
		} {
			if len(p.text) > 0 {
				out = append(out, p)
			}
		}
	}
	for _, list := range s.lists() {
		for i := range list.Items {
			item := &list.Items[i]
			if len(item.Label) > 0 {
				out = append(out, part{item.Label, item.Pos, "label", list.Name + ": " + item.Value})
			}
		}
	}
	return out
}

// lists are the choice lists that questions of the form offer, by name, and
// those that stand at a question itself.
func (s *subject) lists() []*forms.ListDef {
	used := map[string]*forms.ListDef{}
	for path, def := range s.defs {
		c := def.Choices
		switch {
		case c == nil:
		case c.Items != nil:
			used[path] = &forms.ListDef{Name: def.Name, Items: c.Items, Pos: def.Pos}
		case s.form.Definition.Lists[c.List] != nil:
			used[c.List] = s.form.Definition.Lists[c.List]
		}
	}
	var out []*forms.ListDef
	for _, name := range slices.Sorted(maps.Keys(used)) {
		out = append(out, used[name])
	}
	return out
}

// words is a text as people with a language get it, and whether it is their
// own. A text in no language serves all.
func words(t forms.Text, lang, fallback string) (form forms.TextForm, own bool) {
	for i, name := range []string{lang, "", fallback} {
		if f, ok := t[name]; ok && len(f.Long) > 0 {
			return f, i < 2 || lang == fallback
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t)) {
		if len(t[name].Long) > 0 {
			return t[name], false
		}
	}
	return forms.TextForm{}, true // nobody gets any
}

// literals are the words of a text without what is filled in.
func literals(pieces []forms.Piece) string {
	out := ""
	for _, p := range pieces {
		if p.Output.Text != "" {
			out += " "
			continue
		}
		out += p.Literal
	}
	return out
}

// cell is the place of a text in a language, as exact as it is known.
func (s *subject) cell(p part, lang string) forms.Position {
	pos := p.pos
	pos.Col = 0
	if s.columns != nil {
		if pos.Col = s.columns.Of(pos.Sheet, p.key, lang); pos.Col == 0 {
			pos.Col = s.columns.Of(pos.Sheet, p.key, "")
		}
	}
	return pos
}

// checkWords finds questions without words.
func (s *subject) checkWords() {
	for i := range s.form.Nodes {
		n := &s.form.Nodes[i]
		if s.isAsked(n) && !n.HasLabel() {
			s.find(Finding{Rule: RuleNoWords}, s.row(n), "give it a label", "%s has no label, people are asked %q", n.Name, n.Name)
		}
	}
}

// checkTexts finds what was not translated to a language.
func (s *subject) checkTexts(t tongue) {
	for _, p := range s.parts() {
		if _, own := words(p.text, t.name, s.form.DefaultLanguage); own {
			continue
		}
		s.find(Finding{Rule: RuleUntranslated, Language: t.tag}, s.cell(p, t.name), "translate it; another language is shown until then",
			"the %s of %s is missing in %s", plainKey(p.key), p.owner, t.name)
	}
}

func plainKey(key string) string {
	switch key {
	case "constraint_message":
		return "constraint message"
	case "required_message":
		return "required message"
	}
	return key
}

// checkLanguages finds languages that the form lacks as a whole, that the
// system has no words in, and that can't be offered.
func (s *subject) checkLanguages() {
	for _, l := range s.form.Languages {
		if l.Tag == "" && len(s.form.Languages) > 1 {
			s.find(Finding{Rule: RuleNoTag}, s.file(), "write its tag behind it, e.g. Mooré (mos)", "the language %q can't be offered without a tag", l.Name)
		}
	}
	tagged := slices.ContainsFunc(s.form.Languages, func(l forms.Language) bool { return l.Tag != "" })
	for _, t := range s.tongues {
		if !t.has && tagged { // a form without any tag was told about them already
			s.find(Finding{Rule: RuleUntranslated, Language: t.tag}, s.file(), "translate it, or take the language out of the service",
				"the form has nothing in %s, which the service offers", t.tag)
		}
		s.checkSystemWords(t, t.tag)
	}
}

// checkSystemWords finds a language that the system has no words in; written is
// the tag under which the pack would give them.
func (s *subject) checkSystemWords(t tongue, written string) {
	if s.systemIsForeign(t.tag) {
		s.find(Finding{Rule: RuleSystemWords, Language: t.tag}, s.file(), "write them in messages/"+written+".yaml of the pack",
			"the system's own words are not translated to %s", written)
	}
}

// systemIsForeign reports whether people with a language get the system's words
// in another one. The words for "more" and "back" stand for all.
func (s *subject) systemIsForeign(tag string) bool {
	if tag == "en" || len(tag) > 3 && tag[:3] == "en-" {
		return false
	}
	english := screens.System()
	for _, key := range []string{flows.MsgRequired, flows.MsgActionsHome, flows.MsgReview} {
		if s.catalog.Text(tag, flows.Message(key)) != english.Text("en", flows.Message(key)) {
			return false
		}
	}
	return true
}
