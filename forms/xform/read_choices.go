// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"regexp"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/datafile"
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

// beside reads the choices of what is no select: of an input that looks them up
// in itemsets.csv, and of an upload the tags of OpenStreetMap that it collects.
func (r *reader) beside(s *shape) {
	def, e := s.def, s.control
	if def.Kind != forms.Question {
		return
	}
	if e.is("upload") && e.child("tag").exists() {
		tags := []forms.ItemDef{}
		for tag := range e.named("tag") {
			tags = append(tags, forms.ItemDef{Value: tag.attr("", "key"), Label: r.label(tag.child("label")), Pos: r.pos(tag)})
		}
		def.Places = &forms.ChoicesDef{Items: tags}
	}
	m := itemsetQuery.FindStringSubmatch(strings.TrimSpace(e.attr("", "query")))
	if !e.is("input") || m == nil || r.def.Datasets[m[1]] != nil {
		return
	}
	key := m[1]
	if r.def.Documents[key] != nil {
		key += " (external)" // an instance of the form has the same name
	}
	def.Choices = &forms.ChoicesDef{List: key, Filter: forms.Source{Text: strings.TrimSpace(m[2]), Pos: r.pos(e)}}
	delete(def.Body, "query")
	if r.def.Lists[key] == nil {
		list := &forms.ListDef{Name: m[1], External: true, Pos: r.pos(e)}
		r.def.Lists[key] = list
		r.itemsets(list, e)
	}
}

// itemsetQuery is a query as pyxform writes it: the items of a list, filtered.
var itemsetQuery = regexp.MustCompile(`^instance\(\s*'([^']+)'\s*\)/root/item(?:\[(.*)\])?$`)

// itemsets reads the choices of a list from itemsets.csv: columns list_name, name,
// label or label::language, and the author's own.
func (r *reader) itemsets(list *forms.ListDef, at element) {
	const file = "itemsets.csv"
	data, err := r.attachment(file)
	if err != nil {
		r.warn(at, "the file "+quoted(file)+" is missing, so that there is nothing to choose from", "put it beside the form")
		return
	}
	content, err := datafile.Read(file, data)
	if err != nil {
		r.warn(at, "the file "+quoted(file)+" cannot be read", err.Error())
	}
	own := map[int]string{}
	for i, column := range content.Columns {
		base, _, _ := strings.Cut(column, "::")
		if base != "list_name" && base != "list name" && base != "name" && base != "label" {
			own[i] = column
			list.Columns = append(list.Columns, column)
		}
	}
	for _, row := range content.Rows {
		item, mine := forms.ItemDef{Pos: forms.Position{File: file}}, false
		for i, text := range row {
			column := content.Columns[i]
			base, lang, _ := strings.Cut(column, "::")
			switch {
			case text == "":
			case base == "list_name" || base == "list name":
				mine = text == list.Name
			case base == "name":
				item.Value = text
			case base == "label":
				if item.Label == nil {
					item.Label = forms.Text{}
				}
				item.Label[lang] = forms.TextForm{Long: []forms.Piece{{Literal: text}}}
			case own[i] != "":
				if item.Columns == nil {
					item.Columns = map[string]string{}
				}
				item.Columns[column] = text
			}
		}
		if mine && item.Value != "" {
			list.Items = append(list.Items, item)
		}
	}
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
