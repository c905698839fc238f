// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Number formats that show a date or a time (ECMA-376 part 1, 18.8.30).
func builtInDate(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// Quoted text, escaped characters and [conditions] of a number format carry no
// date parts; [h] and its kin are durations, which pyxform writes as times.
var formatNoise = regexp.MustCompile(`"[^"]*"|\\.|_.|\[[^\]]*\]`)

// isDateFormat tells whether a number format that the workbook defines shows a
// date or a time.
func isDateFormat(code string) bool {
	code = formatNoise.ReplaceAllString(code, "")
	return strings.ContainsAny(code, "dmyhsDMYHS") && !strings.EqualFold(code, "general")
}

// plainFormats replaces every number format by one of two: dates as marked serial
// numbers (see dateText), and everything else as plain numbers. An author who
// formats 1 as "1.00" or 0.05 as "5 %" still means the number.
func plainFormats(f *excelize.File) error {
	layout := `"` + dateMark + `"0.000000000000`
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
		if isCustom && isDateFormat(code) || !isCustom && builtInDate(*xf.NumFmtID) {
			xf.NumFmtID = date
		} else {
			xf.NumFmtID = &plain
		}
	}
	return nil
}

// dateMark comes before the serial number of a date. Nobody types it: it is a
// control character, which cells do not keep.
const dateMark = "\x01"

// dateText writes a cell with a marked serial number as a date.
func dateText(s string, date1904 bool) string {
	sign, digits, found := strings.Cut(s, dateMark)
	if !found {
		return s
	}
	serial, err := strconv.ParseFloat(sign+digits, 64)
	if err != nil || serial < 0 || serial >= lastSerial {
		return sign + digits
	}
	return serialText(serial, date1904)
}

// serialText writes a date as pyxform does: fractions of a second only where there
// are some, then to the microsecond, and a time of day, a serial number below 1,
// without a date. The number is at least 0 and less than lastSerial.
func serialText(serial float64, date1904 bool) string {
	day, part := math.Modf(serial)
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if date1904 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if day > 0 && day < 60 {
		day++ // spreadsheets believe in 29 February 1900, which is day 60
	}
	t := epoch.AddDate(0, 0, int(day)).Add(time.Duration(math.Round(part*24*60*60*1000)) * time.Millisecond)
	layout := time.DateTime
	if serial < 1 {
		layout = time.TimeOnly
	}
	if t.Nanosecond() != 0 {
		layout += ".000000"
	}
	return t.Format(layout)
}

// lastSerial is 1 January 10000, where the calendar of spreadsheets ends.
const lastSerial = 2_958_466
