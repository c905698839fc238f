// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// question decides how a component is asked.
func (r *reader) question(f *field, kind string) {
	c, n := f.component, f.node
	n.Control, f.shape = forms.Input, shapeText
	switch kind {
	case "textfield", "textarea", "email", "url", "phoneNumber":
		if is(c, "multiple") {
			f.shape = shapeTags
		}
	case "password":
		n.Appearance = "masked"
	case "number", "currency":
		n.Type, f.shape = forms.Decimal, shapeNumber
		if is(object(c, "validate"), "integer") || c.Get("decimalLimit") == 0.0 {
			n.Type = forms.Int
		}
		if is(c, "multiple") {
			n.Type, f.shape = forms.String, shapeNumbers
		}
	case "checkbox":
		f.shape = shapeBoolean
		n.Control, n.Choices = forms.Select1, r.yesNo(f)
		if text(c, "inputType") == "radio" && is(c, "name") {
			r.warn(f, "a checkbox that is one of several is asked by itself", "use radio")
		}
	case "radio":
		r.select1(f, r.values(f, array(c, "values")))
	case "selectboxes":
		r.selectMany(f, r.values(f, array(c, "values")), shapeBoxes)
	case "select":
		choices := r.selectItems(f)
		if is(c, "multiple") {
			r.selectMany(f, choices, shapeChoices)
		} else {
			r.select1(f, choices)
		}
	case "datetime":
		r.moment(f)
	case "day":
		r.day(f)
	case "time":
		n.Type, f.shape = forms.Time, shapeTime
	case "tags":
		if text(c, "storeas") == "array" {
			f.shape = shapeTags
		}
	case "file", "signature", "sketchpad", "stripe":
		n.Type, n.Control, f.shape = forms.Binary, forms.Upload, shapeFile
		if kind == "signature" || kind == "stripe" {
			n.Body["formio:text"] = "true" // a data URL or a token, not a list of files
		}
	default:
		if c.Get("input") == false {
			n.Kind, n.Control, f.shape = forms.Value, forms.NoControl, shapeLayout
			return
		}
		r.warn(f, "the type "+kind+" is not known here; it is asked as text", "")
	}
	if mask := text(c, "inputMask"); mask != "" && f.shape == shapeText && !is(c, "allowMultipleMasks") {
		n.Body["formio:mask"] = mask
	}
	if is(c, "disabled") {
		n.ReadOnly = forms.Source{Text: "true()", Pos: n.Pos}
	}
}

// select1 asks for one choice, or for a text where none are known.
func (r *reader) select1(f *field, choices []forms.ItemDef) {
	f.shape = shapeChoice
	if dataType := text(f.component, "dataType"); len(choices) == 0 && dataType != "string" {
		f.node.Body["formio:values"] = autoValues
	}
	if len(choices) == 0 && !f.chooses() {
		r.warn(f, f.key+" has no choices here; it is asked as text", "put its choices into the pack")
		return
	}
	f.node.Control, f.node.Choices = forms.Select1, &forms.ChoicesDef{Items: choices}
}

// selectMany asks for any number of choices, whose values stand between spaces
// then.
func (r *reader) selectMany(f *field, choices []forms.ItemDef, shape string) {
	f.shape = shape
	if len(choices) == 0 && !f.chooses() {
		f.shape = shapeTags
		r.warn(f, f.key+" has no choices here; it is asked as text", "put its choices into the pack")
		return
	}
	escape(choices)
	f.node.Control, f.node.Choices = forms.Select, &forms.ChoicesDef{Items: choices}
}

// escape lets values stand between spaces.
func escape(choices []forms.ItemDef) {
	for i, c := range choices {
		choices[i].Value = unspaced(c.Value)
		if choices[i].Value != c.Value && c.Columns == nil {
			choices[i].Columns = map[string]string{jsonColumn: jsvalue.JSON(c.Value)}
		}
	}
}

func (r *reader) yesNo(f *field) *forms.ChoicesDef {
	return &forms.ChoicesDef{Items: []forms.ItemDef{
		{Value: "true", Label: r.text(f, "Yes"), Pos: f.node.Pos}, {Value: "false", Label: r.text(f, "No"), Pos: f.node.Pos},
	}}
}

// moment is a date, a time, or both, as the widget says.
func (r *reader) moment(f *field) {
	c := f.component
	f.shape = shapeDate
	date := !c.Has("enableDate") || is(c, "enableDate")
	time := !c.Has("enableTime") || is(c, "enableTime")
	if widget := object(c, "widget"); widget.Has("enableTime") && !is(widget, "enableTime") {
		time = false
	}
	switch {
	case date && time:
		f.node.Type = forms.DateTime
	case time:
		f.node.Type = forms.Time
	default:
		f.node.Type = forms.Date
	}
}

// needsParts reports whether a part of a day must be given.
func needsParts(c *jsvalue.Object) bool {
	needs := false
	for _, part := range []string{"day", "month", "year"} {
		needs = needs || text(c, "type") == "day" && jsvalue.Truthy(jsvalue.Get(c, "fields."+part+".required"))
	}
	return needs
}

// day is a date of which parts may not be asked for. Without a year it is no date:
// what is left of it is a text or a number.
func (r *reader) day(f *field) {
	c := f.component
	f.shape = shapeDay
	if is(c, "dayFirst") {
		f.shape = shapeDayFirst
	}
	field := func(part, property string) bool { return jsvalue.Truthy(jsvalue.Get(c, "fields."+part+"."+property)) }
	hidden := func(part string) bool { return field(part, "hide") }
	switch {
	case hidden("year") && (hidden("day") || hidden("month")):
		f.node.Type, f.shape = forms.Int, shapeText
	case hidden("year"):
		f.shape = shapeText
		f.node.Body["formio:mask"] = "99/99"
		if f.node.Hint == nil && is(c, "dayFirst") {
			f.node.Hint = r.text(f, "31/12")
		} else if f.node.Hint == nil {
			f.node.Hint = r.text(f, "12/31")
		}
	case hidden("month") && hidden("day"):
		f.node.Type, f.node.Appearance = forms.Date, "year"
	case hidden("day"):
		f.node.Type, f.node.Appearance = forms.Date, "month-year"
	case hidden("month"):
		f.shape = shapeText
	default:
		f.node.Type = forms.Date
	}
}
