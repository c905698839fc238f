// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"maps"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// Restate gives a form in the words of a workbook where it has other ones for
// the same thing: an XForm keeps choices in instances, texts in itext, triggers
// in actions, and names questions by their paths. What a workbook has no words
// for stays as it is, and is refused where it would be written. The definition
// itself is not changed.
func Restate(def *forms.Definition) *forms.Definition {
	own := *def
	own.Root = cloneNodes(def.Root)
	own.Lists, own.Documents = maps.Clone(def.Lists), maps.Clone(def.Documents)
	own.Actions, own.Settings = slices.Clone(def.Actions), maps.Clone(def.Settings)
	if len(own.Languages) > 0 && own.DefaultLanguage == "" && own.Languages[0].Name != firstName(own.Languages) {
		own.DefaultLanguage = own.Languages[0].Name // who reads XForms of workbooks finds them by name
	}
	s := &restater{def: &own, at: map[string]*spot{}, names: map[string]int{}}
	root := &spot{path: "/" + firstOf(own.RootName, "data")}
	s.locate(root, own.Root, false)
	s.lists()
	s.actions()
	s.expressions(root)
	s.texts()
	return &own
}

// firstName is the language that comes first by name.
func firstName(languages []forms.Language) string {
	return slices.MinFunc(languages, func(a, b forms.Language) int { return strings.Compare(a.Name, b.Name) }).Name
}

func cloneNodes(nodes []*forms.NodeDef) []*forms.NodeDef {
	all := make([]*forms.NodeDef, len(nodes))
	for i, n := range nodes {
		own := *n
		own.Bind, own.Body, own.Attrs, own.Params = maps.Clone(n.Bind), maps.Clone(n.Body), maps.Clone(n.Attrs), maps.Clone(n.Params)
		for _, c := range []**forms.ChoicesDef{&own.Choices, &own.Places} {
			if *c != nil {
				choices := **c
				*c = &choices
			}
		}
		own.Children = cloneNodes(n.Children)
		all[i] = &own
	}
	return all
}

// restater is the state of one restate.
type restater struct {
	def   *forms.Definition
	at    map[string]*spot // nodes by path
	names map[string]int   // how many nodes ${name} could mean
	// renumbered tells that texts of choices had other ids than they will have.
	renumbered bool
	says       strings.Builder // all expressions, to look for what they name
}

// spot is a node of the form, with what is around it; the root has no
// definition.
type spot struct {
	def      *forms.NodeDef
	parent   *spot
	path     string
	children []*spot
}

// locate notes where nodes are. What an entity is made of has no name that
// expressions could use.
func (s *restater) locate(parent *spot, nodes []*forms.NodeDef, inEntity bool) {
	s.at[parent.path] = parent
	for _, def := range nodes {
		p := &spot{def: def, parent: parent, path: parent.path + "/" + def.Name}
		parent.children = append(parent.children, p)
		attribute := strings.HasPrefix(def.Name, "@")
		if !attribute && !inEntity {
			s.names[def.Name]++
		}
		s.locate(p, def.Children, inEntity || def.Name == "entity" && parent.def != nil && parent.def.Name == "meta")
	}
}

// repeat is the innermost repeat around a place, nil if there is none.
func (p *spot) repeat() *spot {
	for up := p.parent; up != nil; up = up.parent {
		if up.def != nil && up.def.Kind == forms.Repeat {
			return up
		}
	}
	return nil
}

// shared is the innermost node around both places of which holds is true, nil if
// there is none.
func shared(a, b *spot, holds func(*spot) bool) *spot {
	around := map[*spot]bool{}
	for up := a.parent; up != nil; up = up.parent {
		around[up] = true
	}
	for up := b.parent; up != nil; up = up.parent {
		if around[up] && holds(up) {
			return up
		}
	}
	return nil
}

func isRepeat(p *spot) bool { return p.def != nil && p.def.Kind == forms.Repeat }

// pathTo is the path that ${name} stands for, seen from a place (nil: from
// nowhere): relative to the nearest group that holds both where a repeat does,
// else absolute.
func (p *spot) pathTo(target *spot) (path string, relative bool) {
	if p == nil || shared(p, target, isRepeat) == nil {
		return target.path, false
	}
	group := shared(p, target, func(up *spot) bool { return up.def != nil })
	steps := ""
	for up := p.parent; up != group; up = up.parent {
		steps += "../"
	}
	return steps + ".." + strings.TrimPrefix(target.path, group.path), true
}

// follow is the place that a path leads to, nil if there is none or it is more
// than names.
func (s *restater) follow(from *spot, path string) *spot {
	path = strings.TrimPrefix(path, "current()/")
	steps := strings.Split(path, "/")
	at := from
	if steps[0] == "" {
		return s.at[path]
	}
	for _, step := range steps {
		switch {
		case at == nil:
			return nil
		case step == "..":
			at = at.parent
		case step != ".":
			at = s.at[at.path+"/"+step]
		}
	}
	return at
}
