// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	deep := text("leaf")
	for range 200 {
		deep = group("g", deep)
	}
	tests := []struct {
		name  string
		nodes []*forms.NodeDef
		want  string // part of the findings
	}{
		{
			"two of a name",
			[]*forms.NodeDef{text("a", row(2)), text("a", row(3))},
			"f.xlsx: survey!B3: the name a is used twice in the same group (also in row 2), rename one",
		},
		{"no name", []*forms.NodeDef{text("", row(4))}, `survey!B4: "" is not a name`},
		{"bad name", []*forms.NodeDef{text("1st", row(4))}, `"1st" is not a name`},
		{"space in name", []*forms.NodeDef{text("a b")}, `"a b" is not a name`},
		{
			"unknown name",
			[]*forms.NodeDef{text("age"), text("b", relevant("${agge} > 1"), row(3))},
			"f.xlsx: survey!E3: relevant: ${agge} is not a question of this form, did you mean ${age}?",
		},
		{
			"unknown name far from any",
			[]*forms.NodeDef{text("b", relevant("${zzzzz} > 1"), row(3))},
			"${zzzzz} is not a question of this form, write the name as it stands in the name column",
		},
		{
			"ambiguous name",
			[]*forms.NodeDef{group("g", text("a")), group("h", text("a")), calculate("c", "${a}", row(9))},
			"survey!E9: the calculation: ${a} stands for 2 questions, give each its own name",
		},
		{"bad expression", []*forms.NodeDef{text("a", constraint(". > "), row(5))}, "f.xlsx: survey!E5: the constraint: "},
		{"unknown function", []*forms.NodeDef{text("a", constraint("nosuch(.)"), row(5))}, "survey!E5: the constraint: "},
		{"unknown name in a label", []*forms.NodeDef{note("n", "Hello ${nobody}")}, "the text: ${nobody} is not a question"},
		{
			"unknown list",
			[]*forms.NodeDef{selectOne("a", "colours", row(6))},
			`f.xlsx: survey!B6: there is no list "colours" of choices`,
		},
		{"no list", []*forms.NodeDef{{Name: "a", Kind: forms.Question, Control: forms.Select1}}, "a has no choices"},
		{"bad filter", []*forms.NodeDef{selectOne("a", "yes_no", filter("name = "))}, "the choice filter: "},
		{"unknown trigger", []*forms.NodeDef{calculate("a", "1", triggeredBy("b"))}, "trigger: ${b} is not a question"},
		{"too deep", []*forms.NodeDef{deep}, "groups are nested more than 100 deep"},
		{
			"self circle",
			[]*forms.NodeDef{calculate("a", "${a} + 1", row(2))},
			"f.xlsx: survey!E2: the form goes in a circle: a → a, take one of these references out",
		},
		{
			"circle of calculations",
			[]*forms.NodeDef{calculate("a", "${b}"), calculate("b", "${c}"), calculate("c", "${a}")},
			"the form goes in a circle: a → b → c → a",
		},
		{
			"circle through relevance",
			[]*forms.NodeDef{text("a", relevant("${b} = 1")), calculate("b", "if(${a} = '', 1, 0)")},
			"a (relevant) → b → a (relevant)",
		},
		{
			"circle of a group and a calculation in it",
			[]*forms.NodeDef{with(group("g", calculate("a", "1")), relevant("${a} = 1"))},
			"g (relevant) → a → g (relevant)",
		},
		{"relevant by its own answer", []*forms.NodeDef{text("a", relevant("${a} = 1"))}, "a (relevant) → a (relevant)"},
		{
			"circle through a cascade",
			[]*forms.NodeDef{
				selectOne("a", "yes_no", filter("name != ${b}")), selectOne("b", "yes_no", filter("name != ${a}")),
			},
			"a → b → a",
		},
		{
			"circle in a repeat",
			[]*forms.NodeDef{repeat("r", calculate("a", "${b}"), calculate("b", "${a}"))},
			"a → b → a",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, findings := forms.Compile(definition([]*forms.ListDef{plainList("yes_no", "yes", "no")}, tt.nodes...))
			require.Nil(t, f)
			require.ErrorContains(t, findings.Err(), tt.want)
		})
	}
}

func TestCompileAccepts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		nodes []*forms.NodeDef
	}{
		{"constraint on itself", []*forms.NodeDef{integer("a", constraint("${a} > 1 and . < 9"))}},
		{"once", []*forms.NodeDef{calculate("a", "once(random())")}},
		{"own value", []*forms.NodeDef{text("b"), calculate("a", "if(. = '', ${b}, .)")}},
		{"count of the own repeat", []*forms.NodeDef{repeat("r", text("x"), calculate("n", "count(${r})"))}},
		{"same name in two groups, never referenced", []*forms.NodeDef{group("g", text("a")), group("h", text("a"))}},
		{"question named like metadata", []*forms.NodeDef{text("instanceID"), calculate("c", "${instanceID}")}},
		{"required depends on itself", []*forms.NodeDef{text("a", required("${a} = ''"))}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			mustForm(t, tt.nodes...)
		})
	}
}

func TestCompileWarns(t *testing.T) {
	t.Parallel()
	f, findings := forms.Compile(definition(nil, integer("a", initially("many"))))
	require.NotNil(t, f)
	require.Len(t, findings, 1)
	require.Contains(t, findings[0].String(), "the default of a is not of the type of the question")
	require.Empty(t, f.New(env()).Value(forms.At{Node: 1}))
}

func TestFormNodes(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		text("a"),
		group("g", text("b"), repeat("r", text("c"), repeat("s", text("d")))),
		text("e", func(n *forms.NodeDef) { n.Appearance = "masked numbers" }))
	var got []string
	for i := range f.Nodes {
		n := &f.Nodes[i]
		require.Equal(t, i, n.Index)
		got = append(got, strings.Join([]string{n.Path, f.Nodes[n.Repeat].Name}, " "))
	}
	require.Equal(t, []string{
		"/data data", "/data/a data", "/data/g data", "/data/g/b data", "/data/g/r data", "/data/g/r/c r",
		"/data/g/r/s r", "/data/g/r/s/d s", "/data/e data", "/data/meta data", "/data/meta/instanceID data",
	}, got)
	g := f.Nodes[f.Index("/data/g")]
	require.Equal(t, f.Index("/data/e"), g.End)
	require.True(t, f.Nodes[f.Index("/data/e")].Sensitive)
	require.Equal(t, -1, f.Index("/data/nothing"))
	require.Equal(t, -1, f.Nodes[0].Parent)
}
