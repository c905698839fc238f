// SPDX-License-Identifier: Apache-2.0

package native

import "github.com/dialform/dialform/forms"

// questionType is what a word under "type" means. Where a question differs from
// it in one of the three, "data" or "control" say so beside it.
type questionType struct {
	kind    forms.Kind
	control forms.Control
	data    forms.DataType
}

var (
	typeWords = []string{
		"text", "integer", "decimal", "boolean", "date", "time", "datetime", "geopoint", "geotrace", "geoshape", "barcode",
		"note", "select_one", "select_multiple", "rank", "range", "acknowledge", "upload", "value", "group", "repeat",
	}
	types = []questionType{
		{forms.Question, forms.Input, forms.String},
		{forms.Question, forms.Input, forms.Int},
		{forms.Question, forms.Input, forms.Decimal},
		{forms.Question, forms.Input, forms.Boolean},
		{forms.Question, forms.Input, forms.Date},
		{forms.Question, forms.Input, forms.Time},
		{forms.Question, forms.Input, forms.DateTime},
		{forms.Question, forms.Input, forms.Geopoint},
		{forms.Question, forms.Input, forms.Geotrace},
		{forms.Question, forms.Input, forms.Geoshape},
		{forms.Question, forms.Input, forms.Barcode},
		{forms.Question, forms.Note, forms.String},
		{forms.Question, forms.Select1, forms.String},
		{forms.Question, forms.Select, forms.String},
		{forms.Question, forms.Rank, forms.String},
		{forms.Question, forms.Range, forms.Int},
		{forms.Question, forms.Trigger, forms.String},
		{forms.Question, forms.Upload, forms.Binary},
		{forms.Value, forms.NoControl, forms.String},
		{forms.Group, forms.NoControl, forms.String},
		{forms.Repeat, forms.NoControl, forms.String},
	}

	// Words under "data": the types of values (ODK XForms, "Data types").
	dataWords = []string{
		"string", "int", "decimal", "boolean", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape", "binary", "barcode",
	}
	dataTypes = []forms.DataType{
		forms.String, forms.Int, forms.Decimal, forms.Boolean, forms.Date, forms.Time, forms.DateTime,
		forms.Geopoint, forms.Geotrace, forms.Geoshape, forms.Binary, forms.Barcode,
	}

	controlWords = []string{"none", "input", "note", "select_one", "select_multiple", "rank", "range", "acknowledge", "upload"}
	controls     = []forms.Control{
		forms.NoControl, forms.Input, forms.Note, forms.Select1, forms.Select, forms.Rank, forms.Range, forms.Trigger, forms.Upload,
	}

	sensorWords = []string{"location", "microphone"}
	sensors     = []forms.Sensor{forms.Location, forms.Microphone}

	originWords = []string{"xlsform", "xform", "formio"}
	origins     = []forms.Origin{forms.OriginXLSForm, forms.OriginXForm, forms.OriginFormio}

	eventWords = []string{"first-load", "load", "new-repeat", "changed"}
	events     = []forms.Event{forms.FirstLoad, forms.Load, forms.NewRepeat, forms.Changed}
)

// wordFor is the type that is nearest to a node: that of its kind and control,
// with its data type if there is one.
func wordFor(def *forms.NodeDef) (string, questionType) {
	best := -1
	for i, t := range types {
		switch {
		case t.kind != def.Kind:
		case t.control == def.Control && t.data == def.Type:
			return typeWords[i], t
		case best < 0, t.control == def.Control && types[best].control != def.Control:
			best = i
		}
	}
	return typeWords[best], types[best]
}
