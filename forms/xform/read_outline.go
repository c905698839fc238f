// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"fmt"
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
	named    map[string]*shape // children by name
	local    map[string]*shape // the first child of each local name, attributes aside
	at       []element         // in document order, templates included

	binds   []element
	control element // of the body: input, select, ...
	group   element // of the body
	repeat  element // of the body
	def     *forms.NodeDef
}

// maxShapes is how many nodes a form may have; see forms.Compile.
const maxShapes = 1 << 16

// outline gives the shapes of the primary instance.
func (r *reader) outline(root element) *shape {
	s := &shape{name: r.written(root), at: []element{root}}
	s.path = "/" + s.name
	if left := r.grow(s, maxShapes); left < 0 {
		r.fail(root, fmt.Sprintf("the form has more than %d questions", maxShapes), "split it")
	}
	return s
}

// adopt makes a shape a child.
func (s *shape) adopt(name string) *shape {
	child := &shape{name: name, path: s.path + "/" + name, parent: s}
	if s.named == nil {
		s.named, s.local = map[string]*shape{}, map[string]*shape{}
	}
	s.named[name] = child
	if local := localName(name); s.local[local] == nil && !child.isAttribute() {
		s.local[local] = child
	}
	return child
}

// grow finds the children of a shape: elements of one name are one shape,
// whichever of the parent's elements they are in.
// left is how many more there may be; negative afterwards when there were not
// enough.
func (r *reader) grow(s *shape, left int) int {
	for _, at := range s.at {
		for e := range at.children() {
			name := r.written(e)
			child := s.named[name]
			if child == nil {
				if left--; left < 0 {
					return left
				}
				child = s.adopt(name)
				s.children = append(s.children, child)
			}
			child.at = append(child.at, e)
		}
	}
	for _, child := range s.children {
		if left = r.grow(child, left); left < 0 {
			break
		}
	}
	return left
}

// child is the child that a step of a path means. A prefix that was left out or
// is another one for the same node does not matter.
func (s *shape) child(step string) *shape {
	if found := s.named[step]; found != nil {
		return found
	}
	return s.local[localName(step)]
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
	var at []element
	for _, e := range s.at {
		for attribute := range e.attributes() {
			if attribute.is(localName(name[1:])) {
				name = "@" + attribute.name().String()
				at = append(at, attribute)
			}
		}
	}
	if found := s.named[name]; found != nil {
		return found
	}
	a := s.adopt(name)
	a.at = at
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
