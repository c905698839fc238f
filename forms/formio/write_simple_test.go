// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/xlsform"
)

// TestSimpleConditions: what a person would draw in the builder is written so.
func TestSimpleConditions(t *testing.T) {
	t.Parallel()
	tests := []struct{ relevant, want string }{
		{"${kind} = 'rented'", `{"show":true,"when":"home.kind","eq":"rented"}`},
		{"'rented' = ${kind}", `{"show":true,"when":"home.kind","eq":"rented"}`},
		{"selected(${kind}, 'rented')", `{"show":true,"when":"home.kind","eq":"rented"}`},
		{"${kind} != 'rented'", `{"show":false,"when":"home.kind","eq":"rented"}`},
		{"not(${kind} = 'rented')", `{"show":false,"when":"home.kind","eq":"rented"}`},
		{"not(${kind} != 'rented')", `{"show":true,"when":"home.kind","eq":"rented"}`},
		{"${word} = 'yes'", `{"show":true,"when":"word","eq":"yes"}`},
		{"selected(${word}, 'yes')", ""}, // one of several words
		{"${word} = ''", ""},
		{"${word} != ${kind}", ""},
		{"${many} = 'a'", ""},
		{"${age} = 5", ""},
		{"${age} = '5'", ""},
		{"${each} = 'rented'", ""},
		{"${kind} = 'rented' and ${word} = 'yes'", ""},
		{"string-length(${word}) = 'yes'", ""},
	}
	for _, tt := range tests {
		t.Run(tt.relevant, func(t *testing.T) {
			t.Parallel()
			def, found := xlsform.ReadWorkbook(xlsform.ReadMarkdown("t.md", `
| survey |
|        | type              | name  | label | relevant |
|        | begin_group       | home  | Home  |          |
|        | select_one kinds  | kind  | Kind  |          |
|        | end_group         |       |       |          |
|        | text              | word  | Word  |          |
|        | select_multiple k | many  | Many  |          |
|        | integer           | age   | Age   |          |
|        | begin_repeat      | rows  | Rows  |          |
|        | select_one kinds  | each  | Each  |          |
|        | end_repeat        |       |       |          |
|        | text              | asked | Asked | `+tt.relevant+` |
| choices |
|         | list_name | name   | label |
|         | kinds     | rented | R     |
|         | kinds     | owned  | O     |
|         | k         | a      | A     |
|         | k         | b      | B     |
`), nil)
			require.False(t, found.HasErrors(), "%v", found)
			var text bytes.Buffer
			_, err := formio.Write(&text, def)
			require.NoError(t, err)
			v, err := jsvalue.Parse(text.Bytes())
			require.NoError(t, err)
			asked := jsvalue.Get(v, "components[5]")
			require.Equal(t, `"asked"`, jsvalue.JSON(jsvalue.Get(asked, "key")))
			if tt.want == "" {
				require.False(t, jsvalue.Truthy(jsvalue.Get(asked, "conditional")))
				require.True(t, jsvalue.Truthy(jsvalue.Get(asked, "customConditional")))
				return
			}
			require.Equal(t, tt.want, jsvalue.JSON(jsvalue.Get(asked, "conditional")))
			require.False(t, jsvalue.Truthy(jsvalue.Get(asked, "customConditional")))
		})
	}
}
