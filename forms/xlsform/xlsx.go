// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxUnzipBytes bounds what a workbook may unpack to. The largest real ones
// unpack to 4.4 MB. The limit on one part is the same, so that nothing is
// written to a temporary folder.
const maxUnzipBytes = 32 << 20

var (
	errNotWorkbook = errors.New("not an XLSForm workbook")
	errTooLarge    = errors.New("workbook too large")
)

// readXLSX opens an Office Open XML workbook. Numbers come out as people see
// them in pyxform: 5 and not 5.0, booleans as TRUE and FALSE, dates as
// 2006-01-02 15:04:05.
func readXLSX(name string, data []byte) (w *Workbook, err error) {
	// The library has panicked on hostile parts before; a reader of forms must not.
	defer func() {
		if r := recover(); r != nil {
			w, err = nil, fmt.Errorf("%w: its parts contradict each other", errNotWorkbook)
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit:    maxUnzipBytes,
		UnzipXMLSizeLimit: maxUnzipBytes,
	})
	if err != nil {
		if strings.Contains(err.Error(), "unzip size exceeds") {
			return nil, errTooLarge
		}
		return nil, fmt.Errorf("%w: %w", errNotWorkbook, err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	if err := plainFormats(f); err != nil {
		return nil, fmt.Errorf("%w: %w", errNotWorkbook, err)
	}

	date1904 := false
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		date1904 = *props.Date1904
	}
	w = &Workbook{File: name}
	cells := 0
	for _, sheetName := range f.GetSheetList() {
		sheet := Sheet{Name: sheetName}
		if wanted(sheetName) || len(f.GetSheetList()) == 1 {
			if err := readSheet(f, &sheet, date1904, &cells); err != nil {
				return nil, err
			}
		}
		w.Sheets = append(w.Sheets, sheet)
	}
	return w, nil
}

func readSheet(f *excelize.File, sheet *Sheet, date1904 bool, cells *int) error {
	rows, err := f.Rows(sheet.Name)
	if err != nil {
		return fmt.Errorf("%w: sheet %q: %w", errNotWorkbook, sheet.Name, err)
	}
	defer rows.Close() //nolint:errcheck // read only
	for number := 1; rows.Next(); number++ {
		if len(sheet.Rows) >= maxRows {
			return fmt.Errorf("%w: sheet %q has more than %d rows", errTooLarge, sheet.Name, maxRows)
		}
		texts, err := rows.Columns()
		if err != nil {
			return fmt.Errorf("%w: sheet %q: %w", errNotWorkbook, sheet.Name, err)
		}
		if len(texts) > maxColumns {
			return fmt.Errorf("%w: sheet %q has more than %d columns", errTooLarge, sheet.Name, maxColumns)
		}
		if *cells += len(texts); *cells > maxCells {
			return fmt.Errorf("%w: more than %d cells", errTooLarge, maxCells)
		}
		for i, t := range texts {
			texts[i] = cellText(dateText(t, date1904))
		}
		sheet.add(number, texts)
	}
	if err := rows.Error(); err != nil {
		return fmt.Errorf("%w: sheet %q: %w", errNotWorkbook, sheet.Name, err)
	}
	return nil
}
