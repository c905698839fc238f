// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// Write writes a form as one of Form.io. The answers keep their names and the
// groups that they are in: a group becomes a panel whose questions have keys
// such as household.size, a repeat a data grid. Expressions become scripts, texts
// in other languages options.i18n.
//
// The findings are warnings: they name what Form.io has no place for and the
// answers do not need. The error is the writer's, or one that names everything
// without which the form would ask or take something else.
func Write(out io.Writer, def *forms.Definition) (forms.Findings, error) {
	form, findings := forms.Compile(def)
	if findings.HasErrors() {
		return nil, fmt.Errorf("write form: %w", findings.Err())
	}
	w := newFormWriter(def, form)
	document := w.document()
	if w.refused.HasErrors() {
		return w.findings, fmt.Errorf("write form: %w", w.refused.Err())
	}
	var text bytes.Buffer
	if err := json.Indent(&text, jsvalue.Append(nil, document), "", "  "); err != nil {
		return w.findings, fmt.Errorf("write form: %w", err)
	}
	text.WriteByte('\n')
	if _, err := out.Write(text.Bytes()); err != nil {
		return w.findings, fmt.Errorf("write form: %w", err)
	}
	return w.findings, nil
}

// formWriter is the state of one Write.
type formWriter struct {
	def      *forms.Definition
	form     *forms.Form
	findings forms.Findings // warnings
	refused  forms.Findings // errors
	said     map[string]bool

	// By the index of a node: its key in the data, or in the row of the repeat
	// around it, "" for what is not written; and how its value is held.
	keys   []string
	shapes []string
	defs   []*forms.NodeDef
	names  map[string][]int // the nodes that ${name} can mean

	left    [leftKinds]leftover
	columns []column           // of choices
	read    map[[2]string]bool // list and column that a script reads
	texts   words
	outputs int // texts that are calculated
}

func newFormWriter(def *forms.Definition, form *forms.Form) *formWriter {
	w := &formWriter{def: def, form: form, said: map[string]bool{}, read: map[[2]string]bool{}, names: map[string][]int{}}
	w.keys, w.shapes = make([]string, len(form.Nodes)), make([]string, len(form.Nodes))
	w.defs = make([]*forms.NodeDef, len(form.Nodes))
	w.outline(def.Root, 0)
	w.texts = newWords(def)
	return w
}

// outline gives every node that is written its key.
func (w *formWriter) outline(nodes []*forms.NodeDef, parent int) {
	taken := map[string]bool{}
	for _, def := range nodes {
		i := w.index(parent, def)
		if i < 0 || isMeta(def, parent) || strings.HasPrefix(def.Name, "@") {
			continue
		}
		n := &w.form.Nodes[i]
		key := keyOf(def.Name, taken)
		if key != def.Name {
			w.warn(def, "the key of %q is %s: a key has letters, digits, - and _", def.Name, key)
		}
		if around := &w.form.Nodes[parent]; parent > 0 && around.Kind != forms.Repeat {
			key = w.keys[parent] + "." + key
		}
		w.keys[i], w.shapes[i], w.defs[i] = key, heldAs(n), def
		w.names[def.Name] = append(w.names[def.Name], i)
		w.outline(def.Children, i)
	}
}

func (w *formWriter) index(parent int, def *forms.NodeDef) int {
	return w.form.Index(w.form.Nodes[parent].Path + "/" + def.Name)
}

func isMeta(def *forms.NodeDef, parent int) bool {
	name := def.Name[strings.IndexByte(def.Name, ':')+1:]
	return parent == 0 && def.Kind == forms.Group && name == "meta"
}

// keyOf is a name as a key (Form.io, "API key": letters, digits, - and _; a dot
// makes an object).
func keyOf(name string, taken map[string]bool) string {
	key := strings.Trim(strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, name), "-")
	if key == "" || key[0] >= '0' && key[0] <= '9' {
		key = "_" + key // a number would make a list
	}
	for base, i := key, 2; taken[key]; i++ {
		key = fmt.Sprintf("%s_%d", base, i)
	}
	taken[key] = true
	return key
}

