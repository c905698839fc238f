// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// heldAs is the shape in which the component of a node holds its value.
func heldAs(n *forms.Node) string {
	if n.Kind == forms.Value {
		return shapeText
	}
	switch n.Control {
	case forms.Trigger:
		return shapeBoolean
	case forms.Upload:
		if n.HasAppearance("signature") {
			return shapeText
		}
		return shapeFile
	case forms.Select:
		return shapeChoices
	case forms.Rank:
		return shapeContainer
	case forms.Range:
		return shapeNumber
	case forms.Input:
		switch n.Type {
		case forms.Int, forms.Decimal:
			return shapeNumber
		case forms.Date:
			return shapeDay
		case forms.DateTime:
			return shapeDate
		case forms.Binary:
			return shapeFile
		}
	}
	return shapeText
}

// components writes nodes. locked says that a group around them is read only.
func (w *formWriter) components(nodes []*forms.NodeDef, parent int, locked bool) []jsvalue.Value {
	var list []jsvalue.Value
	for _, def := range nodes {
		i := w.index(parent, def)
		if isMeta(def, parent) {
			w.metadata(def)
			continue
		}
		if i < 0 || w.keys[i] == "" {
			w.refuse(def, "%q is an attribute, which a form of Form.io has not", def.Name)
			continue
		}
		w.leaveNode(def, &w.form.Nodes[i])
		at := standpoint{node: i, row: "data"}
		if w.form.Nodes[i].Repeat != 0 {
			at.row = "row"
		}
		var beside []jsvalue.Value // what calculates its texts
		made := w.node(def, at, locked, &beside)
		list = append(list, beside...)
		list = append(list, made...)
	}
	return list
}

// metadata names what of the metadata is more than the id of a submission, which
// Form.io gives itself.
func (w *formWriter) metadata(meta *forms.NodeDef) {
	for _, def := range meta.Children {
		switch name := def.Name[strings.IndexByte(def.Name, ':')+1:]; name {
		case "instanceID", "instanceName", "deprecatedID":
		case "entity":
			w.warn(def, "that answers are saved to entities is left out: Form.io has none")
		default:
			w.warn(def, "the metadata %s is left out: Form.io has none of it", name)
		}
	}
}

// node writes one node: a component, and sometimes two.
func (w *formWriter) node(def *forms.NodeDef, at standpoint, locked bool, beside *[]jsvalue.Value) []jsvalue.Value {
	key := w.keys[at.node]
	var c *jsvalue.Object
	switch {
	case def.Kind == forms.Group:
		c = w.group(def, at, locked, beside)
	case def.Kind == forms.Repeat:
		c = w.repeat(def, at, locked, beside)
	case def.Kind == forms.Value:
		c = component("hidden", key, "input", true)
	case def.Control == forms.Note:
		return w.note1(def, at, beside)
	default:
		c = w.question(def, at, beside)
	}
	w.logic(c, def, at, locked)
	if def.SaveTo != "" {
		w.warn(def, "that %q is saved to an entity is left out: Form.io has none", def.Name)
	}
	return []jsvalue.Value{c}
}

// note1 is a text that is shown, and the value that it may have.
func (w *formWriter) note1(def *forms.NodeDef, at standpoint, beside *[]jsvalue.Value) []jsvalue.Value {
	html := w.phrase(def, def.Label, at, beside)
	if hint := w.phrase(def, def.Hint, at, beside); hint != "" {
		html += "<br>" + hint
	}
	shown := component("htmlelement", w.keys[at.node]+"_text", "tag", "p", "input", false, "content", html, "refreshOnChange", true)
	w.relevance(shown, def, at)
	if def.Calculate.Text == "" && def.Default.Text == "" {
		shown.Set("key", w.keys[at.node])
		return []jsvalue.Value{shown}
	}
	value := component("hidden", w.keys[at.node], "input", true)
	w.logic(value, def, at, false)
	return []jsvalue.Value{value, shown}
}

// group is a panel, whose questions stand in the data by their own keys.
func (w *formWriter) group(def *forms.NodeDef, at standpoint, locked bool, beside *[]jsvalue.Value) *jsvalue.Object {
	kind := "panel"
	if len(def.Label) == 0 {
		kind = "fieldset"
	}
	c := component(kind, w.keys[at.node], "input", false)
	w.label(c, def, at, beside)
	if kind == "panel" {
		c.Set("title", c.Get("label"))
	}
	locked = locked || def.ReadOnly.Text == "true()"
	c.Set("components", jsvalue.NewArray(w.components(def.Children, at.node, locked)...))
	return c
}

