// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"strconv"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// count makes the number of rows of a grid what its calculation makes of them. A
// calculation of the rows themselves is left to the questions in them, so this
// is for a grid that nobody adds rows to.
func (r *reader) count(f *field) {
	source, ok := f.component.Get("calculateValue").(string)
	if !ok || strings.TrimSpace(source) == "" {
		return
	}
	if f.shape != shapeGrid || !f.node.NoAddRemove {
		r.warn(f, "the calculation of "+f.key+", which holds other questions, is left out", "calculate the questions")
		return
	}
	s := r.compile(f, source, "value", "the calculation")
	if s == nil {
		return
	}
	f.node.Given = nil
	f.node.Count = forms.Source{Pos: f.node.Pos, Text: r.function(r.reads(f, s.Reads), func(in *forms.Instance, at forms.At) (string, error) {
		v, err := r.run(in, at, f, s)
		rows, ok := v.(*jsvalue.Array)
		if err != nil || !ok {
			return strconv.Itoa(len(in.Repeats(at))), nil
		}
		return strconv.Itoa(len(rows.Items)), nil
	})}
}
