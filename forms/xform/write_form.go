// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// xformsVersion is the version of the ODK XForms specification that written
// forms follow.
const xformsVersion = "1.0.0"

// alwaysDeclared are the namespaces that every written form declares, used or
// not: readers in the field look for some of them by prefix.
var alwaysDeclared = []string{"h", "ev", "xsd", "jr", "orx", "odk"}

// WriteForm writes a form as the XML of an ODK XForm, as pyxform 4.5 lays it
// out: the model with texts, instances, binds and actions, then the body.
// References such as ${name} become paths, relative within a repeat that holds
// both sides and absolute elsewhere.
//
// The definition should be free of errors. WriteForm returns the writer's
// error, or one that names what cannot be written: a name that is not one in
// XML, a reference to nothing, a prefix without a namespace.
func WriteForm(w io.Writer, def *forms.Definition) error {
	f := &formWriter{def: def, x: newXMLWriter(w)}
	if len(def.Functions) > 0 {
		f.fail("an XForm has no place for scripts")
	}
	f.outline()
	f.texts()
	f.document()
	// Many are found while maps are read, in any order.
	slices.SortFunc(f.errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	if err := f.x.finish(); err != nil {
		f.errs = append(f.errs, err)
	}
	if err := errors.Join(f.errs...); err != nil {
		return fmt.Errorf("write form: %w", err)
	}
	return nil
}

// formWriter is the state of one WriteForm.
type formWriter struct {
	def  *forms.Definition
	x    *xmlWriter
	errs []error

	root       *formNode
	paths      map[string]*formNode
	names      map[string][]*formNode       // what ${name} can mean
	banners    map[*forms.OutlineDef]string // ids of the labels of groups that are no nodes
	itext      textTable
	searched   map[string]bool // lists that search() offers: in the body, not in an instance
	setters    map[string][]*formNode
	namespaces map[string]string
	refused    map[string]bool // said once
}

// fail notes what cannot be written, once.
func (f *formWriter) fail(format string, args ...any) {
	err := fmt.Errorf(format, args...)
	if f.refused == nil {
		f.refused = map[string]bool{}
	}
	if !f.refused[err.Error()] {
		f.refused[err.Error()] = true
		f.errs = append(f.errs, err)
	}
}

func (f *formWriter) document() {
	f.declare()
	f.x.open("h:html")
	f.x.attribute("xmlns", spaceXForms)
	for _, prefix := range slices.Sorted(maps.Keys(f.namespaces)) {
		f.x.attribute("xmlns:"+prefix, f.namespaces[prefix])
	}
	f.x.open("h:head")
	f.leaf("h:title", f.def.Title)
	f.model()
	f.x.closeTo(1)
	f.x.open("h:body")
	if f.def.Style != "" {
		f.x.attribute("class", f.def.Style)
	}
	f.body()
}

// declare settles the namespaces of the document.
func (f *formWriter) declare() {
	f.namespaces = map[string]string{}
	for prefix, uri := range f.def.Namespaces {
		if prefix != "" && prefix != "xmlns" && prefix != "xml" {
			f.namespaces[prefix] = uri
		}
	}
	for _, prefix := range alwaysDeclared {
		f.namespaces[prefix] = knownNamespaces[prefix]
	}
	if f.hasEntities() {
		f.namespaces["entities"] = spaceEntities
	}
}

func (f *formWriter) hasEntities() bool {
	return f.def.Settings["model/entities:entities-version"] != ""
}

func (f *formWriter) model() {
	depth := len(f.x.stack)
	f.x.open("model")
	attributes := map[string]string{"odk:xforms-version": xformsVersion}
	for key, value := range f.def.Settings {
		if name, ok := strings.CutPrefix(key, "model/"); ok {
			attributes[name] = value
		}
	}
	f.attributes(attributes)
	f.submission()
	f.writeItext()
	f.primary()
	f.secondary()
	for n := range f.root.all() {
		f.bind(n)
		f.modelActions(n)
	}
	f.otherActions("")
	f.x.closeTo(depth)
}

// submission says how the form wants to be sent, where its settings say so.
func (f *formWriter) submission() {
	set := f.def.Settings
	attributes := map[string]string{}
	if url := set["submission_url"]; url != "" {
		attributes["action"], attributes["method"] = url, "post"
	}
	for setting, name := range map[string]string{
		"public_key": "base64RsaPublicKey", "auto_send": "orx:auto-send", "auto_delete": "orx:auto-delete",
	} {
		if set[setting] != "" {
			attributes[name] = set[setting]
		}
	}
	if f.affirmed("client_editable") {
		attributes["odk:client-editable"] = "true"
	}
	if len(attributes) > 0 {
		f.x.open("submission")
		f.attributes(attributes)
		f.x.closeTo(len(f.x.stack) - 1)
	}
}

// affirmed tells whether a setting says yes.
func (f *formWriter) affirmed(setting string) bool {
	value := strings.ToLower(f.def.Settings[setting])
	return value == "yes" || yes(value)
}

// attributes writes attributes in the order of their names.
func (f *formWriter) attributes(all map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(all)) {
		f.attribute(name, all[name])
	}
}

// attribute writes one attribute after a look at its prefix.
func (f *formWriter) attribute(name, value string) {
	if f.spelled(name) {
		f.x.attribute(name, value)
	}
}

// open begins an element after a look at its name.
func (f *formWriter) open(name string) {
	if !f.spelled(name) {
		name = "invalid" // the error is noted and the document worth nothing
	}
	f.x.open(name)
}

// leaf writes an element that holds text only.
func (f *formWriter) leaf(name, text string) {
	depth := len(f.x.stack)
	f.open(name)
	f.x.text(text)
	f.x.closeTo(depth)
}

// spelled tells whether a name can stand in the document.
func (f *formWriter) spelled(name string) bool {
	if !xmlName(name) {
		f.fail("%q cannot be a name in XML", legal(name))
		return false
	}
	prefix, _, found := strings.Cut(name, ":")
	if found && prefix != "xml" && f.namespaces[prefix] == "" {
		f.fail("the prefix %q has no namespace; declare it in the settings", prefix)
		return false
	}
	return true
}
