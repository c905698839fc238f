// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"regexp"
	"strings"
)

// settings reads the first row of the settings sheet.
func (r *reader) settings() {
	t := r.readTable(r.book, r.book.sheet(sheetSettings), &settingsDialect, false)
	r.settingsTable = t
	if len(t.records) == 0 {
		return
	}
	rec := t.records[0]
	for _, c := range t.columns {
		value := rec.at(c)
		if value.text == "" || c.header == "id_string" && len(t.byKey[c.key]) > 1 {
			continue // form_id is the newer name and counts
		}
		r.setting(c.key, value)
	}
	if key := "public_key"; yes(r.def.Settings["omit_instanceid"]) && r.def.Settings[key] != "" {
		r.fail(rec.cell(key).pos, "an encrypted form cannot go without instanceID", "remove omit_instanceID")
	}
	if len(t.records) > 1 {
		r.warn(t.records[1].pos(), "only the first row of settings is read", "remove the rows below it")
	}
}

func (r *reader) setting(key string, value cell) {
	def := r.def
	switch key {
	case "id_string":
		def.ID = value.text
	case "title":
		def.Title = value.text
	case "version":
		def.Version = value.text
	case "name":
		if r.checkName(value.text, value.pos) {
			def.RootName = value.text
		}
	case "instance_xmlns":
		def.Namespace = value.text
	case "default_language":
		def.DefaultLanguage = value.text
	case "instance_name":
		def.InstanceName = r.condition(value)
	case "style":
		def.Style = value.text
	case "namespaces":
		r.namespaces(value)
	case "flat", "add_none_option":
		if yes(value.text) {
			r.warn(value.pos, fmt.Sprintf("the setting %q is not read", key), "remove it: no client of today knows it")
		}
	default:
		def.Settings[key] = value.text
	}
}

var namespacePair = regexp.MustCompile(`([^\s="']+)\s*=\s*(?:"([^"]*)"|'([^']*)')`)

// namespaces reads prefix="uri" pairs.
func (r *reader) namespaces(c cell) {
	r.def.Namespaces = map[string]string{}
	for _, m := range namespacePair.FindAllStringSubmatch(c.text, -1) {
		if !isNCName(m[1]) || m[2]+m[3] == "" {
			r.fail(c.pos, fmt.Sprintf("%q cannot be the prefix of a namespace", m[1]), `write prefix="https://..."`)
			continue
		}
		r.def.Namespaces[m[1]] = m[2] + m[3]
	}
	if len(r.def.Namespaces) == 0 {
		r.warn(c.pos, "the namespaces cannot be read", `write prefix="https://..."`)
	}
}

// yes reads the spellings of true that XLSForm knows in settings.
func yes(s string) bool {
	switch strings.ToLower(s) {
	case "yes", "true", "true()", "1":
		return true
	}
	return false
}
