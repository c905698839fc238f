// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

func values(choices []forms.Choice) []string {
	var vs []string
	for _, c := range choices {
		vs = append(vs, c.Value)
	}
	return vs
}

func places() []*forms.ListDef {
	return []*forms.ListDef{
		plainList("counties", "kisumu", "turkana"),
		list("wards", []string{"county"}, []string{"kajulu", "kisumu"}, []string{"manyatta", "kisumu"}, []string{"lodwar", "turkana"}),
	}
}

func TestChoices(t *testing.T) {
	t.Parallel()
	p := start(t, mustForm(t, selectOne("q", "yes_no"), selectMany("m", "yes_no"), text("plain")))
	require.Equal(t, []forms.Choice{{Value: "yes", Label: "The yes"}, {Value: "no", Label: "The no"}},
		p.Choices(p.where("q"), ""))
	require.Nil(t, p.Choices(p.where("plain"), ""))
	require.Equal(t, forms.ViolationNotOffered, p.Answer(p.where("q"), "maybe").Kind)
	require.Equal(t, forms.ViolationNotOffered, p.Answer(p.where("m"), "yes maybe").Kind)
	p.answer("m", "no  yes no")
	require.Equal(t, "yes no", p.value("m"), "in the order of the list")
	p.answer("m", "")
}

func TestCascade(t *testing.T) {
	t.Parallel()
	f := compile(t, definition(places(),
		selectOne("c", "counties"),
		selectOne("w", "wards", filter("county = ${c}")),
		selectMany("m", "wards", filter("county = ${c} or name = 'lodwar'")),
		calculate("label", "jr:choice-name(${w}, '${w}')"),
		calculate("where", "concat(${w}, '@', instance('wards')/root/item[name = ${w}]/county)"),
	))
	p := start(t, f)
	require.Empty(t, p.Choices(p.where("w"), ""))
	p.answer("c", "kisumu")
	require.Equal(t, []string{"kajulu", "manyatta"}, values(p.Choices(p.where("w"), "")))
	require.Equal(t, forms.ViolationNotOffered, p.Answer(p.where("w"), "lodwar").Kind)
	p.answer("w", "manyatta")
	p.answer("m", "lodwar kajulu")
	require.Equal(t, "kajulu lodwar", p.value("m"))
	require.Equal(t, "manyatta@kisumu", p.value("where"))

	p.answer("c", "turkana")
	require.Empty(t, p.value("w"), "no longer offered")
	require.Equal(t, "lodwar", p.value("m"), "what is still offered stays")
	require.Equal(t, "@", p.value("where"), "and what reads it follows")
}

func TestCascadeWhileNotRelevant(t *testing.T) {
	t.Parallel()
	f := compile(t, definition(append(places(), plainList("yes_no", "yes", "no")),
		selectOne("go", "yes_no", initially("yes")),
		with(group("g", selectOne("c", "counties"), selectOne("w", "wards", filter("county = ${c}"))), relevant("${go} = 'yes'")),
	))
	p := start(t, f)
	p.answer("c", "kisumu")
	p.answer("w", "kajulu")
	p.answer("go", "no")
	p.answer("go", "yes")
	require.Equal(t, "kajulu", p.value("w"), "an answer survives a detour")
}

func TestCascadeInRepeat(t *testing.T) {
	t.Parallel()
	f := compile(t, definition(places(),
		repeat("r", selectOne("c", "counties"), selectOne("w", "wards", filter("county = ${c}")))))
	p := start(t, f)
	a, b := p.within(p.instances("r")[0]), p.add("r")
	a.answer("c", "kisumu")
	b.answer("c", "turkana")
	require.Equal(t, []string{"kajulu", "manyatta"}, values(a.Choices(a.where("w"), "")))
	require.Equal(t, []string{"lodwar"}, values(b.Choices(b.where("w"), "")))
	a.answer("w", "kajulu")
	b.answer("w", "lodwar")
	a.answer("c", "turkana")
	require.Empty(t, a.value("w"))
	require.Equal(t, "lodwar", b.value("w"))
}

