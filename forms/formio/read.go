// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/script"
)

// maxComponents bounds a form; the longest public ones have some 1,000.
const maxComponents = 20_000

// pool runs the scripts of all forms.
var pool = sync.OnceValue(script.NewPool)

// Is reports whether a file looks like a form of Form.io: JSON with components,
// one component, a list of components, or a project with forms.
func Is(data []byte) bool {
	v, err := jsvalue.Parse(bytes.TrimPrefix(data, []byte("\ufeff")))
	return err == nil && len(split(v)) > 0
}

// Read reads a form: an object with components, one component, or a list of
// them. Of a project it reads the first form. files holds the translations,
// <name>.i18n.json, and the choices that the form would fetch; it may be nil.
//
// The definition is nil when nothing could be read. A definition that comes
// with errors is incomplete and good only for showing more findings.
func Read(name string, data []byte, files fs.FS) (*forms.Definition, forms.Findings) {
	definitions, findings := ReadAll(name, data, files)
	if len(definitions) == 0 {
		return nil, findings
	}
	return definitions[0], findings
}

// ReadAll reads every form of a file, which is one unless it is the template of
// a project.
func ReadAll(name string, data []byte, files fs.FS) ([]*forms.Definition, forms.Findings) {
	pos := forms.Position{File: name}
	v, err := jsvalue.Parse(bytes.TrimPrefix(data, []byte("\ufeff")))
	if err != nil {
		return nil, forms.Findings{{Severity: forms.Error, Pos: pos, Msg: "this is no JSON", Hint: "export the form again"}}
	}
	found := split(v)
	if len(found) == 0 {
		return nil, forms.Findings{{Severity: forms.Error, Pos: pos, Msg: "this is no form of Form.io", Hint: "a form has components"}}
	}
	var definitions []*forms.Definition
	var findings forms.Findings
	for _, form := range found {
		r := newReader(name, form, files)
		r.def.Hash = sha256.Sum256(data)
		r.form()
		definitions = append(definitions, r.def)
		findings = append(findings, r.findings...)
	}
	return definitions, findings
}

// split finds the forms of a file.
func split(v jsvalue.Value) []*jsvalue.Object {
	switch v := v.(type) {
	case *jsvalue.Array:
		if len(v.Items) > 0 && !slices.ContainsFunc(v.Items, func(item jsvalue.Value) bool { return !isComponent(item) }) {
			form := jsvalue.NewObject()
			form.Set("components", v)
			return []*jsvalue.Object{form}
		}
	case *jsvalue.Object:
		if inner, ok := v.Get("form").(*jsvalue.Object); ok && array(inner, "components") != nil && array(v, "components") == nil {
			return []*jsvalue.Object{inner}
		}
		if isComponent(v) && v.Has("key") && !(array(v, "components") != nil && (v.Get("type") == "form" || v.Get("type") == "resource")) {
			form := jsvalue.NewObject()
			form.Set("components", jsvalue.NewArray(v))
			return []*jsvalue.Object{form}
		}
		if array(v, "components") != nil {
			return []*jsvalue.Object{v}
		}
		return project(v)
	}
	return nil
}

func isComponent(v jsvalue.Value) bool {
	o, ok := v.(*jsvalue.Object)
	return ok && text(o, "type") != ""
}

// project finds the forms and resources of the template of a project.
func project(v *jsvalue.Object) (found []*jsvalue.Object) {
	for _, kind := range []string{"forms", "resources"} {
		all, _ := v.Get(kind).(*jsvalue.Object)
		for _, name := range all.Keys() {
			form, ok := all.Get(name).(*jsvalue.Object)
			if !ok || array(form, "components") == nil {
				continue
			}
			if !form.Has("name") {
				form.Set("name", name)
			}
			found = append(found, form)
		}
	}
	return found
}

// reader is the state of reading one form.
type reader struct {
	source   *jsvalue.Object
	def      *forms.Definition
	files    fs.FS
	findings forms.Findings
	texts    map[string]map[string]string // translations by language and text

	root   *field
	fields []*field // in document order

	// What the logic looks things up by, once all fields are there.
	tops    map[string][]*field // those directly in the data, by the first name of their key
	repeats []*field
}

// field is a component and the node that it has become.
type field struct {
	component *jsvalue.Object
	node      *forms.NodeDef
	path      string // of the node
	key       string // "" for what leaves no trace in the data
	shape     string // of the value; see shapes.go
	parent    *field // whose value holds this one
	children  []*field
	offer     *script.Script // makes its choices of the answers
	live      bool           // is looked at while somebody answers
}

