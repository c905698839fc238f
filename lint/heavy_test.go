// SPDX-License-Identifier: Apache-2.0

package lint_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/lint"
	"github.com/dialform/dialform/packs"
)

// TestTooHeavyForm: each calculation takes nearly all the steps that one may, and
// there are more of them than fit in one change.
func TestTooHeavyForm(t *testing.T) {
	t.Parallel()
	const dear = "count(instance('long')/root/item[count(../item[position() < 999]) > ${a}])"
	tests := []struct{ name, calculation, want string }{
		{"after an answer", "if(${a} = 0, 'none', " + dear + ")", "after a is answered, calculations take more steps than are allowed, and are cut off"},
		{"after one answer of many", "if(${a} != 5, 'none', " + dear + ")", "after a is answered, calculations"},
		{"at the beginning", "if(${a} = 9, 'none', " + dear + ")", "at the beginning, calculations take more steps than are allowed, and are cut off"},
		{"never", "if(${a} = 0, 'none', 1)", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var form strings.Builder
			form.WriteString("| survey |\n| | type | name | label | default | calculation |\n| | integer | a | A | 0 | |\n| | select_one long | b | B | | |\n")
			for i := range 60 {
				fmt.Fprintf(&form, "| | calculate | c%d | | | %s |\n", i, tt.calculation)
			}
			form.WriteString("| choices |\n| | list_name | name | label |\n")
			for i := range 400 {
				fmt.Fprintf(&form, "| | long | v%d | V %d |\n", i, i)
			}
			pack, found := packs.Load(fstest.MapFS{
				"service.yaml": {Data: []byte("service: \"*1#\"\nname: {en: R}\nlanguages: [{tag: en, name: English}]\nmenu: [{id: f, form: forms/f.md, label: {en: F}}]\n")},
				"forms/f.md":   {Data: []byte(form.String())},
			})
			require.False(t, found.HasErrors(), "%v", found)
			said := lines(check(t, pack, "ussd"), lint.RuleTooHeavy)
			if tt.want == "" {
				require.Empty(t, said)
				return
			}
			require.Len(t, said, 1)
			require.Contains(t, said[0], tt.want)
		})
	}
}
