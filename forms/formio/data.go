// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"strings"
	"time"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/process"
)

// zonedTime is how Form.io writes a moment.
const zonedTime = "2006-01-02T15:04:05-07:00"

// Data is what has been answered, as Form.io holds it: the data of a
// submission. What is hidden is left out.
func Data(in *forms.Instance) *jsvalue.Object {
	b := builder{in: in, form: in.Form()}
	data := jsvalue.NewObject()
	b.members(0, 0, data)
	return data
}

// builder makes values of nodes.
type builder struct {
	in   *forms.Instance
	form *forms.Form
	all  bool // also what is not stored with a submission

	// editing is a row of an edit grid that is being answered: it is not in the
	// data yet, and neither are those after it. 0 is none.
	editing int32
}

// members adds the values of the nodes in a node to an object.
func (b *builder) members(node, scope int32, into *jsvalue.Object) {
	for i := node + 1; int(i) < b.form.Nodes[node].End; i = int32(b.form.Nodes[i].End) { //nolint:gosec // a form has fewer nodes
		n := &b.form.Nodes[i]
		key := n.Body["formio:key"]
		if n.Body["formio:shape"] == "" {
			key = ""
		}
		if key == "" && n.Kind != forms.Group || !b.all && n.Body["formio:persistent"] == "false" {
			continue
		}
		at := forms.At{Node: i, Scope: scope}
		if key == "" {
			if b.in.Relevant(at) {
				b.members(i, scope, into)
			}
			continue
		}
		if v := b.value(at); v != nil {
			jsvalue.Set(into, key, v)
		}
	}
}

// value is what a node holds, undefined for nothing and for what is hidden.
func (b *builder) value(at forms.At) jsvalue.Value {
	n := &b.form.Nodes[at.Node]
	shape := n.Body["formio:shape"]
	switch shape {
	case shapeGrid, shapeMap:
		if b.hidden(at) {
			return nil
		}
		return b.rows(at, shape)
	case shapeContainer, shapeAddress, shapeForm, shapeTree:
		if !b.in.Relevant(at) {
			return nil
		}
		o := jsvalue.NewObject()
		b.members(at.Node, at.Scope, o)
		if shape == shapeContainer {
			return o
		}
		outer := jsvalue.NewObject()
		if shape == shapeAddress { // Form.io, Address: typed by hand, not found on a map
			outer.Set("mode", "manual")
			outer.Set("address", o)
			return outer
		}
		outer.Set("data", o)
		if shape == shapeTree {
			outer.Set("children", jsvalue.NewArray())
			b.demanded(at, o, outer)
		}
		return outer
	}
	if !b.in.Relevant(at) {
		return nil
	}
	return b.plain(n, at, shape)
}

// demanded puts the required answers of a tree where Form.io's server looks for
// them, beside data; its page keeps them within, and what the page posts is refused.
func (b *builder) demanded(tree forms.At, data, outer *jsvalue.Object) {
	for i := tree.Node + 1; int(i) < b.form.Nodes[tree.Node].End; i++ {
		key := b.form.Nodes[i].Body["formio:key"]
		if v := data.Get(key); v != nil && outer.Get(key) == nil && b.in.Required(forms.At{Node: i, Scope: tree.Scope}) {
			outer.Set(key, v)
		}
	}
}

// hidden reports whether a grid is not shown. Of one without rows a script is not
// told: to know it, the script itself might have to run.
func (b *builder) hidden(at forms.At) bool {
	return !(b.all && len(b.in.Repeats(at)) == 0) && !b.in.Relevant(at)
}

func (b *builder) rows(at forms.At, shape string) jsvalue.Value {
	list, table := jsvalue.NewArray(), jsvalue.NewObject()
	for _, scope := range b.in.Repeats(at) {
		if scope == b.editing {
			break
		}
		if !b.in.Relevant(forms.At{Node: at.Node, Scope: scope}) {
			continue
		}
		row := jsvalue.NewObject()
		b.members(at.Node, scope, row)
		list.Items = append(list.Items, row)
		if name, ok := row.Get("__key").(string); ok && shape == shapeMap && name != "" {
			for _, key := range row.Keys() {
				if key != "__key" {
					table.Set(name, row.Get(key))
				}
			}
		}
	}
	if shape == shapeMap {
		return table
	}
	return list
}

// plain is the value of a question.
func (b *builder) plain(n *forms.Node, at forms.At, shape string) jsvalue.Value {
	raw := b.in.Value(at)
	switch shape {
	case shapeNumber:
		if raw == "" {
			return nil
		}
		return jsvalue.ToNumber(raw)
	case shapeBoolean:
		return raw == "true"
	case shapeButton:
		return true
	case shapeChoice:
		return original(n, raw)
	case shapeChoices:
		list := jsvalue.NewArray()
		for _, v := range strings.Fields(raw) {
			list.Items = append(list.Items, original(n, v))
		}
		return list
	case shapeBoxes:
		boxes := jsvalue.NewObject()
		chosen := " " + raw + " "
		for _, c := range b.in.Choices(at, "") {
			boxes.Set(jsvalue.ToString(original(n, c.Value)), strings.Contains(chosen, " "+c.Value+" "))
		}
		return boxes
	case shapeDate:
		return moment(raw, n.Type, b.in.Env().Now.Location())
	case shapeDay, shapeDayFirst:
		return day(raw, n, shape == shapeDayFirst)
	case shapeTags, shapeNumbers:
		list := jsvalue.NewArray()
		for _, part := range strings.Split(raw, ",") {
			if part = strings.TrimSpace(part); part == "" {
				continue
			}
			if shape == shapeNumbers {
				list.Items = append(list.Items, jsvalue.ToNumber(part))
			} else {
				list.Items = append(list.Items, part)
			}
		}
		return list
	case shapeFile:
		if n.Body["formio:text"] != "" {
			return raw
		}
		return files(raw)
	default:
		if mask := n.Body["formio:mask"]; mask != "" && raw != "" {
			return process.Masked(mask, raw)
		}
		return raw
	}
}

