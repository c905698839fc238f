// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"io/fs"
)

// maxIncludes ends a chain of workbooks that include each other.
const maxIncludes = 20

// include puts the rows of another workbook in the place of this one. The name
// of the row is that of the file beside the form, without its ending.
func (s *survey) include(rec record) {
	name := rec.cell(keyName)
	pos := name.pos
	if s.includes++; s.includes > maxIncludes {
		s.fail(pos, "the forms include each other without end", "remove this row")
		return
	}
	book := s.beside(name.text)
	if book == nil {
		s.fail(pos, fmt.Sprintf("the form %q cannot be included", name.text), "put it beside this one, as .xlsx, .xls, .csv or .md")
		return
	}
	if sheet := book.sheet(sheetChoices); sheet != nil {
		s.lists(s.readTable(book, sheet, &choicesDialect, false), s.def.Lists, true)
	}
	t := s.readTable(book, book.sheet(sheetSurvey), &surveyDialect, true)
	s.included = append(s.included, t)
	outer := s.floor
	s.floor = len(s.stack)
	s.rows(t.records)
	s.closeAbove(s.floor)
	s.floor = outer
}

// beside opens a workbook next to the form, nil if there is none.
func (s *survey) beside(name string) *Workbook {
	if s.files == nil || !fs.ValidPath(name) {
		return nil
	}
	for _, ext := range [...]string{".xlsx", ".xls", ".csv", ".md"} {
		data, err := fs.ReadFile(s.files, name+ext)
		if err != nil {
			continue
		}
		if book, err := open(name+ext, data); err == nil && book.sheet(sheetSurvey) != nil {
			return book
		}
	}
	return nil
}
