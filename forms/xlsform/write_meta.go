// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"strings"

	"github.com/dialform/dialform/forms"
)

// writeMeta writes what the form keeps about itself: an audit log, and what is
// done to entities. The rest is in every form.
func (b *bookWriter) writeMeta(meta *forms.NodeDef) {
	for _, def := range meta.Children {
		switch {
		case def.Name == "audit":
			r := b.row(b.survey)
			r.put("type", "audit")
			b.writeNode(r, def)
		case def.Name == "entity":
			b.writeEntity(def)
		case strings.HasSuffix(def.Name, "instanceName") && b.def.InstanceName.Text == "":
			(&rowWriter{book: b, sheet: b.settings, cells: b.settings.rows[0]}).put("instance_name", def.Calculate.Text)
		}
	}
}

// writeEntity writes the row of a list of entities.
func (b *bookWriter) writeEntity(def *forms.NodeDef) {
	r := b.row(b.entities)
	for _, child := range def.Children {
		switch child.Name {
		case "@dataset":
			r.put("list_name", child.Default.Text)
		case "@id":
			r.put("entity_id", child.Calculate.Text)
		case "@create":
			r.put("create_if", child.Calculate.Text)
		case "@update":
			r.put("update_if", child.Calculate.Text)
		case "label":
			r.put("label", child.Calculate.Text)
		}
	}
}

// saveTo names the property that a question is saved to, and its list where
// the form has several.
func (b *bookWriter) saveTo(def *forms.NodeDef) string {
	if def.SaveTo != "" && b.def.Settings["model/entities:entities-version"] == entitiesMany && b.entity != "" {
		return b.entity + "#" + def.SaveTo
	}
	return def.SaveTo
}

// entityIn is the list of entities whose block stands among nodes, or outer.
func entityIn(nodes []*forms.NodeDef, outer string) string {
	for _, meta := range nodes {
		if meta.Name != "meta" {
			continue
		}
		for _, entity := range meta.Children {
			for _, child := range entity.Children {
				if entity.Name == "entity" && child.Name == "@dataset" {
					return child.Default.Text
				}
			}
		}
	}
	return outer
}
