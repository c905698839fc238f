// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// writeNodes writes a row for each node, and two around the nodes of a group.
func (b *bookWriter) writeNodes(nodes []*forms.NodeDef, top bool) {
	for _, def := range nodes {
		if isMeta(def) && (top || onlyEntity(def)) {
			b.writeMeta(def)
			continue
		}
		if def.Name == "meta" {
			b.setting("allow_meta_groups", "yes")
			b.warn(`a group is named "meta", which ODK's own converter refuses`, "rename it if the workbook is for ODK")
		}
		word, holds := b.typeOf(def)
		r := b.row(b.survey)
		r.put("type", word)
		b.writeNode(r, def)
		if holds {
			outer := b.entity
			b.entity = entityIn(def.Children, outer)
			b.writeNodes(def.Children, false)
			b.entity = outer
			b.row(b.survey).put("type", strings.Replace(word, "begin", "end", 1))
			continue
		}
		for _, child := range def.Children {
			b.refuse("%q has the attribute %q, for which there is no row", def.Name, child.Name)
		}
	}
}

func (b *bookWriter) writeNode(r *rowWriter, def *forms.NodeDef) {
	r.put("name", def.Name)
	r.text("label", def.Label)
	r.text("hint", def.Hint)
	switch {
	case !wordless(def):
	case def.Calculate.Text != "" || def.Trigger != nil:
		// Without a word it would not be asked at all. A dash stands for a missing
		// text everywhere.
		r.put("label", "-")
		b.warn(fmt.Sprintf("the question %q has no label; in the workbook it is a dash", def.Name), "write what people are asked, or make it a calculate")
	default:
		r.put("media", "none") // a column that says nothing but that there is no label
	}
	r.text("constraint_message", def.ConstraintMsg)
	r.text("required_message", def.RequiredMsg)
	r.text("no_app_error_string", def.NoAppMsg)
	r.put("relevant", def.Relevant.Text)
	r.put("required", condition(def.Required))
	r.put("read_only", readOnly(def))
	r.put("constraint", def.Constraint.Text)
	r.put("calculation", def.Calculate.Text)
	r.put("repeat_count", def.Count.Text)
	r.put("default", def.Default.Text)
	if def.DynamicDefault != isDynamic(def.Default.Text, def.Type) {
		b.refuse("the default of %q would be taken for an expression, or the other way round", def.Name)
	}
	for i, name := range def.Trigger {
		def := "${" + name + "}"
		if i > 0 {
			def = r.cells["trigger"] + ", " + def
		}
		r.put("trigger", def)
	}
	r.put("appearance", def.Appearance)
	r.put("parameters", parametersText(def))
	for _, choices := range []*forms.ChoicesDef{def.Choices, def.Places} {
		if choices != nil {
			r.put("choice_filter", choices.Filter.Text)
		}
	}
	r.put("save_to", b.saveTo(def))
	if def.NoAddRemove && def.Count.Text == "" {
		r.put("body::jr:noAddRemove", "true()")
	}
	switch {
	case len(def.Given) > 1:
		b.refuse("the repeat %q begins with %d instances; in a workbook it begins with one", def.Name, len(def.Given))
	case len(def.Given) == 1:
		b.refuse("the repeat %q begins with values that are not its defaults", def.Name)
	case def.Given != nil:
		r.put("body::df:begin", "0")
		b.channel = true
		b.warn(fmt.Sprintf("the repeat %q begins with no instance; for ODK's own converter the workbook begins it with one", def.Name),
			"a repeat_count says how many there are to everyone")
	}
	b.writeAttributes(r, def)
}

// wordless tells a question that shows nothing of its own, which most readers
// take for a slip.
func wordless(def *forms.NodeDef) bool {
	if def.Kind != forms.Question || hasWords(def.Label) || hasWords(def.Hint) || def.Appearance == "label" {
		return false
	}
	for _, form := range def.Label {
		if len(form.Media) > 0 {
			return false
		}
	}
	return true
}

