// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/dialform/dialform/forms"
)

// Limits of a list of places. The largest real one that was met, the villages of
// a country, has about 100,000.
const (
	maxPlaces = 200_000
	maxDepth  = 12 // of places within places
	maxFaults = 20 // that are told one by one
)

// placeColumns are the columns that a list may have besides the names.
var placeColumns = []string{columnCode, columnParent, columnAlias, columnFrom, columnTo, "level", "type", "geometry"}

// placesReader reads one list.
type placesReader struct {
	file   string
	csv    *csv.Reader
	places *Places
	lines  []int // of each row
	code   int   // columns
	parent int
	found  forms.Findings
	more   int // faults beyond maxFaults
}

// ReadPlaces reads a list of places strictly: the findings name line and column
// of whatever is wrong, and there are no places if anything is.
func ReadPlaces(file string, data []byte) (*Places, forms.Findings) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r := placesReader{file: file, csv: csv.NewReader(bytes.NewReader(data)), places: &Places{}}
	r.csv.Comma, r.csv.FieldsPerRecord = separator(data), -1
	if r.header() {
		r.read()
		r.hierarchy()
	}
	if r.more > 0 {
		r.found = append(r.found, serviceError(file, "mend those above first", "%d more mistakes", r.more))
	}
	if r.found.HasErrors() {
		return nil, r.found
	}
	r.places.tongues = make([]tongue, len(r.places.names))
	return r.places, r.found
}

// hasCodes tells whether a file has the column of a list of places.
func hasCodes(data []byte) bool {
	head := headerOf(data)
	return slices.ContainsFunc(strings.FieldsFunc(string(head), func(r rune) bool { return r == rune(separator(head)) }),
		func(name string) bool { return strings.Trim(name, "\" \ufeff\r\n\t") == columnCode })
}

// headerOf is the first line.
func headerOf(data []byte) []byte {
	head, _, _ := bytes.Cut(data, []byte("\n"))
	return head
}

// separator is a comma, or what spreadsheet programs of some countries write for
// it.
func separator(data []byte) rune {
	head := headerOf(data)
	for _, sign := range ";\t" {
		if bytes.ContainsRune(head, sign) && !bytes.ContainsRune(head, ',') {
			return sign
		}
	}
	return ','
}

// fault notes a mistake in a line; column is the column's name.
func (r *placesReader) fault(line, column int, hint, format string, args ...any) {
	if len(r.found) >= maxFaults {
		r.more++
		return
	}
	f := serviceError(r.file, hint, format, args...)
	f.Pos.Row, f.Pos.Col = line, column+1
	if column >= 0 && column < len(r.places.columns) {
		f.Msg = "column " + r.places.columns[column] + ": " + f.Msg
	}
	r.found = append(r.found, f)
}

// header reads the names of the columns.
func (r *placesReader) header() bool {
	head, err := r.csv.Read()
	if err != nil {
		r.fault(1, -1, "the first line names the columns: code,parent,name,alias,from,to", "there is no header")
		return false
	}
	p := r.places
	for i := range head {
		head[i] = strings.TrimSpace(head[i])
	}
	p.columns = head
	for i, name := range head {
		lang, isName := strings.CutPrefix(name, columnName+"::")
		switch {
		case slices.Index(head, name) < i:
			r.fault(1, i, "give each column once", "there are two columns %q", name)
		case name == columnName || isName:
			p.names = append(p.names, nameColumn{i, strings.TrimSpace(lang)})
		case !slices.Contains(placeColumns, name):
			r.fault(1, -1, "use "+strings.Join(placeColumns, ", ")+", name, or name::sw for a language", "there is no column %q", name)
		}
	}
	r.code, r.parent = slices.Index(head, columnCode), slices.Index(head, columnParent)
	p.from, p.to, p.alias = slices.Index(head, columnFrom), slices.Index(head, columnTo), slices.Index(head, columnAlias)
	if r.code < 0 {
		r.fault(1, -1, "add one; an answer holds the code", "there is no column %q", columnCode)
	}
	if len(p.names) == 0 {
		r.fault(1, -1, "add name, or name::sw for each language", "there is no column of names")
	}
	return len(r.found) == 0
}

// read reads the rows.
func (r *placesReader) read() {
	p := r.places
	for {
		row, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			r.fault(bad.Line, -1, "write a text that holds a comma or a quotation mark between quotation marks", "this line is no csv")
			return
		}
		line, _ := r.csv.FieldPos(0)
		if len(p.rows) == maxPlaces {
			r.fault(line, -1, "split the list by region", "there are more than %d places", maxPlaces)
			return
		}
		for i := range row {
			if row[i] = strings.TrimSpace(row[i]); strings.ContainsFunc(row[i], unicode.IsControl) {
				r.fault(line, i, "take it out", "there is a control character")
			}
		}
		if len(row) > len(p.columns) {
			r.fault(line, -1, "is there a comma too many?", "there are %d cells for %d columns", len(row), len(p.columns))
		}
		p.rows = append(p.rows, row)
		r.lines = append(r.lines, line)
		r.check(len(p.rows) - 1)
	}
}

// check looks at what a row says by itself.
func (r *placesReader) check(row int) {
	p, line := r.places, r.lines[row]
	switch code := p.cell(row, r.code); {
	case code == "":
		r.fault(line, r.code, "give each place one; it must not change", "the place has no code")
	case strings.ContainsAny(code, " \t"):
		r.fault(line, r.code, "write it without spaces", "the code %q has a space", code)
	}
	if !slices.ContainsFunc(p.names, func(n nameColumn) bool { return p.cell(row, n.column) != "" }) {
		r.fault(line, p.names[0].column, "write the name that people know", "the place has no name")
	}
	for _, column := range []int{p.from, p.to} {
		if day := p.cell(row, column); day != "" {
			if _, err := time.Parse(time.DateOnly, day); err != nil {
				r.fault(line, column, "write it like 2026-11-20", "%q is no day", day)
			}
		}
	}
	if from, to := p.cell(row, p.from), p.cell(row, p.to); from != "" && to != "" && from > to {
		r.fault(line, p.to, "correct one of the two", "the place ends before it begins")
	}
}

// hierarchy finds the place around each, and looks for codes that stand twice
// and for places that lie within themselves.
func (r *placesReader) hierarchy() {
	p := r.places
	rows := make(map[string]int32, len(p.rows))
	for row := range p.rows {
		code := p.cell(row, r.code)
		if first, twice := rows[code]; twice && code != "" {
			r.fault(r.lines[row], r.code, "give each place a code of its own", "the code %q is that of line %d too", code, r.lines[first])
			continue
		}
		rows[code] = int32(row)
	}
	p.parents = make([]int32, len(p.rows))
	for row := range p.rows {
		p.parents[row] = -1
		parent := p.cell(row, r.parent)
		if parent == "" {
			continue
		}
		around, known := rows[parent]
		if !known {
			r.fault(r.lines[row], r.parent, "add the place, or correct the code", "there is no place %q", parent)
			continue
		}
		p.parents[row] = around
	}
	for row := range p.rows {
		depth := 0
		for at := p.parents[row]; at >= 0 && depth <= maxDepth; at = p.parents[at] {
			depth++
		}
		if depth > maxDepth {
			r.fault(r.lines[row], r.parent, "correct the parent of one of the places around it",
				"%q lies within itself, or in more than %d places", p.cell(row, r.code), maxDepth)
		}
	}
}
