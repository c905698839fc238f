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
