// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

func TestParameters(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		word string
		in   string
		want string // "" when they are good
	}{
		{"defaults", "range", "", ""},
		{"fractions", "range", "start=0 end=1 step=0.1 placeholder=0.3", ""},
		{"downwards", "range", "start=10, end=0; step=2 placeholder=4", ""},
		{"step of nothing", "range", "step=0 tick_interval=1", `"step" must not be 0`},
		{"step over the range", "range", "step=20", `"step" must not be larger`},
		{"tick between steps", "range", "step=2 tick_interval=3", `"tick_interval" must be a multiple of step`},
		{"placeholder between steps", "range", "step=3 placeholder=3", `"placeholder" must be one of the values`},
		{"no number", "range", "start=one", `the parameter "start" cannot be "one", write a number`},
		{"enormous number", "range", "end=1e999999999", `the parameter "end" cannot be`},
		{"labels of no list", "range", "tick_labelset=zz", `names the list "zz"`},
		{"labels that are no numbers", "range", "tick_labelset=yes_no", `its names must be numbers: "yes" is none`},
		{"not pairs", "text", "rows", `cannot be read, write them as "key=value key=value"`},
		{"rows", "text", "rows=5", ""},
		{"rows of words", "text", "rows=five", `the parameter "rows" cannot be "five"`},
		{"shuffled", "select_one yes_no", "randomize=true seed=42", ""},
		{"seed without shuffling", "select_one yes_no", "seed=42", `needs randomize=true`},
		{"seed of words", "select_one yes_no", "randomize=true seed=many", `the parameter "seed" cannot be "many"`},
		{"android app", "image", "app=camera", `the parameter "app" cannot be "camera"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			def, findings := read(t, `
				| survey  |           |      |       |            |
				|         | type      | name | label | parameters |
				|         | `+tt.word+` | a  | A     | `+tt.in+`  |
				| choices |           |      |       |            |
				|         | list_name | name | label |            |
				|         | yes_no    | yes  | Yes   |            |`)
			if tt.want == "" {
				require.Empty(t, findings)
				require.NotNil(t, def)
				return
			}
			require.NotEmpty(t, findings)
			require.Contains(t, findings[0], tt.want)
		})
	}
}

func TestRangeWithFractionsIsDecimal(t *testing.T) {
	t.Parallel()
	for params, want := range map[string]forms.DataType{"end=5.0": forms.Int, "step=0.5": forms.Decimal} {
		def := accepted(t, `
			| survey |       |      |       |            |
			|        | type  | name | label | parameters |
			|        | range | a    | A     | `+params+` |`)
		require.Equal(t, want, def.Root[0].Type, params)
		require.Equal(t, "1", def.Root[0].Params["start"])
	}
}

func TestLoopsDoNotGrowWithoutEnd(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 20_000)
	many := strings.Repeat("%(label)s", 3_000)
	_, findings := read(t, `
		| survey  |                   |      |       |
		|         | type              | name | label |
		|         | begin loop over f | l    | Loop  |
		|         | integer           | n    | `+many+` |
		|         | end loop          |      |       |
		| choices |                   |      |       |
		|         | list_name         | name | label |
		|         | f                 | fig  | `+long+` |`)
	require.NotEmpty(t, findings)
	require.Contains(t, findings[0], "the loops of this form grow too long")
}
