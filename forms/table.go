// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"strconv"
	"strings"
	"sync"

	"github.com/dialform/dialform/forms/xpath"
)

// table is a secondary instance: a choice list or a dataset, read by
// expressions as <root><item><column>value</column>...</item>...</root>. It is
// immutable but for its indexes, which are built when first asked for.
type table struct {
	columns []string
	rows    [][]string
	labels  []*text // of a choice list, by row; nil for a dataset
	indexes []columnIndex
}

type columnIndex struct {
	once sync.Once
	rows map[string][]xpath.NodeID
}

// tables compiles the lists and datasets.
func (c *compiler) tables() {
	c.form.tables = make(map[string]*table, len(c.def.Lists)+len(c.def.Datasets))
	for _, name := range sortedKeys(c.def.Lists) {
		c.form.tables[name] = c.list(c.def.Lists[name], place{0, 0})
	}
	for _, id := range sortedKeys(c.def.Datasets) {
		d := c.def.Datasets[id]
		if _, ok := c.form.tables[id]; ok {
			c.findings.fail(d.Pos, "the list and the dataset "+id+" have the same name", "rename one")
			continue
		}
		c.form.tables[id] = newTable(d.Columns, d.Rows)
	}
}

func newTable(columns []string, rows [][]string) *table {
	return &table{columns: columns, rows: rows, indexes: make([]columnIndex, len(columns))}
}

// list makes a table of a choice list. Its columns are those that pyxform
// writes: itextId, by which jr:itext() finds the translated label, name, label
// (in the default language), then the author's own.
// Outputs in its labels are evaluated at a place.
func (c *compiler) list(l *ListDef, at place) *table {
	columns := []string{"itextId", "name", "label"}
	for _, col := range l.Columns {
		if col != "itextId" && col != "name" && col != "label" {
			columns = append(columns, col)
		}
	}
	t := newTable(columns, make([][]string, len(l.Items)))
	t.labels = make([]*text, len(l.Items))
	for i, item := range l.Items {
		label := c.text(item.Label, at)
		t.labels[i] = label
		row := []string{itextID(l.Name, i), item.Value, literal(label.of(c.form.defaults.first).long)}
		for _, col := range columns[3:] {
			row = append(row, item.Columns[col])
		}
		t.rows[i] = row
	}
	return t
}

// itextID is the id of a choice's label, as pyxform numbers them.
func itextID(list string, row int) string { return list + "-" + strconv.Itoa(row) }

// literal is the text of a template without its outputs.
func literal(t template) string {
	if len(t) == 1 {
		return t[0].literal
	}
	var b strings.Builder
	for _, p := range t {
		b.WriteString(p.literal)
	}
	return b.String()
}

func (t *table) column(name string) int {
	for i, col := range t.columns {
		if col == name {
			return i
		}
	}
	return -1
}

// cell is the text of one column of one row; "" beyond the end of a short row.
func (t *table) cell(row, column int) string {
	if column < 0 || column >= len(t.rows[row]) {
		return ""
	}
	return t.rows[row][column]
}

// find is the rows whose column has exactly the value, as nodes of the items.
func (t *table) find(column int, value string) []xpath.NodeID {
	if column < 0 {
		return nil
	}
	x := &t.indexes[column]
	x.once.Do(func() {
		x.rows = make(map[string][]xpath.NodeID)
		for row := range t.rows {
			v := t.cell(row, column)
			x.rows[v] = append(x.rows[v], t.item(row))
		}
	})
	return x.rows[value]
}

// The nodes of a table are numbered in document order: the document, the root,
// then for each row the item, and for each column the element and its text.
const (
	tableDocument xpath.NodeID = iota
	tableRoot
	firstItem
)

func (t *table) stride() xpath.NodeID { return xpath.NodeID(1 + 2*len(t.columns)) }

func (t *table) item(row int) xpath.NodeID { return firstItem + xpath.NodeID(row)*t.stride() }

// locate takes a node apart: its row, its column (-1 for the item), and
// whether it is a text.
func (t *table) locate(id xpath.NodeID) (row, column int, isText bool) {
	id -= firstItem
	row = int(id / t.stride())
	within := int(id%t.stride()) - 1
	if within < 0 {
		return row, -1, false
	}
	return row, within / 2, within%2 == 1
}

