// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"slices"
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
func (c *compiler) follow(at place, p xpath.Path) (found []target, exact bool) {
	start := target{at.node, at.frame}
	if p.Absolute {
		start = target{-1, 0}
	}
	found, exact = []target{start}, true
	for _, step := range p.Steps {
		next := targets{c: c, step: step}
		for _, t := range found {
			if next.from(t); c.looked > maxLooks {
				c.once("paths", Position{File: c.def.File}, "the expressions of the form read too many questions", "name the questions they need")
				return nil, false
			}
		}
		found = next.list
		exact = exact && plainStep(step)
	}
	return found, exact
}

// maxLooks is how many nodes all paths of a form may look at while it is
// compiled; none of 240 real forms looks at 3,000.
const maxLooks = 1_000_000

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

// targets are what one step leads to.
type targets struct {
	c    *compiler
	step xpath.Step
	list []target
	seen map[target]bool // of a long list
}

// add adds a target unless it is there, or fails the test of the step. It
// reports false when too many have been looked at.
func (s *targets) add(t target) bool {
	if s.c.looked++; s.c.looked > maxLooks {
		return false
	}
	if !s.c.form.matches(t.node, s.step) {
		return true
	}
	const long = 16
	if len(s.list) < long {
		if !slices.Contains(s.list, t) {
			s.list = append(s.list, t)
		}
		return true
	}
	if s.seen == nil {
		s.seen = make(map[target]bool, 4*long)
		for _, old := range s.list {
			s.seen[old] = true
		}
	}
	if !s.seen[t] {
		s.seen[t] = true
		s.list = append(s.list, t)
	}
	return true
}

// from adds where the step leads to from one target.
func (s *targets) from(t target) {
	f := s.c.form
	switch s.step.Axis {
	case xpath.SelfAxis:
		s.add(t)
	case xpath.ParentAxis:
		if up, ok := f.up(t); ok {
			s.add(up)
		}
	case xpath.AttributeAxis:
		s.children(t)
	case xpath.ChildAxis:
		if child, ok := f.child(t.node, s.step.Name); ok {
			s.add(target{child, t.common})
		} else {
			s.children(t)
		}
	case xpath.DescendantAxis, xpath.DescendantOrSelfAxis:
		s.descendants(t)
		if s.step.Axis == xpath.DescendantOrSelfAxis {
			s.add(t)
		}
	case xpath.AncestorAxis, xpath.AncestorOrSelfAxis:
		if s.step.Axis == xpath.AncestorOrSelfAxis {
			s.add(t)
		}
		for up, ok := f.up(t); ok; up, ok = f.up(up) {
			s.add(up)
		}
	case xpath.FollowingSiblingAxis, xpath.PrecedingSiblingAxis:
		if up, ok := f.up(t); ok {
			s.children(up)
		}
	case xpath.FollowingAxis, xpath.PrecedingAxis:
		s.descendants(target{-1, 0})
	}
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

func (s *targets) children(t target) {
	if t.node < 0 {
		s.add(target{0, t.common})
		return
	}
	nodes := s.c.form.Nodes
	for i := t.node + 1; int(i) < nodes[t.node].End && s.add(target{i, t.common}); i = int32(nodes[i].End) {
	}
}

func (s *targets) descendants(t target) {
	first, end := int32(0), int32(len(s.c.form.Nodes))
	if t.node >= 0 {
		first, end = t.node+1, int32(s.c.form.Nodes[t.node].End)
	}
	for i := first; i < end && s.add(target{i, t.common}); i++ {
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
