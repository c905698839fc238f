// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"strings"

	"github.com/dialform/dialform/forms"
)

// readable reads the sheets as they will be written. What the reader refuses has
// no place in a workbook either: a question without a word, a name with a sign.
func (b *bookWriter) readable() error {
	book := &Workbook{File: "form.xlsx"}
	for _, s := range []*sheetWriter{b.survey, b.choices, b.external, b.osm, b.entities, b.settings} {
		if len(s.rows) == 0 && s != b.survey {
			continue
		}
		sheet := Sheet{Name: s.name}
		sheet.add(1, s.headers)
		for i, row := range s.rows {
			cells := make([]string, len(s.headers))
			for k, header := range s.headers {
				cells[k] = strings.TrimSpace(cellText(row[header]))
				b.straightened(header, cells[k])
			}
			sheet.add(i+2, cells)
		}
		book.Sheets = append(book.Sheets, sheet)
	}
	_, findings := ReadWorkbook(book, nil)
	for _, f := range findings {
		if f.Severity == forms.Error {
			return fmt.Errorf("a workbook cannot say this: %s (it would stand in sheet %s, row %d)", f.Msg, f.Pos.Sheet, f.Pos.Row)
		}
	}
	return nil
}

// straightened warns of the quotation marks that every reader of workbooks takes
// for slips.
func (b *bookWriter) straightened(header, text string) {
	if smartQuotes.Replace(text) == text {
		return
	}
	if isShown(header) {
		b.warn("curly quotation marks become straight ones", "every reader of workbooks straightens them")
		return
	}
	b.refuse("the column %s holds a curly quotation mark, which every reader of workbooks straightens", header)
}
