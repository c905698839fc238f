// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

func TestRelevance(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		selectOne("consent", "yes_no"),
		with(group("g",
			integer("age"),
			text("school", relevant("${age} < 18")),
			calculate("double", "${age} * 2"),
		), relevant("${consent} = 'yes'")),
		calculate("seen", "concat('[', ${age}, ']', ${double})"),
	)
	p := start(t, f)
	require.False(t, p.relevant("g"))
	require.False(t, p.relevant("age"), "inherited")
	require.Equal(t, "[]", p.value("seen"))

	p.answer("consent", "yes")
	require.True(t, p.relevant("age"))
	require.False(t, p.relevant("school"), "an empty age is no number below 18")
	p.answer("age", "12")
	require.True(t, p.relevant("school"))
	p.answer("school", "Uhuru")
	require.Equal(t, "24", p.value("double"))
	require.Equal(t, "[12]24", p.value("seen"))

	p.answer("consent", "no")
	require.Empty(t, p.value("age"))
	require.Empty(t, p.value("double"))
	require.Equal(t, "[]", p.value("seen"), "not relevant reads as empty")
	require.False(t, p.relevant("school"))

	p.answer("consent", "yes")
	require.Equal(t, "12", p.value("age"), "kept in memory")
	require.Equal(t, "Uhuru", p.value("school"))
	require.Equal(t, "[12]24", p.value("seen"))
}

func TestCalculationOrder(t *testing.T) {
	t.Parallel()
	// Written against the direction in which they must run.
	f := mustForm(t,
		calculate("d", "${c} + 1"), calculate("c", "${b} + ${a}"), calculate("b", "${a} * 10"), integer("a"),
		text("last", relevant("${d} > 20"), readOnly("${d} = 23"), required("${d} = 34")),
	)
	p := start(t, f)
	p.answer("a", "2")
	require.Equal(t, "23", p.value("d"))
	require.True(t, p.relevant("last"))
	require.True(t, p.ReadOnly(p.where("last")))
	require.False(t, p.Required(p.where("last")))
	p.answer("a", "3")
	require.Equal(t, "34", p.value("d"))
	require.False(t, p.ReadOnly(p.where("last")))
	require.True(t, p.Required(p.where("last")))
	p.answer("a", "")
	require.False(t, p.relevant("last"))
}

// A group whose relevance reads what is in it finds nothing there: clients of
// ODK decide it before they look inside.
func TestRelevanceByWhatIsInside(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		with(group("inputs", text("source", initially("user")), text("other")), relevant("./source = 'user'")),
		with(group("shown", text("kind", initially("task"))), relevant("./kind != 'task'")),
		calculate("seen", "concat('[', ${source}, ${kind}, ']')"),
	)
	p := start(t, f)
	require.False(t, p.relevant("inputs"))
	require.False(t, p.relevant("other"))
	require.True(t, p.relevant("shown"))
	require.Equal(t, "[task]", p.value("seen"))
	p.answer("kind", "other")
	require.True(t, p.relevant("shown"))
}

// What a calculation reads may change while nobody can see it.
func TestCalculationWakesUp(t *testing.T) {
	t.Parallel()
	f := compile(t, definition(append(places(), plainList("yes_no", "yes", "no")),
		selectOne("go", "yes_no", initially("yes")), integer("a"), selectOne("c", "counties"),
		with(group("g",
			calculate("double", "${a} * 2"),
			selectOne("w", "wards", filter("county = ${c}")),
		), relevant("${go} = 'yes'")),
		calculate("seen", "concat(${double}, ${w})"),
	))
	p := start(t, f)
	p.answer("a", "4")
	p.answer("c", "kisumu")
	p.answer("w", "kajulu")
	require.Equal(t, "8kajulu", p.value("seen"))
	p.answer("go", "no")
	p.answer("a", "5")
	p.answer("c", "turkana")
	require.Empty(t, p.value("seen"))
	p.answer("go", "yes")
	require.Equal(t, "10", p.value("double"))
	require.Empty(t, p.value("w"), "no longer offered")
	require.Equal(t, "10", p.value("seen"))
}

// Every unit runs once for an answer, after all that it reads: a number that is
// drawn at the end of many ways is drawn once.
func TestEachUnitRunsOnce(t *testing.T) {
	t.Parallel()
	direct := mustForm(t, integer("a"), calculate("end", "concat(${a}, random())"))
	roundabout := mustForm(t,
		integer("a"),
		calculate("end", "concat(substring-before(concat(${d}, '.', ${c}, ${b}), '.'), random())"),
		calculate("d", "${b} + ${c} - 2 * ${b}"),
		calculate("c", "${b} + ${a}"),
		calculate("b", "${a} + 1"),
	)
	p, q := start(t, direct), start(t, roundabout)
	for _, v := range []string{"1", "2", "3"} {
		p.answer("a", v)
		q.answer("a", v)
		require.Equal(t, p.value("end")[1:], q.value("end")[len(q.value("d")):])
	}
}

