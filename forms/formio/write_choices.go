// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// offer are the choices of a question with the columns that a filter can read.
type offer struct {
	items   []choice
	columns []string
	def     *forms.ChoicesDef
}

type choice struct {
	value   string
	label   forms.Text
	columns map[string]string
}

// fewChoices are shown all at once, as radio buttons: as many as have a digit.
const fewChoices = 9

// offered are the choices of a question, from wherever they come.
func (w *formWriter) offered(def *forms.NodeDef) offer {
	c := def.Choices
	o := offer{def: c}
	switch {
	case c.Answers != "" || c.Nodes.Text != "":
		w.refuse(def, "the choices of %q are answers to other questions; no select of Form.io offers these here", def.Name)
	case c.Items != nil:
		o.items = fromItems(c.Items)
	case c.Dataset != "":
		w.fromDataset(def, &o)
	default:
		if list := w.def.Lists[c.List]; list != nil {
			o.items, o.columns = fromItems(list.Items), list.Columns
		}
	}
	return o
}

func fromItems(items []forms.ItemDef) []choice {
	choices := make([]choice, len(items))
	for i, item := range items {
		choices[i] = choice{item.Value, item.Label, item.Columns}
	}
	return choices
}

func (w *formWriter) fromDataset(def *forms.NodeDef, o *offer) {
	set := w.def.Datasets[o.def.Dataset]
	if set == nil {
		return
	}
	o.columns = set.Columns
	value, label := slices.Index(set.Columns, orText(o.def.ValueCol, "name")), orText(o.def.LabelCol, "label")
	for _, row := range set.Rows {
		columns := map[string]string{}
		for i, cell := range row[:min(len(row), len(set.Columns))] {
			columns[set.Columns[i]] = cell
		}
		if value < 0 || value >= len(row) {
			continue
		}
		o.items = append(o.items, choice{row[value], w.inLanguages(columns, label), columns})
	}
	if len(o.items) == 0 {
		w.warn(def, "%q offers the rows of %s, which is not beside the form", def.Name, orText(set.Src, set.ID))
	}
}

// inLanguages is the label of a row: label::Kiswahili (sw), or label.
func (w *formWriter) inLanguages(columns map[string]string, label string) forms.Text {
	text := forms.Text{"": literal(columns[label])}
	for _, l := range w.def.Languages {
		if s := columns[label+"::"+l.Name]; s != "" {
			text[l.Name] = literal(s)
		}
	}
	return text
}

func literal(s string) forms.TextForm { return forms.TextForm{Long: []forms.Piece{{Literal: s}}} }

// plainLabel is a label in the first language, without outputs.
func (w *formWriter) plainLabel(label forms.Text) string {
	form, ok := label[w.texts.first]
	if !ok {
		form = label[""]
	}
	var b strings.Builder
	for _, p := range form.Long {
		b.WriteString(p.Literal)
	}
	return b.String()
}

// choices gives a select or a group of radio buttons what it offers. A filter
// becomes a script over all of them, which stay in the component.
func (w *formWriter) choices(c *jsvalue.Object, def *forms.NodeDef, at standpoint, beside *[]jsvalue.Value) {
	o := w.offered(def)
	if o.def.Randomize {
		w.warn(def, "the choices of %q are in a fixed order: Form.io has no random one", def.Name)
	}
	values := jsvalue.NewArray()
	rows := map[string]*jsvalue.Object{}
	for _, item := range o.items {
		v := jsvalue.NewObject()
		v.Set("label", orText(w.phrase(def, item.label, at, beside), markup.Replace(item.value)))
		v.Set("value", item.value)
		values.Items = append(values.Items, v)
		if rows[item.value] != nil && o.def.Filter.Text == "" {
			w.warn(def, "the value %q is offered twice by %q", item.value, def.Name)
		}
		rows[item.value] = v
	}
	if text(c, "type") == "radio" {
		c.Set("values", values)
		w.offers(def, o)
		return
	}
	data := jsvalue.NewObject()
	data.Set("values", values)
	c.Set("dataSrc", "values")
	c.Set("data", data)
	c.Set("valueProperty", "value")
	c.Set("template", "<span>{{ item.label }}</span>")
	c.Set("widget", "choicesjs")
	c.Set("searchEnabled", len(o.items) > fewChoices)
	w.offers(def, o)
	if strings.TrimSpace(o.def.Filter.Text) != "" {
		w.filter(c, data, def, o, values.Items, at)
	}
}

