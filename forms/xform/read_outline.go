// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"regexp"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xpath"
)

// shape is one node of the form, without positions: all elements of the primary
// instance that have its path, and what the model and the body say about it.
type shape struct {
	name     string // as written, "@id" for an attribute
	path     string // "/data/household/age"
	parent   *shape
	children []*shape
	at       []element // in document order, templates included

	binds   []element
	control element // of the body: input, select, ...
	group   element // of the body
	repeat  element // of the body
	def     *forms.NodeDef
}

// outline gives the shapes of the primary instance.
func (r *reader) outline(root element) *shape {
	s := &shape{name: r.written(root), at: []element{root}}
	s.path = "/" + s.name
	r.grow(s)
	return s
}

// grow finds the children of a shape: elements of one name are one shape,
// whichever of the parent's elements they are in.
func (r *reader) grow(s *shape) {
	for _, at := range s.at {
		for e := range at.children() {
			name := r.written(e)
			child := s.childNamed(name)
			if child == nil {
				child = &shape{name: name, path: s.path + "/" + name, parent: s}
				s.children = append(s.children, child)
			}
			child.at = append(child.at, e)
		}
	}
	for _, child := range s.children {
		r.grow(child)
	}
}

func (s *shape) childNamed(name string) *shape {
	for _, child := range s.children {
		if child.name == name {
			return child
		}
	}
	return nil
}

// child is the child that a step of a path means. A prefix that was left out or
// is another one for the same node does not matter when only one can be meant.
func (s *shape) child(step string) *shape {
	if found := s.childNamed(step); found != nil {
		return found
	}
	local := localName(step)
	for _, child := range s.children {
		if localName(child.name) == local && !strings.HasPrefix(step, "@") {
			return child
		}
	}
	return nil
}

func localName(name string) string {
	if _, local, ok := strings.Cut(name, ":"); ok {
		return local
	}
	return name
}

// resolve finds the shape that a location path leads to from another shape;
// nil if there is none. Only names, "." and ".." can be followed.
func (r *reader) resolve(ref string, from *shape) *shape {
	ref = strings.TrimSpace(ref)
	if ref == "" || strings.ContainsAny(ref, "[](") && !strings.HasPrefix(ref, "current()") {
		return nil
	}
	steps := strings.Split(strings.TrimPrefix(ref, "current()/"), "/")
	at := from
	if steps[0] == "" {
		if len(steps) < 2 || localName(steps[1]) != localName(r.root.name) {
			return nil
		}
		at, steps = r.root, steps[2:]
	}
	for _, step := range steps {
		switch step = strings.TrimSpace(step); {
		case at == nil:
			return nil
		case step == "." || step == "current()":
		case step == "..":
			at = at.parent
		case strings.HasPrefix(step, "@"):
			at = at.attribute(step)
		default:
			at = at.child(step)
		}
	}
	return at
}

// attribute makes an attribute of the instance a node of its own: something is
// to be calculated for it.
func (s *shape) attribute(name string) *shape {
	if found := s.childNamed(name); found != nil {
		return found
	}
	a := &shape{name: name, path: s.path + "/" + name, parent: s}
	local := localName(name[1:])
	for _, e := range s.at {
		for attribute := range e.attributes() {
			if attribute.name().Local == local {
				a.name = "@" + attribute.name().String()
				a.at = append(a.at, attribute)
			}
		}
	}
	s.children = append([]*shape{a}, s.children...) // before the elements, as in XML
	return a
}

var attributeStep = regexp.MustCompile(`@([^\s/\[\]()=,'"<>!*+|@]+)`)

// mentioned makes nodes of the attributes that expressions name.
func (r *reader) mentioned(html element) {
	names := map[string]bool{}
	var look func(e element)
	look = func(e element) {
		if e.id == r.root.at[0].id {
			return
		}
		for a := range e.attributes() {
			for _, m := range attributeStep.FindAllStringSubmatch(a.text(), -1) {
				names[localName(m[1])] = true
			}
		}
		for child := range e.children() {
			look(child)
		}
	}
	look(html)
	if len(names) > 0 {
		r.root.mentioned(names)
	}
}

func (s *shape) mentioned(names map[string]bool) {
	for _, e := range s.at {
		if s.parent == nil || s.isAttribute() {
			break
		}
		for a := range e.attributes() {
			if name := a.name(); names[name.Local] && name.Space != spaceJavaRosa {
				s.attribute("@" + name.String())
			}
		}
	}
	for _, child := range s.children {
		child.mentioned(names)
	}
}

func (s *shape) isAttribute() bool { return strings.HasPrefix(s.name, "@") }

// isTemplate tells the element that a repeat's new instances are copies of.
func isTemplate(e element) bool {
	_, ok := e.attribute(spaceJavaRosa, "template")
	return ok
}

// model is the element from which new instances are made: the template, else
// the first.
func (s *shape) model() element {
	for _, e := range s.at {
		if isTemplate(e) {
			return e
		}
	}
	if len(s.at) == 0 {
		return element{id: xpath.NoNode}
	}
	return s.at[0]
}

// leafText is the text of an element that has no elements in it.
func leafText(e element) string {
	if e.exists() && e.doc.NodeKind(e.id) == xpath.ElementNode && e.first().exists() {
		return ""
	}
	return e.text()
}
