// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"io/fs"
	"path"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/datafile"
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
	content, err := datafile.Read(file, data)
	if err != nil {
		r.warn(pos, fmt.Sprintf("the file %q cannot be read and is empty for the form", file), err.Error())
	}
	d.Columns, d.Rows = content.Columns, content.Rows
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
