// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/dialform/dialform/forms"
)

// WriteRecorded writes answers that were kept as an OpenRosa submission, just as
// they are: nothing is calculated again. given holds the nodes that were
// relevant, by their paths below the root; a group is written if something in it
// is there.
//
// It returns the writer's error, or one that names a prefix for which the form
// declares no namespace.
func WriteRecorded(w io.Writer, form *forms.Form, given forms.GivenDef) error {
	declared, err := namespacesOf(form)
	if err != nil {
		return fmt.Errorf("write submission: %w", err)
	}
	r := recordedWriter{x: newXMLWriter(w), form: form}
	r.x.open(form.Nodes[0].Name)
	rootAttributes(r.x, form, declared)
	r.attributes(0, given, "")
	r.inside(0, given, "")
	if err := r.x.finish(); err != nil {
		return fmt.Errorf("write submission: %w", err)
	}
	return nil
}

type recordedWriter struct {
	x    *xmlWriter
	form *forms.Form
}

// inside writes what is in a group. prefix is its path below the repeat instance
// that given is.
func (r recordedWriter) inside(group int, given forms.GivenDef, prefix string) {
	depth := len(r.x.stack)
	for i := group + 1; i < r.form.Nodes[group].End; i = r.form.Nodes[i].End {
		n := &r.form.Nodes[i]
		path := prefix + n.Name
		text, answered := given.Values[path]
		switch {
		case n.Name[0] == '@': // written with its element
		case n.Kind == forms.Repeat:
			for _, instance := range given.Repeats[path] {
				r.x.open(n.Name)
				r.attributes(i, instance, "")
				r.inside(i, instance, "")
				r.x.closeTo(depth)
			}
		case n.Kind == forms.Group && holds(given, path+"/"), answered && n.Kind != forms.Group:
			r.x.open(n.Name)
			for _, name := range sortedNames(n.Attrs) {
				r.x.attribute(name, n.Attrs[name])
			}
			r.attributes(i, given, path+"/")
			if r.inside(i, given, path+"/"); n.Kind != forms.Group {
				r.x.text(norm.NFC.String(text))
			}
			r.x.closeTo(depth)
			r.replaced(n, given, prefix)
		}
	}
}

// replaced writes the id of the submission that this one replaces after its own,
// unless the form has a node for it.
func (r recordedWriter) replaced(n *forms.Node, given forms.GivenDef, prefix string) {
	if localName(n.Name) != "instanceID" {
		return
	}
	name := strings.TrimSuffix(n.Name, "instanceID") + "deprecatedID"
	former := given.Values[prefix+"deprecatedID"]
	if former == "" || r.form.Index(strings.TrimSuffix(n.Path, n.Name)+name) >= 0 {
		return
	}
	depth := len(r.x.stack)
	r.x.open(name)
	r.x.text(former)
	r.x.closeTo(depth)
}

// attributes writes the attributes of an element that are nodes of the form.
func (r recordedWriter) attributes(node int, given forms.GivenDef, prefix string) {
	nodes := r.form.Nodes
	for i := node + 1; i < nodes[node].End; i = nodes[i].End {
		if name, ok := strings.CutPrefix(nodes[i].Name, "@"); ok {
			if text, answered := given.Values[prefix+nodes[i].Name]; answered {
				r.x.attribute(name, text)
			}
		}
	}
}

func holds(given forms.GivenDef, prefix string) bool {
	for path := range given.Values {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	for path := range given.Repeats {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

// Attachments are the names of the files that answers refer to, in the order of
// the form, each once: what has to be posted with a submission, and what a
// server waits for before it is whole (OpenRosa, Form Submission).
func Attachments(form *forms.Form, given forms.GivenDef) []string {
	var names []string
	var inside func(group int, given forms.GivenDef, prefix string)
	inside = func(group int, given forms.GivenDef, prefix string) {
		for i := group + 1; i < form.Nodes[group].End; i = form.Nodes[i].End {
			n := &form.Nodes[i]
			path := prefix + n.Name
			switch name := given.Values[path]; {
			case n.Kind == forms.Repeat:
				for _, instance := range given.Repeats[path] {
					inside(i, instance, "")
				}
			case n.Kind == forms.Group:
				inside(i, given, path+"/")
			case n.Type == forms.Binary && name != "" && !slices.Contains(names, name):
				names = append(names, name)
			}
		}
	}
	inside(0, given, "")
	return names
}
