// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/dialform/dialform/forms"
)

// dataset notes a file that the form reads from, once.
func (r *reader) dataset(id, src string, pos forms.Position) {
	if have := r.def.Datasets[id]; have != nil {
		if have.Src != src {
			r.fail(pos, fmt.Sprintf("the files %q and %q would have the same name in expressions", have.Src, src), "rename one of them")
		}
		return
	}
	d := &forms.DatasetDef{ID: id, Src: src, Pos: pos}
	r.def.Datasets[id] = d
	file := path.Base(src)
	if r.files == nil {
		r.missing(pos, file)
		return
	}
	data, err := fs.ReadFile(r.files, file)
	if err != nil {
		r.missing(pos, file)
		return
	}
	if err := fillDataset(d, file, data); err != nil {
		r.warn(pos, fmt.Sprintf("the file %q cannot be read and is empty for the form", file), err.Error())
	}
}

// checkInstances reports lists that would have the name of a file in
// expressions.
func (r *reader) checkInstances() {
	for _, name := range sortedKeys(r.def.Lists) {
		if file, list := r.def.Datasets[name], r.def.Lists[name]; file != nil && !list.External {
			r.fail(file.Pos, fmt.Sprintf("the choice list %q of row %d and the file %q would have the same name in expressions", name, list.Pos.Row, file.Src),
				"rename one of them")
		}
	}
}

func (r *reader) missing(pos forms.Position, file string) {
	r.warn(pos, fmt.Sprintf("the file %q is missing and empty for the form", file), "put it beside the workbook")
}

func fillDataset(d *forms.DatasetDef, file string, data []byte) error {
	if len(data) > maxUnzipBytes {
		return fmt.Errorf("it is larger than %d bytes", maxUnzipBytes)
	}
	switch path.Ext(file) {
	case ".csv":
		rows, err := readCSV(data)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			d.Columns, d.Rows = rows[0], rows[1:]
		}
		return nil
	case ".geojson":
		return readGeoJSON(d, data)
	}
	return readItems(d, data)
}

// readCSV reads comma separated values; a semicolon or tab in the header in
// place of commas is what spreadsheet programs write in some countries.
func readCSV(data []byte) ([][]string, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	head, _, _ := bytes.Cut(data, []byte("\n"))
	c := csv.NewReader(bytes.NewReader(data))
	for _, comma := range ",;\t" {
		if bytes.ContainsRune(head, comma) {
			c.Comma = comma
			break
		}
	}
	c.FieldsPerRecord, c.LazyQuotes = -1, true
	rows, err := c.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read csv: %w", err)
	}
	if len(rows) > maxRows {
		return nil, fmt.Errorf("it has more than %d rows", maxRows)
	}
	for _, row := range rows {
		for i := range row {
			row[i] = cellText(row[i])
		}
	}
	return rows, nil
}

// table of a dataset whose rows name their own columns.
type sparseTable struct {
	columns []string
	index   map[string]int
}

func (t *sparseTable) put(row []string, column, value string) []string {
	if t.index == nil {
		t.index = map[string]int{}
	}
	i, ok := t.index[column]
	if !ok {
		i = len(t.columns)
		t.index[column] = i
		t.columns = append(t.columns, column)
	}
	for len(row) <= i {
		row = append(row, "")
	}
	row[i] = cellText(strings.TrimSpace(value))
	return row
}
