// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"encoding/csv"
	"fmt"
	"strings"
)

// looksLikeCSV tells whether text can be a form: the smallest one has four
// commas (pyxform's threshold), and no bar begins it.
func looksLikeCSV(text string) bool {
	head := text[:min(len(text), 5000)]
	return strings.Count(head, ",") >= 4 && !strings.HasPrefix(strings.TrimSpace(head), "|")
}

// ReadCSV reads sheets written one below the other as comma separated values:
//
//	survey
//	,type,name,label
//	,note,hi,Hello
//
// A filled first cell starts the sheet of that name. Empty rows are not counted,
// so that the header of every sheet is its row 1.
func ReadCSV(name, text string) (*Workbook, error) {
	c := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	c.FieldsPerRecord, c.LazyQuotes = -1, true
	rows, err := c.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%w: read csv: %w", errNotWorkbook, err)
	}
	w := &Workbook{File: name}
	var sheet *Sheet
	for _, row := range rows {
		for i := range row {
			row[i] = cellText(row[i])
		}
		if row[0] != "" {
			w.Sheets = append(w.Sheets, Sheet{Name: row[0]})
			sheet = &w.Sheets[len(w.Sheets)-1]
		}
		if sheet != nil && len(sheet.Rows) < maxRows {
			sheet.add(len(sheet.Rows)+1, row[1:])
		}
	}
	return w, nil
}
