// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dialform/dialform/forms"
)

// questionRow reads a row that is neither a select nor begins or ends a group.
func (s *survey) questionRow(rec record, text string) {
	word := rec.cell(keyType)
	typeName, qt, ok := typeNamed(text)
	switch {
	case text == "xml-external" || text == "csv-external":
		s.externalRow(rec, text)
		return
	case text == "include":
		s.include(rec)
		return
	case strings.HasPrefix(text, "osm "):
		typeName, qt, ok = "osm", questionTypes["osm"], true
	}
	if !ok {
		hint := "see xlsform.org for the types of questions"
		if near := suggestType(text); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		s.fail(word.pos, fmt.Sprintf("unknown type %q", text), hint)
		// The name is claimed all the same, so that references to it are not reported too.
		qt = questionTypes["text"]
	}
	if typeName == "audit" {
		s.audit(rec, qt)
		return
	}
	name, ok := s.name(rec, typeName == "note")
	if !ok {
		return
	}
	node := s.node(rec, name)
	s.questions[name.text] = node
	s.applyType(rec, node, typeName, qt)
	if _, list, found := strings.Cut(text, " "); found && typeName == "osm" {
		s.tags(rec, node, list)
	}
	s.append(node)
}

// applyType gives a node what its type says, unless a column says otherwise.
func (s *survey) applyType(rec record, node *forms.NodeDef, typeName string, qt questionType) {
	node.Control, node.Kind, node.Sensor = qt.control, forms.Question, qt.sensor
	if rec.text(keyBindType) == "" {
		node.Type = qt.data
		if qt.untyped {
			node.Bind = put(node.Bind, "type", "")
		}
	}
	if !hasWords(node.Hint) && qt.hint != "" {
		node.Hint = putForm(node.Hint, "", fillForm(node.Hint[""], literal(qt.hint)[""]))
	}
	node.Params = s.parameters(rec, qt.accepts)
	if qt.control == forms.Rank && s.calculatedOnly(node) {
		node.Bind = put(node.Bind, "type", "odk:rank")
	}
	if qt.control == forms.NoControl || s.calculatedOnly(node) {
		node.Control, node.Kind = forms.NoControl, forms.Value
	}
	s.unseen[node.Name] = typeName == "calculate" || s.calculatedOnly(node)
	if qt.readOnly && node.ReadOnly.Text == "" {
		node.ReadOnly = forms.Source{Text: "true()", Pos: node.Pos}
	}
	if node.Preload == "" {
		node.Preload, node.PreloadParams = qt.preload, qt.params
	}
	if node.Constraint.Text == "" && qt.constraint != "" {
		node.Constraint = forms.Source{Text: qt.constraint, Pos: node.Pos}
	}
	if qt.media != "" && node.Body["mediatype"] == "" {
		node.Body = put(node.Body, "mediatype", qt.media)
	}
	node.DynamicDefault = isDynamic(node.Default.Text, node.Type)
	s.ofType(rec, node, typeName)
	s.placesOf(rec, node)
	if node.Kind == forms.Question {
		s.mustShow(rec, node)
	}
}

// ofType reads and checks what only one type has.
func (s *survey) ofType(rec record, node *forms.NodeDef, typeName string) {
	switch typeName {
	case "range":
		var decimal bool
		if node.Params, decimal = s.rangeParameters(rec, node.Params, node.Appearance); decimal {
			node.Type = forms.Decimal
		}
	case "calculate":
		if node.Calculate.Text == "" && !node.DynamicDefault {
			s.fail(rec.cell(keyCalculate).pos, "this calculate has no calculation", "fill the column \"calculation\"")
		}
	case "background-audio":
		if node.Params["quality"] == "external" {
			s.fail(rec.cell(keyParameters).pos, "a recording in the background has no external quality", "write voice-only, low or normal")
		}
	case "background-geopoint":
		if len(node.Trigger) == 0 || node.Calculate.Text != "" {
			s.fail(rec.cell(keyTrigger).pos, "a background-geopoint needs a trigger and has no calculation", "name the question that starts it in \"trigger\"")
		}
	case "photo":
		if d := &node.Default; d.Text != "" && !node.DynamicDefault && !strings.Contains(d.Text, "jr://images/") {
			d.Text = "jr://images/" + d.Text
		}
	}
}

