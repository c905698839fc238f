// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// Shapes of values: how what a node holds is written in a submission. They are
// kept in the attribute formio:shape of the control, and the key in formio:key,
// so that [Data] needs the definition and nothing else.
const (
	shapeLayout    = ""          // no value; the values within belong to what is around
	shapeContainer = "container" // an object
	shapeAddress   = "address"   // an object with a mode and an object address
	shapeForm      = "form"      // an object with an object data
	shapeTree      = "tree"      // an object with an object data and the list children
	shapeGrid      = "grid"      // a list of objects
	shapeMap       = "map"       // an object of what is in the rows: key and value
	shapeText      = "text"
	shapeNumber    = "number"
	shapeNumbers   = "numbers" // a list of numbers
	shapeBoolean   = "boolean"
	shapeChoice    = "choice"  // the value of one choice, of whatever type
	shapeChoices   = "choices" // a list of such values
	shapeBoxes     = "boxes"   // an object with a boolean for every choice
	shapeDate      = "date"    // a moment
	shapeDay       = "day"     // MM/DD/YYYY
	shapeDayFirst  = "dayfirst"
	shapeTime      = "time"
	shapeTags      = "tags" // a list of texts
	shapeFile      = "file" // a list of files, added later; of a signature, which has formio:text, a text
	shapeButton    = "button"
)

// autoValues stands for the values of a choice that is asked as text: a number
// or a boolean where the text spells one.
const autoValues = "auto"

// shape decides what a component becomes.
func (r *reader) shape(f *field, depth int) {
	c, n := f.component, f.node
	n.Label = r.label(f)
	n.Hint = r.text(f, text(c, "description"))
	switch kind := text(c, "type"); kind {
	case "content", "htmlelement":
		r.content(f)
	case "container", "address", "datamap", "form", "datagrid", "editgrid", "datatable", "dynamicWizard", "tagpad":
		r.holder(f, kind, depth)
	case "survey":
		r.survey(f)
	case "button", "recaptcha", "captcha", "hidden", "datasource", "stripe", "reviewpage":
		if kind == "stripe" && is(object(c, "validate"), "required") {
			r.warn(f, "a card can't be used on a phone; the form is sent, and the payment that "+f.key+" requires waits for a desk", "")
			n.Kind = forms.Question
			r.question(f, kind)
			break
		}
		r.silent(f, kind)
	default:
		if inner := inside(c); inner != nil && !is(c, "input") || layouts[kind] {
			r.layout(f, inner, depth)
			break
		}
		if inner := inside(c); inner != nil && len(inner[0]) > 0 {
			r.holder(f, kind, depth) // of a type that is not known here
			break
		}
		n.Kind = forms.Question
		r.question(f, kind)
	}
	if key := text(c, "key"); key != "" && (f.shape != shapeLayout || is(c, "input")) {
		n.Body["formio:key"] = key
		if is(c, "input") {
			n.Body["formio:input"] = "true"
		}
	}
	if f.shape != shapeLayout && f.key != "" {
		n.Body["formio:shape"] = f.shape
	}
	if f.shape != shapeLayout && (text(c, "persistent") == "client-only" || c.Has("persistent") && !is(c, "persistent")) {
		n.Body["formio:persistent"] = "false"
	}
	if is(c, "hidden") && n.Kind == forms.Question && len(items(c, "logic")) == 0 {
		n.Kind, n.Control = forms.Value, forms.NoControl
		if n.Choices != nil {
			n.Choices = nil
		}
	}
}

// layouts are the types of components that only arrange others.
var layouts = map[string]bool{"panel": true, "well": true, "columns": true, "fieldset": true, "table": true, "tabs": true}

// inside are the lists of components in a component, nil when it has none.
func inside(c *jsvalue.Object) (lists [][]jsvalue.Value) {
	add := func(v jsvalue.Value) {
		o, _ := v.(*jsvalue.Object)
		if a := array(o, "components"); a != nil {
			lists = append(lists, a.Items)
		}
	}
	switch {
	case array(c, "columns") != nil:
		for _, column := range items(c, "columns") {
			add(column)
		}
	case array(c, "rows") != nil:
		for _, row := range items(c, "rows") {
			if cells, ok := row.(*jsvalue.Array); ok {
				for _, cell := range cells.Items {
					add(cell)
				}
			}
		}
	default:
		add(c)
	}
	return lists
}

// layout becomes a group that the data does not know.
func (r *reader) layout(f *field, lists [][]jsvalue.Value, depth int) {
	n := f.node
	n.Kind = forms.Group
	if text(f.component, "type") == "panel" || text(f.component, "type") == "fieldset" {
		if title := text(f.component, "title") + text(f.component, "legend"); title != "" {
			n.Label = r.text(f, title)
		}
	} else {
		n.Label = nil // of columns and tables it is for their author
	}
	holder := f.parent
	f.key = ""
	for _, list := range lists {
		n.Children = append(n.Children, r.beside(n.Children, list, holder, f.path, depth+1)...)
	}
}

