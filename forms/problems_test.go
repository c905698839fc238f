// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/dialform/dialform/forms"
)

// What constraints say; # stands for a name of the form, ~ for the question's own.
var (
	textRules = []string{
		"string-length(.) > 2", "regex(., '[a-z ]+')", ". != 'x'", "starts-with(., 'x') or . = 'two words'",
		". != ${#}", "string-length(.) > string-length(${#})", "${#} != 'no'", "${~} != 'x'", "not(. = ${#})",
		". < ${#}", "count(${r}) < 2", "position(..) = 1", ". != 'x' and now() < date('2026-11-22')",
		"jr:choice-name('yes', '${go}') != '' and . != 'x'", "contains(., property('username'))", "current()/. != 'x'",
		"../. != 'x'", "true()", "count(.) = 1",
	}
	numberRules = []string{
		". < 11", ". >= 1 and . <= 20", "not(. = 2)", ". mod 2 = 0", "-. < -1", ". + 1 > 2",
		". < ${#}", ". >= count(${r})", ". = 1 or ${#} = 'x'", "sum(${#}) + . < 30", "${~} < 11", ". > string-length(${#})",
	}
	dayRules = []string{
		". <= today()", ". > today()", ". < '2026-11-21'", ". != ${#}", ". = '2026-11-20'", "string-length(.) = 10",
		"format-date(., '%d') = '20'", "decimal-date-time(.) < 20777.9",
	}
	conditions = []string{"${go} = 'yes'", "${#} != 'x'", "${#} = ''", "string-length(${#}) < 2", "count(${r}) = 1"}
)

// anyForm is a form at random, of questions that need not be answered in any
// order: any may be judged by any other, none is hidden by one behind it.
func anyForm(t *rapid.T) *forms.Form {
	var names []string
	count := rapid.IntRange(2, 6).Draw(t, "questions")
	for i := range count {
		names = append(names, "q"+strconv.Itoa(i))
	}
	rule := func(own string, known []string, all []string) string {
		rule := rapid.SampledFrom(all).Draw(t, "rule")
		return strings.ReplaceAll(strings.ReplaceAll(rule, "${#}", "${"+rapid.SampledFrom(known).Draw(t, "other")+"}"), "~", own)
	}
	sometimes := func(what string) bool { return rapid.IntRange(0, 2).Draw(t, what) == 0 }
	question := func(i int) *forms.NodeDef {
		n, rules := text(names[i]), textRules
		switch rapid.IntRange(0, 3).Draw(t, "type") {
		case 0:
			n, rules = integer(names[i]), numberRules
		case 1:
			n, rules = ask(names[i], forms.Date), dayRules
		case 2:
			n = selectMany(names[i], "yes_no")
			rules = []string{"count-selected(.) = 1", "selected(., 'yes')", "selected(${#}, 'no') or . = 'no'"}
		}
		if !sometimes("free") {
			n.Constraint = src(rule(names[i], names, rules))
		}
		before := append([]string{"go"}, names[:i]...)
		if sometimes("relevant") {
			n.Relevant = src(rule(names[i], before, conditions))
		}
		switch rapid.IntRange(0, 3).Draw(t, "required") {
		case 0:
			n.Required = src("true()")
		case 1:
			n.Required = src(rule(names[i], names, conditions))
		}
		if sometimes("read only") {
			n.ReadOnly = src(rule(names[i], names, conditions))
		}
		switch rapid.IntRange(0, 5).Draw(t, "filled") {
		case 0:
			n.Default = src(rapid.SampledFrom([]string{"x", "12", "2026-11-25", "yes no"}).Draw(t, "default"))
		case 1:
			n.Trigger, n.Calculate = []string{rapid.SampledFrom(before).Draw(t, "trigger")}, src("concat('x', ${go})")
		case 2:
			n.Calculate = src("${" + rapid.SampledFrom(before).Draw(t, "from") + "}")
		}
		return n
	}
	roots := []*forms.NodeDef{selectOne("go", "yes_no")}
	var inside []*forms.NodeDef
	for i := range count {
		if sometimes("in the repeat") {
			inside = append(inside, question(i))
		} else {
			roots = append(roots, question(i))
		}
	}
	at := rapid.IntRange(1, len(roots)).Draw(t, "repeat")
	roots = append(roots[:at:at], append([]*forms.NodeDef{repeat("r", append(inside, text("last"))...)}, roots[at:]...)...)
	def := definition([]*forms.ListDef{plainList("yes_no", "yes", "no")}, roots...)
	if sometimes("shown in another order") {
		for _, n := range rapid.Permutation(roots).Draw(t, "shown") {
			item := &forms.OutlineDef{Node: "/data/" + n.Name}
			for _, child := range n.Children {
				item.Items = append(item.Items, &forms.OutlineDef{Node: item.Node + "/" + child.Name})
			}
			def.Outline = append(def.Outline, item)
		}
	}
	f, findings := forms.Compile(def)
	require.NoError(t, findings.Err())
	return f
}

