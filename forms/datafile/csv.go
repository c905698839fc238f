// SPDX-License-Identifier: Apache-2.0

package datafile

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"unicode"
)

// readCSV reads separated values. Semicolons, tabs and bars in place of commas
// are what spreadsheet programs write in some countries. White
// space around names and values belongs to them.
func readCSV(data []byte) (Content, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !bytes.Contains(data, []byte("\n")) {
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = separator(data)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	rows, err := r.ReadAll()
	switch {
	case err != nil:
		return Content{}, fmt.Errorf("read csv: %w", err)
	case len(rows) > maxRows:
		return Content{}, ErrTooLarge
	case len(rows) == 0:
		return Content{}, nil
	}
	for _, row := range rows {
		for i := range row {
			row[i] = printable(row[i])
		}
	}
	return Content{Columns: rows[0], Rows: rows[1:]}, nil
}

// separator is the one that stands most often in the first line.
func separator(data []byte) rune {
	head, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, c := range ",;\t|" {
		if n := bytes.Count(head, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// printable is a text without the control characters that no list needs.
func printable(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' {
			return -1
		}
		return r
	}, s)
}
