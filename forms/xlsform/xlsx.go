// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
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

	w = &Workbook{File: name}
	cells := 0
	for _, sheetName := range f.GetSheetList() {
		sheet := Sheet{Name: sheetName}
		if wanted(sheetName) || len(f.GetSheetList()) == 1 {
			if err := readSheet(f, &sheet, &cells); err != nil {
				return nil, err
			}
		}
		w.Sheets = append(w.Sheets, sheet)
	}
	return w, nil
}

func readSheet(f *excelize.File, sheet *Sheet, cells *int) error {
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
		if *cells += len(texts); *cells > maxCells {
			return fmt.Errorf("%w: more than %d cells", errTooLarge, maxCells)
		}
		for i, t := range texts {
			texts[i] = dateText(cellText(t))
		}
		sheet.add(number, texts)
	}
	if err := rows.Error(); err != nil {
		return fmt.Errorf("%w: sheet %q: %w", errNotWorkbook, sheet.Name, err)
	}
	return nil
}

// Number formats that show a date or a time (ECMA-376 part 1, 18.8.30).
func builtInDate(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// Quoted text, escaped characters and [conditions] of a number format carry no
// date parts; [h] and its kin are durations, which pyxform writes as times.
var formatNoise = regexp.MustCompile(`"[^"]*"|\\.|_.|\[[^\]]*\]`)

// plainFormats replaces every number format by one of two: dates in full, and
// everything else as plain numbers. A form's author who formats 1 as "1.00" or
// 0.05 as "5 %" still means the number.
func plainFormats(f *excelize.File) error {
	layout := "yyyy-mm-dd hh:mm:ss"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &layout})
	if err != nil {
		return err
	}
	if f.Styles == nil || f.Styles.CellXfs == nil || style >= len(f.Styles.CellXfs.Xf) {
		return nil
	}
	custom := map[int]string{}
	if f.Styles.NumFmts != nil {
		for _, n := range f.Styles.NumFmts.NumFmt {
			if n != nil {
				custom[n.NumFmtID] = n.FormatCode
			}
		}
	}
	// A format that does not exist leaves the value as it is, without the cost of
	// formatting it.
	date, plain := f.Styles.CellXfs.Xf[style].NumFmtID, 1<<20
	for i := range f.Styles.CellXfs.Xf {
		xf := &f.Styles.CellXfs.Xf[i]
		if xf.NumFmtID == nil {
			continue
		}
		code, isCustom := custom[*xf.NumFmtID]
		code = formatNoise.ReplaceAllString(code, "")
		if isCustom && strings.ContainsAny(code, "dmyhsDMYHS") && !strings.EqualFold(code, "general") ||
			!isCustom && builtInDate(*xf.NumFmtID) {
			xf.NumFmtID = date
		} else {
			xf.NumFmtID = &plain
		}
	}
	return nil
}

// A serial number below 1 in a date format is a time of day: the day before
// the calendar of spreadsheets begins.
var timeOnly = regexp.MustCompile(`^(?:1899-12-3[01]|1900-01-00) (\d\d:\d\d:\d\d)$`)

func dateText(s string) string {
	if m := timeOnly.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return s
}