// goOn does anything to an instance that can happen to it.
func goOn(t *rapid.T, in *forms.Instance) *forms.Instance {
	at := rapid.SampledFrom(answerable(in)).Draw(t, "at")
	n := &in.Form().Nodes[at.Node]
	value := rapid.SampledFrom([]string{"", "x", "xy", "two words", "0", "1", "2", "12", "25", "2026-11-19", "2026-11-20", "2026-11-25", "yes", "no", "yes no"})
	switch what := rapid.IntRange(0, 9).Draw(t, "what"); {
	case n.Kind == forms.Repeat && what < 6 && len(in.Repeats(at)) < 3:
		in.Add(at)
	case n.Kind == forms.Repeat && len(in.Repeats(at)) > 0:
		in.Remove(rapid.SampledFrom(in.Repeats(at)).Draw(t, "scope"))
	case what == 0:
		in.Enter(at, value.Draw(t, "value"))
	case what == 1:
		e := env()
		e.Username = rapid.SampledFrom([]string{"amina", "x"}).Draw(t, "username")
		zone := time.FixedZone("", rapid.IntRange(-12, 14).Draw(t, "zone")*60*60)
		e.Now = e.Now.AddDate(0, 0, rapid.IntRange(-2, 7).Draw(t, "days")).In(zone)
		in.SetEnv(e)
	case what == 2:
		e := in.Env()
		restored, err := in.Form().Restore(in.Append(nil), e)
		require.NoError(t, err)
		return restored
	default:
		in.Answer(at, value.Draw(t, "value"))
	}
	return in
}

// Judging only what can be wrong finds what judging every answer finds: whatever
// the answers depend on, in whatever order they are given, made and changed.
func TestProblemsAreAllProblems(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := anyForm(t).New(env())
		for range 300 {
			in = goOn(t, in)
			require.Equal(t, in.ProblemsOfAll(), in.Problems(), "%s", outline(in))
		}
	})
}

// An answer that was good when it was given is found at the end if another one,
// or the day, has made it wrong.
func TestProblemsThatCameLater(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		nodes []*forms.NodeDef
		later func(p person)
	}{
		{
			name:  "another answer",
			nodes: []*forms.NodeDef{text("q", constraint(". != ${other}")), text("other")},
			later: func(p person) { p.answer("other", "1") },
		},
		{
			name:  "an instance more",
			nodes: []*forms.NodeDef{integer("q", constraint(". > count(${r}) - 1")), repeat("r", text("a"))},
			later: func(p person) { p.add("r") },
		},
		{
			name:  "the clock",
			nodes: []*forms.NodeDef{text("q", constraint(". != '1' or now() < date('2026-12-01')"))},
			later: func(p person) {
				e := p.Env()
				e.Now = e.Now.AddDate(0, 1, 0)
				p.SetEnv(e)
			},
		},
		{
			name:  "an action",
			nodes: []*forms.NodeDef{text("q", constraint(". != 'x'"), triggeredBy("other"), calculated("'x'")), text("other")},
			later: func(p person) { p.answer("other", "1") },
		},
		{
			name:  "entered unjudged",
			nodes: []*forms.NodeDef{text("q", constraint(". != 'x'"))},
			later: func(p person) { require.True(p.TB, p.Enter(p.where("q"), "x")) },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := mustForm(t, tt.nodes...)
			p := start(t, f)
			p.answer("q", "1")
			require.Empty(t, p.Problems())
			tt.later(p)
			restored, err := f.Restore(p.Append(nil), p.Env())
			require.NoError(t, err)
			require.Equal(t, p.Problems(), restored.Problems())
			require.Len(t, p.Problems(), 1)
			require.Equal(t, p.where("q"), p.Problems()[0].At)
			require.Equal(t, forms.ViolationConstraint, p.Problems()[0].Violation.Kind)
		})
	}
}

