// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"github.com/dialform/dialform/forms"
)

// shown is an element of the body, with what stands in it. A form asks in the
// order of its body, which need not be that of the primary instance.
type shown struct {
	e     element
	shape *shape // what it is about; nil for a group without a reference
	items []*shown
}

// outlineOf is the order of the body; nil when the nodes stand in that order
// themselves, each in the group that shows it.
func (r *reader) outlineOf(body *shown) []*forms.OutlineDef {
	o := outliner{r: r, index: map[*shape]int{}, inBody: map[*shape]bool{}, last: -1}
	o.number(r.root)
	items := o.items(body.items)
	o.compare(items, "")
	if !o.differs {
		return nil
	}
	return items
}

// outliner turns the body into an outline.
type outliner struct {
	r       *reader
	index   map[*shape]int  // in document order
	inBody  map[*shape]bool // shown by the body
	shapes  map[string]*shape
	last    int
	differs bool
}

func (o *outliner) number(s *shape) {
	o.index[s] = len(o.index)
	for _, child := range s.children {
		o.number(child)
	}
}

// items are the parts of the outline that elements become. What is about
// something else in the end stands for what is in it.
func (o *outliner) items(elements []*shown) []*forms.OutlineDef {
	var items []*forms.OutlineDef
	for _, sh := range elements {
		inside := o.items(sh.items)
		item := &forms.OutlineDef{Items: inside, Pos: o.r.pos(sh.e)}
		switch {
		case o.isNode(sh):
			item.Node = sh.shape.path
			if o.shapes == nil {
				o.shapes = map[string]*shape{}
			}
			o.shapes[item.Node] = sh.shape
			o.inBody[sh.shape] = true
		case sh.e.is("group") && (sh.shape == nil || sh.shape.parent == nil) && o.r.shows(item, sh.e):
			o.differs = true
		default:
			items = append(items, inside...)
			continue
		}
		items = append(items, item)
	}
	return items
}

// isNode tells whether an element is how its node is shown. Of several controls
// of a question it is the last one.
func (o *outliner) isNode(sh *shown) bool {
	if sh.shape == nil || sh.shape.parent == nil {
		return false
	}
	switch sh.shape.def.Kind {
	case forms.Repeat:
		return sh.e.id == sh.shape.repeat.id
	case forms.Group:
		return sh.e.is("group")
	default:
		return sh.e.id == sh.shape.control.id
	}
}

// compare looks for what is shown elsewhere than it stands: around is the node
// that it is shown in, "" for none.
func (o *outliner) compare(items []*forms.OutlineDef, around string) {
	for _, item := range items {
		inner := around
		if item.Node != "" {
			s := o.shapes[item.Node]
			if o.index[s] <= o.last || o.holder(s) != around {
				o.differs = true
				return
			}
			o.last, inner = o.index[s], item.Node
		}
		o.compare(item.Items, inner)
	}
}

// holder is the nearest node around a shape that the body shows.
func (o *outliner) holder(s *shape) string {
	for up := s.parent; up != nil; up = up.parent {
		if o.inBody[up] {
			return up.path
		}
	}
	return ""
}

// shows reads a group that is no node. It reports false when there is nothing to
// show of it.
func (r *reader) shows(item *forms.OutlineDef, e element) bool {
	item.Label = r.label(e.child("label"))
	for a := range e.attributes() {
		switch name := a.name(); {
		case name.Space == "" && name.Local == "appearance":
			item.Appearance = appearance(a.text(), e)
		case name.Space == "" && (name.Local == "ref" || name.Local == "nodeset" || name.Local == "bind" || name.Local == "id"):
		default:
			r.keep(&item.Body, a, a.text())
		}
	}
	return len(item.Label) > 0 || item.Appearance != "" || len(item.Body) > 0
}
