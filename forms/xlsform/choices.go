// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/datafile"
)

// choices reads the sheets of choice lists.
func (r *reader) choices() {
	inside := r.readTable(r.book, r.book.sheet(sheetChoices), &choicesDialect, false)
	r.choiceTable = inside
	r.lists(inside, r.def.Lists, yes(r.def.Settings["allow_choice_duplicates"]))
	outside := r.readTable(r.book, r.book.sheet(sheetExternal), &choicesDialect, false)
	if len(outside.records) == 0 && r.files != nil {
		outside = r.itemsets()
	}
	// The same village name occurs in two districts: external lists are always filtered.
	r.lists(outside, r.external, true)
	for _, list := range r.external {
		list.External = true
	}
	tags := r.readTable(r.book, r.book.sheet(sheetOSM), &choicesDialect, false)
	r.lists(tags, r.osm, true)
}

// itemsets reads itemsets.csv beside the workbook, the form in which the sheet
// external_choices travels to phones.
func (r *reader) itemsets() *table {
	book := &Workbook{File: "itemsets.csv"}
	data, err := fs.ReadFile(r.files, book.File)
	if err != nil {
		return r.readTable(book, nil, &choicesDialect, false)
	}
	content, err := datafile.Read(book.File, data)
	if err != nil {
		r.warn(forms.Position{File: book.File}, "the file cannot be read", "save it as comma separated values in UTF-8")
	}
	sheet := Sheet{Name: sheetExternal}
	sheet.add(1, content.Columns)
	for i, row := range content.Rows {
		sheet.add(i+2, row)
	}
	return r.readTable(book, &sheet, &choicesDialect, false)
}

// lists groups the rows of a sheet into choice lists.
func (r *reader) lists(t *table, into map[string]*forms.ListDef, duplicates bool) {
	if len(t.records) > 0 && !t.has(keyListName) {
		r.warn(t.at(t.header, 0), "there is no column \"list_name\", so no choice is read", "the first row must hold list_name, name and label")
		return
	}
	columns := r.ownColumns(t)
	seen := map[string]map[string]bool{}
	for _, rec := range t.records {
		name := rec.text(keyListName)
		if name == "" {
			if !rec.empty() {
				r.warn(rec.pos(), "this choice belongs to no list", "fill the column \"list_name\"")
			}
			continue
		}
		list := into[name]
		if list == nil {
			list = &forms.ListDef{Name: name, Columns: columns.names(), Pos: rec.pos()}
			into[name], seen[name] = list, map[string]bool{}
		}
		value := rec.cell(keyName)
		switch {
		case value.text == "":
			r.fail(value.pos, "this choice has no name", "fill the column \"name\": it is what the data will hold")
			continue
		case seen[name][value.text] && !duplicates:
			r.fail(value.pos, fmt.Sprintf("the choice %q stands twice in the list %q", value.text, name),
				"give it another name, or set allow_choice_duplicates to yes")
			continue
		}
		seen[name][value.text] = true
		list.Items = append(list.Items, r.item(rec, value, columns))
	}
}

func (r *reader) item(rec record, value cell, columns ownColumns) forms.ItemDef {
	item := forms.ItemDef{Value: value.text, Label: r.label(rec), Pos: value.pos}
	if item.Label == nil {
		r.warn(rec.pos(), fmt.Sprintf("the choice %q has no label", value.text), "people will see its name")
	}
	for _, c := range columns {
		if text := rec.at(c).text; text != "" {
			item.Columns = put(item.Columns, c.key, text)
		}
	}
	return item
}

type ownColumns []column

func (o ownColumns) names() []string {
	var names []string
	for _, c := range o {
		names = append(names, c.key)
	}
	return names
}

// ownColumns are the columns an author adds for choice filters.
func (r *reader) ownColumns(t *table) ownColumns {
	var own ownColumns
	for _, c := range t.columns {
		switch {
		case c.key == keyName || c.key == keyListName || c.key == keyLabel || c.key == keyShort,
			c.key == "media", strings.HasPrefix(c.key, "media/"), c.key == "sms_option":
		case !isName(c.key):
			r.warn(t.at(t.header, c.index+1), fmt.Sprintf("column %q is not read", c.header),
				"a column that a choice_filter names has no spaces or signs in its name")
		default:
			own = append(own, c)
		}
	}
	return own
}

