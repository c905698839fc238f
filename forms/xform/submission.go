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

// knownNamespaces are the prefixes that pyxform declares for every form.
var knownNamespaces = map[string]string{
	"entities": "http://www.opendatakit.org/xforms/entities",
	"ev":       "http://www.w3.org/2001/xml-events",
	"h":        "http://www.w3.org/1999/xhtml",
	"jr":       "http://openrosa.org/javarosa",
	"odk":      "http://www.opendatakit.org/xforms",
	"orx":      "http://openrosa.org/xforms",
	"xsd":      "http://www.w3.org/2001/XMLSchema",
}

// WriteSubmission writes the answers as an OpenRosa submission: the primary
// instance as pyxform lays it out, with id and version on its root, without
// what is not relevant and without repeat templates. The instance should be
// finished ([forms.Instance.Finish]).
//
// It returns the writer's error, or one that names a prefix for which the form
// declares no namespace.
func WriteSubmission(w io.Writer, in *forms.Instance) error {
	form := in.Form()
	declared, err := namespacesOf(form)
	if err != nil {
		return fmt.Errorf("write submission: %w", err)
	}
	x := newXMLWriter(w)
	if !in.Relevant(forms.At{}) { // a document needs a root all the same
		x.open(form.Nodes[0].Name)
		rootAttributes(x, form, declared)
	}
	in.Walk(func(at forms.At, depth int) bool {
		node := &form.Nodes[at.Node]
		if strings.HasPrefix(node.Name, "@") {
			return true // written with its element
		}
		x.closeTo(depth)
		x.open(node.Name)
		if depth == 0 {
			rootAttributes(x, form, declared)
		}
		if node.Kind != forms.Repeat { // an instance has those of its nodes only
			for _, name := range sortedNames(node.Attrs) {
				x.attribute(name, node.Attrs[name])
			}
		}
		calculatedAttributes(x, in, at)
		if node.Kind == forms.Question || node.Kind == forms.Value {
			x.text(norm.NFC.String(in.Value(at)))
		}
		if depth == 2 && localName(node.Name) == "instanceID" {
			deprecated(x, in, node)
		}
		return x.err == nil
	})
	if err := x.finish(); err != nil {
		return fmt.Errorf("write submission: %w", err)
	}
	return nil
}

// calculatedAttributes writes the attributes of an element that are nodes of the
// form.
func calculatedAttributes(x *xmlWriter, in *forms.Instance, at forms.At) {
	nodes := in.Form().Nodes
	for i := int(at.Node) + 1; i < nodes[at.Node].End; i = nodes[i].End {
		name, ok := strings.CutPrefix(nodes[i].Name, "@")
		if a := (forms.At{Node: int32(i), Scope: at.Scope}); ok && in.Relevant(a) {
			x.attribute(name, in.Value(a))
		}
	}
}

// deprecated writes the id of the submission that this one replaces after its
// own, unless the form has a node for it.
func deprecated(x *xmlWriter, in *forms.Instance, instanceID *forms.Node) {
	id := in.DeprecatedID()
	name := strings.TrimSuffix(instanceID.Name, "instanceID") + "deprecatedID"
	if id == "" || in.Form().Index(strings.TrimSuffix(instanceID.Path, instanceID.Name)+name) >= 0 {
		return
	}
	x.closeTo(2)
	x.open(name)
	x.text(id)
}

// rootAttributes writes what the root of every submission says: the namespaces
// it uses, which form it answers, and the form's own attributes.
func rootAttributes(x *xmlWriter, form *forms.Form, declared map[string]string) {
	def := form.Definition
	if def.Namespace != "" {
		x.attribute("xmlns", def.Namespace)
	}
	for _, prefix := range sortedNames(declared) {
		x.attribute("xmlns:"+prefix, declared[prefix])
	}
	own := rootOwn(def)
	own["id"] = form.ID
	if form.Version != "" {
		own["version"] = form.Version
	}
	for _, name := range sortedNames(own) {
		if form.Index(form.Nodes[0].Path+"/@"+name) < 0 { // else it is calculated
			x.attribute(name, own[name])
		}
	}
}

// rootOwn are the attributes that the settings add to the root.
func rootOwn(def *forms.Definition) map[string]string {
	own := map[string]string{}
	for key, value := range def.Settings {
		switch name, found := strings.CutPrefix(key, "attribute/"); {
		case found && name != "id" && name != "xmlns" && (name != "version" || def.Version == ""):
			own[name] = value
		case key == "prefix" || key == "delimiter":
			own["odk:"+key] = value
		}
	}
	return own
}

// namespacesOf are the namespaces of the prefixes that the form's elements and
// attributes use.
func namespacesOf(form *forms.Form) (map[string]string, error) {
	used := map[string]string{}
	use := func(name string) error {
		prefix, _, found := strings.Cut(name, ":")
		if !found || prefix == "xml" {
			return nil
		}
		uri := legal(form.Definition.Namespaces[prefix]) // what is written of it: an empty one would undeclare the prefix
		if uri == "" {
			uri = knownNamespaces[prefix]
		}
		if uri == "" {
			return fmt.Errorf("prefix %q has no namespace", prefix)
		}
		used[prefix] = uri
		return nil
	}
	for name := range rootOwn(form.Definition) {
		if err := use(name); err != nil {
			return nil, err
		}
	}
	for i := range form.Nodes {
		if err := use(strings.TrimPrefix(form.Nodes[i].Name, "@")); err != nil {
			return nil, err
		}
		for name := range form.Nodes[i].Attrs {
			if err := use(name); err != nil {
				return nil, err
			}
		}
	}
	return used, nil
}

func sortedNames(m map[string]string) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
