// SPDX-License-Identifier: Apache-2.0

package native_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/native"
)

// FuzzWrite puts two texts in all the places that print differently: on a line
// of their own, beside others, as keys, at the beginning of an entry.
func FuzzWrite(f *testing.F) {
	for _, s := range []string{
		"a", ". > 5", "${a} > 1 and selected(${b}, 'x')", `it's "so"`, "x\ny\n", "- a", "a: b", "a #b", "007", "1.10",
		"2026-11-20", "12:30", "true", "No", "..", ".", ".5", "/data/x", "(1 + 2)", "\u00a0x", "tab\there", "é\u0085",
		"\ufeff", "a\r\nb", "  lead", "x\n\ny", "x\n  y", "x\n\n", "x \ny", "😀", "$", "${x}", "'a'", "?", `a\b`,
		"x\n---\ny", "a\n#b", "50%", "5 > 3 {", "a, b", "a]", "!x", "=", "<<", "0x<<", "~", "null", "a:b", "_x:", "",
		"text", "a long text that goes over the end of the line when it stands beside another one of its kind, and on",
	} {
		f.Add(s, s)
		f.Add(s, "x"+s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if !utf8.ValidString(a) || !utf8.ValidString(b) {
			return
		}
		literal := forms.Text{"": {Long: []forms.Piece{{Literal: "a"}}}, "b" + b: {Long: forms.ParseTemplate(a, forms.Position{})}}
		requireSame(t, a, &forms.Definition{
			ID: a, Title: b, Languages: []forms.Language{{Name: "b" + b, Tag: a}}, Settings: map[string]string{a: b},
			Root: []*forms.NodeDef{{
				Name: "a" + a, Label: literal, Relevant: forms.Source{Text: b}, Params: map[string]string{a: b, b: a},
				Trigger: []string{a, b}, Choices: &forms.ChoicesDef{Items: []forms.ItemDef{{Value: a, Label: literal}, {Value: b}}},
				Children: []*forms.NodeDef{{Name: "b" + b, Default: forms.Source{Text: a}, Choices: &forms.ChoicesDef{List: b}}},
			}},
			Lists: map[string]*forms.ListDef{a: {Name: b, Columns: []string{b}, Items: []forms.ItemDef{
				{Value: a, Columns: map[string]string{b: a}}, {Value: b},
			}}},
			Datasets: map[string]*forms.DatasetDef{a: {ID: a, Columns: []string{a, b}, Rows: [][]string{{a, b}, {b}, {}}}},
		})
	})
}

// FuzzRead reads anything without a panic. What can be read is the same after
// it was written.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"id: a\nquestions: [{name: b, type: text, label: {text: c, short: d}}]", "a: [", "- - - a", "a: &b c", "a: !!int 1",
		"id: a\nlanguages: {English (en): en}\nquestions:\n- name: a\n  type: select_one\n  choices: b\nlists:\n  b: [{name: c}]",
		"a: |\n  b\n c", "documents: {a: '<b/>'}", "? a\n: b", "a:\n", "\t", "---\na: b\n---\nc: d", "{", "a: *b",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		def, findings := native.Read("form.yaml", data, nil)
		require.True(t, def != nil || findings.HasErrors())
		for _, finding := range findings {
			require.NotContains(t, finding.String(), "\x1b")
		}
		if !findings.HasErrors() {
			requireSame(t, string(data), def)
		}
	})
}
