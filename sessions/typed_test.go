// SPDX-License-Identifier: Apache-2.0

package sessions_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/sessions"
)

const births = `
| survey |
|        | type         | name   | label   | appearance | bind::df:precision | repeat_count |
|        | date         | born   | Born?   | ethiopian  |                    |              |
|        | begin repeat | member | Members |            |                    | 2            |
|        | date         | born   | Born?   |            | age                |              |
|        | end repeat   |        |         |            |                    |              |
| settings |
|        | form_id | form_title | version | namespaces |
|        | births  | Births     | 1       | df="https://dialform.org/xforms" |
`

// TestHowDatesWereTypedIsKept: the answer is a Gregorian day, and beside it
// stands what the person said.
func TestHowDatesWereTypedIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	def, found := xlsform.ReadWorkbook(xlsform.ReadMarkdown("births.md", births), nil)
	require.False(t, found.HasErrors(), "%v", found)
	compiled, found := forms.Compile(def)
	require.False(t, found.HasErrors(), "%v", found)
	w.h = sessions.New(sessions.Options{
		Service: &flows.Service{
			Code: "*1#", Name: flows.Text{"en": "Registry"}, Languages: []flows.Language{{Tag: "en", Name: "English"}}, Start: "births",
			Items: []flows.Item{{ID: "births", Form: compiled, Purpose: registry.KindRegister}},
		},
		Store: w.edge, Catalog: screens.System(), References: w.edge.Device().References, Device: w.edge.Device().ID,
		Now: w.clock, Random: func() uint64 { return 7 },
	})
	require.Contains(t, w.dial("c1").Text.String(), "Born? (DDMMYYYY, Ethiopian calendar)")
	next := w.dial("c2", "1", "06071982").Text.String()
	require.Contains(t, next, "Understood: 6 Megabit 1982 (15 March 1990)\n")
	require.Contains(t, next, "Born? (DDMMYYYY) (or YYYY, or age)")
	require.True(t, w.dial("c3", "1", "15032001", "34").End)

	subs := w.submissions()
	require.Len(t, subs, 1)
	require.Equal(t, "1990-03-15", subs[0].Answers.Text("born"))
	require.Equal(t, []registry.Typed{
		{Path: "/data/born", Text: "06071982", Calendar: "ethiopian"},
		{Path: "/data/member[2]/born", Text: "34", Precision: "age"},
	}, subs[0].Typed)
}
