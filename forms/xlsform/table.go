// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"strings"

	"github.com/dialform/dialform/forms"
)

// maxGap is the distance between two filled rows at which a sheet ends, as for
// pyxform: what comes after 60 empty rows is a note of the author.
const maxGap = 61

// table is a sheet whose headers are understood.
type table struct {
	book    *Workbook
	sheet   string
	header  int // row number of the header
	columns []column
	byKey   map[string][]column // columns of one key, in order
	records []record
}

// record is one row below the header, its cells cleaned.
type record struct {
	table *table
	row   int
	cells []string
}

// cell is the text of a cell and where it stands.
type cell struct {
	text string
	pos  forms.Position
}

func (c cell) source() forms.Source {
	if c.text == "" {
		return forms.Source{}
	}
	return forms.Source{Text: c.text, Pos: c.pos}
}

// translation is one language's cell of a translated column.
type translation struct {
	lang string
	cell
}

// readTable understands the headers of a sheet. A sheet that is nil or empty
// gives an empty table. collapse folds runs of spaces in cells, which pyxform
// does on the survey sheet.
func (r *reader) readTable(book *Workbook, s *Sheet, d *dialect, collapse bool) *table {
	t := &table{book: book, byKey: map[string][]column{}}
	if s == nil {
		return t
	}
	t.sheet = s.Name
	if len(s.Rows) == 0 {
		return t
	}
	head := s.Rows[0]
	t.header = head.Number
	doubled := false
	for _, h := range head.Cells {
		doubled = doubled || strings.Contains(h, "::")
	}
	for i, h := range head.Cells {
		if h = strings.Join(strings.Fields(h), " "); h == "" {
			continue
		}
		c := d.understand(h, doubled)
		c.index = i
		t.columns = append(t.columns, c)
		t.byKey[c.key] = append(t.byKey[c.key], c)
	}
	last := t.header
	for _, row := range s.Rows[1:] {
		if row.Number-last > maxGap {
			r.warn(t.at(row.Number, 0), "the rows from here on are not read", fmt.Sprintf("more than %d empty rows end a sheet: remove them", maxGap-1))
			break
		}
		last = row.Number
		cells := make([]string, len(row.Cells))
		for i, text := range row.Cells {
			cells[i] = cleanText(text, collapse)
		}
		t.records = append(t.records, record{table: t, row: row.Number, cells: cells})
	}
	r.checkHeaders(t, d)
	return t
}

// checkHeaders reports columns that are missing or stand twice. Two names of
// one column are harmless until a row fills both.
func (r *reader) checkHeaders(t *table, d *dialect) {
	for _, key := range d.required {
		if !t.has(key) && (len(t.records) > 0 || d == &surveyDialect) {
			r.fail(t.at(t.header, 0), fmt.Sprintf("there is no column %q", key),
				"the first row of the sheet must hold the names of the columns")
		}
	}
	seen := map[column]bool{}
	for _, c := range t.columns {
		same := column{key: c.key, lang: c.lang}
		if !seen[same] {
			seen[same] = true
			r.checkTwice(t, d, c)
		}
	}
}

// checkTwice looks at the columns that are the same as first.
func (r *reader) checkTwice(t *table, d *dialect, first column) {
	var same []column
	for _, c := range t.byKey[first.key] {
		if c.lang == first.lang {
			same = append(same, c)
		}
	}
	if len(same) == 1 {
		return
	}
	failed := map[int]bool{}
	for _, rec := range t.records {
		filled, text := first, ""
		for _, c := range same {
			switch x := rec.at(c); {
			case x.text == "":
			case text == "":
				filled, text = c, x.text
			case x.text != text && d != &settingsDialect && !failed[c.index]:
				failed[c.index] = true
				r.fail(x.pos, fmt.Sprintf("columns %q and %q are the same column and this row fills both", filled.header, c.header),
					"keep one of the two columns")
			}
		}
	}
	for _, c := range same[1:] {
		if !failed[c.index] {
			r.warn(t.at(t.header, c.index+1), fmt.Sprintf("columns %q and %q are the same column", first.header, c.header),
				"the cell that is filled counts; remove one of the two columns")
		}
	}
}

// at is the position of a cell; col 0 is the row as a whole.
func (t *table) at(row, col int) forms.Position {
	return forms.Position{File: t.book.File, Sheet: t.sheet, Row: row, Col: col}
}

// has tells whether the sheet has a column, in whatever language.
func (t *table) has(key string) bool { return len(t.byKey[key]) > 0 }

func (r record) at(c column) cell {
	out := cell{pos: r.table.at(r.row, c.index+1)}
	if c.index < len(r.cells) {
		out.text = r.cells[c.index]
	}
	return out
}

// pos is the position of the row.
func (r record) pos() forms.Position { return r.table.at(r.row, 0) }

// cell is the filled cell of a column without language, or an empty cell at the
// column (at the row, when the sheet has no such column).
func (r record) cell(key string) cell {
	out := cell{pos: r.pos()}
	for _, c := range r.table.byKey[key] {
		if c.lang != "" {
			continue
		}
		out = r.at(c)
		if out.text != "" {
			break
		}
	}
	return out
}

func (r record) text(key string) string { return r.cell(key).text }

// source is a cell as an expression.
func (r record) source(key string) forms.Source {
	return r.cell(key).source()
}

// translations are the filled cells of a column in the order of the sheet.
func (r record) translations(key string) []translation {
	var out []translation
	for _, c := range r.table.byKey[key] {
		if text := r.at(c); text.text != "" {
			out = append(out, translation{lang: c.lang, cell: text})
		}
	}
	return out
}

func (r record) empty() bool {
	for _, c := range r.table.columns {
		if r.at(c).text != "" {
			return false
		}
	}
	return true
}

var smartQuotes = strings.NewReplacer("\u2018", "'", "\u2019", "'", "\u201c", `"`, "\u201d", `"`)

// cleanText undoes what word processors do to expressions: curly quotes. Like
// pyxform it does so in every cell, labels included.
func cleanText(s string, collapse bool) string {
	s = smartQuotes.Replace(s)
	for collapse && strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return s
}