func TestDocumentOrder(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		text("first"),
		repeat("r", text("x"), repeat("s", text("y")), text("z")),
		text("last"),
		calculate("all", "join(' ', /data/last | /data/r/s/y | /data/r/z | /data/r/x | /data/first)"),
		calculate("next", "/data/r[1]/following-sibling::r[1]/x"),
		calculate("before", "/data/last/preceding-sibling::*[1]/z"),
		calculate("texts", "count(//text())"),
	)
	p := start(t, f)
	one, two := p.within(p.instances("r")[0]), p.add("r")
	three := one.add("s") // a scope made late that stands early
	one.answer("x", "1x")
	one.answer("z", "1z")
	two.answer("x", "2x")
	two.answer("z", "2z")
	one.within(one.instances("s")[0]).answer("y", "1y1")
	three.answer("y", "1y2")
	two.within(two.instances("s")[0]).answer("y", "2y1")
	p.answer("last", "l")
	p.answer("first", "f")
	require.Equal(t, "f 1x 1y1 1y2 1z 2x 2y1 2z l", p.value("all"))
	require.Equal(t, "2x", p.value("next"))
	require.Equal(t, "2z", p.value("before"))
}

func TestCalculationTypes(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		integer("a"),
		calculate("int", "${a} div 2", typed(forms.Int)),
		calculate("dec", "${a} div 2", typed(forms.Decimal)),
		calculate("text", "${a} div 2"),
		calculate("day", "now()", typed(forms.Date)),
		calculate("nothing", "'x'", typed(forms.Int)),
	)
	p := start(t, f)
	p.answer("a", "7")
	require.Equal(t, "3", p.value("int"))
	require.Equal(t, "3.5", p.value("dec"))
	require.Equal(t, "3.5", p.value("text"))
	require.Equal(t, "2026-11-20", p.value("day"))
	require.Empty(t, p.value("nothing"))
}

func TestReadOnlyIsInherited(t *testing.T) {
	t.Parallel()
	f := mustForm(t, selectOne("locked", "yes_no"), with(group("g", text("a")), readOnly("${locked} = 'yes'")))
	p := start(t, f)
	p.answer("a", "x")
	p.answer("locked", "yes")
	require.True(t, p.ReadOnly(p.where("a")))
	require.Equal(t, forms.ViolationReadOnly, p.Answer(p.where("a"), "y").Kind)
	require.Equal(t, "x", p.value("a"))
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		text("static", initially("plain ${x}")),
		integer("number", initially("007")),
		text("dynamic", dynamically("concat(${static}, '!')")),
		text("second", dynamically("concat(${dynamic}, '?')")),
		calculate("after", "concat('<', ${second}, '>')"),
		repeat("r", text("inside", dynamically("concat('nr ', position(..))"))),
	)
	p := start(t, f)
	require.Equal(t, "plain ${x}", p.value("static"))
	require.Equal(t, "7", p.value("number"))
	require.Equal(t, "plain ${x}!", p.value("dynamic"))
	require.Equal(t, "plain ${x}!?", p.value("second"), "defaults see the ones before")
	require.Equal(t, "<plain ${x}!?>", p.value("after"))
	require.Equal(t, "nr 1", p.within(p.instances("r")[0]).value("inside"))
	p.answer("static", "other")
	require.Equal(t, "plain ${x}!", p.value("dynamic"), "set once")
	require.Equal(t, "nr 2", p.add("r").value("inside"))
}

func TestTriggers(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		text("a"), text("b"), integer("rate"),
		calculate("stamp", "concat(${a}, ${rate})", triggeredBy("a", "b")),
		text("cleared", triggeredBy("b")),
		calculate("copy", "concat('=', ${stamp})"),
		repeat("r", text("q"), text("own", triggeredBy("q"), calculated("concat('own ', ${q})")),
			text("all", triggeredBy("a"), calculated("concat('all ', ${a})"))),
	)
	p := start(t, f)
	require.Empty(t, p.value("stamp"), "not at the start")
	p.answer("rate", "5")
	require.Empty(t, p.value("stamp"), "not with what it reads")
	p.answer("cleared", "x")
	p.answer("a", "A")
	require.Equal(t, "A5", p.value("stamp"))
	require.Equal(t, "=A5", p.value("copy"))
	p.answer("rate", "6")
	require.Equal(t, "A5", p.value("stamp"))
	p.answer("b", "B")
	require.Equal(t, "A6", p.value("stamp"))
	require.Empty(t, p.value("cleared"), "a trigger without a calculation clears")

	first, second := p.within(p.instances("r")[0]), p.add("r")
	second.answer("q", "Q")
	require.Empty(t, first.value("own"))
	require.Equal(t, "own Q", second.value("own"))
	p.answer("a", "Z")
	require.Equal(t, "all Z", first.value("all"))
	require.Equal(t, "all Z", second.value("all"))
}