// What was answered while it was not relevant has not been judged.
func TestProblemsOfWhatWasNotRelevant(t *testing.T) {
	t.Parallel()
	p := start(t, mustForm(t, selectOne("go", "yes_no"), text("q", constraint(". != 'x'"), relevant("${go} = 'yes'"))))
	p.answer("q", "x")
	require.Empty(t, p.Problems())
	p.answer("go", "yes")
	require.Len(t, p.Problems(), 1)
}

// An answer to a constraint that reads nothing else is judged once: the end of a
// long form evaluates nothing, neither on the instance nor on what is restored.
func TestProblemsOfLongForm(t *testing.T) {
	t.Parallel()
	nodes := make([]*forms.NodeDef, 150)
	for i := range nodes {
		nodes[i] = integer("q"+strconv.Itoa(i), required("true()"), constraint(". < 90"))
	}
	f := mustForm(t, nodes...)
	p := start(t, f)
	require.Len(t, p.Problems(), 150)
	for i := range nodes {
		p.answer("q"+strconv.Itoa(i), "12")
	}
	restored, err := f.Restore(p.Append(nil), env())
	require.NoError(t, err)
	require.Empty(t, p.Problems())
	require.Zero(t, p.Spent())
	require.Empty(t, restored.Problems())
	require.Zero(t, restored.Spent())
	p.answer("q7", "13")
	require.True(t, p.Enter(p.where("q70"), "95"))
	require.Len(t, p.Problems(), 1)
	require.Positive(t, p.Spent())
}

// Constraints of which an answer is judged once, and the others.
func TestProvable(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typ        forms.DataType
		constraint string
		want       bool
	}{
		{forms.Int, ". < 11", true},
		{forms.Int, ". >= 1 and (. <= 20 or -. = 4) and not(. mod 2 = 1)", true},
		{forms.Int, "string-length(.) = 10", true},
		{forms.String, "regex(., '[0-9]{10}')", true},
		{forms.String, "string-length(.) > 2 and . != 'x' and not(contains(., ' '))", true},
		{forms.Int, ". = '5'", false}, // text
		{forms.Int, ". < '2026-11-20'", false},
		{forms.String, ". < 5", false}, // a date is a number of its zone
		{forms.Date, ". <= today()", false},
		{forms.Date, ". < date('2026-11-20')", false},
		{forms.String, ". = ${other}", false},
		{forms.String, "string-length(${other}) = 1", false},
		{forms.String, "${q} = 'x'", false},
		{forms.String, "current()/. = 'x'", false},
		{forms.String, ".[. = 'x'] = 'x'", false},
		{forms.String, ". = instance('yes_no')/root/item[1]/name", false},
		{forms.String, "regex(., property('username'))", false},
		{forms.String, ". = jr:choice-name('yes', '${go}')", false},
		{forms.String, "string-length() = 1", true},
		{forms.String, "unknown(.) = 1 or true()", false},
		{forms.Int, ". < position(..)", false},
		{forms.Int, ". < random()", false},
	}
	for _, tt := range tests {
		t.Run(tt.constraint, func(t *testing.T) {
			t.Parallel()
			f, findings := forms.Compile(definition([]*forms.ListDef{plainList("yes_no", "yes", "no")},
				selectOne("go", "yes_no"), ask("q", tt.typ, constraint(tt.constraint)), text("other")))
			if f == nil {
				require.False(t, tt.want, "%v", findings)
				return
			}
			require.Equal(t, tt.want, f.Nodes[f.Index("/data/q")].Provable())
		})
	}
}
