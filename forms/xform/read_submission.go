// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xpath"
)

// ErrOtherForm says that a submission answers another form.
var ErrOtherForm = errors.New("submission answers another form")

// ReadSubmission reads an OpenRosa submission as answers to a form: to show it,
// or to edit it ([forms.Instance.Revise]). Elements that the form does not have
// are left out; what the submission left out is empty.
//
// Errors are those of XML, and ErrOtherForm.
func ReadSubmission(form *forms.Form, data []byte, env forms.Env) (*forms.Instance, error) {
	doc, err := xpath.ParseXML(data)
	if err != nil {
		return nil, fmt.Errorf("read submission: %w", err)
	}
	root := element{doc, doc.Element()}
	if !root.is(localName(form.Nodes[0].Name)) {
		return nil, fmt.Errorf("read submission: %w", ErrOtherForm)
	}
	var given forms.GivenDef
	collect(&given, form, 0, root, "")
	return form.Open(given, env), nil
}

// collect reads what an element answers of a node's children. prefix is the
// path from the repeat instance that given is.
func collect(given *forms.GivenDef, form *forms.Form, node int, e element, prefix string) {
	for i := node + 1; i < form.Nodes[node].End; i = form.Nodes[i].End {
		n := &form.Nodes[i]
		path := prefix + n.Name
		found := answersOf(n, form, e)
		switch {
		case n.Kind == forms.Repeat:
			list := make([]forms.GivenDef, len(found))
			for k, instance := range found {
				collect(&list[k], form, i, instance, "")
			}
			if given.Repeats == nil {
				given.Repeats = map[string][]forms.GivenDef{}
			}
			given.Repeats[path] = list
		case len(found) == 0:
		case n.Kind == forms.Group:
			collect(given, form, i, found[0], path+"/")
		default:
			if given.Values == nil {
				given.Values = map[string]string{}
			}
			given.Values[path] = found[0].text()
		}
	}
}

// answersOf are the elements, or the attribute, that answer a node.
func answersOf(n *forms.Node, form *forms.Form, e element) []element {
	var found []element
	if n.Name[0] == '@' {
		for a := range e.attributes() {
			if a.is(localName(n.Name[1:])) {
				found = append(found, a)
			}
		}
		return found
	}
	prefix, local := n.Name[:len(n.Name)-len(localName(n.Name))], localName(n.Name)
	for child := range e.named(local) {
		name := child.name()
		if prefix == "" || name.Space == form.Definition.Namespaces[prefix[:len(prefix)-1]] || name.Space == "" {
			found = append(found, child)
		}
	}
	return found
}

// Lost are the paths of the answers in a submission that an instance read from
// it does not have, since their questions take no such value, in the order of
// the submission. Elements that the form does not have are not among them.
func Lost(in *forms.Instance, data []byte) ([]string, error) {
	doc, err := xpath.ParseXML(data)
	if err != nil {
		return nil, fmt.Errorf("read submission: %w", err)
	}
	var lost []string
	var look func(at forms.At, e element)
	nodes := in.Form().Nodes
	look = func(at forms.At, e element) {
		for i := int(at.Node) + 1; i < nodes[at.Node].End; i = nodes[i].End {
			n, child := &nodes[i], forms.At{Node: int32(i), Scope: at.Scope}
			found := answersOf(n, in.Form(), e)
			switch {
			case n.Kind == forms.Repeat:
				for k, scope := range in.Repeats(child) {
					if k < len(found) {
						look(forms.At{Node: int32(i), Scope: scope}, found[k])
					}
				}
			case len(found) == 0:
			case n.Kind == forms.Group:
				look(child, found[0])
			case strings.TrimSpace(found[0].text()) != "" && in.Value(child) == "" && !n.Calculated:
				lost = append(lost, n.Path)
			}
		}
	}
	look(forms.At{}, element{doc, doc.Element()})
	return lost, nil
}