func newReader(name string, form *jsvalue.Object, files fs.FS) *reader {
	id := text(form, "path")
	for _, other := range []string{text(form, "name"), text(form, "machineName"), strings.TrimSuffix(path.Base(name), path.Ext(name))} {
		if id == "" {
			id = other
		}
	}
	title := text(form, "title")
	if title == "" {
		title = id
	}
	version := ""
	for _, key := range []string{"_vid", "version", "modified"} {
		if v := form.Get(key); version == "" && !jsvalue.IsNil(v) && v != 0.0 {
			version = jsvalue.ToString(v)
		}
	}
	r := &reader{source: form, files: files, def: &forms.Definition{
		ID: id, Title: title, Version: version, File: name, Origin: forms.OriginFormio,
		Namespaces: map[string]string{"formio": "https://form.io"}, Functions: map[string]forms.Foreign{},
	}}
	if text(form, "display") == "wizard" {
		r.def.Style = "pages"
	}
	r.root = &field{component: form, path: "/data", shape: shapeContainer}
	return r
}

func (r *reader) form() {
	r.translations()
	r.def.Root = r.components(array(r.source, "components").Items, r.root, r.root.path, 0)
	for _, f := range r.fields {
		if f.node.Kind == forms.Repeat {
			r.repeats = append(r.repeats, f)
		}
	}
	r.tops = make(map[string][]*field)
	for _, f := range r.root.children {
		name, _, _ := strings.Cut(f.key, ".")
		r.tops[name] = append(r.tops[name], f)
	}
	for _, f := range r.fields {
		r.logic(f)
	}
}

func (r *reader) warn(f *field, msg, hint string) {
	r.findings = append(r.findings, forms.Finding{Severity: forms.Warning, Pos: r.pos(f.component), Msg: msg, Hint: hint})
}

// pos is where a component stands: the file, with its key in place of a sheet.
func (r *reader) pos(c *jsvalue.Object) forms.Position {
	return forms.Position{File: r.def.File, Sheet: text(c, "key")}
}

// components reads a list of components in a node.
func (r *reader) components(list []jsvalue.Value, parent *field, at string, depth int) []*forms.NodeDef {
	var nodes []*forms.NodeDef
	for _, v := range list {
		c, ok := v.(*jsvalue.Object)
		if !ok || depth > 100 || len(r.fields) > maxComponents {
			continue
		}
		f := &field{component: c, parent: parent, key: text(c, "key")}
		f.node = &forms.NodeDef{Name: unique(nodes, f.key, text(c, "type")), Pos: r.pos(c), Body: map[string]string{}}
		f.path = at + "/" + f.node.Name
		r.fields = append(r.fields, f)
		r.shape(f, depth)
		if f.key != "" {
			parent.children = append(parent.children, f)
		}
		nodes = append(nodes, f.node)
	}
	return nodes
}

// unique is a name for an element, which keys need not be, that no other node
// beside it has.
func unique(beside []*forms.NodeDef, key, otherwise string) string {
	if key == "" {
		key = otherwise
	}
	name := strings.Map(func(c rune) rune {
		if c == '_' || c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			return c
		}
		return '_'
	}, key)
	if name == "" || name[0] == '-' || name[0] >= '0' && name[0] <= '9' || name == "meta" {
		name = "_" + name
	}
	taken := func(name string) bool {
		return slices.ContainsFunc(beside, func(n *forms.NodeDef) bool { return n.Name == name })
	}
	for i, base := 2, name; taken(name); i++ {
		name = fmt.Sprintf("%s_%d", base, i)
	}
	return name
}

func text(c *jsvalue.Object, name string) string {
	s, _ := c.Get(name).(string)
	return s
}

func is(c *jsvalue.Object, name string) bool { return jsvalue.Truthy(c.Get(name)) }

func array(c *jsvalue.Object, name string) *jsvalue.Array {
	a, _ := c.Get(name).(*jsvalue.Array)
	return a
}

func items(c *jsvalue.Object, name string) []jsvalue.Value {
	if a := array(c, name); a != nil {
		return a.Items
	}
	return nil
}

func object(c *jsvalue.Object, name string) *jsvalue.Object {
	o, _ := c.Get(name).(*jsvalue.Object)
	return o
}