// repeat is a data grid. One that begins without rows is an edit grid, which does.
func (w *formWriter) repeat(def *forms.NodeDef, at standpoint, locked bool, beside *[]jsvalue.Value) *jsvalue.Object {
	kind := "datagrid"
	if editGrid(def) {
		kind = "editgrid"
	}
	c := component(kind, w.keys[at.node], "input", true)
	around := at
	around.around, around.row = true, "data"
	if w.form.Nodes[at.node].Repeat != 0 {
		around.row = "row"
	}
	w.label(c, def, around, beside)
	if len(def.Given) > 0 {
		w.refuse(def, "the repeat %q begins with rows that are given; a form of Form.io begins with one", def.Name)
	}
	if def.NoAddRemove || def.Count.Text != "" {
		c.Set("disableAddingRemovingRows", true)
	}
	w.rows(c, def, around)
	locked = locked || def.ReadOnly.Text == "true()"
	c.Set("components", jsvalue.NewArray(w.components(def.Children, at.node, locked)...))
	return c
}

// editGrid tells a repeat that begins without rows.
func editGrid(def *forms.NodeDef) bool {
	return def.Given != nil && len(def.Given) == 0 && def.Count.Text == ""
}

// rows keeps as many rows as the count of a repeat says.
func (w *formWriter) rows(c *jsvalue.Object, def *forms.NodeDef, around standpoint) {
	if def.Count.Text == "" {
		return
	}
	t, v, err := w.translate(def.Count, around)
	if err != nil {
		w.refuse(def, "the number of instances of %q: %v", def.Name, err)
		return
	}
	c.Set("calculateValue", withHelpers(t.used, "var n = Math.trunc("+t.number(v)+
		") || 0;\nvalue = Array.from({ length: Math.max(n, 0) }, function (v, i) { return (value || [])[i] || {}; });"))
}

// label gives a component its texts.
func (w *formWriter) label(c *jsvalue.Object, def *forms.NodeDef, at standpoint, beside *[]jsvalue.Value) {
	label := w.phrase(def, def.Label, at, beside)
	c.Set("label", label)
	if label == "" {
		c.Set("hideLabel", true)
	}
	if hint := w.phrase(def, def.Hint, at, beside); hint != "" {
		c.Set("description", hint)
	}
	guidance := forms.Text{}
	for lang, form := range def.Hint {
		if len(form.Guidance) > 0 {
			guidance[lang] = forms.TextForm{Long: form.Guidance}
		}
	}
	if s := w.phrase(def, guidance, at, beside); s != "" {
		c.Set("tooltip", s)
	}
	if strings.Contains(label, "{{") {
		c.Set("redrawOn", "data")
	}
}

// question is a component that asks.
func (w *formWriter) question(def *forms.NodeDef, at standpoint, beside *[]jsvalue.Value) *jsvalue.Object {
	n := &w.form.Nodes[at.node]
	c := component("", w.keys[at.node])
	w.label(c, def, at, beside)
	c.Set("input", true)
	validate := jsvalue.NewObject()
	c.Set("validate", validate)
	switch def.Control {
	case forms.Select1:
		c.Set("type", "radio")
		if w.isLong(def) {
			c.Set("type", "select")
		}
		c.Set("dataType", "string") // or '01' would become 1
		w.choices(c, def, at, beside)
	case forms.Select:
		c.Set("type", "select")
		c.Set("multiple", true)
		c.Set("dataType", "string")
		w.choices(c, def, at, beside)
	case forms.Rank:
		w.rank(c, def, at, beside)
	case forms.Trigger:
		c.Set("type", "checkbox")
	case forms.Upload:
		w.upload(c, def, n)
	case forms.Range:
		w.slide(c, validate, def)
	default:
		w.field(c, validate, n)
	}
	return c
}

// isLong tells a list that is chosen from in a box from one that is shown.
func (w *formWriter) isLong(def *forms.NodeDef) bool {
	return def.Choices.Filter.Text != "" || len(w.offered(def).items) > fewChoices ||
		strings.Contains(def.Appearance, "minimal") || strings.Contains(def.Appearance, "autocomplete")
}

// Patterns of what Form.io has no component for. They match the whole text.
const (
	pointPattern  = `-?\d+(\.\d+)? -?\d+(\.\d+)?( -?\d+(\.\d+)?){0,2}`
	pointsPattern = pointPattern + `(; ?` + pointPattern + `)*;?`
)

