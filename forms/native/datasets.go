// SPDX-License-Identifier: Apache-2.0

package native

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/datafile"
	"github.com/dialform/dialform/forms/xpath"
)

// datasets is the field of tables beside the form. A table with columns or rows
// holds them; any other is read from the file it names.
func (c *codec) datasets(def *forms.Definition) field {
	return field{"datasets", func(v value) {
		for _, p := range c.pairs(v, "datasets") {
			set := &forms.DatasetDef{ID: p.key, Pos: c.pos(value{line: p.line})}
			c.readFields(p.value, "a dataset", c.dataset(p.key, set))
			def.Datasets[p.key] = set
			if set.Columns == nil && set.Rows == nil {
				c.load(def, p.key, set, value{line: p.line})
			}
		}
	}, func() value {
		var v value
		for _, id := range sorted(def.Datasets) {
			set := writeFields(c.dataset(id, def.Datasets[id]))
			set.block = true
			v.add(id, set)
		}
		v.block = true
		return v
	}}
}

// dataset are the keys of one table.
func (c *codec) dataset(key string, set *forms.DatasetDef) []field {
	return []field{
		{"id", func(v value) { set.ID = c.scalar(v, "id") }, func() value {
			if set.ID == key {
				return value{}
			}
			return text(set.ID)
		}},
		c.text("file", &set.Src),
		c.names("columns", &set.Columns),
		{"rows", func(v value) {
			set.Rows = [][]string{}
			for _, row := range c.items(v, "rows") {
				var cells []string
				for _, cell := range c.items(row, "a row") {
					cells = append(cells, c.scalar(cell, "a cell"))
				}
				set.Rows = append(set.Rows, cells)
			}
		}, func() value {
			var v value
			for _, row := range set.Rows {
				cells := texts(row)
				cells.shape = list
				v.append(cells)
			}
			v.block = true
			return v
		}},
	}
}

// load reads the file of a dataset.
func (c *codec) load(def *forms.Definition, id string, set *forms.DatasetDef, at value) {
	if set.Src == "" || strings.HasPrefix(set.Src, "jr://instance/") {
		return // what was last saved; nothing is
	}
	file := path.Base(set.Src)
	if strings.HasPrefix(set.Src, "jr://file-csv/") && path.Ext(file) == "" {
		file += ".csv"
	}
	data, err := []byte(nil), fs.ErrNotExist
	if c.files != nil {
		data, err = fs.ReadFile(c.files, file)
	}
	if err != nil {
		c.warn(at, fmt.Sprintf("the file %q is missing and empty for the form", file), "put it beside the form")
		return
	}
	content, err := datafile.Read(file, data)
	switch {
	case err != nil:
		c.warn(at, fmt.Sprintf("the file %q cannot be read and is empty for the form", file), err.Error())
	case content.Document != nil:
		delete(def.Datasets, id)
		def.Documents[id] = content.Document
	default:
		set.Columns, set.Rows = content.Columns, content.Rows
	}
}

// documents is the field of secondary instances that are no tables. They stand
// as XML.
func (c *codec) documents(at *map[string]*xpath.Document) field {
	return field{"documents", func(v value) {
		for _, p := range c.pairs(v, "documents") {
			doc, err := readDocument(c.scalar(p.value, p.key))
			if err != nil {
				c.fail(p.value, fmt.Sprintf("the document %q is no XML: %v", p.key, err), "correct it")
				continue
			}
			(*at)[p.key] = doc
		}
	}, func() value {
		var v value
		for _, id := range sorted(*at) {
			v.add(id, text(documentText((*at)[id])))
		}
		v.block = true
		return v
	}}
}
