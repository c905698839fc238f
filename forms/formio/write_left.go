// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// What a form has and Form.io has no place for, though no answer needs it, is
// named once for each kind: a form may have hundreds of such words.

// leftKind is a kind of thing that is left out.
type leftKind int

const (
	leftAppearances leftKind = iota
	leftParameters
	leftBind
	leftBody
	leftAttrs
	leftColumns
	leftStyles
	leftSettings
	leftKinds
)

var leftNames = [leftKinds]string{
	"appearances", "parameters", "attributes of the bind", "attributes of the control", "attributes of the instance",
	"columns of choices", "styles", "settings",
}

// leftover is what of one kind is left out.
type leftover struct {
	words []string // in order of appearance
	nodes []string // whose they are
	pos   forms.Position
}

const (
	shownWords = 12
	shownNodes = 5
)

// leave notes a word that is left out, and whose it is.
func (w *formWriter) leave(kind leftKind, word, of string, pos forms.Position) {
	left := &w.left[kind]
	if len(left.words) == 0 {
		left.pos = pos
	}
	if !slices.Contains(left.words, word) {
		left.words = append(left.words, word)
	}
	if of != "" && !slices.Contains(left.nodes, of) {
		left.nodes = append(left.nodes, of)
	}
}

// column is one of a list of choices, and a question that offers them.
type column struct {
	list, name string
	of         *forms.NodeDef
}

func (o offer) name() string { return orText(o.def.List, o.def.Dataset) }

// offers notes the columns of choices that are not empty, but for value and label.
func (w *formWriter) offers(def *forms.NodeDef, o offer) {
	label := orText(o.def.LabelCol, "label")
	for _, name := range o.columns {
		filled := func(c choice) bool { return c.columns[name] != "" }
		if name != orText(o.def.ValueCol, "name") && name != label && !strings.HasPrefix(name, label+"::") && slices.ContainsFunc(o.items, filled) {
			w.columns = append(w.columns, column{o.name(), name, def})
		}
	}
}

// reads notes the columns that a script reads.
func (w *formWriter) reads(list string, columns map[string]bool) {
	for name := range columns {
		w.read[[2]string{list, name}] = true
	}
}

// sayLeft makes a warning of each kind.
func (w *formWriter) sayLeft() {
	for _, c := range w.columns {
		if !w.read[[2]string{c.list, c.name}] {
			w.leave(leftColumns, c.name, c.of.Name, c.of.Pos)
		}
	}
	for kind, left := range w.left {
		if len(left.words) == 0 {
			continue
		}
		msg := fmt.Sprintf("%s that Form.io has no place for are left out: %s", leftNames[kind], listed(left.words, shownWords))
		if len(left.nodes) > 0 {
			msg += " (at " + listed(left.nodes, shownNodes) + ")"
		}
		w.note(forms.Warning, left.pos, msg)
	}
}

func listed(words []string, most int) string {
	if len(words) <= most {
		return strings.Join(words, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(words[:most], ", "), len(words)-most)
}

// leaveForm notes what of the whole form is left out.
func (w *formWriter) leaveForm() {
	pos := forms.Position{File: w.def.File}
	for _, style := range strings.Fields(w.def.Style) {
		if style != "pages" {
			w.leave(leftStyles, style, "", pos)
		}
	}
	for _, name := range sortedTexts(w.def.Settings) {
		w.leave(leftSettings, name, "", pos)
	}
	if w.def.Outline != nil {
		w.note(forms.Warning, pos, "questions are asked in the order of the data, and groups that only show things together are left out")
	}
}

// leaveNode notes what of a node is left out.
func (w *formWriter) leaveNode(def *forms.NodeDef, n *forms.Node) {
	if len(def.NoAppMsg) > 0 {
		w.warn(def, "what %q says where an app is missing is left out", def.Name)
	}
	if def.Places != nil {
		w.warn(def, "what the map of %q shows is left out", def.Name)
	}
	for _, word := range strings.Fields(def.Appearance) {
		if !w.shows(def, n, word) {
			w.leave(leftAppearances, word, def.Name, def.Pos)
		}
	}
	for kind, attributes := range map[leftKind]map[string]string{
		leftParameters: def.Params, leftBind: def.Bind, leftBody: def.Body, leftAttrs: def.Attrs,
	} {
		for _, name := range sortedTexts(attributes) {
			if !slices.Contains(keptAttributes[kind], name) && !strings.HasPrefix(name, "formio:") {
				w.leave(kind, name, def.Name, def.Pos)
			}
		}
	}
}

// keptAttributes are those that the writer reads.
var keptAttributes = map[leftKind][]string{
	leftParameters: {"start", "end", "step", "value", "label", "randomize", "seed"},
	leftBind:       {"type"},
	leftBody:       {"mediatype"},
}

// shows reports whether the component of a node is as an appearance says.
func (w *formWriter) shows(def *forms.NodeDef, n *forms.Node, word string) bool {
	switch word {
	case "multiline":
		return def.Control == forms.Input && n.Type == forms.String
	case "signature":
		return def.Control == forms.Upload
	case "month-year", "year":
		return n.Type == forms.Date
	case "minimal", "autocomplete":
		return def.Control == forms.Select || def.Control == forms.Select1
	case "masked":
		return n.Sensitive
	default:
		return false
	}
}
