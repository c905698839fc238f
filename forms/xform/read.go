// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xpath"
)

// Namespaces that mean something in an XForm.
const (
	spaceXForms   = "http://www.w3.org/2002/xforms"
	spaceJavaRosa = "http://openrosa.org/javarosa"
	spaceOpenRosa = "http://openrosa.org/xforms"
	spaceODK      = "http://www.opendatakit.org/xforms"
	spaceEntities = "http://www.opendatakit.org/xforms/entities"
)

// maxFindings ends a report that nobody would read to the end.
const maxFindings = 200

// maxBytes is the longest form that is read. The longest of 240 real ones, with
// its choices in two languages, has 1.6 million bytes.
const maxBytes = 5 << 20

// Read reads a form from the XML of an ODK XForm. name is used in findings and,
// without its ending, as the id of a form that gives none. files holds the
// attachments (csv, xml, geojson) by file name; it may be nil, and what is
// missing reads as empty.
//
// The definition is nil when nothing could be read. A definition that comes
// with errors is incomplete and good only for showing more findings.
func Read(name string, data []byte, files fs.FS) (*forms.Definition, forms.Findings) {
	if len(data) > maxBytes {
		return nil, forms.Findings{{
			Severity: forms.Error, Pos: forms.Position{File: name},
			Msg:  fmt.Sprintf("the form has %d bytes, at most %d are read", len(data), maxBytes),
			Hint: "move long choice lists to a csv file beside it",
		}}
	}
	doc, err := xpath.ParseXML(data)
	if err != nil {
		return nil, forms.Findings{notXML(name, err)}
	}
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	r := &reader{
		file: name, files: files, doc: doc,
		def: &forms.Definition{
			ID: strings.TrimSuffix(base, path.Ext(base)), File: name, Origin: forms.OriginXForm,
			Hash: sha256.Sum256(data), Settings: map[string]string{},
			Lists: map[string]*forms.ListDef{}, Datasets: map[string]*forms.DatasetDef{},
			Documents: map[string]*xpath.Document{}, Texts: map[string]forms.Text{},
		},
	}
	if !r.read() {
		return nil, r.findings
	}
	return r.def, r.findings
}

func notXML(name string, err error) forms.Finding {
	f := forms.Finding{
		Severity: forms.Error, Pos: forms.Position{File: name},
		Msg: "not an XForm: " + err.Error(), Hint: "export the form again",
	}
	var syntax *xpath.XMLError
	if errors.As(err, &syntax) {
		f.Pos.Row, f.Msg = syntax.Line, "not an XForm: "+syntax.Msg
	}
	return f
}

// reader turns one XForm into one definition.
type reader struct {
	file     string
	files    fs.FS
	doc      *xpath.Document
	def      *forms.Definition
	findings forms.Findings

	model element
	root  *shape            // the primary instance
	bound map[string]string // nodesets of binds by id

	sensed map[*shape]sensing // what the device fills in
}

// read reads the parts of the document in the order in which they need each
// other. It reports false when there is no form in it.
func (r *reader) read() bool {
	html := element{r.doc, r.doc.Element()}
	head, body := html.child("head"), html.child("body")
	r.model = head.child("model")
	if !r.model.exists() {
		r.fail(html, "not an XForm: there is no model in the head of the document", "export the form again")
		return false
	}
	r.def.Title = strings.TrimSpace(head.child("title").text())
	r.def.Namespaces = r.namespaces()
	primary := r.model.child("instance").first()
	if !primary.exists() {
		r.fail(r.model, "not an XForm: the model has no primary instance", "export the form again")
		return false
	}
	r.heading(primary)
	r.itext()
	r.secondary()
	r.root = r.outline(primary)
	r.def.Style = strings.TrimSpace(body.attr("", "class"))
	shows := r.body(body)
	r.binds()
	r.actions(r.model, "")
	r.mentioned(html)
	r.define()
	r.def.Outline = r.outlineOf(shows)
	return true
}

// namespaces are the prefixes declared on the model and around it.
func (r *reader) namespaces() map[string]string {
	declared := r.doc.Prefixes(r.model.id)
	delete(declared, "")
	delete(declared, "xml")
	return declared
}

// heading reads what the root of the primary instance says about the form.
func (r *reader) heading(root element) {
	def, name := r.def, root.name()
	def.RootName = r.written(root)
	if name.Space != spaceXForms && name.Prefix == "" {
		def.Namespace = name.Space
	}
	for a := range root.attributes() {
		name, value := a.name(), a.text()
		switch {
		case name.Space == "" && name.Local == "id":
			def.ID = value
		case name.Space == "" && name.Local == "version" && value != "":
			def.Version = value
		case name.Space == spaceODK && (name.Local == "prefix" || name.Local == "delimiter"):
			def.Settings[name.Local] = value
		default:
			def.Settings["attribute/"+name.String()] = value
		}
	}
	if def.Title == "" {
		def.Title = def.ID
	}
	for a := range r.model.attributes() {
		def.Settings["model/"+a.name().String()] = a.text()
	}
	r.submission(r.model.child("submission"))
}

// submission reads where and how the form wants to be sent.
func (r *reader) submission(e element) {
	if !e.exists() {
		return
	}
	for attribute, setting := range map[string]string{
		"action": "submission_url", "base64RsaPublicKey": "public_key", "auto-send": "auto_send", "auto-delete": "auto_delete",
	} {
		for a := range e.attributes() {
			if a.name().Local == attribute {
				r.def.Settings[setting] = a.text()
			}
		}
	}
}

func (r *reader) fail(at element, msg, hint string) { r.note(forms.Error, at, msg, hint) }

func (r *reader) warn(at element, msg, hint string) { r.note(forms.Warning, at, msg, hint) }

func (r *reader) note(severity forms.Severity, at element, msg, hint string) {
	if len(r.findings) < maxFindings {
		r.findings = append(r.findings, forms.Finding{Severity: severity, Pos: r.pos(at), Msg: msg, Hint: hint})
	}
}

func (r *reader) pos(at element) forms.Position {
	return forms.Position{File: r.file, Row: at.line()}
}

// source is an attribute that holds an expression.
func (r *reader) source(e element, space, local string) forms.Source {
	text := strings.TrimSpace(e.attr(space, local))
	if text == "" {
		return forms.Source{}
	}
	return forms.Source{Text: text, Pos: r.pos(e)}
}

// written is the name of an element as the form spells it.
func (r *reader) written(e element) string { return e.name().String() }

// quoted shows a text of the form in a finding.
func quoted(s string) string {
	const most = 80
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "..."
	}
	return fmt.Sprintf("%q", s)
}
