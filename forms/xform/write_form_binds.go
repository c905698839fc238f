// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"strings"

	"github.com/dialform/dialform/forms"
)

// typeNames are the data types as binds spell them.
var typeNames = map[forms.DataType]string{
	forms.String: "string", forms.Int: "int", forms.Decimal: "decimal", forms.Boolean: "boolean", forms.Date: "date",
	forms.Time: "time", forms.DateTime: "dateTime", forms.Geopoint: "geopoint", forms.Geotrace: "geotrace",
	forms.Geoshape: "geoshape", forms.Binary: "binary", forms.Barcode: "barcode",
}

// bindParams are the parameters of a question that its bind carries.
var bindParams = map[string]string{
	"allow-mock-accuracy": "odk:allow-mock-accuracy", "max-pixels": "orx:max-pixels", "quality": "odk:quality",
	"identify-user": "odk:identify-user", "track-changes": "odk:track-changes", "track-changes-reasons": "odk:track-changes-reasons",
	"location-priority": "odk:location-priority", "location-min-interval": "odk:location-min-interval",
	"location-max-age": "odk:location-max-age",
}

// bind writes what the model says about a node. Groups, and attributes that
// nothing is calculated for, have a bind only if there is something to say.
func (f *formWriter) bind(n *formNode) {
	def := n.def
	all := map[string]string{}
	for name, value := range def.Bind {
		all[name] = f.resolve(value, standpoint{node: n})
	}
	calculate := def.Calculate
	if len(def.Trigger) > 0 {
		calculate = forms.Source{} // an action sets it
	}
	for name, src := range map[string]forms.Source{
		"relevant": def.Relevant, "required": def.Required, "readonly": def.ReadOnly, "constraint": def.Constraint,
		"calculate": calculate,
	} {
		if src.Text != "" {
			all[name] = f.resolve(src.Text, standpoint{node: n})
		}
	}
	for name, text := range map[string]string{
		"jr:preload": def.Preload, "jr:preloadParams": def.PreloadParams, "entities:saveto": def.SaveTo,
		"jr:constraintMsg": f.message(def.ConstraintMsg, n, "jr:constraintMsg"),
		"jr:requiredMsg":   f.message(def.RequiredMsg, n, "jr:requiredMsg"), "jr:noAppErrorString": f.noApp(n),
	} {
		if text != "" {
			all[name] = text
		}
	}
	for param, value := range def.Params {
		if name := bindParams[param]; name != "" && !(param == "quality" && def.Sensor == forms.Microphone) {
			all[name] = value
		}
	}
	f.typeOf(n, all)
	if len(all) == 0 {
		return
	}
	depth := len(f.x.stack)
	f.x.open("bind")
	f.x.attribute("nodeset", n.path)
	f.attributes(all)
	f.x.closeTo(depth)
}

// typeOf adds the type of a node that holds a value.
func (f *formWriter) typeOf(n *formNode, all map[string]string) {
	def := n.def
	spelled, isSpelled := def.Bind["type"]
	switch {
	case isSpelled && spelled == "":
		delete(all, "type")
	case isSpelled || def.Kind == forms.Group || def.Kind == forms.Repeat:
	case n.isAttribute() && len(all) == 0 && !def.DynamicDefault:
	case def.Control == forms.Rank:
		all["type"] = "odk:rank"
	default:
		all["type"] = typeNames[def.Type]
	}
}

// message is a message of a bind: a reference to itext, or the text itself.
func (f *formWriter) message(text forms.Text, n *formNode, which string) string {
	if messageInItext(text) {
		return "jr:itext('" + n.path + ":" + which + "')"
	}
	return literalText(text)
}

// noApp is the message for a missing app, which needs itext only where it is
// translated.
func (f *formWriter) noApp(n *formNode) string {
	text := n.def.NoAppMsg
	if inItext(text) {
		return f.message(text, n, "jr:noAppErrorString")
	}
	var b strings.Builder
	for _, piece := range text[""].Long {
		b.WriteString(piece.Literal + f.resolve(piece.Output.Text, standpoint{node: n}))
	}
	return b.String()
}

// eventNames are the events in the order in which actions name them.
var eventNames = []struct {
	event forms.Event
	name  string
}{
	{forms.FirstLoad, "odk-instance-first-load"},
	{forms.Load, "odk-instance-load"},
	{forms.NewRepeat, "odk-new-repeat"},
	{forms.Changed, "xforms-value-changed"},
}

// modelActions writes what is set when the form is opened.
func (f *formWriter) modelActions(n *formNode) {
	def := n.def
	if def.DynamicDefault {
		f.setValue(n.path, forms.FirstLoad, def.Default, n)
	}
	switch {
	case def.Sensor == forms.Location && len(def.Trigger) == 0:
		f.action("odk:setgeopoint", n.path, forms.FirstLoad, nil)
	case def.Sensor == forms.Microphone:
		f.action("odk:recordaudio", n.path, forms.Load, map[string]string{"odk:quality": def.Params["quality"]})
	}
}

// repeatActions writes what is set in each new instance of a repeat.
func (f *formWriter) repeatActions(repeat *formNode) {
	for n := range repeat.all() {
		if n.def.DynamicDefault && n.repeat() == repeat {
			f.setValue(n.path, forms.NewRepeat, n.def.Default, n)
		}
	}
	f.otherActions(repeat.path)
}

// triggered writes what is set when the answer to a question changes.
func (f *formWriter) triggered(question *formNode) {
	setters := f.setters[question.def.Name]
	for _, n := range setters {
		if n.def.Sensor != forms.Location {
			f.setValue(n.path, forms.Changed, n.def.Calculate, question)
		}
	}
	for _, n := range setters {
		if n.def.Sensor == forms.Location {
			f.action("odk:setgeopoint", n.path, forms.Changed, nil)
		}
	}
	f.otherActions(question.path)
}

// otherActions writes the actions that the definition spells out, by the path
// of what holds them, as expressions do without its first step; "" is the form.
func (f *formWriter) otherActions(holder string) {
	for _, a := range f.def.Actions {
		if a.Holder == holder {
			var at *formNode
			f.setValue(f.resolve(a.Target.Text, standpoint{node: at}), a.Events, a.Value, at)
		}
	}
}

func (f *formWriter) setValue(ref string, events forms.Event, value forms.Source, at *formNode) {
	f.action("setvalue", ref, events, map[string]string{"value": f.resolve(value.Text, standpoint{node: at})})
}

// action writes an action with those of its attributes that say something.
func (f *formWriter) action(element, ref string, events forms.Event, more map[string]string) {
	var names []string
	for _, e := range eventNames {
		if events&e.event != 0 {
			names = append(names, e.name)
		}
	}
	depth := len(f.x.stack)
	f.x.open(element)
	f.x.attribute("ref", ref)
	f.x.attribute("event", strings.Join(names, " "))
	for name, value := range more {
		if value != "" {
			f.x.attribute(name, value)
		}
	}
	f.x.closeTo(depth)
}
