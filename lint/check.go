// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"cmp"
	"fmt"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/screens"
)

// Check checks every form of a pack. The error is that of the pack's own
// messages, screens.ErrUnknownMessage.
func Check(pack *packs.Pack, o Options) (*Report, error) {
	o.Members = cmp.Or(o.Members, 4)
	catalog, err := screens.System().With(pack.Service.DefaultLanguage(), pack.Messages)
	if err != nil {
		return nil, fmt.Errorf("messages of the pack: %w", err)
	}
	r := &Report{Forms: []Form{}, Findings: checkNames(pack)}
	latin := pack.Latin()
	done := map[*forms.Form]bool{}
	for i := range pack.Service.Items {
		item := &pack.Service.Items[i]
		if item.Kind != flows.ItemForm || item.Form == nil || done[item.Form] {
			continue
		}
		done[item.Form] = true
		s := newSubject(pack, item, catalog, o)
		var narrow []Channel // which carry Latin letters only
		s.on, narrow = s.split()
		s.check()
		if len(narrow) > 0 {
			l := newSubject(latin, &latin.Service.Items[i], catalog.Latin(), o)
			l.on = narrow
			l.checkLatin(s)
			s.out.Runs, s.out.Screens = append(s.out.Runs, l.out.Runs...), append(s.out.Screens, l.out.Screens...)
			s.found = append(s.found, l.found...)
		}
		r.Forms = append(r.Forms, s.out)
		r.Findings = append(r.Findings, s.found...)
	}
	r.sort()
	return r, nil
}

// split parts the channels that carry Latin letters only from the others.
func (s *subject) split() (others, latin []Channel) {
	for _, c := range s.o.Channels {
		if c.Layout.Latin {
			latin = append(latin, c)
		} else {
			others = append(others, c)
		}
	}
	return others, latin
}

// subject is one form while it is checked.
type subject struct {
	pack    *packs.Pack
	item    *flows.Item
	form    *forms.Form
	catalog *screens.Catalog
	o       Options
	on      []Channel // where screens and registrations are measured; all of o's know the keys
	columns Columns
	defs    map[string]*forms.NodeDef // by path
	roles   map[string]*role          // by path
	counts  []string                  // expressions that the number of instances comes from; nil until asked for
	tongues []tongue
	out     Form
	found   []Finding

	heavy   bool        // the form is too heavy
	heavyAt *forms.Node // where; the root where it begins so
}

// tongue is a language of the service, as the form knows it.
type tongue struct {
	tag  string
	name string // of the form's own; its default language where it lacks this one
	has  bool   // the form has it
}

func newSubject(pack *packs.Pack, item *flows.Item, catalog *screens.Catalog, o Options) *subject {
	f := item.Form
	s := &subject{
		pack: pack, item: item, form: f, catalog: catalog, o: o,
		defs: map[string]*forms.NodeDef{}, roles: map[string]*role{},
		out: Form{File: f.Definition.File, ID: f.ID, Version: f.Version, Runs: []Run{}, Screens: []Screen{}},
	}
	if o.Columns != nil {
		s.columns = o.Columns(f.Definition.File)
	}
	s.index(f.Nodes[0].Path, f.Definition.Root)
	for _, l := range pack.Service.Languages {
		t := tongue{tag: l.Tag, name: f.DefaultLanguage}
		for _, own := range f.Languages {
			if own.Tag == l.Tag {
				t.name, t.has = own.Name, true
			}
		}
		t.has = t.has || len(f.Languages) == 0
		s.tongues = append(s.tongues, t)
	}
	return s
}

func (s *subject) index(path string, nodes []*forms.NodeDef) {
	for _, n := range nodes {
		at := path + "/" + n.Name
		s.defs[at] = n
		s.index(at, n.Children)
	}
}

func (s *subject) check() {
	s.checkLanguages()
	s.checkWords()
	for _, t := range s.tongues {
		if t.has {
			s.checkTexts(t)
			s.checkAlphabet(t)
		}
	}
	s.checkAsked()
	s.checkCodes()
	s.measure()
	s.runs()
	if s.heavy {
		when := "at the beginning"
		if name := s.nameOf(s.heavyAt.Path); name != "" {
			when = "after " + name + " is answered"
		}
		s.fail(Finding{Rule: RuleTooHeavy}, s.row(s.heavyAt), "let fewer calculations go through long lists",
			"%s, calculations take more steps than are allowed, and are cut off", when)
	}
}

// find adds a warning.
func (s *subject) find(f Finding, pos forms.Position, hint, format string, args ...any) {
	f.Pos, f.Msg, f.Hint = pos, fmt.Sprintf(format, args...), hint
	s.found = append(s.found, f)
}

// fail adds an error: the pack is not fit to be served.
func (s *subject) fail(f Finding, pos forms.Position, hint, format string, args ...any) {
	f.Severity = forms.Error
	s.find(f, pos, hint, format, args...)
}

// file is the place of a remark on the form as a whole.
func (s *subject) file() forms.Position { return forms.Position{File: s.form.Definition.File} }

// row is the place of a question; a node that the compiler added has the
// form's.
func (s *subject) row(n *forms.Node) forms.Position {
	if def := s.defs[n.Path]; def != nil {
		return def.Pos
	}
	return s.file()
}