// field asks for what is typed.
func (w *formWriter) field(c, validate *jsvalue.Object, n *forms.Node) {
	kind := "textfield"
	switch n.Type {
	case forms.Int:
		kind = "number"
		c.Set("decimalLimit", 0.0)
		c.Set("requireDecimal", false)
	case forms.Decimal:
		kind = "number"
	case forms.Date:
		kind = "day"
		c.Set("fields", dayFields(n))
	case forms.Time:
		kind = "time"
		c.Set("dataFormat", "HH:mm:ss")
	case forms.DateTime:
		kind = "datetime"
		c.Set("enableDate", true)
		c.Set("enableTime", true)
	case forms.Boolean:
		kind = "radio"
		yes, no := jsvalue.NewObject(), jsvalue.NewObject()
		yes.Set("label", "Yes")
		yes.Set("value", "1")
		no.Set("label", "No")
		no.Set("value", "0")
		c.Set("values", jsvalue.NewArray(yes, no))
		c.Set("dataType", "string")
	case forms.Geopoint:
		validate.Set("pattern", pointPattern)
		c.Set("placeholder", "-1.2864 36.8172")
	case forms.Geotrace, forms.Geoshape:
		validate.Set("pattern", pointsPattern)
		c.Set("placeholder", "-1.2864 36.8172; -1.2870 36.8180")
	case forms.Binary:
		kind = "file"
		c.Set("storage", "base64")
	default:
		switch {
		case n.Sensitive:
			kind = "password"
		case n.HasAppearance("multiline"):
			kind = "textarea"
		}
	}
	c.Set("type", kind)
}

// dayFields hides the parts of a date that are not asked for.
func dayFields(n *forms.Node) *jsvalue.Object {
	fields := jsvalue.NewObject()
	for _, part := range []struct {
		name, kind string
		hide       bool
	}{
		{"day", "number", n.HasAppearance("month-year") || n.HasAppearance("year")},
		{"month", "select", n.HasAppearance("year")},
		{"year", "number", false},
	} {
		o := jsvalue.NewObject()
		o.Set("type", part.kind)
		o.Set("hide", part.hide)
		fields.Set(part.name, o)
	}
	return fields
}

// upload asks for a file.
func (w *formWriter) upload(c *jsvalue.Object, def *forms.NodeDef, n *forms.Node) {
	if n.HasAppearance("signature") {
		c.Set("type", "signature")
		return
	}
	c.Set("type", "file")
	c.Set("storage", "base64")
	if media := def.Body["mediatype"]; media != "" {
		c.Set("filePattern", media)
		c.Set("image", strings.HasPrefix(media, "image/"))
	}
}

// slide asks for a number within a range, in steps.
func (w *formWriter) slide(c, validate *jsvalue.Object, def *forms.NodeDef) {
	start, end, step := jsvalue.ToNumber(def.Params["start"]), jsvalue.ToNumber(def.Params["end"]), jsvalue.ToNumber(def.Params["step"])
	c.Set("type", "number")
	if start-start == 0 && end-end == 0 {
		validate.Set("min", min(start, end))
		validate.Set("max", max(start, end))
	}
	if def.Type == forms.Int {
		c.Set("decimalLimit", 0.0)
	}
	if step-step == 0 && step != 0 && def.Constraint.Text == "" && start-start == 0 {
		s, from := jsvalue.FormatNumber(step), jsvalue.FormatNumber(start)
		validate.Set("custom", "var n = (input - "+from+") / "+s+";\nvalid = typeof input !== 'number' || Math.abs(n - Math.round(n)) < 1e-9;")
	}
}

// rank asks for a choice for each place. The container holds them as place1,
// place2 and so on.
func (w *formWriter) rank(c *jsvalue.Object, def *forms.NodeDef, at standpoint, beside *[]jsvalue.Value) {
	c.Set("type", "container")
	o := w.offered(def)
	if len(o.items) > 30 || o.def.Filter.Text != "" {
		w.refuse(def, "the ranking %q has too many choices, or a filter", def.Name)
		return
	}
	var places []jsvalue.Value
	for i := range o.items {
		number := jsvalue.FormatNumber(float64(i + 1))
		place := component("select", "place"+number, "label", number+".", "input", true, "dataType", "string")
		w.choices(place, def, at, beside)
		validate := jsvalue.NewObject()
		validate.Set("required", def.Required.Text == "true()")
		validate.Set("custom", "valid = !input || Object.keys(row).filter(function (k) { return row[k] === input; }).length < 2;")
		place.Set("validate", validate)
		places = append(places, place)
	}
	c.Set("components", jsvalue.NewArray(places...))
}