// filter writes a choice filter, and the columns that it reads into the choices.
func (w *formWriter) filter(c, data *jsvalue.Object, def *forms.NodeDef, o offer, values []jsvalue.Value, at standpoint) {
	at.option = "option"
	at.columns = map[string]string{orText(o.def.ValueCol, "name"): "value", orText(o.def.LabelCol, "label"): "label"}
	for _, column := range o.columns {
		if at.columns[column] == "" {
			at.columns[column] = columnKey(column)
		}
	}
	t, v, err := w.translate(o.def.Filter, at)
	if err == nil && (v.kind == jsNumber || v.kind == jsEither) {
		t.refuse("a predicate that counts")
		err = t.err
	}
	if err != nil {
		w.refuse(def, "the choice filter of %q: %v", def.Name, err)
		return
	}
	w.reads(o.name(), t.read)
	for i, item := range o.items {
		for column := range t.read {
			if key := at.columns[column]; key != "value" && key != "label" {
				values[i].(*jsvalue.Object).Set(key, item.columns[column])
			}
		}
	}
	condition := unbracketed(t.boolean(v))
	data.Set("custom", withHelpers(t.used, t.prelude()+"values = component.data.values.filter(function (option) { return "+condition+"; });"))
	c.Set("dataSrc", "custom")
}

// columnKey keeps a column apart from the members that a choice has anyway.
func columnKey(column string) string {
	if column == "value" || column == "label" {
		return column + "_"
	}
	return column
}

// table is a table that a script can read.
type table struct {
	columns []string
	rows    []map[string]string
}

// maxTable bounds the tables that are written into scripts, in cells: a script
// is sent to every person, and the runtime of this module takes 16 KiB.
const maxTable = 400

// tables is the table that instance(id) means.
func (w *formWriter) tables(id string) (table, bool) {
	if list := w.def.Lists[id]; list != nil {
		// The itextId of a row is the key of its label, which a script cannot look
		// up: it is the label itself.
		t := table{columns: append([]string{"name", "label", "itextId"}, list.Columns...)}
		for _, item := range list.Items {
			label := w.plainLabel(item.Label)
			row := map[string]string{"name": item.Value, "label": label, "itextId": label}
			for column, cell := range item.Columns {
				row[column] = cell
			}
			t.rows = append(t.rows, row)
		}
		return t, len(t.rows)*2 <= maxTable
	}
	set := w.def.Datasets[id]
	if set == nil {
		return table{}, false
	}
	if len(set.Rows) == 0 {
		w.note(forms.Warning, set.Pos, "the table "+id+" is not beside the form; it is taken to be empty")
	}
	t := table{columns: set.Columns}
	for _, cells := range set.Rows {
		row := map[string]string{}
		for i, cell := range cells[:min(len(cells), len(set.Columns))] {
			row[set.Columns[i]] = cell
		}
		t.rows = append(t.rows, row)
	}
	return t, len(t.rows)*2 <= maxTable
}

// script is the table in JavaScript, with the columns that are read.
func (t table) script(read map[string]bool) string {
	list := jsvalue.NewArray()
	for _, row := range t.rows {
		o := jsvalue.NewObject()
		for _, column := range t.columns {
			if read[column] && row[column] != "" {
				o.Set(column, row[column])
			}
		}
		list.Items = append(list.Items, o)
	}
	return strings.NewReplacer("{{", "{ {", "}}", "} }").Replace(jsvalue.JSON(list))
}