// offer says what a select offers.
func (s *survey) offer(rec record, sel selectType, node *forms.NodeDef) *forms.ChoicesDef {
	pos := rec.cell(keyType).pos
	c := &forms.ChoicesDef{Filter: s.expression(rec.source(keyChoiceFilter))}
	if node.Params["randomize"] != "" {
		c.Randomize = yes(node.Params["randomize"])
		if seed := node.Params["seed"]; seed != "" {
			c.Seed = forms.Source{Text: seed, Pos: rec.cell(keyParameters).pos}
		}
	}
	ext := fileExtension(sel.list)
	switch {
	case sel.external:
		list := s.external[sel.list]
		if list == nil {
			s.unknownList(pos, sel.list, sheetExternal, s.external)
			return c
		}
		c.List = s.adopt(list)
		if c.Filter.Text == "" {
			s.warn(pos, "select_one_external is meant for lists with a choice_filter", "add one, or use select_one")
		}
	case ext != "":
		id := strings.TrimSuffix(sel.list, ext)
		src := "jr://file/" + sel.list
		if ext == ".csv" {
			src = "jr://file-csv/" + sel.list
		}
		c.Dataset, c.ValueCol, c.LabelCol = id, node.Params["value"], node.Params["label"]
		if ext == ".geojson" {
			c.ValueCol, c.LabelCol = firstOf(c.ValueCol, "id"), firstOf(c.LabelCol, "title")
		}
		s.dataset(id, src, pos)
	case sel.fromFile:
		s.fail(pos, fmt.Sprintf("%q is not a file of choices", sel.list), "name a file that ends in .csv, .xml or .geojson")
	case onlyReference.MatchString(sel.list):
		name := onlyReference.FindStringSubmatch(sel.list)[1]
		s.answers = append(s.answers, answersRef{nameRef: nameRef{name: name, pos: pos}, node: node, choices: c})
	case s.def.Lists[sel.list] == nil:
		s.unknownList(pos, sel.list, sheetChoices, s.def.Lists)
	default:
		c.List = sel.list
		if sel.control == forms.Select {
			s.checkSpaces(s.def.Lists[sel.list])
		}
	}
	return c
}

func firstOf(s, otherwise string) string {
	if s != "" {
		return s
	}
	return otherwise
}

func fileExtension(list string) string {
	for _, ext := range []string{".csv", ".xml", ".geojson"} {
		if strings.HasSuffix(list, ext) && len(list) > len(ext) {
			return ext
		}
	}
	return ""
}

// adopt makes an external list one of the form's lists.
func (r *reader) adopt(list *forms.ListDef) string {
	key := list.Name
	if mine := r.def.Lists[key]; mine != nil && mine != list {
		key += " (external)"
	}
	r.def.Lists[key] = list
	return key
}

func (r *reader) unknownList(pos forms.Position, name, sheet string, lists map[string]*forms.ListDef) {
	hint := fmt.Sprintf("add its choices to the sheet %q", sheet)
	if near := nearest(name, sortedKeys(lists)); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	r.fail(pos, fmt.Sprintf("there is no choice list %q", name), hint)
}

// checkSpaces reports choices that cannot be told apart in the value of a
// select_multiple, which separates them by spaces.
func (r *reader) checkSpaces(list *forms.ListDef) {
	for _, item := range list.Items {
		if strings.ContainsAny(item.Value, " \n\t") {
			r.fail(item.Pos, fmt.Sprintf("the choice %q has a space in its name and is offered by a select_multiple", item.Value),
				"replace the space by an underscore")
		}
	}
}

// addOther gives a list the choice "other" of an or_other question.
func (r *reader) addOther(list *forms.ListDef) {
	if slices.ContainsFunc(list.Items, func(i forms.ItemDef) bool { return i.Value == "other" }) {
		return
	}
	other := literal("Other")
	label := forms.Text{}
	for _, item := range list.Items {
		for lang := range item.Label {
			label[lang] = other[""]
		}
	}
	if len(label) == 0 {
		label = other
	}
	list.Items = append(list.Items, forms.ItemDef{Value: "other", Label: label, Pos: list.Pos})
}
