// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xpath"
)

// primary writes the primary instance.
func (f *formWriter) primary() {
	depth := len(f.x.stack)
	f.x.open("instance")
	f.open(f.root.def.Name)
	if f.def.Namespace != "" {
		f.x.attribute("xmlns", f.def.Namespace)
	}
	f.attributes(rootOwn(f.def))
	f.x.attribute("id", f.def.ID)
	if f.def.Version != "" {
		f.x.attribute("version", f.def.Version)
	}
	f.nodes(f.root, repeatsWithTemplate, given{})
	f.x.closeTo(depth)
}

// repeatStyle says how repeats are written: a form shows the instances it begins
// with, and before those of an outermost repeat the template that every new one
// is made from.
type repeatStyle uint8

const (
	repeatsWithTemplate repeatStyle = iota
	repeatsPlain                    // in an instance whose template stands before it
	repeatsAsTemplate               // directly in a template
)

// given are the values of a repeat instance that the form begins with, seen from
// a group in it. Without any, nodes have their defaults.
type given struct {
	def    *forms.GivenDef
	prefix string // path of the group below the repeat
}

func (g given) value(def *forms.NodeDef) string {
	switch {
	case g.def != nil:
		return g.def.Values[g.prefix+def.Name]
	case def.DynamicDefault:
		return ""
	}
	return def.Default.Text
}

// instances are those that a repeat begins with; one with its defaults, unless
// the form says otherwise.
func (g given) instances(def *forms.NodeDef) []given {
	list := def.Given
	if g.def != nil {
		list = g.def.Repeats[g.prefix+def.Name]
	} else if list == nil {
		return []given{{}}
	}
	all := make([]given, len(list))
	for i := range list {
		all[i].def = &list[i]
	}
	return all
}

// nodes writes the children of a node, attributes first.
func (f *formWriter) nodes(n *formNode, style repeatStyle, g given) {
	for _, child := range n.children {
		if child.isAttribute() {
			f.attribute(child.def.Name[1:], g.value(child.def))
		}
	}
	for _, child := range n.children {
		switch {
		case child.isAttribute():
		case !child.isRepeat():
			inside := style
			if style == repeatsAsTemplate {
				inside = repeatsWithTemplate
			}
			f.node(child, inside, g)
		case style == repeatsAsTemplate:
			f.template(child)
		default:
			if style == repeatsWithTemplate {
				f.template(child)
			}
			for _, instance := range g.instances(child.def) {
				f.element(child, repeatsPlain, instance, instance)
			}
		}
	}
}

func (f *formWriter) template(n *formNode) {
	depth := len(f.x.stack)
	f.open(n.def.Name)
	f.x.attribute("jr:template", "")
	f.nodes(n, repeatsAsTemplate, given{})
	f.x.closeTo(depth)
}

// node writes a node that is no repeat.
func (f *formWriter) node(n *formNode, style repeatStyle, g given) {
	inside := g
	inside.prefix += n.def.Name + "/"
	f.element(n, style, g, inside)
}

func (f *formWriter) element(n *formNode, style repeatStyle, g, inside given) {
	depth := len(f.x.stack)
	f.open(n.def.Name)
	for _, name := range slices.Sorted(maps.Keys(n.def.Attrs)) {
		f.attribute(name, f.resolve(n.def.Attrs[name], standpoint{node: n}))
	}
	f.nodes(n, style, inside)
	if n.def.Kind == forms.Question || n.def.Kind == forms.Value {
		f.x.text(g.value(n.def))
	}
	f.x.closeTo(depth)
}

// secondary writes the instances after the first: choice lists, documents, and
// the names of files beside the form.
func (f *formWriter) secondary() {
	for _, key := range slices.Sorted(maps.Keys(f.def.Lists)) {
		if list := f.def.Lists[key]; !list.External && !f.searchedLists()[key] {
			f.list(list)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(f.def.Documents)) {
		depth := len(f.x.stack)
		f.x.open("instance")
		f.x.attribute("id", id)
		if doc := f.def.Documents[id]; doc.Element() != xpath.NoNode {
			f.copy(element{doc, doc.Element()}, "")
		}
		f.x.closeTo(depth)
	}
	sources := map[string]string{}
	for id, dataset := range f.def.Datasets {
		sources[id] = dataset.Src
	}
	if f.readsLastSaved() {
		sources[lastSaved] = "jr://instance/last-saved"
	}
	for _, id := range slices.Sorted(maps.Keys(sources)) {
		depth := len(f.x.stack)
		f.x.open("instance")
		f.x.attribute("id", id)
		f.x.attribute("src", sources[id])
		f.x.closeTo(depth)
	}
}

// list writes a choice list.
func (f *formWriter) list(list *forms.ListDef) {
	depth := len(f.x.stack)
	f.x.open("instance")
	f.x.attribute("id", list.Name)
	f.x.open("root")
	translated := translatedList(list)
	for i := range list.Items {
		item := &list.Items[i]
		f.x.open("item")
		if translated {
			f.leaf("itextId", list.Name+"-"+strconv.Itoa(i))
		}
		f.leaf("name", item.Value)
		if text := literalText(item.Label); text != "" && !translated {
			f.leaf("label", text)
		}
		for _, column := range list.Columns {
			if value, ok := item.Columns[column]; ok {
				f.leaf(column, value)
			}
		}
		f.x.closeTo(depth + 2)
	}
	f.x.closeTo(depth)
}

// literalText is an untranslated text without outputs.
func literalText(text forms.Text) string {
	var b strings.Builder
	for _, piece := range text[""].Long {
		b.WriteString(piece.Literal)
	}
	return b.String()
}

// copy writes a part of another document; space is the namespace that names
// without prefix are in there. Names in none are in that of the form here, which
// expressions do not tell apart.
func (f *formWriter) copy(e element, space string) {
	depth := len(f.x.stack)
	f.open(e.name().String())
	if name := e.name(); name.Prefix == "" && name.Space != space {
		space = name.Space
		f.x.attribute("xmlns", space)
	}
	for a := range e.attributes() {
		f.attribute(a.name().String(), a.text())
	}
	for id := e.doc.FirstChild(e.id); id != xpath.NoNode; id = e.doc.NextSibling(id) {
		switch child := (element{e.doc, id}); e.doc.NodeKind(id) {
		case xpath.ElementNode:
			f.copy(child, space)
		case xpath.TextNode:
			f.x.text(child.text())
		}
	}
	f.x.closeTo(depth)
}

// readsLastSaved tells whether an expression names the answers saved last.
func (f *formWriter) readsLastSaved() bool {
	for n := range f.root.all() {
		if n.holdsNodes() || n.parent == nil || n.isAttribute() {
			continue
		}
		def := n.def
		texts := []string{
			def.Default.Text, def.Calculate.Text, def.Constraint.Text, def.ReadOnly.Text, def.Required.Text, def.Relevant.Text,
		}
		if def.Choices != nil {
			texts = append(texts, def.Choices.Filter.Text)
		}
		for _, text := range texts {
			for _, m := range reference.FindAllStringSubmatch(text, -1) {
				if m[1] != "" {
					return true
				}
			}
		}
	}
	return false
}
