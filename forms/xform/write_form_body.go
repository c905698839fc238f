// SPDX-License-Identifier: Apache-2.0

package xform

import "github.com/dialform/dialform/forms"

// controlNames are the elements of the body.
var controlNames = map[forms.Control]string{
	forms.Input: "input", forms.Note: "input", forms.Select1: "select1", forms.Select: "select", forms.Rank: "odk:rank",
	forms.Range: "range", forms.Trigger: "trigger", forms.Upload: "upload",
}

// bodyParams are the parameters of a question that its control carries.
var bodyParams = map[string]string{
	"rows": "rows", "capture-accuracy": "accuracyThreshold", "warning-accuracy": "unacceptableAccuracyThreshold",
	"incremental": "incremental", "app": "intent", "start": "start", "end": "end", "step": "step",
	"tick_interval": "odk:tick-interval", "placeholder": "odk:placeholder",
}

// control writes a node's part of the body, with what is in it.
func (f *formWriter) control(n *formNode, inside func()) {
	depth := len(f.x.stack)
	switch def := n.def; {
	case isTold(def):
		f.question(n)
	case n.isAttribute() || def.Kind == forms.Value || isMetadata(def) && !n.isShown():
		return
	case def.Kind == forms.Group:
		f.x.open("group")
		f.x.attribute("ref", n.path)
		f.attributes(f.bodyAttributes(n))
		if hasWords(def.Label) {
			f.label("label", def.Label, n)
		}
		inside()
	case def.Kind == forms.Repeat:
		f.x.open("group")
		f.x.attribute("ref", n.path)
		f.label("label", def.Label, n)
		f.x.open("repeat")
		f.x.attribute("nodeset", n.path)
		f.attributes(f.bodyAttributes(n))
		inside()
		f.repeatActions(n)
	default:
		f.question(n)
	}
	f.x.closeTo(depth)
}

func (f *formWriter) controls(n *formNode) {
	for _, child := range n.children {
		f.control(child, func() { f.controls(child) })
	}
}

func (f *formWriter) question(n *formNode) {
	def := n.def
	all := f.bodyAttributes(n)
	element := controlNames[def.Control]
	if isTold(def) {
		element = "trigger"
	}
	if query := f.query(n); query != "" {
		element, all["query"] = "input", query
	}
	f.x.open(element)
	f.x.attribute("ref", n.path)
	f.attributes(all)
	f.label("label", def.Label, n)
	if hasText(def.Hint) {
		f.label("hint", def.Hint, n)
	}
	f.choices(n)
	f.triggered(n)
}

func (f *formWriter) bodyAttributes(n *formNode) map[string]string {
	def := n.def
	all := map[string]string{}
	for name, value := range def.Body {
		all[name] = f.resolve(value, standpoint{node: n})
	}
	for param, value := range def.Params {
		if name := bodyParams[param]; name != "" {
			all[name] = value
		}
	}
	if all["incremental"] != "" {
		all["incremental"] = "true"
	}
	if def.Appearance != "" {
		all["appearance"] = def.Appearance
		if def.Kind != forms.Group { // pyxform leaves that of a group as it is
			all["appearance"] = f.resolve(def.Appearance, standpoint{node: n})
		}
	}
	if def.Count.Text != "" {
		all["jr:count"] = f.resolve(def.Count.Text, standpoint{node: n})
	} else if def.NoAddRemove && all["jr:noAddRemove"] == "" {
		all["jr:noAddRemove"] = "true()"
	}
	return all
}

// isTold tells a reading of the place that people are told about: it has a label
// and a trigger, and needs no answer.
func isTold(def *forms.NodeDef) bool {
	return def.Kind == forms.Value && def.Sensor == forms.Location && len(def.Trigger) > 0 && (hasWords(def.Label) || hasWords(def.Hint))
}

// isShown tells whether there is anything to show in a group of metadata, which
// seldom is.
func (n *formNode) isShown() bool {
	for each := range n.all() {
		if each.def.Kind == forms.Question || each.def.Kind == forms.Group && each.def.Appearance != "" {
			return true
		}
	}
	return false
}

// hasWords tells whether a label has words in any language. pyxform shows a
// group no other label.
func hasWords(text forms.Text) bool {
	for _, form := range text {
		if len(form.Long) > 0 {
			return true
		}
	}
	return false
}

// hasText tells whether a label has words in any language, or a file.
func hasText(text forms.Text) bool {
	for _, form := range text {
		if len(form.Long) > 0 || len(form.Short) > 0 || len(form.Guidance) > 0 || len(form.Media) > 0 {
			return true
		}
	}
	return false
}
