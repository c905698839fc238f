// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"strings"

	"github.com/dialform/dialform/forms"
)

// Limits on any container. Real workbooks stay far below: the largest known
// form has 800 rows and a choice list of 5,320.
const (
	maxFileBytes = 5 << 20
	maxRows      = 100_000
	maxColumns   = 16_384 // Excel's own
	maxCells     = 4_000_000
)

// Workbook is the text of a workbook, whatever file it came from.
type Workbook struct {
	File   string // name used in findings
	Sheets []Sheet
}

// Sheet is one sheet: its rows in order, empty ones left out.
type Sheet struct {
	Name string
	Rows []Row
}

// Row is one row of cells. Cells[i] is column i+1; its text is trimmed and ""
// when the cell is empty.
type Row struct {
	Number int // 1-based, as the sheet shows it
	Cells  []string
}

// sheet finds a sheet by name, in any case. A workbook with a single sheet of
// another name is taken to be a survey, as pyxform takes it.
func (w *Workbook) sheet(name string) *Sheet {
	for i := range w.Sheets {
		if strings.EqualFold(strings.TrimSpace(w.Sheets[i].Name), name) {
			return &w.Sheets[i]
		}
	}
	if name == sheetSurvey && len(w.Sheets) == 1 {
		return &w.Sheets[0]
	}
	return nil
}

func (w *Workbook) names() []string {
	names := make([]string, 0, len(w.Sheets))
	for _, s := range w.Sheets {
		names = append(names, s.Name)
	}
	return names
}

// at is the position of a sheet as a whole.
func (w *Workbook) at(s *Sheet) forms.Position {
	return forms.Position{File: w.File, Sheet: s.Name}
}

// add appends a row unless it is empty.
func (s *Sheet) add(number int, cells []string) {
	last := 0
	for i, c := range cells {
		if c != "" {
			last = i + 1
		}
	}
	if last > 0 {
		s.Rows = append(s.Rows, Row{Number: number, Cells: cells[:last]})
	}
}

// cellText trims a cell as spreadsheet programs leave it: no-break spaces are
// plain ones, control characters are no text.
func cellText(s string) string {
	if s == "" {
		return ""
	}
	s = strings.ReplaceAll(s, "\u00a0", " ")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return -1
		case r < 0x20 || r == 0x7f || (r >= 0x80 && r < 0xa0) || r == 0xfffe || r == 0xffff:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.TrimSpace(s)
}
