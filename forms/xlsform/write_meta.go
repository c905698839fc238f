// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"strings"

	"github.com/dialform/dialform/forms"
)

// writeMeta writes what the form keeps about itself: an audit log, and what is
// done to entities. The rest is in every form.
func (b *bookWriter) writeMeta(meta *forms.NodeDef) {
	prefix := meta.Name[:len(meta.Name)-len("meta")]
	if prefix != "" {
		b.warn(fmt.Sprintf("the group %s becomes meta", meta.Name), "a workbook keeps its metadata in the form's own namespace")
	}
	b.withoutRow(meta)
	for _, def := range meta.Children {
		if strings.HasSuffix(def.Name, "instanceID") || strings.HasSuffix(def.Name, "instanceName") {
			b.withoutRow(def)
		}
		if def.Kind == forms.Question {
			b.warn(fmt.Sprintf("%s/%s is no longer shown", meta.Name, def.Name), "a workbook has no question for it")
		}
		switch strings.TrimPrefix(def.Name, prefix) {
		case "audit":
			r := b.row(b.survey)
			r.put("type", "audit")
			b.writeNode(r, def)
		case "entity":
			b.writeEntity(def)
		case "instanceID":
			if def.Preload != "" && def.Preload != "uid" {
				b.setting("instance_id", def.Preload)
			}
		case "instanceName":
			if b.def.InstanceName.Text == "" {
				b.setting("instance_name", def.Calculate.Text)
			}
		default:
			b.refuse("a workbook has no place for %s/%s", meta.Name, def.Name)
		}
	}
}

// withoutRow warns of the attributes of what has no row.
func (b *bookWriter) withoutRow(def *forms.NodeDef) {
	for _, name := range sortedKeys(def.Attrs) {
		b.warn(fmt.Sprintf("the attribute %s of %s is left out", name, def.Name), "a workbook has no row for it")
	}
}

// isMeta tells the group of what a form keeps about itself, with or without the
// namespace of OpenRosa.
func isMeta(def *forms.NodeDef) bool {
	return def.Kind == forms.Group && (def.Name == "meta" || strings.HasSuffix(def.Name, ":meta"))
}

// onlyEntity tells a group that holds the block of an entity and nothing else.
func onlyEntity(def *forms.NodeDef) bool {
	for _, child := range def.Children {
		if child.Name != "entity" {
			return false
		}
	}
	return len(def.Children) > 0
}

// writeEntity writes the row of a list of entities.
func (b *bookWriter) writeEntity(def *forms.NodeDef) {
	r := b.row(b.entities)
	r.put("list_name", datasetOf(def))
	for _, child := range def.Children {
		switch child.Name {
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

// datasetOf is the list of an entity's block: a node, or an attribute for which
// nothing is calculated.
func datasetOf(entity *forms.NodeDef) string {
	for _, child := range entity.Children {
		if child.Name == "@dataset" {
			return child.Default.Text
		}
	}
	return entity.Attrs["dataset"]
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
			if entity.Name == "entity" {
				return datasetOf(entity)
			}
		}
	}
	return outer
}
