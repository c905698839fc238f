// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
)

const told = `
| survey |
| | type                     | name   | label                                | calculation           | constraint | constraint_message |
| | text                     | head   | Name?                                |                       |            |                    |
| | select_one yn            | poor   | Poor?                                |                       |            |                    |
| | integer                  | size   | Of ${head}?                          |                       | . < 9      | ${head} has fewer  |
| | calculate                | double |                                      | ${size} * 2           |            |                    |
| | calculate                | again  |                                      | ${double} + 1         |            |                    |
| | begin repeat             | member | Member                               |                       |            |                    |
| | text                     | name   | Name?                                |                       |            |                    |
| | end repeat               |        |                                      |                       |            |                    |
| | select_one ${name}       | eldest | Eldest?                              |                       |            |                    |
| | note                     | a      | ${head}, ${again}, ${size} of ${age} |                       |            |                    |
| | note                     | b      | jr:choice-name of ${poor_label}      |                       |            |                    |
| | calculate                | poor_label |                                  | jr:choice-name(${poor}, '${poor}') | |                 |
| | integer                  | age    | Age?                                 |                       |            |                    |
| choices |
| | list_name | name | label |
| | yn | y | Yes |
| settings |
| | form_id |
| | told    |
`

func TestHide(t *testing.T) {
	t.Parallel()
	def, found := xlsform.ReadWorkbook(xlsform.ReadMarkdown("told.md", told), nil)
	require.False(t, found.HasErrors(), "%v", found)
	form, found := forms.Compile(def)
	require.False(t, found.HasErrors(), "%v", found)
	in := form.New(forms.Env{})
	at := func(name string, scope int32) forms.At {
		for i := range form.Nodes {
			if form.Nodes[i].Name == name {
				return forms.At{Node: int32(i), Scope: scope}
			}
		}
		require.Fail(t, name)
		return forms.At{}
	}
	first := in.Repeats(at("member", 0))[0]
	second := in.Add(at("member", 0))
	answers := []struct {
		at    forms.At
		value string
	}{
		{at("head", 0), "Amina"},
		{at("poor", 0), "y"},
		{at("size", 0), "4"},
		{at("age", 0), "30"},
		{at("name", first), "Baraka"},
		{at("name", second), "Zawadi"},
	}
	for _, a := range answers {
		require.Equal(t, forms.NoViolation, in.Answer(a.at, a.value).Kind, a.value)
	}
	labels := func() []string {
		out := []string{in.Label(at("size", 0), ""), in.Label(at("a", 0), ""), in.Label(at("b", 0), "")}
		for _, c := range in.Choices(at("eldest", 0), "") {
			out = append(out, c.Label)
		}
		return append(out, in.Check(at("size", 0), "10").Message)
	}
	open := []string{"Of Amina?", "Amina, 9, 4 of 30", "jr:choice-name of Yes", "Baraka", "Zawadi", "Amina has fewer"}
	tests := []struct {
		name   string
		hidden []forms.At
		want   []string
	}{
		{"nothing", nil, open},
		{"a name", []forms.At{at("head", 0)}, []string{"Of ...?", "..., 9, 4 of 30", "jr:choice-name of Yes", "Baraka", "Zawadi", "... has fewer"}},
		{"what others are calculated from", []forms.At{at("size", 0)}, []string{"Of Amina?", "Amina, ..., ... of 30", "jr:choice-name of Yes", "Baraka", "Zawadi", "Amina has fewer"}},
		{"the label of a choice", []forms.At{at("poor", 0)}, []string{"Of Amina?", "Amina, 9, 4 of 30", "jr:choice-name of ...", "Baraka", "Zawadi", "Amina has fewer"}},
		{"one instance of two", []forms.At{at("name", first)}, []string{"Of Amina?", "Amina, 9, 4 of 30", "jr:choice-name of Yes", "...", "Zawadi", "Amina has fewer"}},
	}
	for _, tt := range tests {
		in.Hide(func(at forms.At) bool {
			for _, h := range tt.hidden {
				if h == at {
					return true
				}
			}
			return false
		})
		require.Equal(t, tt.want, labels(), tt.name)
		require.Equal(t, "Amina", in.Value(at("head", 0)), tt.name)
	}
	in.Hide(nil)
	require.Equal(t, open, labels())
}