func (w *formWriter) warn(def *forms.NodeDef, format string, args ...any) {
	w.note(forms.Warning, def.Pos, fmt.Sprintf(format, args...))
}

func (w *formWriter) refuse(def *forms.NodeDef, format string, args ...any) {
	w.note(forms.Error, def.Pos, fmt.Sprintf(format, args...))
}

// note notes a finding, once.
func (w *formWriter) note(severity forms.Severity, pos forms.Position, msg string) {
	finding := forms.Finding{Severity: severity, Pos: pos, Msg: msg}
	if key := finding.String(); !w.said[key] {
		w.said[key] = true
		if severity == forms.Error {
			w.refused = append(w.refused, finding)
		} else {
			w.findings = append(w.findings, finding)
		}
	}
}

// document is the whole form.
func (w *formWriter) document() *jsvalue.Object {
	for _, part := range []struct {
		source forms.Source
		what   string
	}{{w.def.Relevant, "condition"}, {w.def.ReadOnly, "lock"}} {
		if part.source.Text != "" && part.source.Text != "true()" && part.source.Text != "false()" {
			w.note(forms.Error, part.source.Pos, "a form of Form.io has no "+part.what+" for the whole of it")
		}
	}
	for _, action := range w.def.Actions {
		w.note(forms.Error, action.Pos, "no script of Form.io can say that "+action.Target.Text+" is set when something happens")
	}
	w.leaveForm()
	components := w.components(w.def.Root, 0, false)
	w.sayLeft()
	components = append(components, w.instanceName()...)
	display := "form"
	if slices.Contains(strings.Fields(w.def.Style), "pages") {
		display, components = "wizard", w.pages(components)
	}
	components = append(components, component("button", "submit", "label", "Submit", "action", "submit", "input", true, "theme", "primary"))

	o := jsvalue.NewObject()
	o.Set("title", orText(w.def.Title, w.def.ID))
	o.Set("name", w.def.ID)
	o.Set("path", w.def.ID)
	o.Set("type", "form")
	o.Set("display", display)
	if w.def.Version != "" {
		o.Set("version", w.def.Version)
	}
	if options := w.texts.options(); options != nil {
		o.Set("options", options)
	}
	o.Set("components", jsvalue.NewArray(components...))
	return o
}

// pages puts everything into panels, which are the pages of a wizard.
func (w *formWriter) pages(components []jsvalue.Value) []jsvalue.Value {
	var pages []jsvalue.Value
	var loose *jsvalue.Array
	for _, c := range components {
		if text(c.(*jsvalue.Object), "type") == "panel" {
			pages, loose = append(pages, c), nil
			continue
		}
		if loose == nil {
			loose = jsvalue.NewArray()
			pages = append(pages, component("panel", fmt.Sprintf("page%d", len(pages)+1), "input", false, "components", loose))
		}
		loose.Items = append(loose.Items, c)
	}
	return pages
}

// instanceName is the title of a submission.
func (w *formWriter) instanceName() []jsvalue.Value {
	if w.def.InstanceName.Text == "" {
		return nil
	}
	t, v, err := w.translate(w.def.InstanceName, standpoint{row: "data"})
	if err != nil {
		w.note(forms.Warning, w.def.InstanceName.Pos, "the name of a submission is left out: "+err.Error())
		return nil
	}
	taken := map[string]bool{}
	for _, def := range w.def.Root {
		taken[def.Name] = true
	}
	return []jsvalue.Value{component("hidden", keyOf("instanceName", taken), "input", true,
		"calculateValue", withHelpers(t.used, "value = "+unbracketed(t.text(v))+";"))}
}

// component is a component with members by name.
func component(kind, key string, members ...any) *jsvalue.Object {
	c := jsvalue.NewObject()
	c.Set("type", kind)
	c.Set("key", key)
	for i := 0; i < len(members); i += 2 {
		c.Set(members[i].(string), members[i+1])
	}
	return c
}

func orText(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
