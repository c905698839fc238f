// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xpath"
)

// dear is an expression that takes nearly all the steps that one may.
const dear = "count(instance('long')/root/item[count(../item[position() < 999]) > ${a}])"

// hostile is a form of thousands of dear expressions, for an answer other than 0.
func hostile(tb testing.TB, a string) *forms.Form {
	tb.Helper()
	values := make([]string, 400)
	for i := range values {
		values[i] = fmt.Sprintf("v%d", i)
	}
	nodes := []*forms.NodeDef{integer("a", initially(a)), integer("b"), calculate("light", "${b} + 1"), text("asked", required(dear))}
	for i := range 3000 {
		nodes = append(nodes, calculate(fmt.Sprintf("c%d", i), "if(${a} = 0, 'none', "+dear+")"))
	}
	return compile(tb, definition([]*forms.ListDef{plainList("long", values...)}, nodes...))
}

// A form that is too heavy is cut off in so many steps and says so; what is not
// calculated keeps its value, and the person can go on.
func TestHeavyFormIsCutOff(t *testing.T) {
	t.Parallel()
	p := start(t, hostile(t, "0"))
	require.False(t, p.Heavy())
	p.answer("a", "5")
	require.True(t, p.Heavy())
	require.Equal(t, "400", p.value("c0"))
	require.Equal(t, "none", p.value("c2999"))

	p.answer("b", "41")
	require.Equal(t, "42", p.value("light"), "the next change has all its steps")
	restored, err := p.Form().Restore(p.Append(nil), env())
	require.NoError(t, err)
	require.True(t, restored.Heavy(), "the record says so too")

	dearest := p.where("asked")
	for range 25 {
		p.Required(dearest)
	}
	require.True(t, p.Enter(p.where("b"), "6"))
	require.Equal(t, "7", p.value("light"), "what was read before does not count")

	spent := p.StepsOfAll()
	require.Greater(t, spent, forms.MaxSteps)
	require.Less(t, spent, forms.MaxSteps+2*xpath.DefaultBudget)
}

func TestHeavyFromTheBeginning(t *testing.T) {
	t.Parallel()
	f := hostile(t, "5")
	require.True(t, f.New(env()).Heavy())
	require.True(t, f.Open(forms.GivenDef{Values: map[string]string{"a": "5"}}, env()).Heavy())
}

// Many expressions that are not dear, and one that is, make no form heavy.
func TestHonestFormIsNotHeavy(t *testing.T) {
	t.Parallel()
	nodes := []*forms.NodeDef{integer("a", initially("1")), calculate("one", "count(/data//*[count(//*[count(//*) > 0]) > 0])")}
	for i := range 100 {
		nodes = append(nodes, calculate(fmt.Sprintf("c%d", i), fmt.Sprintf("${a} + %d", i)))
	}
	p := start(t, mustForm(t, nodes...))
	p.answer("a", "2")
	require.False(t, p.Heavy())
	require.Equal(t, "9", p.value("c7"))
}

// What a change sets going counts, also where the expressions are light.
func TestHeavyRepeatIsCutOff(t *testing.T) {
	t.Parallel()
	p := start(t, mustForm(t, integer("n"),
		counted("r", "${n}", counted("s", "${n}", integer("y"), calculate("all", "sum(//y) + ${n}")))))
	p.answer("n", "70")
	require.True(t, p.Heavy())
}
