// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

func TestEnterConverts(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		integer("n"), ask("d", forms.Date), ask("t", forms.Time), selectOne("one", "yes_no"),
		selectMany("many", "yes_no"), rank("order", "yes_no"), note("read", "Read"), text("fixed", readOnly("true()")),
	)
	tests := []struct {
		name, question, value, want string
		refused                     bool
	}{
		{"fraction", "n", "12.9", "12", false},
		{"words for a number", "n", "many", "", false},
		{"beyond 32 bits", "n", "2147483648", "", false},
		{"date", "d", "2026-11-20", "2026-11-20", false},
		{"date with a time", "d", "2026-11-20T10:00:00", "", false},
		{"time", "t", "14:30:00", "14:30:00", false},
		{"time without seconds", "t", "14:30", "", false},
		{"choice", "one", "yes", "yes", false},
		{"no such choice", "one", "perhaps", "", false},
		{"choices in the order of the list", "many", "no perhaps yes", "yes no", false},
		{"ranking", "order", "no yes", "no yes", false},
		{"half a ranking", "order", "no", "", true},
		{"note", "read", "x", "", true},
		{"read only", "fixed", "x", "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := start(t, f)
			require.Equal(t, !tt.refused, p.Enter(p.where(tt.question), tt.value))
			require.Equal(t, tt.want, p.value(tt.question))
		})
	}
}

// What is entered wrong stays, and is found as a problem.
func TestEnterKeepsWhatIsWrong(t *testing.T) {
	t.Parallel()
	p := start(t, mustForm(t, integer("age", constraint(". < 120"), messages("Too old", "")), calculate("next", "${age} + 1")))
	require.Equal(t, forms.ViolationConstraint, p.Answer(p.where("age"), "130").Kind)
	require.Empty(t, p.value("age"))
	require.True(t, p.Enter(p.where("age"), "130"))
	require.Equal(t, "131", p.value("next"))
	want := forms.Violation{Kind: forms.ViolationConstraint, Message: "Too old"}
	require.Equal(t, want, p.Violation(p.where("age")))
	require.Equal(t, []forms.Problem{{At: p.where("age"), Violation: want}}, p.Problems())
	require.Zero(t, p.Violation(p.where("next")))
}

func TestDefaultsMustBeOffered(t *testing.T) {
	t.Parallel()
	p := start(t, mustForm(t,
		selectOne("a", "yes_no", initially("maybe")), selectMany("b", "yes_no", initially("no  maybe yes")),
		selectOne("c", "yes_no", calculated("'other'")),
	))
	require.Equal(t, []string{"", "no yes", ""}, []string{p.value("a"), p.value("b"), p.value("c")})
}

// A repeat that nobody can see is not counted, and keeps what it had.
func TestCountWaitsForRelevance(t *testing.T) {
	t.Parallel()
	p := start(t, mustForm(t,
		selectOne("show", "yes_no"), integer("n", initially("2")),
		with(group("g", counted("item", "${n}", text("x"))), relevant("${show} = 'yes'")),
	))
	require.Empty(t, p.instances("item"))
	p.answer("show", "yes")
	require.Len(t, p.instances("item"), 2)
	p.answer("show", "no")
	p.answer("n", "3")
	require.Len(t, p.instances("item"), 2)
	p.answer("show", "yes")
	require.Len(t, p.instances("item"), 3)
}

func TestLanguageChangesWhatReadsLabels(t *testing.T) {
	t.Parallel()
	colours := &forms.ListDef{Name: "colours", Items: []forms.ItemDef{{Value: "r", Label: forms.Text{
		"English": {Long: forms.ParseTemplate("Red ${size}", forms.Position{})}, "Français": {Long: forms.ParseTemplate("Rouge", forms.Position{})},
	}}}}
	def := definition([]*forms.ListDef{colours},
		calculate("said", "jr:choice-name(${colour}, '${colour}')"),
		selectOne("colour", "colours", initially("r")), text("size"),
	)
	def.Languages = []forms.Language{{Name: "English"}, {Name: "Français"}}
	p := start(t, compile(t, def))
	p.answer("size", "XL")
	require.Equal(t, "Red XL", p.value("said"), "outputs of labels count")
	e := env()
	e.Lang = "Français"
	p.SetEnv(e)
	require.Equal(t, "Rouge", p.value("said"))
}

// Whoever is asked the questions of a published form cannot mend its circles.
func TestPublishedFormsMayGoInCircles(t *testing.T) {
	t.Parallel()
	def := definition(nil, text("a", calculated("concat(${b}, '')")), calculate("b", "string-length(${a})"))
	def.Origin = forms.OriginXForm
	f, findings := forms.Compile(def)
	require.NoError(t, findings.Err())
	require.Contains(t, findings[0].Msg, "a → b → a")
	p := start(t, f)
	p.answer("a", "xyz")
	require.Equal(t, "1", p.value("b"), "until nothing changes")
}

func TestOpen(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		value("begun", preload("timestamp", "start")), text("name", dynamically("'new'")), calculate("loud", "concat(${name}, '!')"),
		repeat("member", text("who", initially("nobody"))),
	)
	in := f.Open(forms.GivenDef{
		Values: map[string]string{"name": "Amina", "meta/instanceID": "uuid:1"},
		Repeats: map[string][]forms.GivenDef{"member": {
			{Values: map[string]string{"who": "A"}}, {},
		}},
	}, env())
	p := person{t, in, 0}
	require.Equal(t, []string{"", "Amina", "Amina!"}, []string{p.value("begun"), p.value("name"), p.value("loud")})
	members := p.instances("member")
	require.Len(t, members, 2)
	require.Equal(t, "A", p.within(members[0]).value("who"))
	require.Empty(t, p.within(members[1]).value("who"))
	require.Equal(t, "uuid:1", in.InstanceID())
	in.Revise()
	require.Equal(t, "uuid:1", in.DeprecatedID())
	require.NotEqual(t, "uuid:1", in.InstanceID())
}
