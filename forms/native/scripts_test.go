// SPDX-License-Identifier: Apache-2.0

package native_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/native"
)

// TestScriptsAreRefused writes forms with code in each kind of place, and with code
// that nothing calls.
func TestScriptsAreRefused(t *testing.T) {
	t.Parallel()
	call := forms.Source{Text: "concat('a', formio-2 (/data/a))"}
	spoken := forms.Text{"en": {Long: []forms.Piece{{Literal: "Is it "}, {Output: call}}}}
	tests := []struct {
		name, want string
		spoil      func(def *forms.Definition, n *forms.NodeDef)
	}{
		{"condition", "b calls formio-2(), a script", func(_ *forms.Definition, n *forms.NodeDef) { n.Relevant = call }},
		{"text", "b calls formio-2()", func(_ *forms.Definition, n *forms.NodeDef) { n.Label = spoken }},
		{"filter", "b calls formio-2()", func(_ *forms.Definition, n *forms.NodeDef) {
			n.Choices = &forms.ChoicesDef{List: "l", Filter: call}
		}},
		{"choices", "b makes its choices of other answers", func(_ *forms.Definition, n *forms.NodeDef) {
			n.Choices = &forms.ChoicesDef{Made: &forms.MadeDef{}}
		}},
		{"action", "the form calls formio-2()", func(def *forms.Definition, _ *forms.NodeDef) {
			def.Actions = []forms.ActionDef{{Value: call}}
		}},
		{"other function", "", func(_ *forms.Definition, n *forms.NodeDef) { n.Relevant = forms.Source{Text: "formio-22(1)"} }},
		{"nothing", "", func(*forms.Definition, *forms.NodeDef) {}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			n := &forms.NodeDef{Name: "b", Kind: forms.Question, Control: forms.Input}
			def := &forms.Definition{ID: "f", Root: []*forms.NodeDef{n}, Functions: map[string]forms.Foreign{
				"formio-2": func(*forms.Instance, forms.At) (string, error) { return "", nil },
			}}
			test.spoil(def, n)
			var out bytes.Buffer
			err := native.Write(&out, def)
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.want)
			require.Zero(t, out.Len())
		})
	}
}
