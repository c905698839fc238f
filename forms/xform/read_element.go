// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"iter"
	"strings"

	"github.com/dialform/dialform/forms/xpath"
)

// element is an element or attribute of a document; what does not exist has no
// name, no children and no text, so that paths can be followed without asking
// at every step.
type element struct {
	doc *xpath.Document
	id  xpath.NodeID
}

func (e element) exists() bool { return e.doc != nil && e.id != xpath.NoNode }

func (e element) name() xpath.Name {
	if !e.exists() {
		return xpath.Name{}
	}
	return e.doc.NodeName(e.id)
}

func (e element) is(local string) bool { return e.name().Local == local }

func (e element) line() int {
	if !e.exists() {
		return 0
	}
	return e.doc.Line(e.id)
}

// text is all text in an element, or the value of an attribute.
func (e element) text() string {
	if !e.exists() {
		return ""
	}
	return e.doc.StringValue(e.id)
}

// children are the elements in an element, in order.
func (e element) children() iter.Seq[element] {
	return func(yield func(element) bool) {
		if !e.exists() {
			return
		}
		for id := e.doc.FirstChild(e.id); id != xpath.NoNode; id = e.doc.NextSibling(id) {
			if e.doc.NodeKind(id) == xpath.ElementNode && !yield(element{e.doc, id}) {
				return
			}
		}
	}
}

func (e element) attributes() iter.Seq[element] {
	return func(yield func(element) bool) {
		if !e.exists() {
			return
		}
		for id := e.doc.FirstAttr(e.id); id != xpath.NoNode; id = e.doc.NextAttr(id) {
			if !yield(element{e.doc, id}) {
				return
			}
		}
	}
}

// named are the children of that local name.
func (e element) named(local string) iter.Seq[element] {
	return func(yield func(element) bool) {
		for child := range e.children() {
			if child.is(local) && !yield(child) {
				return
			}
		}
	}
}

// child is the first child of that local name.
func (e element) child(local string) element {
	for child := range e.named(local) {
		return child
	}
	return element{e.doc, xpath.NoNode}
}

// first is the first child.
func (e element) first() element {
	for child := range e.children() {
		return child
	}
	return element{e.doc, xpath.NoNode}
}

func (e element) attribute(space, local string) (value string, ok bool) {
	for a := range e.attributes() {
		if name := a.name(); name.Space == space && name.Local == local {
			return a.text(), true
		}
	}
	return "", false
}

func (e element) attr(space, local string) string {
	value, _ := e.attribute(space, local)
	return value
}

// yes reads a flag: true(), as an expression, or a plain true.
func yes(s string) bool {
	s = strings.TrimSpace(s)
	return s == "true()" || s == "true"
}
