// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"strings"

	"github.com/dialform/dialform/forms"
)

// events by their names, the ones that were used before ODK named its own
// included (ODK XForms, "Events").
var events = map[string]forms.Event{
	"odk-instance-first-load": forms.FirstLoad,
	"odk-instance-load":       forms.Load,
	"odk-new-repeat":          forms.NewRepeat,
	"xforms-value-changed":    forms.Changed,
	"xforms-ready":            forms.Load,
	"jr-insert":               forms.NewRepeat,
}

// actions reads the actions in the model, a repeat or a question, which is the
// holder.
func (r *reader) actions(e element, holder string) {
	for child := range e.children() {
		switch child.name().Local {
		case "setvalue":
			r.setValue(child, holder)
		case "setgeopoint":
			if !r.sense(child, holder, sensing{sensor: forms.Location}) {
				r.action(child, holder, forms.Source{})
			}
		case "recordaudio":
			r.sense(child, holder, sensing{sensor: forms.Microphone, quality: child.attr(spaceODK, "quality")})
		}
	}
}

// sensing is a part of the device that fills in a node, and the questions whose
// answers make it do so.
type sensing struct {
	sensor  forms.Sensor
	trigger []string
	quality string // of a recording
}

// sense reads an action of the device. It reports false for one that happens at
// another time than a definition can say.
func (r *reader) sense(e element, holder string, s sensing) bool {
	target := r.resolve(refOf(e), r.root)
	if target == nil || target.control.exists() || leafText(target.model()) != "" {
		return false // a value that is there has to go
	}
	for i := range r.def.Actions {
		if r.resolve(r.def.Actions[i].Target.Text, r.root) == target {
			return false // and so has one that is set before
		}
	}
	switch event := e.attr("", "event"); {
	case holder == "" && (event == "odk-instance-first-load" || event == "odk-instance-load"):
	case holder != "" && event == "xforms-value-changed":
		if name := holder[strings.LastIndexByte(holder, '/')+1:]; r.root.count(name) == 1 {
			s.trigger = append(r.sensed[target].trigger, name)
			break
		}
		return false
	default:
		return false
	}
	if r.sensed == nil {
		r.sensed = map[*shape]sensing{}
	}
	r.sensed[target] = s
	return true
}

// count is how many nodes have a name.
func (s *shape) count(name string) int {
	n := 0
	if s.name == name {
		n++
	}
	for _, child := range s.children {
		n += child.count(name)
	}
	return n
}

func (r *reader) setValue(e element, holder string) {
	value := r.source(e, "", "value")
	if _, calculated := e.attribute("", "value"); !calculated {
		if text := e.text(); text != "" {
			value = forms.Source{Text: literal(text), Pos: r.pos(e)}
		}
	}
	r.action(e, holder, value)
}

func (r *reader) action(e element, holder string, value forms.Source) {
	a := forms.ActionDef{Holder: holder, Value: value, Pos: r.pos(e)}
	names := e.attr("", "event")
	if names == "" {
		names = e.attr("http://www.w3.org/2001/xml-events", "event")
	}
	for _, name := range strings.Fields(names) {
		event, ok := events[name]
		if !ok {
			r.warn(e, "the event "+quoted(name)+" never happens", "use odk-instance-first-load, odk-new-repeat or xforms-value-changed")
		}
		a.Events |= event
	}
	a.Target = forms.Source{Text: strings.TrimSpace(refOf(e)), Pos: r.pos(e)}
	if a.Target.Text == "" {
		r.fail(e, "the action says not what it sets", "give it a ref")
		return
	}
	r.attributeTarget(a.Target.Text)
	if a.Events != 0 {
		r.def.Actions = append(r.def.Actions, a)
	}
}

// attributeTarget makes the attribute that an action sets a node.
func (r *reader) attributeTarget(ref string) {
	if strings.Contains(ref, "/@") {
		r.resolve(ref, r.root)
	}
}

// literal writes a text as an expression. A text with both kinds of quotes has
// to be put together.
func literal(text string) string {
	switch {
	case !strings.Contains(text, "'"):
		return "'" + text + "'"
	case !strings.Contains(text, `"`):
		return `"` + text + `"`
	}
	return `concat("` + strings.Join(strings.Split(text, `"`), `", '"', "`) + `")`
}
