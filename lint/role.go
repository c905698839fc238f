// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// role is what the answer to a question does in the rest of the form.
type role struct {
	decides  bool     // something else depends on it
	counts   bool     // it is the number of instances of a repeat
	compared []string // the literals of the conditions that read it, those of its own constraint first
}

// role reads what the expressions of the form do with a question. They are read
// as written: a name in another name's place costs a needless trial, no more.
func (s *subject) role(n *forms.Node) *role {
	if known := s.roles[n.Path]; known != nil {
		return known
	}
	r := &role{compared: literalsIn(s.defs[n.Path].Constraint.Text)}
	name, path := "${"+n.Name+"}", n.Path
	reads := func(source string) bool { return strings.Contains(source, name) || strings.Contains(source, path) }
	for i := range s.form.Nodes {
		def := s.defs[s.form.Nodes[i].Path]
		if def == nil {
			continue
		}
		if reads(def.Relevant.Text) {
			r.decides = true
			r.compared = append(r.compared, literalsIn(def.Relevant.Text)...)
		}
		r.decides = r.decides || reads(def.Calculate.Text) || reads(def.Required.Text) || def.Choices != nil && reads(def.Choices.Filter.Text)
	}
	r.counts = slices.ContainsFunc(s.counting(), reads)
	r.decides = r.decides || r.counts
	s.roles[n.Path] = r
	return r
}

// counting are the expressions that the number of a repeat's instances comes
// from: those of the repeats, and the calculations that these read.
func (s *subject) counting() []string {
	if s.counts != nil {
		return s.counts
	}
	s.counts = []string{}
	for _, path := range slices.Sorted(maps.Keys(s.defs)) {
		if count := s.defs[path].Count.Text; count != "" {
			s.counts = append(s.counts, count)
		}
	}
	for i := 0; i < len(s.counts); i++ {
		for _, path := range slices.Sorted(maps.Keys(s.defs)) {
			def := s.defs[path]
			if def.Calculate.Text == "" || slices.Contains(s.counts, def.Calculate.Text) {
				continue
			}
			if strings.Contains(s.counts[i], "${"+def.Name+"}") || strings.Contains(s.counts[i], path) {
				s.counts = append(s.counts, def.Calculate.Text)
			}
		}
	}
	return s.counts
}

var literalInExpression = regexp.MustCompile(`'([^']*)'|"([^"]*)"|\b\d+\b`)

// literalsIn are the texts and numbers of an expression, at most 20.
func literalsIn(source string) []string {
	var out []string
	for _, m := range literalInExpression.FindAllStringSubmatch(source, 20) {
		switch {
		case m[1] != "":
			out = append(out, m[1])
		case m[2] != "":
			out = append(out, m[2])
		case m[0][0] >= '0' && m[0][0] <= '9':
			out = append(out, m[0])
		}
	}
	return out
}
