// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
)

// read reads a form written as a table.
func read(t *testing.T, md string) (*forms.Definition, []string) {
	t.Helper()
	def, findings := xlsform.Read("household.md", []byte(md), fstest.MapFS{
		"places.csv": {Data: []byte("name,label\nbora,Bora\n")},
	})
	var texts []string
	for _, f := range findings {
		texts = append(texts, f.String())
	}
	return def, texts
}

func TestFindingsSayWhereAndWhatToDo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		md   string
		want string
	}{
		{
			name: "mistyped select",
			md: `| survey | | | |
			     | | type | name | label |
			     | | text | a | A |
			     | | selct_one yes_no | b | B |`,
			want: `household.md: survey!A3: unknown type "selct_one yes_no", did you mean "select_one yes_no"?`,
		},
		{
			name: "mistyped type",
			md: `| survey | | | |
			     | | type | name | label |
			     | | interger | a | A |`,
			want: `household.md: survey!A2: unknown type "interger", did you mean "integer"?`,
		},
		{
			name: "list that is not there",
			md: `| survey | | | |
			     | | type | name | label |
			     | | select_one yes_not | a | A |
			     | choices | | | |
			     | | list_name | name | label |
			     | | yes_no | yes | Yes |`,
			want: `household.md: survey!A2: there is no choice list "yes_not", did you mean "yes_no"?`,
		},
		{
			name: "group that is never closed",
			md: `| survey | | | |
			     | | type | name | label |
			     | | begin group | g | G |
			     | | text | a | A |`,
			want: `household.md: survey!2: the group "g" is never closed, add a row "end group" below its last question`,
		},
		{
			name: "group that was never opened",
			md: `| survey | | | |
			     | | type | name | label |
			     | | text | a | A |
			     | | end group | | |`,
			want: `household.md: survey!A3: there is no open group to end here, remove this row, or add the row that begins it`,
		},
		{
			name: "repeat closed as a group",
			md: `| survey | | | |
			     | | type | name | label |
			     | | begin repeat | r | R |
			     | | text | a | A |
			     | | end group | | |`,
			want: `household.md: survey!A4: the repeat "r" of row 2 is still open here, end it first with "end repeat"`,
		},
		{
			name: "name twice",
			md: `| survey | | | |
			     | | type | name | label |
			     | | text | a | A |
			     | | text | a | B |`,
			want: `household.md: survey!B3: the name "a" stands twice in the same group, give one of the two another name`,
		},
		{
			name: "name with a space",
			md: `| survey | | | |
			     | | type | name | label |
			     | | text | my name | A |`,
			want: `household.md: survey!B2: "my name" cannot be a name, begin with a letter or underscore and use only letters, digits, hyphens, underscores and periods`,
		},
		{
			name: "no type column",
			md: `| survey | | |
			     | | kind | name |
			     | | text | a |`,
			want: `household.md: survey!1: there is no column "type", the first row of the sheet must hold the names of the columns`,
		},
		{
			name: "question without a label",
			md: `| survey | | | |
			     | | type | name | label |
			     | | text | a | |`,
			want: `household.md: survey!2: the question "a" has no label, write in "label" what people are asked`,
		},
		{
			name: "calculate without a calculation",
			md: `| survey | | | |
			     | | type | name | calculation |
			     | | calculate | a | |`,
			want: `household.md: survey!C2: this calculate has no calculation, fill the column "calculation"`,
		},
		{
			name: "choice twice",
			md: `| survey | | | |
			     | | type | name | label |
			     | | text | a | A |
			     | choices | | | |
			     | | list_name | name | label |
			     | | yn | y | Yes |
			     | | yn | y | Yes! |`,
			want: `household.md: choices!B3: the choice "y" stands twice in the list "yn", give it another name, or set allow_choice_duplicates to yes`,
		},
		{
			name: "two names of one column",
			md: `| survey | | | | |
			     | | type | name | label | caption |
			     | | text | a | A | B |`,
			want: `household.md: survey!D2: columns "label" and "caption" are the same column and this row fills both, keep one of the two columns`,
		},
		{
			name: "trigger that names nothing",
			md: `| survey | | | | |
			     | | type | name | calculation | trigger |
			     | | calculate | a | 1 | ${b} |`,
			want: `household.md: survey!D2: the trigger names "b", which is no question, correct the name`,
		},
		{
			name: "parameter that does not exist",
			md: `| survey | | | | |
			     | | type | name | label | parameters |
			     | | range | a | A | begin=1 |`,
			want: `household.md: survey!D2: unknown parameter "begin", this type of question takes end, placeholder, start, step, tick_interval, tick_labelset`,
		},
		{
			name: "missing file",
			md: `| survey | | | |
			     | | type | name | label |
			     | | select_one_from_file towns.csv | a | A |`,
			want: `household.md: survey!A2: the file "towns.csv" is missing and empty for the form, put it beside the workbook`,
		},
		{
			name: "mistyped column",
			md: `| survey | | | | |
			     | | type | name | label | relevent |
			     | | text | a | A | 1 = 1 |`,
			want: `household.md: survey!D1: column "relevent" is not read, did you mean "relevant"?`,
		},
		{
			name: "mistyped sheet",
			md: `| surveys | | | |
			     | | type | name | label |
			     | | text | a | A |
			     | choices | | | |
			     | | list_name | name | label |`,
			want: `household.md: not an XLSForm: there is no sheet "survey", rename the sheet "surveys" to "survey"`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, findings := read(t, tt.md)
			require.Contains(t, findings, tt.want)
		})
	}
}

func TestNotAWorkbook(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"text", []byte("hello"), "neither an Excel workbook nor a table"},
		{"empty", nil, "neither an Excel workbook nor a table"},
		{"broken zip", []byte("PK\x03\x04 and then nothing\x1b[31m"), "save it as Excel Workbook (.xlsx)"},
		{"old Excel", []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, "the file is damaged"},
		{"too large", make([]byte, 6<<20), "at most 5242880 are read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			def, findings := xlsform.Read("household.xlsx", tt.data, nil)
			require.Nil(t, def)
			require.Len(t, findings, 1)
			require.Equal(t, forms.Error, findings[0].Severity)
			text := findings[0].String()
			require.Regexp(t, "^household.xlsx: not an XLSForm", text)
			require.Contains(t, text, tt.want)
			require.NotContains(t, text, "\x1b")
		})
	}
}
