// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"errors"
	"strconv"
	"strings"
)

// Position is a place in the file a form was read from. Row and Col count
// from 1; zero means not known. In a text without sheets, Row is the line.
type Position struct {
	File  string
	Sheet string
	Row   int
	Col   int
}

// String is "file: sheet!C12"; without a column "file: sheet!12", without a
// row "file: sheet". Without a sheet it is "file:12", the line of a text, or
// "file".
func (p Position) String() string {
	if p.Sheet == "" {
		if p.Row > 0 {
			return p.File + ":" + strconv.Itoa(p.Row)
		}
		return p.File
	}
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File)
		b.WriteString(": ")
	}
	b.WriteString(p.Sheet)
	if p.Row > 0 {
		b.WriteByte('!')
		b.WriteString(columnLetters(p.Col))
		b.WriteString(strconv.Itoa(p.Row))
	}
	return b.String()
}

// columnLetters names a spreadsheet column: 1 is A, 27 is AA, 0 is "".
func columnLetters(col int) string {
	var letters []byte
	for ; col > 0; col = (col - 1) / 26 {
		letters = append([]byte{byte('A' + (col-1)%26)}, letters...)
	}
	return string(letters)
}

// Severity tells whether a finding prevents the form from being used.
type Severity uint8

// Severities.
const (
	Warning Severity = iota // the form works, perhaps not as its author meant
	Error                   // the form cannot be used
)

// Finding is one remark on a form for its author, in English.
type Finding struct {
	Severity Severity
	Pos      Position
	Msg      string // what is wrong
	Hint     string // what to do; "" when Msg says it all
}

// String is "file: sheet!C12: what is wrong, what to do".
func (f Finding) String() string {
	s := f.Msg
	if f.Hint != "" {
		s += ", " + f.Hint
	}
	if pos := f.Pos.String(); pos != "" {
		s = pos + ": " + s
	}
	return s
}

// Findings are all remarks on one form, in the order they were found.
type Findings []Finding

// HasErrors reports whether a finding prevents the form from being used.
func (fs Findings) HasErrors() bool {
	for _, f := range fs {
		if f.Severity == Error {
			return true
		}
	}
	return false
}

// Err is nil without errors, else one error that lists them, a line each.
// Warnings are left out.
func (fs Findings) Err() error {
	var lines []string
	for _, f := range fs {
		if f.Severity == Error {
			lines = append(lines, f.String())
		}
	}
	if lines == nil {
		return nil
	}
	return errors.New(strings.Join(lines, "\n"))
}

func (fs *Findings) fail(pos Position, msg, hint string) {
	*fs = append(*fs, Finding{Severity: Error, Pos: pos, Msg: msg, Hint: hint})
}

func (fs *Findings) warn(pos Position, msg, hint string) {
	*fs = append(*fs, Finding{Severity: Warning, Pos: pos, Msg: msg, Hint: hint})
}