// Lookup implements [xpath.Indexed].
func (t *table) Lookup(parent xpath.NodeID, item, column xpath.Name, value string) ([]xpath.NodeID, bool) {
	if parent != tableRoot || item.Local != "item" {
		return nil, false
	}
	return t.find(t.column(column.Local), value), true
}

var _ xpath.Indexed = (*table)(nil)

// Root implements [xpath.Tree].
func (t *table) Root() xpath.NodeID { return tableDocument }

// NodeKind implements [xpath.Tree].
func (t *table) NodeKind(id xpath.NodeID) xpath.NodeKind {
	switch id {
	case tableDocument:
		return xpath.DocumentNode
	case tableRoot:
		return xpath.ElementNode
	}
	if _, _, isText := t.locate(id); isText {
		return xpath.TextNode
	}
	return xpath.ElementNode
}

// NodeName implements [xpath.Tree].
func (t *table) NodeName(id xpath.NodeID) xpath.Name {
	switch id {
	case tableDocument:
		return xpath.Name{}
	case tableRoot:
		return xpath.Name{Local: "root"}
	}
	_, column, isText := t.locate(id)
	switch {
	case isText:
		return xpath.Name{}
	case column < 0:
		return xpath.Name{Local: "item"}
	default:
		return xpath.Name{Local: t.columns[column]}
	}
}

// StringValue implements [xpath.Tree].
func (t *table) StringValue(id xpath.NodeID) string {
	if id < firstItem {
		var b strings.Builder
		for row := range t.rows {
			b.WriteString(strings.Join(t.rows[row], ""))
		}
		return b.String()
	}
	row, column, _ := t.locate(id)
	if column < 0 {
		return strings.Join(t.rows[row], "")
	}
	return t.cell(row, column)
}

// Parent implements [xpath.Tree].
func (t *table) Parent(id xpath.NodeID) xpath.NodeID {
	switch id {
	case tableDocument:
		return xpath.NoNode
	case tableRoot:
		return tableDocument
	}
	row, column, isText := t.locate(id)
	switch {
	case isText:
		return id - 1
	case column < 0:
		return tableRoot
	default:
		return t.item(row)
	}
}

// FirstChild implements [xpath.Tree].
func (t *table) FirstChild(id xpath.NodeID) xpath.NodeID {
	switch id {
	case tableDocument:
		return tableRoot
	case tableRoot:
		if len(t.rows) == 0 {
			return xpath.NoNode
		}
		return firstItem
	}
	row, column, isText := t.locate(id)
	if isText || column < 0 && len(t.columns) == 0 || column >= 0 && t.cell(row, column) == "" {
		return xpath.NoNode
	}
	return id + 1
}

// LastChild implements [xpath.Tree].
func (t *table) LastChild(id xpath.NodeID) xpath.NodeID {
	first := t.FirstChild(id)
	if first == xpath.NoNode || id == tableDocument {
		return first
	}
	if id == tableRoot {
		return t.item(len(t.rows) - 1)
	}
	if _, column, _ := t.locate(id); column < 0 {
		return id + t.stride() - 2
	}
	return first
}

// NextSibling implements [xpath.Tree].
func (t *table) NextSibling(id xpath.NodeID) xpath.NodeID {
	if id < firstItem {
		return xpath.NoNode
	}
	row, column, isText := t.locate(id)
	switch {
	case column < 0 && row+1 < len(t.rows):
		return id + t.stride()
	case column >= 0 && !isText && column+1 < len(t.columns):
		return id + 2
	}
	return xpath.NoNode
}

// PrevSibling implements [xpath.Tree].
func (t *table) PrevSibling(id xpath.NodeID) xpath.NodeID {
	if id < firstItem {
		return xpath.NoNode
	}
	row, column, isText := t.locate(id)
	switch {
	case column < 0 && row > 0:
		return id - t.stride()
	case column > 0 && !isText:
		return id - 2
	}
	return xpath.NoNode
}

// FirstAttr implements [xpath.Tree]: tables have no attributes.
func (t *table) FirstAttr(xpath.NodeID) xpath.NodeID { return xpath.NoNode }

// NextAttr implements [xpath.Tree].
func (t *table) NextAttr(xpath.NodeID) xpath.NodeID { return xpath.NoNode }

// Compare implements [xpath.Tree]: nodes are numbered in document order.
func (t *table) Compare(a, b xpath.NodeID) int { return int(a) - int(b) }
