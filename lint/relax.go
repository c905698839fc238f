// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"slices"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
)

// unconditional is the form with every question relevant and every answer
// accepted, so that each of its screens can be looked at; nil if it does not
// compile so.
func unconditional(f *forms.Form) *forms.Form {
	def := *f.Definition
	def.Relevant, def.ReadOnly = forms.Source{}, forms.Source{}
	def.Root = relax(def.Root, "", func(n *forms.NodeDef, _ string) {
		n.Relevant, n.ReadOnly, n.Constraint, n.Count = forms.Source{}, forms.Source{}, forms.Source{}, forms.Source{}
		n.NoAddRemove = false
	})
	return recompile(f, &def)
}

// without is the form without the constraints of the questions with these paths.
func without(f *forms.Form, constraints []string) *forms.Form {
	def := *f.Definition
	def.Root = relax(def.Root, f.Nodes[0].Path, func(n *forms.NodeDef, path string) {
		if slices.Contains(constraints, path) {
			n.Constraint = forms.Source{}
		}
	})
	return recompile(f, &def)
}

// relax copies nodes with a change to each.
func relax(nodes []*forms.NodeDef, path string, change func(*forms.NodeDef, string)) []*forms.NodeDef {
	out := make([]*forms.NodeDef, len(nodes))
	for i, n := range nodes {
		c := *n
		at := path + "/" + n.Name
		change(&c, at)
		c.Children = relax(n.Children, at, change)
		out[i] = &c
	}
	return out
}

func recompile(f *forms.Form, def *forms.Definition) *forms.Form {
	out, found := forms.Compile(def)
	if out == nil || found.HasErrors() || len(out.Nodes) != len(f.Nodes) {
		return nil
	}
	out.Languages, out.DefaultLanguage = f.Languages, f.DefaultLanguage // of a Latin variant, which no definition knows
	return out
}

// service is the service of the pack with another form in the item's place.
func (s *subject) service(f *forms.Form) *flows.Service {
	v := *s.pack.Service
	v.Items = slices.Clone(v.Items)
	for i := range v.Items {
		if v.Items[i].ID == s.item.ID {
			v.Items[i].Form = f
		}
	}
	return &v
}

// env is the moment in which everything happens; op assists, "" on a phone.
func (s *subject) env(op string) flows.Env {
	return flows.Env{Now: s.o.Now.In(s.pack.Zone), InstanceID: "uuid:lint", Seed: 1, Phone: "+254700000001", Device: "lint", Operator: op}
}
