// SPDX-License-Identifier: Apache-2.0

package datafile

// sparse is a table whose rows name their own columns.
type sparse struct {
	columns []string
	index   map[string]int
	rows    [][]string
}

func newSparse(columns ...string) *sparse {
	t := &sparse{columns: columns, index: make(map[string]int)}
	for i, name := range columns {
		t.index[name] = i
	}
	return t
}

// put writes a value into a row that is being made.
func (t *sparse) put(row []string, column, value string) []string {
	i, ok := t.index[column]
	if !ok {
		if len(t.columns) == maxColumns {
			return row
		}
		i = len(t.columns)
		t.index[column] = i
		t.columns = append(t.columns, column)
	}
	for len(row) <= i {
		row = append(row, "")
	}
	row[i] = printable(value)
	return row
}
