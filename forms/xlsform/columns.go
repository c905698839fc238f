// SPDX-License-Identifier: Apache-2.0

package xlsform

// Columns say where the translated columns of a workbook stand, so that a
// remark on a text that is missing can name its empty cell.
type Columns struct{ at map[columnName]int }

type columnName struct{ sheet, key, lang string }

// TextColumns reads the headers of a workbook. Data that is no workbook has no
// columns.
func TextColumns(name string, data []byte) Columns {
	c := Columns{at: map[columnName]int{}}
	book, err := open(name, data)
	if err != nil {
		return c
	}
	for sheet, d := range map[string]*dialect{sheetSurvey: &surveyDialect, sheetChoices: &choicesDialect} {
		s := book.sheet(sheet)
		if s == nil {
			continue
		}
		scratch := reader{book: book}
		for _, col := range scratch.readTable(book, &Sheet{Name: s.Name, Rows: s.Rows[:min(1, len(s.Rows))]}, d, false).columns {
			where := columnName{s.Name, col.key, col.lang}
			if c.at[where] == 0 {
				c.at[where] = col.index + 1
			}
		}
	}
	return c
}

// Of is the column, from 1, of a text in a language: key is "label", "hint" or
// "guidance_hint", "constraint_message" or "required_message"; lang is the
// language as the header writes it. 0 means that the sheet has no such column.
func (c Columns) Of(sheet, key, lang string) int {
	if full, ok := surveyDialect.aliases[key]; ok {
		key = full
	}
	return c.at[columnName{sheet, key, lang}]
}
