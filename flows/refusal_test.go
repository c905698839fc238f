// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// TestRefusalSaysWhatIsRight as a person reads it. The clock is at 2026-11-20.
func TestRefusalSaysWhatIsRight(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, typ, appearance, constraint, answer, want string }{
		{"both limits", "integer", "", ". >= 0 and . <= 120", "121", "From 0 to 120."},
		{"the least", "integer", "", ". >= 1", "0", "At least 1."},
		{"the most", "integer", "", ". <= 120", "121", "At most 120."},
		{"more than", "decimal", "", ". > 0.5", "0.5", "More than 0.5."},
		{"less than", "decimal", "", ". < 10", "10", "Less than 10."},
		{"a length", "text", "", "string-length(.) = 5", "1", "Letters: exactly 5."},
		{"lengths", "text", "", "string-length(.) >= 3 and string-length(.) <= 5", "1", "Letters: 3 to 5."},
		{"a least length", "text", "", "string-length(.) > 2", "1", "Letters: at least 3."},
		{"a most length", "text", "", "string-length(.) < 3", "123", "Letters: at most 2."},
		{"some digits", "text", "", "regex(., '[0-9]{6}')", "1", "Digits: exactly 6."},
		{"more digits", "text", "", "regex(., '[0-9]{9,15}')", "1", "Digits: 9 to 15."},
		{"digits", "text", "", "regex(., '[0-9]+')", "a", "Digits only, please."},
		{"an example", "text", "", "regex(., '[A-Z]{2}[0-9]{2}')", "a", "Write it like this: AA11"},
		{"until today", "date", "", ". <= today()", "2027-01-01", "20 November 2026 or earlier."},
		{"from a day", "date", "", ". >= '2020-01-01'", "2019-01-01", "1 January 2020 or later."},
		{"within days", "date", "", ". >= '2020-01-01' and . <= today()", "2019-01-01", "From 1 January 2020 to 20 November 2026."},
		{"in the calendar of the question", "date", "ethiopian", ". <= today()", "2027-01-01", "11 Hidar 2019 or earlier."},
		{"something else", "integer", "", ". mod 2 = 0", "1", "That answer cannot be right."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			form := compile(t, "f.md", "| survey | | | | | |\n| | type | name | label | appearance | constraint |\n| | "+
				tt.typ+" | q | Q | "+tt.appearance+" | "+tt.constraint+" |\n")
			p := newPerson(t, &flows.Service{
				Code: "*1#", Name: flows.Text{"en": "Registry"}, Start: "f",
				Languages: []flows.Language{{Tag: "en", Name: "English"}}, Items: []flows.Item{{ID: "f", Form: form, Review: true}},
			})
			p.does(flows.Dial{})
			require.Equal(t, "Q", p.answers(tt.answer).Body.Text)
			require.Equal(t, tt.want, screens.System().Text("en", p.screen.Notice))
		})
	}
}