// writeAttributes writes what the type of the row does not say already.
func (b *bookWriter) writeAttributes(r *rowWriter, def *forms.NodeDef) {
	qt := meaning(r.cells["type"])
	if qt.preload != def.Preload || qt.params != def.PreloadParams {
		r.put("bind::jr:preload", def.Preload)
		r.put("bind::jr:preloadParams", def.PreloadParams)
	}
	for _, name := range sortedKeys(def.Bind) {
		if name != "type" || !saidByType(def, qt) {
			r.put("bind::"+name, def.Bind[name])
		}
	}
	if def.Bind["type"] == "" && def.Type != qt.data && def.Control != forms.Range {
		r.put("bind::type", dataTypeName(def.Type))
	}
	for _, name := range sortedKeys(def.Body) {
		if name != "mediatype" || def.Body[name] != qt.media {
			r.put("body::"+name, def.Body[name])
		}
	}
	for _, name := range sortedKeys(def.Attrs) {
		r.put("instance::"+name, def.Attrs[name])
	}
}

// saidByType tells whether the type of a row, or what it offers, says the type of
// the bind already. The types of binds that offer choices are those of old
// converters, and all mean text.
func saidByType(def *forms.NodeDef, qt questionType) bool {
	name := strings.TrimPrefix(def.Bind["type"], "xsd:")
	switch {
	case def.Control == forms.Select1 || def.Control == forms.Select || def.Control == forms.Rank:
		return bindTypes[name] == forms.String
	case qt.untyped, def.Kind == forms.Group || def.Kind == forms.Repeat:
		return false
	case def.Control == forms.Range:
		return name == "int" && !strings.Contains(parametersText(def), ".")
	}
	t, ok := bindTypes[name]
	return ok && t == qt.data && name == dataTypeName(t)
}

func dataTypeName(t forms.DataType) string {
	for _, name := range slices.Sorted(maps.Keys(bindTypes)) {
		if bindTypes[name] == t && name != "integer" {
			return name
		}
	}
	return ""
}

// condition is an expression as authors write it where most rows have none.
func condition(s forms.Source) string {
	if s.Text == "true()" {
		return "yes"
	}
	return s.Text
}

// readOnly leaves out what the type of a note says already.
func readOnly(def *forms.NodeDef) string {
	if def.Control == forms.Note && def.ReadOnly.Text == "true()" {
		return ""
	}
	return condition(def.ReadOnly)
}

func parametersText(def *forms.NodeDef) string {
	params := maps.Clone(def.Params)
	if c := def.Choices; c != nil && c.Randomize && params["randomize"] == "" {
		params = put(params, "randomize", "true")
		if c.Seed.Text != "" {
			params["seed"] = c.Seed.Text
		}
	}
	var pairs []string
	for _, key := range sortedKeys(params) {
		pairs = append(pairs, key+"="+params[key])
	}
	return strings.Join(pairs, " ")
}

// text fills the columns of a text: one for each language, and for each form of
// it.
func (r *rowWriter) text(header string, text forms.Text) {
	guidance := "guidance_hint"
	if header != "hint" {
		guidance = ""
	}
	for _, lang := range sortedKeys(text) {
		form, suffix := text[lang], ""
		if lang != "" {
			suffix = "::" + lang
		}
		r.pieces(header+suffix, form.Long)
		r.pieces(guidance+suffix, form.Guidance)
		if header == "label" {
			r.pieces("short"+suffix, form.Short)
		} else if len(form.Short) > 0 {
			r.book.refuse("%s of %q has a short form; only labels have", header, r.cells["name"])
		}
		for _, kind := range sortedKeys(form.Media) {
			if header != "label" || !slices.Contains(mediaKinds, kind) {
				r.book.refuse("%s of %q has %s; a workbook has no column for it", header, r.cells["name"], kind)
				continue
			}
			r.put("media::"+kind+suffix, form.Media[kind])
		}
	}
}

// pieces fills a cell with a text, if the reader finds the same references in it.
func (r *rowWriter) pieces(header string, pieces []forms.Piece) {
	if len(pieces) == 0 {
		return
	}
	if header == "" || strings.HasPrefix(header, "::") {
		r.book.refuse("%q has a guidance that is not that of a hint", r.cells["name"])
		return
	}
	var text strings.Builder
	plain := slices.Clone(pieces)
	for i, p := range pieces {
		text.WriteString(p.Literal + p.Output.Text)
		plain[i].Output.Pos = forms.Position{}
	}
	if !reflect.DeepEqual(template(cell{text: text.String()}), plain) {
		r.book.refuse("%s of %q holds an expression; in a workbook it must be a question of its own", header, r.cells["name"])
	}
	r.put(header, text.String())
}
