// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"iter"
	"strings"
	"unicode"

	"github.com/dialform/dialform/forms"
)

// formNode is a node of the form that is written, with what is around it.
type formNode struct {
	def      *forms.NodeDef
	parent   *formNode // nil for the root of the primary instance
	children []*formNode
	path     string
}

// outline builds the tree of the form, metadata included.
func (f *formWriter) outline() {
	name := f.def.RootName
	if name == "" {
		name = "data"
	}
	f.names, f.setters = map[string][]*formNode{}, map[string][]*formNode{}
	f.paths, f.banners = map[string]*formNode{}, map[*forms.OutlineDef]string{}
	f.root = &formNode{
		def: &forms.NodeDef{
			Name: name, Kind: forms.Group, Relevant: f.def.Relevant, ReadOnly: f.def.ReadOnly, Children: f.withMetadata(),
		},
		path: "/" + name,
	}
	f.grow(f.root, false)
}

// grow appends the children of a node. What an entity is made of has no name
// that expressions could use.
func (f *formWriter) grow(n *formNode, inEntity bool) {
	inEntity = inEntity || n.def.Name == "entity" && n.parent != nil && isMetadata(n.parent.def)
	for _, def := range n.def.Children {
		child := &formNode{def: def, parent: n, path: n.path + "/" + def.Name}
		n.children = append(n.children, child)
		f.paths[child.path] = child
		if !child.isAttribute() && !inEntity {
			f.names[def.Name] = append(f.names[def.Name], child)
		}
		for _, trigger := range def.Trigger {
			f.setters[trigger] = append(f.setters[trigger], child)
		}
		f.grow(child, inEntity)
	}
}

// withMetadata is the top of the form with the metadata that every submission
// carries.
func (f *formWriter) withMetadata() []*forms.NodeDef {
	var own []*forms.NodeDef
	top := make([]*forms.NodeDef, 0, len(f.def.Root)+1)
	place := -1
	for i, def := range f.def.Root {
		if place < 0 && def.Kind == forms.Group && localName(def.Name) == "meta" {
			place, own = i, def.Children
		}
		top = append(top, def)
	}
	has := func(name string) bool {
		for _, def := range own {
			if localName(def.Name) == name {
				return true
			}
		}
		return false
	}
	added := own[:len(own):len(own)]
	if !has("instanceID") && !f.affirmed("omit_instanceid") {
		preload := f.def.Settings["instance_id"]
		if preload == "" {
			preload = "uid"
		}
		added = append(added, &forms.NodeDef{
			Name: "instanceID", Kind: forms.Value, Preload: preload, ReadOnly: forms.Source{Text: "true()"},
		})
	}
	if f.def.InstanceName.Text != "" && !has("instanceName") {
		added = append(added, &forms.NodeDef{Name: "instanceName", Kind: forms.Value, Calculate: f.def.InstanceName})
	}
	if len(added) == 0 {
		return top
	}
	meta := forms.NodeDef{Name: "meta", Kind: forms.Group}
	if place < 0 {
		place = len(top)
		top = append(top, nil)
	} else {
		meta = *top[place]
	}
	meta.Children = added
	top[place] = &meta
	return top
}

// isMetadata tells a group of metadata, which nobody is asked for.
func isMetadata(def *forms.NodeDef) bool {
	return def.Kind == forms.Group && localName(def.Name) == "meta"
}

// all are the node and everything in it, in document order.
func (n *formNode) all() iter.Seq[*formNode] {
	return func(yield func(*formNode) bool) { n.walk(yield) }
}

func (n *formNode) walk(yield func(*formNode) bool) bool {
	if !yield(n) {
		return false
	}
	for _, child := range n.children {
		if !child.walk(yield) {
			return false
		}
	}
	return true
}

func (n *formNode) isAttribute() bool { return strings.HasPrefix(n.def.Name, "@") }

func (n *formNode) isRepeat() bool { return n.def.Kind == forms.Repeat }

// holdsNodes tells groups and repeats, but not the form as a whole.
func (n *formNode) holdsNodes() bool {
	return n.parent != nil && (n.def.Kind == forms.Repeat || n.def.Kind == forms.Group)
}

// repeat is the innermost repeat around the node, nil if there is none.
func (n *formNode) repeat() *formNode {
	for up := n.parent; up != nil; up = up.parent {
		if up.isRepeat() {
			return up
		}
	}
	return nil
}

// below is the path of the node from inside the group or repeat that holds it.
func (n *formNode) below(holder *formNode) string { return strings.TrimPrefix(n.path, holder.path) }

// xmlName tells whether a name can be that of an element or attribute, with one
// prefix at most.
func xmlName(s string) bool {
	prefix, local, found := strings.Cut(s, ":")
	return plainName(prefix) && (!found || plainName(local))
}

func plainName(s string) bool {
	for i, r := range s {
		switch {
		case r == '_' || unicode.IsLetter(r):
		case i > 0 && (r == '-' || r == '.' || r == 0xb7 || unicode.IsDigit(r) || unicode.IsMark(r)):
		default:
			return false
		}
	}
	return s != ""
}