// placesOf reads which places the map of a geographic question shows.
func (s *survey) placesOf(rec record, node *forms.NodeDef) {
	place := node.Params["reference-geometry"]
	if place == "" {
		return
	}
	s.places = append(s.places, nameRef{name: place, pos: rec.cell(keyParameters).pos})
	node.Places = &forms.ChoicesDef{Filter: s.expression(rec.source(keyChoiceFilter))}
	if m := onlyReference.FindStringSubmatch(place); m != nil {
		node.Places.Answers = m[1]
	} else {
		node.Places.List = place
	}
}

// calculatedOnly tells whether a question is never shown: something else gives
// its value and it has no words.
func (s *survey) calculatedOnly(node *forms.NodeDef) bool {
	shown := hasWords(node.Label) || hasWords(node.Hint) || node.Appearance == "label"
	return (node.Calculate.Text != "" || node.Trigger != nil) && !shown
}

func hasWords(t forms.Text) bool {
	for _, form := range t {
		if len(form.Long) > 0 {
			return true
		}
	}
	return false
}

// mustShow reports a question that people would meet without a word.
func (s *survey) mustShow(rec record, node *forms.NodeDef) {
	media := map[string]bool{}
	for _, form := range node.Label {
		for kind := range form.Media {
			media[kind] = true
		}
	}
	if media["big-image"] && !media["image"] {
		s.fail(rec.pos(), fmt.Sprintf("the question %q has a big-image without an image", node.Name), "add the image that it enlarges")
	}
	if hasWords(node.Label) || hasWords(node.Hint) || len(media) > 0 || node.Appearance == "label" || rec.text("media") != "" {
		return
	}
	s.fail(rec.pos(), fmt.Sprintf("the question %q has no label", node.Name), "write in \"label\" what people are asked")
}

// node reads the columns that every row has in common.
func (s *survey) node(rec record, name cell) *forms.NodeDef {
	node := &forms.NodeDef{
		Name: name.text, Pos: name.pos,
		Label: s.label(rec), Hint: s.hint(rec),
		ConstraintMsg: s.plain(rec, keyConstraintMsg), RequiredMsg: s.plain(rec, keyRequiredMsg), NoAppMsg: s.plain(rec, keyNoAppMsg),
		Relevant: s.condition(rec.cell(keyRelevant)), Required: s.condition(rec.cell(keyRequired)),
		ReadOnly: s.condition(rec.cell(keyReadOnly)), Constraint: s.condition(rec.cell(keyConstraint)),
		Calculate: s.condition(rec.cell(keyCalculate)), Default: s.expression(rec.source(keyDefault)),
		Appearance: rec.text(keyAppearance), SaveTo: propertyOf(rec.text(keySaveTo)),
		Preload: rec.text(keyPreload), PreloadParams: rec.text(keyPreloadParams),
	}
	node.Trigger, _ = triggerNames(rec.text(keyTrigger)) // looked at where the row is
	s.attributes(rec, node)
	return node
}

// ownBind and ownBody are the attributes that have a field of their own.
var (
	ownBind = []string{
		keyRelevant, keyRequired, keyReadOnly, keyConstraint, keyCalculate, keyBindType, keyConstraintMsg,
		keyRequiredMsg, keyNoAppMsg, keySaveTo, keyPreload, keyPreloadParams,
	}
	ownBody = []string{keyAppearance, keyCount, keyBegin}
)

