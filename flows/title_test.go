// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// TestTitleSaysWhichMember: the second child of the second member is asked for.
func TestTitleSaysWhichMember(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, rows, want string }{
		{"the repeat", `
			| | begin repeat | m | Members | 2 |
			| | text | q | Q | |
			| | end repeat | | | |`, "Members 2"},
		{"a group in it", `
			| | begin repeat | m | Members | 2 |
			| | begin group | g | Health | |
			| | text | q | Q | |
			| | end group | | | |
			| | end repeat | | | |`, "Members 2: Health"},
		{"a repeat without a label", `
			| | begin repeat | m | | 2 |
			| | begin group | g | Health | |
			| | text | q | Q | |
			| | end group | | | |
			| | end repeat | | | |`, "Health 2"},
		{"a repeat in a group", `
			| | begin group | g | Household | |
			| | begin repeat | m | | 2 |
			| | text | q | Q | |
			| | end repeat | | | |
			| | end group | | | |`, "Household 2"},
		{"no label at all", `
			| | begin repeat | m | | 2 |
			| | text | q | Q | |
			| | end repeat | | | |`, "No. 2"},
		{"a repeat in a repeat", `
			| | begin repeat | m | Members | 2 |
			| | begin repeat | c | Children | 2 |
			| | text | q | Q | |
			| | end repeat | | | |
			| | end repeat | | | |`, "Members 2: Children 2"},
		{"a group in a repeat in a repeat", `
			| | begin repeat | m | Members | 2 |
			| | begin repeat | c | Children | 2 |
			| | begin group | g | Health | |
			| | text | q | Q | |
			| | end group | | | |
			| | end repeat | | | |
			| | end repeat | | | |`, "Children 2: Health"},
		{"a repeat in one without a label", `
			| | begin repeat | m | | 2 |
			| | begin repeat | c | Children | 2 |
			| | text | q | Q | |
			| | end repeat | | | |
			| | end repeat | | | |`, "Children 2"},
		{"a repeat without a label in one", `
			| | begin repeat | m | Members | 2 |
			| | begin repeat | c | | 2 |
			| | text | q | Q | |
			| | end repeat | | | |
			| | end repeat | | | |`, "Members 2"},
		{"no repeat", `
			| | begin group | g | Health | |
			| | text | q | Q | |
			| | end group | | | |`, "Health"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			form := compile(t, "f.md", "| survey | | | | |\n| | type | name | label | repeat_count |"+tt.rows+"\n")
			p := newPerson(t, &flows.Service{
				Code: "*1#", Name: flows.Text{"en": "Registry"}, Start: "f",
				Languages: []flows.Language{{Tag: "en", Name: "English"}}, Items: []flows.Item{{ID: "f", Form: form, Review: true}},
			})
			p.does(flows.Dial{})
			last := p.screen.Title
			for p.screen.Kind == flows.KindQuestion {
				last = p.screen.Title
				p.answers("a")
			}
			require.Equal(t, tt.want, screens.System().Text("en", last))
		})
	}
}
