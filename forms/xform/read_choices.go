// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"strings"

	"github.com/dialform/dialform/forms"
)

// choices reads what a select or rank offers: an itemset, or the items that
// stand in it.
func (r *reader) choices(s *shape) *forms.ChoicesDef {
	e := s.control
	set := e.child("itemset")
	if !set.exists() {
		return &forms.ChoicesDef{Items: r.items(e)}
	}
	c := &forms.ChoicesDef{
		Nodes: r.source(set, "", "nodeset"),
		Value: r.source(set.child("value"), "", "ref"),
		Label: r.source(set.child("label"), "", "ref"),
	}
	if c.Nodes.Text == "" || c.Value.Text == "" {
		r.fail(set, "the itemset of "+s.name+" has no nodeset or no value", "say where its items and their values are")
	}
	return c
}

func (r *reader) items(e element) []forms.ItemDef {
	items := []forms.ItemDef{}
	for item := range e.named("item") {
		items = append(items, forms.ItemDef{
			Value: strings.TrimSpace(item.child("value").text()),
			Label: r.label(item.child("label")),
			Pos:   r.pos(item),
		})
	}
	return items
}