func (s *survey) attributes(rec record, node *forms.NodeDef) {
	for _, c := range rec.table.columns {
		group, attr, found := strings.Cut(c.key, "/")
		value := rec.at(c)
		if !found || value.text == "" {
			continue
		}
		switch {
		case c.key == keyBindType:
			s.bindType(node, value)
		case group == "bind" && !slices.Contains(ownBind, c.key):
			node.Bind = put(node.Bind, attr, value.text)
		case group == "control" && !slices.Contains(ownBody, c.key):
			node.Body = put(node.Body, attr, value.text)
		case group == "instance" && attr == "tag":
			s.warn(value.pos, "pyxform cannot convert a form with the attribute \"tag\"", "this has no effect here; use another attribute for ODK")
			node.Attrs = put(node.Attrs, attr, value.text)
		case group == "instance":
			node.Attrs = put(node.Attrs, attr, value.text)
		}
	}
}

// bindTypes are the data types of the column bind::type (ODK XForms, Bindings).
var bindTypes = map[string]forms.DataType{
	"string": forms.String, "int": forms.Int, "integer": forms.Int, "decimal": forms.Decimal, "boolean": forms.Boolean,
	"date": forms.Date, "time": forms.Time, "dateTime": forms.DateTime, "geopoint": forms.Geopoint,
	"geotrace": forms.Geotrace, "geoshape": forms.Geoshape, "binary": forms.Binary, "barcode": forms.Barcode,
}

func (s *survey) bindType(node *forms.NodeDef, c cell) {
	node.Type = bindTypes[strings.TrimPrefix(c.text, "xsd:")] // text, when unknown
	node.Bind = put(node.Bind, "type", c.text)
}

// tags reads the tags that an OpenStreetMap question collects.
func (s *survey) tags(rec record, node *forms.NodeDef, list string) {
	tags := s.osm[list]
	if tags == nil {
		s.warn(rec.cell(keyType).pos, fmt.Sprintf("there is no list of tags %q", list), "add it to the sheet \"osm\"")
		return
	}
	node.Places = &forms.ChoicesDef{Items: tags.Items}
}

// externalRow names a data file for the expressions of the form.
func (s *survey) externalRow(rec record, text string) {
	name, ok := s.name(rec, false)
	if !ok {
		return
	}
	src := "jr://file/" + name.text + ".xml"
	if text == "csv-external" {
		src = "jr://file-csv/" + name.text + ".csv"
	}
	if s.externals[name.text] {
		s.fail(name.pos, fmt.Sprintf("there are two files named %q", name.text), "remove one of the two rows")
	}
	s.externals[name.text] = true
	s.dataset(name.text, src, name.pos)
}

func (s *survey) audit(rec record, qt questionType) {
	if c := rec.cell(keyName); c.text != "" && c.text != "audit" {
		s.fail(c.pos, "an audit is always named \"audit\"", "leave its name empty")
	}
	node := s.node(rec, cell{text: "audit", pos: rec.pos()})
	node.Kind, node.Type, node.Params = forms.Value, qt.data, s.parameters(rec, qt.accepts)
	node.DynamicDefault = isDynamic(node.Default.Text, node.Type)
	s.auditPlaces(rec, node.Params)
	s.meta = append(s.meta, node)
}

// auditPlaces checks the parameters of an audit that notes where people are.
func (s *survey) auditPlaces(rec record, params map[string]string) {
	priority, interval, oldest := params["location-priority"], params["location-min-interval"], params["location-max-age"]
	if priority+interval+oldest == "" {
		return
	}
	pos := rec.cell(keyParameters).pos
	if priority == "" || interval == "" || oldest == "" {
		s.fail(pos, "an audit with places needs location-priority, location-min-interval and location-max-age", "add the ones that are missing")
		return
	}
	// What is no number was reported where the parameters were read.
	seconds, _ := strconv.Atoi(interval)
	if most, err := strconv.Atoi(oldest); err == nil && most < seconds {
		s.fail(pos, "location-max-age must not be smaller than location-min-interval", "correct one of the two")
	}
}

func put(m map[string]string, key, value string) map[string]string {
	if m == nil {
		m = map[string]string{}
	}
	m[key] = value
	return m
}
