// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// usualPrefixes are the namespaces that every XForm declares.
var usualPrefixes = []string{"h", "ev", "xsd", "jr", "orx", "odk", "entities"}

// writeSettings writes the one row of settings.
func (b *bookWriter) writeSettings() {
	def, r := b.def, b.row(b.settings)
	r.put("form_title", def.Title)
	r.put("form_id", def.ID)
	r.put("version", def.Version)
	r.put("default_language", def.DefaultLanguage)
	r.put("instance_name", def.InstanceName.Text)
	r.put("style", def.Style)
	r.put("name", def.RootName)
	r.put("instance_xmlns", def.Namespace)
	var pairs []string
	for _, prefix := range sortedKeys(def.Namespaces) {
		if def.Origin != forms.OriginXForm || !slices.Contains(usualPrefixes, prefix) {
			pairs = append(pairs, fmt.Sprintf("%s=%q", prefix, def.Namespaces[prefix]))
		}
	}
	r.put("namespaces", strings.Join(pairs, " "))
	for _, key := range sortedKeys(def.Settings) {
		// What the model of an XForm says is what its reader goes by.
		if !strings.HasPrefix(key, "model/") {
			r.put(strings.ReplaceAll(key, "/", "::"), def.Settings[key])
		}
	}
}

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
