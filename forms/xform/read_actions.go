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
			r.action(child, holder, forms.Source{})
		}
	}
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
