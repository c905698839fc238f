// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

func household(tb testing.TB) *forms.Form {
	tb.Helper()
	return mustForm(tb,
		text("place"),
		repeat("member",
			text("name"),
			integer("age"),
			calculate("nr", "position(..)"),
			calculate("tag", "concat(${place}, '/', ${name}, '/', ${nr}, ' of ', count(${member}))"),
			text("school", relevant("${age} < 18")),
		),
		calculate("size", "count(${member})"),
		calculate("ages", "sum(${age})"),
		calculate("names", "join(', ', ${name})"),
	)
}

func TestRepeat(t *testing.T) {
	t.Parallel()
	p := start(t, household(t))
	require.Len(t, p.instances("member"), 1, "one to begin with")
	a := p.within(p.instances("member")[0])
	b := p.add("member")
	require.Equal(t, "2", p.value("size"))

	p.answer("place", "Kisumu")
	a.answer("name", "Amina")
	a.answer("age", "34")
	b.answer("name", "Baraka")
	b.answer("age", "9")
	require.False(t, a.relevant("school"), "the same instance is meant")
	require.True(t, b.relevant("school"))
	require.Equal(t, "43", p.value("ages"))
	require.Equal(t, "Amina, Baraka", p.value("names"))
	require.Equal(t, "Kisumu/Amina/1 of 2", a.value("tag"))
	require.Equal(t, "Kisumu/Baraka/2 of 2", b.value("tag"))

	repeatAt, place := p.ScopeOf(b.scope)
	require.Equal(t, p.where("member"), repeatAt)
	require.Equal(t, 2, place)

	require.True(t, p.Remove(a.scope))
	require.Equal(t, []int32{b.scope}, p.instances("member"))
	require.Equal(t, "Kisumu/Baraka/1 of 1", b.value("tag"), "positions move up")
	require.Equal(t, "9", p.value("ages"))
	require.Equal(t, "1", p.value("size"))
	require.Empty(t, a.value("name"))
	require.False(t, p.Remove(a.scope))

	c := p.add("member")
	require.NotEqual(t, a.scope, c.scope, "numbers are not used again")
	require.True(t, p.Remove(b.scope))
	require.True(t, p.Remove(c.scope))
	require.Equal(t, "0", p.value("size"))
	require.True(t, p.relevant("member"), "an empty range")
}

func TestCountedRepeat(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		integer("n"),
		counted("child", "${n}", text("name"), calculate("nr", "position(..)")),
		calculate("names", "join(' ', ${name})"),
	)
	p := start(t, f)
	require.Empty(t, p.instances("child"))
	p.answer("n", "3")
	scopes := append([]int32(nil), p.instances("child")...)
	require.Len(t, scopes, 3)
	for i, name := range []string{"a", "b", "c"} {
		p.within(scopes[i]).answer("name", name)
	}
	require.Equal(t, "3", p.within(scopes[2]).value("nr"))
	require.Equal(t, "a b c", p.value("names"))
	require.Equal(t, int32(-1), p.Add(p.where("child")))
	require.False(t, p.Remove(scopes[0]))

	p.answer("n", "2")
	require.Equal(t, scopes[:2], p.instances("child"), "taken from the end")
	require.Equal(t, "a b", p.value("names"))
	p.answer("n", "-5")
	require.Empty(t, p.instances("child"))
	p.answer("n", "2000000000")
	require.Len(t, p.instances("child"), 1000, "bounded")
}

func TestNoAddRemove(t *testing.T) {
	t.Parallel()
	p := start(t, mustForm(t, with(repeat("r", text("a")), func(n *forms.NodeDef) { n.NoAddRemove = true })))
	require.Len(t, p.instances("r"), 1)
	require.Equal(t, int32(-1), p.Add(p.where("r")))
	require.False(t, p.Remove(p.instances("r")[0]))
}

func TestNestedRepeats(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		integer("limit"),
		repeat("house",
			text("street"),
			integer("rooms"),
			counted("room", "${rooms}",
				integer("beds"),
				calculate("id", "concat(${street}, '-', position(../..), '.', position(..))"),
				calculate("big", "${beds} > ${limit}"),
			),
			calculate("beds_here", "sum(${beds})"),
		),
		calculate("beds_all", "sum(${beds})"),
	)
	p := start(t, f)
	one, two := p.within(p.instances("house")[0]), p.add("house")
	one.answer("street", "A")
	two.answer("street", "B")
	one.answer("rooms", "2")
	two.answer("rooms", "1")
	rooms := append(one.instances("room"), two.instances("room")...)
	require.Len(t, rooms, 3)
	for i, beds := range []string{"1", "2", "4"} {
		p.within(rooms[i]).answer("beds", beds)
	}
	require.Equal(t, "3", one.value("beds_here"), "of the same house only")
	require.Equal(t, "4", two.value("beds_here"))
	require.Equal(t, "7", p.value("beds_all"))
	require.Equal(t, "A-1.2", p.within(rooms[1]).value("id"))
	require.Equal(t, "B-2.1", p.within(rooms[2]).value("id"))
	p.answer("limit", "3")
	require.Equal(t, "false", p.within(rooms[1]).value("big"))
	require.Equal(t, "true", p.within(rooms[2]).value("big"))

	require.True(t, p.Remove(one.scope))
	require.Equal(t, "4", p.value("beds_all"))
	require.Equal(t, "B-1.1", p.within(rooms[2]).value("id"))
	require.Empty(t, p.within(rooms[0]).value("beds"), "gone with its house")
}

