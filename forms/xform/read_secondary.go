// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"io/fs"
	"path"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/datafile"
	"github.com/dialform/dialform/forms/xpath"
)

// secondary reads the instances after the first: documents that stand in the
// form, and files beside it.
func (r *reader) secondary() {
	first := true
	for e := range r.model.named("instance") {
		if first {
			first = false
			continue
		}
		id := e.attr("", "id")
		if id == "" {
			r.warn(e, "an instance without id cannot be read by anything", "give it an id")
			continue
		}
		if src := strings.TrimSpace(e.attr("", "src")); src != "" {
			r.external(id, src, e)
			continue
		}
		doc, err := part(e)
		if err != nil {
			r.fail(e, "the instance "+quoted(id)+" is too large", "move it to a csv file beside the form")
			continue
		}
		r.def.Documents[id] = doc
	}
}

// part is the content of an instance as a document of its own. Names in the
// namespace of the form are in none, as expressions write them, and white space
// that only lays the file out is left out.
func part(e element) (*xpath.Document, error) {
	b := xpath.NewBuilder()
	if root := e.first(); root.exists() {
		build(b, root, root.name().Space)
	}
	return b.Document()
}

func build(b *xpath.Builder, e element, plain string) {
	name := e.name()
	if name.Prefix == "" && (name.Space == plain || name.Space == spaceXForms) {
		name.Space = ""
	}
	b.Start(name)
	for a := range e.attributes() {
		b.Attr(a.name(), a.text())
	}
	leaf := !e.first().exists()
	for id := e.doc.FirstChild(e.id); id != xpath.NoNode; id = e.doc.NextSibling(id) {
		child := element{e.doc, id}
		switch e.doc.NodeKind(id) {
		case xpath.ElementNode:
			build(b, child, plain)
		case xpath.TextNode:
			if text := child.text(); leaf || strings.TrimSpace(text) != "" {
				b.Text(text)
			}
		}
	}
	b.End()
}

// external notes a file that the form reads from, and reads it when it is there.
func (r *reader) external(id, src string, e element) {
	set := &forms.DatasetDef{ID: id, Src: src, Pos: r.pos(e)}
	r.def.Datasets[id] = set
	if strings.HasPrefix(src, "jr://instance/") {
		return // what was last saved; nothing is
	}
	file := path.Base(src)
	if strings.HasPrefix(src, "jr://file-csv/") && path.Ext(file) == "" {
		file += ".csv"
	}
	data, err := r.attachment(file)
	if err != nil {
		r.warn(e, "the file "+quoted(file)+" is missing and empty for the form", "put it beside the form")
		return
	}
	content, err := datafile.Read(file, data)
	switch {
	case err != nil:
		r.warn(e, "the file "+quoted(file)+" cannot be read and is empty for the form", err.Error())
	case content.Document != nil:
		doc, err := part(element{content.Document, content.Document.Root()})
		if err == nil {
			delete(r.def.Datasets, id)
			r.def.Documents[id] = doc
		}
	default:
		set.Columns, set.Rows = content.Columns, content.Rows
	}
}

func (r *reader) attachment(file string) ([]byte, error) {
	if r.files == nil {
		return nil, fs.ErrNotExist
	}
	return fs.ReadFile(r.files, file)
}
