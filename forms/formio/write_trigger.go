// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"fmt"
	"maps"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// A trigger of XLSForm sets an answer each time another one changes, and leaves it
// to the person in between. Form.io calculates whenever anything changes, so the
// script itself remembers for which answers it calculated last, in the component,
// which lives as long as the page. What it finds when a page opens stays. Where
// there is no page the script is run when what it reads changes, and at no other
// time.

// triggered writes a calculation that only other answers set off.
func (w *formWriter) triggered(c *jsvalue.Object, def *forms.NodeDef, at standpoint) {
	set, used, err := w.setBy(def, at)
	if err != nil {
		w.refuse(def, "what sets %q when another answer changes: %v", def.Name, err)
		return
	}
	var watched []string
	for _, name := range def.Trigger {
		t, v, err := w.translate(forms.Source{Text: "${" + name + "}", Pos: def.Pos}, at)
		if err != nil {
			w.refuse(def, "what sets %q: %v", def.Name, err)
			return
		}
		watched = append(watched, t.text(v))
		maps.Copy(used, t.used)
	}
	c.Set("calculateValue", withHelpers(used, strings.Join([]string{
		"var now = JSON.stringify([" + strings.Join(watched, ", ") + "]);",
		"var was = component.setBy;",
		"if (instance.root) { component.setBy = now; }",
		"value = instance.root && (was === undefined || was === now) ? value : " + set + ";",
	}, "\n")))
}

// setBy is what a trigger sets, as JavaScript, and the helpers it needs. It may read
// nothing that changes without the trigger.
func (w *formWriter) setBy(def *forms.NodeDef, at standpoint) (code string, used map[string]bool, err error) {
	if def.Calculate.Text == "" {
		if w.shapes[at.node] == shapeChoices {
			return "[]", map[string]bool{}, nil
		}
		return "''", map[string]bool{}, nil
	}
	t, v, err := w.translate(def.Calculate, at)
	if err != nil {
		return "", nil, err
	}
	code, ok := t.produced(v, at)
	if t.err != nil || !ok {
		return "", nil, orError(t.err)
	}
	known := map[int]bool{}
	for _, name := range def.Trigger {
		for _, node := range w.names[name] {
			known[node] = true
		}
	}
	if other := w.beyond(t.nodes, known); other != "" {
		return "", nil, fmt.Errorf("%w: it reads %q, which changes by itself", errUnsaid, other)
	}
	return code, t.used, nil
}

// beyond is a node among some that does not follow from what is known, "" for none.
func (w *formWriter) beyond(nodes, known map[int]bool) string {
	for node := range nodes {
		if known[node] {
			continue
		}
		known[node] = true // in a circle, too
		def := w.defs[node]
		if def == nil || def.Calculate.Text == "" || len(def.Trigger) > 0 {
			return w.form.Nodes[node].Name
		}
		t, _, err := w.translate(def.Calculate, standpoint{node: node, row: "data"})
		if err != nil {
			return def.Name
		}
		if other := w.beyond(t.nodes, known); other != "" {
			return other
		}
	}
	return ""
}