func TestRepeatRelevance(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		selectOne("any", "yes_no"),
		with(repeat("r", text("a"), text("b", relevant("${a} = 'x'"))), relevant("${any} = 'yes'")),
		calculate("seen", "join(',', ${a})"),
	)
	p := start(t, f)
	require.False(t, p.relevant("r"))
	first := p.within(p.instances("r")[0])
	require.False(t, first.relevant("a"))
	p.answer("any", "yes")
	require.True(t, p.relevant("r"))
	first.answer("a", "x")
	require.True(t, first.relevant("b"))
	second := p.add("r")
	require.False(t, second.relevant("b"))
	second.answer("a", "y")
	require.Equal(t, "x,y", p.value("seen"))
	p.answer("any", "no")
	require.False(t, p.within(p.Add(p.where("r"))).relevant("a"), "added while not relevant")
	require.Equal(t, ",,", p.value("seen"))
	p.answer("any", "yes")
	require.Equal(t, "x,y,", p.value("seen"))
}

// A repeat as long as the last instance says so is how ODK's documentation
// writes an open end: the count depends on an answer in the repeat.
func TestIndefiniteCount(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		calculate("have", "count(${r})"),
		calculate("want", "if(${have} = 0 or ${r}[position() = ${have}]/more = 'yes', ${have} + 1, ${have})"),
		counted("r", "${want}", selectOne("more", "yes_no")),
	)
	p := start(t, f)
	require.Len(t, p.instances("r"), 1)
	for n := 1; n < 4; n++ {
		p.within(p.instances("r")[n-1]).answer("more", "yes")
		require.Len(t, p.instances("r"), n+1)
	}
	p.within(p.instances("r")[3]).answer("more", "no")
	require.Len(t, p.instances("r"), 4)
}

// Each instance reads the one before it.
func TestRunningTotal(t *testing.T) {
	t.Parallel()
	f := mustForm(t, repeat("r", integer("x"),
		calculate("total", "number(${x}) + coalesce(../../r[position() = position(current()/..) - 1]/total, 0)")))
	p := start(t, f)
	p.add("r")
	p.add("r")
	scopes := p.instances("r")
	for i, x := range []string{"1", "10", "100"} {
		p.within(scopes[i]).answer("x", x)
	}
	require.Equal(t, "111", p.within(scopes[2]).value("total"))
	p.within(scopes[0]).answer("x", "2")
	require.Equal(t, "112", p.within(scopes[2]).value("total"))
	require.True(t, p.Remove(scopes[0]))
	require.Equal(t, "110", p.within(scopes[2]).value("total"))
}

// A form that never settles is stopped and can still be answered.
func TestEndlessCountIsStopped(t *testing.T) {
	t.Parallel()
	f := mustForm(t, text("a"), counted("r", "count(${r}) + 1", text("b")))
	p := start(t, f)
	p.answer("a", "x")
	require.Equal(t, "x", p.value("a"))
}

// indexed-repeat() from outside picks one instance.
func TestIndexedRepeat(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		repeat("r", text("x")),
		integer("which"),
		calculate("it", "indexed-repeat(${x}, ${r}, ${which})"),
	)
	p := start(t, f)
	a, b := p.within(p.instances("r")[0]), p.add("r")
	a.answer("x", "A")
	b.answer("x", "B")
	p.answer("which", "2")
	require.Equal(t, "B", p.value("it"))
	b.answer("x", "C")
	require.Equal(t, "C", p.value("it"))
	require.True(t, p.Remove(a.scope))
	require.Empty(t, p.value("it"))
}

// indexed-repeat() means all instances also inside the repeat.
func TestIndexedRepeatInside(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		repeat("r", text("x"), calculate("before", "indexed-repeat(${x}, ${r}, position(..) - 1)"),
			calculate("first", "indexed-repeat(${x}, ${r}, 1)")),
		calculate("second", "indexed-repeat(${x}, ${r}, 2)"),
	)
	p := start(t, f)
	a, b := p.within(p.instances("r")[0]), p.add("r")
	a.answer("x", "A")
	b.answer("x", "B")
	require.Equal(t, "B", p.value("second"))
	require.Equal(t, "A", b.value("first"))
	require.Equal(t, "A", b.value("before"))
	require.Empty(t, a.value("before"))
	a.answer("x", "Z")
	require.Equal(t, "Z", b.value("before"))
	require.True(t, p.Remove(a.scope))
	require.Equal(t, "B", b.value("first"))
	require.Empty(t, b.value("before"))
	require.Empty(t, p.value("second"))
}
