// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
)

func TestCSV(t *testing.T) {
	t.Parallel()
	const text = "\ufeffsurvey,,,\r\n,type,name,label\r\n,select_one yes_no,ok,\"Well, is it?\"\r\n\r\nchoices\r\n,list_name,name,label\r\n,yes_no,yes,Yes\r\n"
	def, findings := xlsform.Read("household.csv", []byte(text), nil)
	require.NoError(t, findings.Err())
	require.Equal(t, "Well, is it?", def.Root[0].Label[""].Long[0].Literal)
	require.Len(t, def.Lists["yes_no"].Items, 1)

	_, findings = xlsform.Read("household.csv", []byte("survey\n,type,name,label\n,text,a,A\n,text,a,A\n"), nil)
	require.ErrorContains(t, findings.Err(), "household.csv: survey!B3")
}

func TestInclude(t *testing.T) {
	t.Parallel()
	const form = "| survey |\n| | type | name | label |\n| | text | a | A |\n| | include | address | |\n| | text | z | Z |\n"
	files := fstest.MapFS{"address.md": {Data: []byte(
		"| survey |\n| | type | name | label | relevant |\n| | select_one roads | road | Road | ${a} = 'x' |\n" +
			"| choices |\n| | list_name | name | label |\n| | roads | r1 | First |\n")}}
	def, findings := xlsform.Read("household.md", []byte(form), files)
	require.NoError(t, findings.Err())
	var names []string
	for _, n := range def.Root {
		names = append(names, n.Name)
	}
	require.Equal(t, []string{"a", "road", "z"}, names)
	_, findings = forms.Compile(def)
	require.NoError(t, findings.Err())

	_, findings = xlsform.Read("household.md", []byte(form), nil)
	require.ErrorContains(t, findings.Err(), `survey!B3: the form "address" cannot be included`)

	files["address.md"].Data = []byte(form)
	_, findings = xlsform.Read("household.md", []byte(form), files)
	require.ErrorContains(t, findings.Err(), "include each other without end")
}

func TestLookupsInTexts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, label string
		want        []string // outputs in brackets
	}{
		{"a lookup", "See instance('l')/root/item[name = ${a}]/label now", []string{"See ", "(instance('l')/root/item[name = ${a}]/label)", " now"}},
		{"to the end", "instance('l')/root/item[x='a b' and y = 1]/label", []string{"(instance('l')/root/item[x='a b' and y = 1]/label)"}},
		{"two of them", "instance('l')/a, instance(\"m\")/b ${a}", []string{"(instance('l')/a,)", " ", "(instance(\"m\")/b)", " ", "(${a})"}},
		{"up to a space after a predicate", "instance('l')/a[b = 1] now", []string{"(instance('l')/a[b = 1])", " now"}},
		{"only the word", "an instance (of) it", []string{"an instance (of) it"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			def := accepted(t, "| survey |\n| | type | name | label |\n| | text | a | "+tt.label+" |\n")
			var got []string
			for _, p := range def.Root[0].Label[""].Long {
				if p.Output.Text != "" {
					p.Literal = "(" + p.Output.Text + ")"
				}
				got = append(got, p.Literal)
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestReferencesAreFoundInEveryColumn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, md, want string
	}{
		{"a label", "| | text | a | ${b} | |", "survey!C2: ${b} is no question of this form"},
		{"a column of the author", "| | text | a | A | ${aa} |", "survey!D2: ${aa} is no question of this form, did you mean ${a}?"},
		{"not closed", "| | text | a | ${a | |", `survey!C2: "${a" is no reference to a question`},
		{"twice", "| | begin group | g | G | |\n| | text | b | B | |\n| | end group | | | |\n| | text | b | ${b} | |", "survey!C5: ${b} stands for 2 questions, in rows 3 and 5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, findings := xlsform.Read("", []byte("| survey |\n| | type | name | label | notes |\n"+tt.md), nil)
			require.ErrorContains(t, findings.Err(), tt.want)
		})
	}
}
