// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

func TestPositionString(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		pos  forms.Position
		want string
	}{
		{"cell", forms.Position{File: "f.xlsx", Sheet: "survey", Row: 12, Col: 3}, "f.xlsx: survey!C12"},
		{"last column of one letter", forms.Position{Sheet: "s", Row: 1, Col: 26}, "s!Z1"},
		{"two letters", forms.Position{Sheet: "s", Row: 1, Col: 28}, "s!AB1"},
		{"row", forms.Position{File: "f.xlsx", Sheet: "survey", Row: 12}, "f.xlsx: survey!12"},
		{"sheet", forms.Position{File: "f.xlsx", Sheet: "survey"}, "f.xlsx: survey"},
		{"file", forms.Position{File: "f.xlsx"}, "f.xlsx"},
		{"nothing", forms.Position{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, tt.pos.String())
		})
	}
}

func TestFindings(t *testing.T) {
	t.Parallel()
	pos := forms.Position{File: "f.xlsx", Sheet: "survey", Row: 2, Col: 1}
	fs := forms.Findings{{Severity: forms.Warning, Pos: pos, Msg: "odd"}}
	require.False(t, fs.HasErrors())
	require.NoError(t, fs.Err())

	fs = append(fs, forms.Finding{Severity: forms.Error, Pos: pos, Msg: "wrong", Hint: "mend it"})
	require.True(t, fs.HasErrors())
	require.EqualError(t, fs.Err(), "f.xlsx: survey!A2: wrong, mend it")
}

func TestParseTemplate(t *testing.T) {
	t.Parallel()
	out := func(s string) forms.Piece { return forms.Piece{Output: forms.Source{Text: s}} }
	lit := func(s string) forms.Piece { return forms.Piece{Literal: s} }
	tests := []struct {
		name, in string
		want     []forms.Piece
	}{
		{"empty", "", nil},
		{"plain", "How old?", []forms.Piece{lit("How old?")}},
		{"one", "Hello ${name}!", []forms.Piece{lit("Hello "), out("${name}"), lit("!")}},
		{"only", "${name}", []forms.Piece{out("${name}")}},
		{"two", "${a}${b}", []forms.Piece{out("${a}"), out("${b}")}},
		{"not closed", "costs ${5", []forms.Piece{lit("costs ${5")}},
		{"empty name", "a ${} b", []forms.Piece{lit("a ${} b")}},
		{"nested", "${ ${a}", []forms.Piece{lit("${ "), out("${a}")}},
		{"dollars", "$5 $$ {x}", []forms.Piece{lit("$5 $$ {x}")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, forms.ParseTemplate(tt.in, forms.Position{}))
		})
	}
}
