// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"strings"

	"github.com/dialform/dialform/forms/xpath"
)

// target is where a location path can lead, without positions: a node, and the
// innermost frame the path did not leave on its way there. A node outside that
// frame's scope cannot be reached; in deeper frames every instance is.
type target struct {
	node   int32 // -1 is the document
	common int32
}

// follow walks a path over the definition instead of over an instance. exact
// tells that the path has named steps only, so that it leads to exactly the
// targets and not just to some of them.
func (f *Form) follow(at place, p xpath.Path) (found []target, exact bool) {
	start := target{at.node, at.frame}
	if p.Absolute {
		start = target{-1, 0}
	}
	found, exact = []target{start}, true
	for _, step := range p.Steps {
		var next []target
		for _, t := range found {
			next = f.step(next, t, step)
		}
		found = next
		exact = exact && plainStep(step)
	}
	return found, exact
}

func plainStep(s xpath.Step) bool {
	switch s.Axis {
	case xpath.ChildAxis, xpath.AttributeAxis:
		return !s.Predicated && s.Name.Local != "" && s.Name.Local != "*" && !strings.HasSuffix(s.Name.Local, "()")
	case xpath.ParentAxis, xpath.SelfAxis:
		return !s.Predicated && s.Name == xpath.Name{}
	default:
		return false
	}
}

// step appends the targets of one step from t to dst, none twice.
func (f *Form) step(dst []target, t target, s xpath.Step) []target {
	add := func(t target) {
		if !f.matches(t.node, s) {
			return
		}
		for _, old := range dst {
			if old == t {
				return
			}
		}
		dst = append(dst, t)
	}
	switch s.Axis {
	case xpath.SelfAxis:
		add(t)
	case xpath.ParentAxis:
		if up, ok := f.up(t); ok {
			add(up)
		}
	case xpath.AttributeAxis:
		f.children(t, add)
	case xpath.ChildAxis:
		if child, ok := f.child(t.node, s.Name); ok {
			add(target{child, t.common})
		} else {
			f.children(t, add)
		}
	case xpath.DescendantAxis, xpath.DescendantOrSelfAxis:
		f.descendants(t, add)
		if s.Axis == xpath.DescendantOrSelfAxis {
			add(t)
		}
	case xpath.AncestorAxis, xpath.AncestorOrSelfAxis:
		if s.Axis == xpath.AncestorOrSelfAxis {
			add(t)
		}
		for up, ok := f.up(t); ok; up, ok = f.up(up) {
			add(up)
		}
	case xpath.FollowingSiblingAxis, xpath.PrecedingSiblingAxis:
		if up, ok := f.up(t); ok {
			f.children(up, add)
		}
	case xpath.FollowingAxis, xpath.PrecedingAxis:
		f.descendants(target{-1, 0}, add)
	}
	return dst
}

// up is the parent of a target. Leaving a repeat leaves its frame.
func (f *Form) up(t target) (target, bool) {
	if t.node < 0 {
		return target{}, false
	}
	parent := int32(f.Nodes[t.node].Parent)
	inside := int32(0)
	if parent >= 0 {
		inside = f.Nodes[parent].inside()
	}
	if f.frames[t.common].depth > f.frames[inside].depth {
		t.common = inside
	}
	return target{parent, t.common}, true
}

// inside is the frame of the node's children.
func (n *Node) inside() int32 {
	if n.Kind == Repeat {
		return n.inner
	}
	return n.frame
}

// child is the child with a name as it is written in the form. Without one, the
// name may still match as a pattern or by its local part.
func (f *Form) child(parent int32, name xpath.Name) (child int32, ok bool) {
	path := "/" + name.String()
	if parent >= 0 {
		path = f.Nodes[parent].Path + path
	}
	child, ok = f.paths[path]
	return child, ok
}

func (f *Form) children(t target, add func(target)) {
	if t.node < 0 {
		add(target{0, t.common})
		return
	}
	end := int32(f.Nodes[t.node].End)
	for i := t.node + 1; i < end; i = int32(f.Nodes[i].End) {
		add(target{i, t.common})
	}
}

func (f *Form) descendants(t target, add func(target)) {
	first, end := int32(0), int32(len(f.Nodes))
	if t.node >= 0 {
		first, end = t.node+1, int32(f.Nodes[t.node].End)
	}
	for i := first; i < end; i++ {
		add(target{i, t.common})
	}
}

// matches tells whether a node passes the test of a step.
func (f *Form) matches(node int32, s xpath.Step) bool {
	attribute := node >= 0 && f.Nodes[node].isAttribute()
	switch {
	case attribute && s.Axis != xpath.AttributeAxis && s.Axis != xpath.SelfAxis,
		!attribute && s.Axis == xpath.AttributeAxis:
		return false
	case s.Name == xpath.Name{}:
		return true
	case node < 0:
		return false
	case s.Name.Local == "*":
		return true
	}
	return localName(f.Nodes[node].Name) == s.Name.Local
}

// space is the namespace of a prefix that the form declares, "" for others.
func (f *Form) space(prefix string) string {
	if prefix == "" {
		return ""
	}
	return f.Definition.Namespaces[prefix]
}

// isAttribute reports whether the node is an attribute of its parent.
func (n *Node) isAttribute() bool { return strings.HasPrefix(n.Name, "@") }

// split is the namespace prefix and the local part of a node's name.
func split(name string) (prefix, local string) {
	name = strings.TrimPrefix(name, "@")
	if prefix, local, ok := strings.Cut(name, ":"); ok {
		return prefix, local
	}
	return "", name
}