func TestRank(t *testing.T) {
	t.Parallel()
	f := compile(t, definition([]*forms.ListDef{plainList("l", "a", "b", "c")}, rank("q", "l")))
	p := start(t, f)
	p.answer("q", "c a b")
	require.Equal(t, "c a b", p.value("q"), "in the person's order")
	for _, bad := range []string{"a b", "a b b", "a b c c", "a b d"} {
		require.Equal(t, forms.ViolationNotOffered, p.Answer(p.where("q"), bad).Kind, bad)
	}
}

func TestRandomize(t *testing.T) {
	t.Parallel()
	var items []string
	for i := range 20 {
		items = append(items, strconv.Itoa(i))
	}
	f := compile(t, definition([]*forms.ListDef{plainList("l", items...)},
		integer("seed", initially("42")),
		selectOne("seeded", "l", randomized("${seed}")),
		selectOne("free", "l", randomized("")),
		selectOne("even", "l", randomized(""), filter("name mod 2 = 0")),
		selectMany("many", "l", randomized("")),
	))
	p := start(t, f)
	for _, name := range []string{"seeded", "free"} {
		first := values(p.Choices(p.where(name), ""))
		require.Equal(t, first, values(p.Choices(p.where(name), "")), "stable")
		require.NotEqual(t, items, first)
		require.ElementsMatch(t, items, first)
	}
	require.Len(t, p.Choices(p.where("even"), ""), 10)
	before := values(p.Choices(p.where("seeded"), ""))
	p.answer("seed", "43")
	require.NotEqual(t, before, values(p.Choices(p.where("seeded"), "")))
	p.answer("many", "7 3")
	require.Equal(t, "3 7", p.value("many"), "kept in the order of the list")
}

func TestDataset(t *testing.T) {
	t.Parallel()
	def := definition(nil,
		selectOne("village", "", fromDataset("villages"), filter("list_name = 'v' and district = 'north'")),
		calculate("people", "pulldata('villages', 'people', 'name', ${village})"),
		calculate("none", "instance('missing')/root/item[1]/name"),
	)
	def.Datasets["villages"] = &forms.DatasetDef{
		ID: "villages", Columns: []string{"list_name", "name", "label", "district", "people"},
		Rows: [][]string{
			{"v", "a", "Ahero", "north", "120"},
			{"v", "b", "Bondo", "south", "80"},
			{"w", "c", "Chemelil", "north", "5"},
			{"v", "d", "Daraja", "north"},
		},
	}
	p := start(t, compile(t, def))
	require.Equal(t, []forms.Choice{{Value: "a", Label: "Ahero"}, {Value: "d", Label: "Daraja"}}, p.Choices(p.where("village"), ""))
	p.answer("village", "a")
	require.Equal(t, "120", p.value("people"))
	p.answer("village", "d")
	require.Empty(t, p.value("people"), "a short row")
	require.Empty(t, p.value("none"))
}

// A cascade over 5,000 places must not look at each: the filter goes through
// the list's index. The fastest of many tries is far below what a scan takes,
// however busy the machine is.
// A filter over an index reads the rows it finds and no others: what it costs
// does not grow with the list, here counted in the steps of an expression.
func TestLargeListIsIndexed(t *testing.T) {
	t.Parallel()
	p := start(t, largeList(t, 2500))
	p.answer("c", "c7")
	p.answer("v", "v7")
	require.Equal(t, []string{"v7", "v2507"}, values(p.Choices(p.where("v"), "")))
	found, err := p.OfferedWithin(p.where("v"), 100) // the list has 5,000 rows
	require.NoError(t, err)
	require.Equal(t, 2, found)
}

// largeList is 5,000 villages in so many counties.
func largeList(tb testing.TB, counties int) *forms.Form {
	tb.Helper()
	villages := make([][]string, 5000)
	names := make([]string, counties)
	for i := range names {
		names[i] = "c" + strconv.Itoa(i)
	}
	for i := range villages {
		villages[i] = []string{"v" + strconv.Itoa(i), names[i%counties]}
	}
	return compile(tb, definition(
		[]*forms.ListDef{plainList("counties", names...), list("villages", []string{"county"}, villages...)},
		selectOne("c", "counties"), selectOne("v", "villages", filter("county = ${c}"))))
}
