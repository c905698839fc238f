// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"maps"
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
	for _, key := range sortedKeys(def.Settings) {
		// What the model of an XForm says is what its reader goes by.
		if !strings.HasPrefix(key, "model/") {
			r.put(strings.ReplaceAll(key, "/", "::"), def.Settings[key])
		}
	}
}

// channelSpace is the namespace of columns that only this program reads.
const channelSpace = "https://github.com/dialform/dialform"

// declare writes the namespaces of the form's prefixes.
func (b *bookWriter) declare() {
	spaces := maps.Clone(b.def.Namespaces)
	if b.channel && spaces["df"] == "" {
		spaces = put(spaces, "df", channelSpace)
	}
	var pairs []string
	for _, prefix := range sortedKeys(spaces) {
		if b.def.Origin != forms.OriginXForm || !slices.Contains(usualPrefixes, prefix) {
			pairs = append(pairs, fmt.Sprintf("%s=%q", prefix, spaces[prefix]))
		}
	}
	b.setting("namespaces", strings.Join(pairs, " "))
}

// setting adds a setting that something else in the form asks for.
func (b *bookWriter) setting(key, value string) {
	(&rowWriter{book: b, sheet: b.settings, cells: b.settings.rows[0]}).put(key, value)
}

// rememberSpaces keeps the reader from folding spaces where they count: in a
// text within an expression, or in a value.
func (b *bookWriter) rememberSpaces() {
	if b.repeatsNames() {
		b.setting("allow_choice_duplicates", "yes")
	}
	for _, row := range b.survey.rows {
		for header, text := range row {
			if strings.Contains(text, "  ") && !isShown(header) {
				b.setting("clean_text_values", "no")
				return
			}
		}
	}
}

// isShown tells whether a column holds a text for people, in which a row of
// spaces is one.
func isShown(header string) bool {
	base, _, _ := strings.Cut(header, "::")
	switch base {
	case "label", "short", "hint", "guidance_hint", "constraint_message", "required_message", "no_app_error_string":
		return true
	}
	return false
}