// beside reads components whose names must not be those of others.
func (r *reader) beside(others []*forms.NodeDef, list []jsvalue.Value, parent *field, at string, depth int) []*forms.NodeDef {
	first := len(r.fields)
	nodes := r.components(list, parent, at, depth)
	for _, n := range nodes {
		name := unique(others, n.Name, n.Name)
		if name == n.Name {
			others = append(others, n)
			continue
		}
		old := at + "/" + n.Name
		n.Name = name
		for _, f := range r.fields[first:] {
			if f.path == old || len(f.path) > len(old) && f.path[:len(old)+1] == old+"/" {
				f.path = at + "/" + name + f.path[len(old):]
			}
		}
		others = append(others, n)
	}
	return nodes
}

// holder becomes a group or a repeat.
func (r *reader) holder(f *field, kind string, depth int) {
	c, n := f.component, f.node
	n.Kind, f.shape = forms.Group, shapeContainer
	lists := inside(c)
	switch kind {
	case "tree":
		f.shape = shapeTree
		r.warn(f, "only the first node of the tree "+f.key+" is asked", "use an edit grid")
	case "form":
		f.shape = shapeForm
		if lists == nil {
			n.Kind = forms.Value
			r.warn(f, "the form "+f.key+" in this form is not in the file", "export it with its forms, or copy its components")
			return
		}
	case "address":
		if lists == nil || !is(c, "enableManualMode") && len(lists[0]) == 0 {
			n.Kind, n.Control, f.shape = forms.Question, forms.Input, shapeText
			return
		}
		if is(c, "enableManualMode") {
			f.shape = shapeAddress
		}
	case "datamap":
		f.shape, n.Kind = shapeMap, forms.Repeat
		r.mapRows(f, depth)
		return
	case "datagrid", "editgrid", "datatable", "dynamicWizard", "tagpad":
		f.shape, n.Kind = shapeGrid, forms.Repeat
		n.NoAddRemove = is(c, "disableAddingRemovingRows")
		if kind == "editgrid" {
			n.Body["formio:rows"] = "saved"
		}
		if kind == "editgrid" && !is(object(c, "validate"), "required") {
			n.Given = []forms.GivenDef{}
		}
	}
	for _, list := range lists {
		n.Children = append(n.Children, r.beside(n.Children, list, f, f.path, depth+1)...)
	}
	if len(n.Children) == 0 && n.Kind == forms.Repeat {
		n.Kind = forms.Value
		r.warn(f, f.key+" has no components", "it is left empty")
	}
}

// mapRows makes rows of a name and a value.
func (r *reader) mapRows(f *field, depth int) {
	key := jsvalue.NewObject()
	key.Set("type", "textfield")
	key.Set("key", "__key")
	key.Set("input", true)
	label := text(f.component, "keyLabel")
	if label == "" {
		label = "Key"
	}
	key.Set("label", label)
	rows := []jsvalue.Value{key}
	if value := object(f.component, "valueComponent"); value != nil {
		rows = append(rows, value)
	}
	f.node.Children = r.components(rows, f, f.path, depth+1)
	for _, n := range f.node.Children {
		n.Body["formio:part"] = "true"
	}
}

// silent is never shown.
func (r *reader) silent(f *field, kind string) {
	n := f.node
	n.Kind = forms.Value
	n.Label, n.Hint = nil, nil
	switch kind {
	case "button":
		if action := text(f.component, "action"); f.key == "submit" && (action == "" || action == "submit") {
			f.shape = shapeButton
		}
	case "hidden":
		f.shape = shapeChoice
	case "recaptcha", "captcha", "stripe":
		r.warn(f, kind+" cannot be asked on a phone", "the registry must take the form without it")
	}
}

// content is a text that is only shown.
func (r *reader) content(f *field) {
	n := f.node
	n.Kind, n.Control = forms.Question, forms.Note
	html := text(f.component, "html")
	if html == "" {
		html = text(f.component, "content")
	}
	n.Label = r.text(f, html)
	if n.Label == nil {
		n.Kind, n.Control = forms.Value, forms.NoControl
	}
}

// survey becomes a group with a question for each of its own.
func (r *reader) survey(f *field) {
	n := f.node
	n.Kind, f.shape = forms.Group, shapeContainer
	for _, v := range items(f.component, "questions") {
		q, ok := v.(*jsvalue.Object)
		if !ok {
			continue
		}
		c := jsvalue.NewObject()
		c.Set("type", "radio")
		c.Set("key", jsvalue.ToString(q.Get("value")))
		c.Set("label", q.Get("label"))
		c.Set("input", true)
		c.Set("dataType", "string")
		c.Set("values", f.component.Get("values"))
		if is(object(f.component, "validate"), "required") {
			validate := jsvalue.NewObject()
			validate.Set("required", true)
			c.Set("validate", validate)
		}
		first := len(r.fields)
		n.Children = append(n.Children, r.beside(n.Children, []jsvalue.Value{c}, f, f.path, 1)...)
		for _, made := range r.fields[first:] {
			made.node.Body["formio:part"] = "true"
		}
	}
	if len(n.Children) == 0 {
		n.Kind = forms.Value
	}
}
