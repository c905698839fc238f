// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/native"
	"github.com/dialform/dialform/forms/xlsform"
)

// TestWrittenWorkbooksReadTheSame writes every workbook there is and reads it
// again. The format of the package native says all of a definition but where
// things stood.
func TestWrittenWorkbooksReadTheSame(t *testing.T) {
	t.Parallel()
	written := 0
	for _, pattern := range []string{
		filepath.Join(corpus(t), "*.xls*"), filepath.Join("..", "..", "packs", "demo", "forms", "*.xlsx"),
	} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			beside := os.DirFS(filepath.Dir(file))
			def, findings := xlsform.Read(filepath.Base(file), data, beside)
			if findings.HasErrors() {
				continue
			}
			var book bytes.Buffer
			_, err = xlsform.Write(&book, def)
			require.NoError(t, err, file)
			again, findings := xlsform.Read("form.xlsx", book.Bytes(), beside)
			require.NoError(t, findings.Err(), file)
			require.Equal(t, spelled(t, def), spelled(t, again), file)
			written++
		}
	}
	require.NotZero(t, written)
	t.Logf("%d workbooks are the same after they were written and read", written)
}

// spelled is a definition as text. The order of languages is that in which a
// sheet uses them, and all lists of a sheet have its columns.
func spelled(t *testing.T, def *forms.Definition) string {
	t.Helper()
	slices.SortFunc(def.Languages, func(a, b forms.Language) int { return strings.Compare(a.Name, b.Name) })
	for _, list := range def.Lists {
		slices.Sort(list.Columns)
	}
	var out bytes.Buffer
	require.NoError(t, native.Write(&out, def))
	return out.String()
}

func TestWhatNoWorkbookSays(t *testing.T) {
	t.Parallel()
	literal := func(s string) forms.Text { return forms.Text{"": {Long: []forms.Piece{{Literal: s}}}} }
	tests := []struct {
		name string
		def  forms.Definition
		want string
	}{
		{"an action", forms.Definition{Actions: []forms.ActionDef{{Events: forms.Load, Target: forms.Source{Text: "/data/a"}}}}, "no place for the action that sets /data/a"},
		{"a script", forms.Definition{Functions: map[string]forms.Foreign{"f": nil}}, "no place for scripts"},
		{"an output", forms.Definition{Root: []*forms.NodeDef{{
			Name: "a", Kind: forms.Question, Control: forms.Input,
			Label: forms.Text{"": {Long: []forms.Piece{{Output: forms.Source{Text: "today()"}}}}},
		}}}, `label of "a" holds an expression`},
		{"a text that is a default", forms.Definition{Root: []*forms.NodeDef{{
			Name: "a", Kind: forms.Question, Control: forms.Input, Label: literal("A"), Default: forms.Source{Text: "today()"},
		}}}, `the default of "a" would be taken for an expression`},
		{"nodes", forms.Definition{Root: []*forms.NodeDef{{
			Name: "a", Kind: forms.Question, Control: forms.Select1, Label: literal("A"),
			Choices: &forms.ChoicesDef{Nodes: forms.Source{Text: "/data/b"}},
		}}}, `"a" offers what an expression finds`},
		{"a long text", forms.Definition{Root: []*forms.NodeDef{{
			Name: "a", Kind: forms.Question, Control: forms.Input, Label: literal(strings.Repeat("a", 40_000)),
		}}}, `label of "a" is longer than a cell`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := xlsform.Write(&bytes.Buffer{}, &tt.def)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestWriteWarnsOfAnOutline(t *testing.T) {
	t.Parallel()
	question := func(name string) *forms.NodeDef {
		return &forms.NodeDef{Name: name, Kind: forms.Question, Control: forms.Input, Label: forms.Text{"": {Long: []forms.Piece{{Literal: name}}}}}
	}
	warnings, err := xlsform.Write(&bytes.Buffer{}, &forms.Definition{
		ID: "f", Title: "f", Origin: forms.OriginXLSForm, Root: []*forms.NodeDef{question("a"), question("b")},
		Outline: []*forms.OutlineDef{{Node: "/data/b"}, {Node: "/data/a"}},
	})
	require.NoError(t, err)
	require.Len(t, warnings, 1)
	require.Contains(t, warnings[0].Msg, "asked in the order of the data")
}
