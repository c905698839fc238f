// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/xlsform"
)

// TestTriggersThroughFormio: what another answer sets is set each time that one
// changes, and left to the person in between, whatever else changes.
func TestTriggersThroughFormio(t *testing.T) {
	t.Parallel()
	def, found := xlsform.ReadWorkbook(xlsform.ReadMarkdown("t.md", `
| survey |
|        | type      | name  | label | trigger  | calculation            | default            |
|        | text      | house | House |          |                        |                    |
|        | text      | other | Other |          |                        |                    |
|        | calculate | long  |       |          | concat('No ', ${house}) |                   |
|        | text      | name  | Name  | ${house} | concat(${long}, '!')   | unknown            |
|        | text      | note  | Note  | ${house} |                        |                    |
|        | text      | last  | Last  |          |                        | ${last-saved#name} |
`), nil)
	require.False(t, found.HasErrors(), "%v", found)
	var text bytes.Buffer
	warned, err := formio.Write(&text, def)
	require.NoError(t, err)
	require.Len(t, warned, 1)
	require.Contains(t, warned[0].Msg, `"last" does not begin with what was answered last`)
	again, found := formio.Read("form.json", text.Bytes(), nil)
	require.Empty(t, found)
	form, found := forms.Compile(again)
	require.False(t, found.HasErrors(), "%v", found)
	in := form.New(forms.Env{})
	value := func(name string) string { return in.Value(at(t, in, name)) }
	answer := func(name, v string) { require.True(t, in.Answer(at(t, in, name), v).OK(), name) }

	require.Equal(t, "unknown", value("name"), "the default, until the trigger")
	answer("house", "7")
	require.Equal(t, "No 7!", value("name"))
	answer("name", "Amina's")
	answer("note", "red door")
	answer("other", "x")
	require.Equal(t, "Amina's", value("name"), "nothing but the trigger sets it")
	require.Equal(t, "red door", value("note"))
	answer("house", "8")
	require.Equal(t, "No 8!", value("name"))
	require.Empty(t, value("note"))

	for _, tt := range []struct{ name, calculation string }{
		{"another answer", "concat(${house}, ${other})"},
		{"through a calculation", "${mixed}"},
		{"its own", "concat(${name}, '!')"},
	} {
		def, found := xlsform.ReadWorkbook(xlsform.ReadMarkdown("t.md", `
| survey |
|        | type      | name  | label | trigger  | calculation               |
|        | text      | house | House |          |                           |
|        | text      | other | Other |          |                           |
|        | calculate | mixed |       |          | concat(${house}, ${other}) |
|        | text      | name  | Name  | ${house} | `+tt.calculation+` |
`), nil)
		require.False(t, found.HasErrors(), "%v", found)
		_, err := formio.Write(&bytes.Buffer{}, def)
		require.ErrorContains(t, err, "changes by itself", tt.name)
	}
}