// files are the names of what has been attached; the bytes are added later.
func files(raw string) jsvalue.Value {
	list := jsvalue.NewArray()
	if raw != "" {
		file := jsvalue.NewObject()
		file.Set("name", raw)
		file.Set("originalName", raw)
		list.Items = append(list.Items, file)
	}
	return list
}

// original is the value of a choice as the form has it: a number, a boolean, an
// object, or a text with spaces.
func original(n *forms.Node, value string) jsvalue.Value {
	given := n.Body["formio:values"]
	if n.Body["formio:spaces"] != "" {
		value = spaced(value)
	}
	if given == autoValues {
		return typed(value, "")
	}
	if given != "" && value != "" {
		if all, err := jsvalue.Parse([]byte(given)); err == nil {
			if o, ok := all.(*jsvalue.Object); ok && o.Has(value) {
				return o.Get(value)
			}
		}
	}
	return value
}

// moment is a date, time or both as Form.io writes them, with the zone.
func moment(raw string, kind forms.DataType, zone *time.Location) jsvalue.Value {
	switch kind {
	case forms.Date:
		if t, err := time.ParseInLocation(time.DateOnly, raw, zone); err == nil {
			return t.Format(zonedTime)
		}
	case forms.DateTime:
		for _, layout := range []string{"2006-01-02T15:04:05.999Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05.999", "2006-01-02T15:04"} {
			if t, err := time.ParseInLocation(layout, raw, zone); err == nil {
				return t.In(zone).Format(zonedTime)
			}
		}
	}
	return raw
}

// day is a date with its parts between slashes; those that are not asked for
// are 00.
func day(raw string, n *forms.Node, dayFirst bool) jsvalue.Value {
	t, err := time.Parse(time.DateOnly, raw)
	if err != nil {
		return raw
	}
	d, m := t.Format("02"), t.Format("01")
	if n.HasAppearance("month-year") || n.HasAppearance("year") {
		d = "00"
	}
	if n.HasAppearance("year") {
		m = "00"
	}
	if dayFirst {
		m, d = d, m
	}
	return m + "/" + d + "/" + t.Format("2006")
}

// canonical is a value of a script as the text that a node holds. ok is false
// for one that it cannot hold.
func canonical(n *forms.Node, v jsvalue.Value, zone *time.Location) (s string, ok bool) {
	if jsvalue.IsNil(v) {
		return "", true
	}
	switch shape := n.Body["formio:shape"]; shape {
	case shapeNumber:
		f := jsvalue.ToNumber(v)
		return jsvalue.FormatNumber(f), f-f == 0
	case shapeBoolean:
		return jsvalue.ToString(jsvalue.Truthy(v)), true
	case shapeBoxes:
		o, ok := v.(*jsvalue.Object)
		var chosen []string
		for _, key := range o.Keys() {
			if jsvalue.Truthy(o.Get(key)) {
				chosen = append(chosen, unspaced(key))
			}
		}
		return strings.Join(chosen, " "), ok
	case shapeChoices:
		a, ok := v.(*jsvalue.Array)
		if !ok {
			return unspaced(jsvalue.ToString(v)), true
		}
		var chosen []string
		for _, item := range a.Items {
			chosen = append(chosen, unspaced(choiceText(item)))
		}
		return strings.Join(chosen, " "), true
	case shapeChoice:
		return choiceText(v), true
	case shapeTags, shapeNumbers:
		if a, ok := v.(*jsvalue.Array); ok {
			return jsvalue.Join(a.Items, ", "), true
		}
	case shapeDate:
		return fromMoment(jsvalue.ToString(v), n.Type, zone)
	case shapeDay, shapeDayFirst:
		if v == "" {
			return "", true
		}
		return savedDay(jsvalue.ToString(v), shape == shapeDayFirst)
	case shapeFile:
		return "", false
	}
	switch v.(type) {
	case *jsvalue.Object, *jsvalue.Array:
		return "", false
	default:
		return jsvalue.ToString(v), true
	}
}

func choiceText(v jsvalue.Value) string {
	switch v.(type) {
	case *jsvalue.Object, *jsvalue.Array:
		return jsvalue.JSON(v)
	default:
		return jsvalue.ToString(v)
	}
}

func fromMoment(s string, kind forms.DataType, zone *time.Location) (string, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		t, err := time.ParseInLocation(layout, s, zone)
		if err != nil {
			continue
		}
		switch t = t.In(zone); kind {
		case forms.Date:
			return t.Format(time.DateOnly), true
		case forms.Time:
			return t.Format(time.TimeOnly), true
		default:
			return t.Format("2006-01-02T15:04:05.000-07:00"), true
		}
	}
	return s, s == "" || kind == forms.Time
}