func TestPreloads(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		value("start", typed(forms.DateTime), preload("timestamp", "start")),
		value("end", typed(forms.DateTime), preload("timestamp", "end")),
		value("today", typed(forms.Date), preload("date", "today")),
		value("deviceid", preload("property", "deviceid")),
		value("username", preload("property", "username")),
		value("phonenumber", preload("property", "phonenumber")),
		value("email", preload("property", "email")),
		value("subscriber", preload("property", "subscriberid")),
		calculate("who", "concat(${username}, ' ', ${phonenumber})"),
		calculate("took", "if(${end} = '', 'open', 'closed')"),
	)
	p := start(t, f)
	require.Equal(t, "2026-11-20T10:30:00.000+03:00", p.value("start"))
	require.Empty(t, p.value("end"))
	require.Equal(t, "2026-11-20", p.value("today"))
	require.Equal(t, "kiosk-1", p.value("deviceid"))
	require.Equal(t, "a@example.org", p.value("email"))
	require.Empty(t, p.value("subscriber"))
	require.Equal(t, "amina +254700000001", p.value("who"))
	require.Equal(t, "open", p.value("took"))

	p.Finish(env().Now.Add(90 * time.Second))
	require.Equal(t, "2026-11-20T10:31:30.000+03:00", p.value("end"))
	require.Equal(t, "closed", p.value("took"))
	require.Equal(t, "2026-11-20T10:30:00.000+03:00", p.value("start"))
}

func TestMetadata(t *testing.T) {
	t.Parallel()
	def := definition(nil, text("name"))
	def.InstanceName = src("concat('Household of ', ${name})")
	p := start(t, compile(t, def))
	require.Equal(t, env().InstanceID, p.InstanceID())
	require.Equal(t, "Household of ", p.InstanceName())
	p.answer("name", "Amina")
	require.Equal(t, "Household of Amina", p.InstanceName())

	unnamed := env()
	unnamed.InstanceID = ""
	in := mustForm(t, text("a")).New(unnamed)
	require.Regexp(t, `^uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, in.InstanceID())
	require.Empty(t, in.InstanceName())
}

func TestRandomIsDeterministic(t *testing.T) {
	t.Parallel()
	f := mustForm(t, text("go"),
		calculate("r", "if(${go} = '', 0, random())"), calculate("u", "if(${go} = '', '', uuid())"),
		calculate("fixed", "once(random())"))
	p, q := start(t, f), start(t, f)
	fixed := p.value("fixed")
	seen := map[string]bool{}
	for _, v := range []string{"a", "b", "c"} {
		p.answer("go", v)
		q.answer("go", v)
		require.Equal(t, outline(p.Instance), outline(q.Instance))
		require.Equal(t, fixed, p.value("fixed"), "once")
		require.False(t, seen[p.value("r")] || seen[p.value("u")], "each draw is new")
		seen[p.value("r")], seen[p.value("u")] = true, true
	}
	other := env()
	other.Seed = 8
	require.NotEqual(t, fixed, f.New(other).Value(p.where("fixed")))
}

func TestUnknownPlaces(t *testing.T) {
	t.Parallel()
	f := mustForm(t, text("a"), repeat("r", text("b")))
	p := start(t, f)
	for _, at := range []forms.At{
		{Node: -1}, {Node: 99}, {Node: 1, Scope: 1}, {Node: 1, Scope: -1}, {Node: 1, Scope: 77}, {Node: 3, Scope: 0},
	} {
		require.Empty(t, p.Value(at))
		require.False(t, p.Relevant(at))
		require.False(t, p.ReadOnly(at))
		require.False(t, p.Required(at))
		require.Empty(t, p.Label(at, ""))
		require.Empty(t, p.Short(at, ""))
		require.Empty(t, p.Hint(at, ""))
		require.Empty(t, p.Choices(at, ""))
		require.Empty(t, p.Repeats(at))
		require.Equal(t, int32(-1), p.Add(at))
		require.False(t, p.Answer(at, "x").OK())
		require.False(t, p.Check(at, "x").OK())
	}
	require.False(t, p.Remove(0))
	require.False(t, p.Remove(99))
	require.False(t, p.Remove(-1))
}
