// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/dialform/dialform/forms"
)

// everything is a form in which most things that can depend on each other do.
func everything(tb testing.TB) *forms.Form {
	tb.Helper()
	lists := append(places(), plainList("yes_no", "yes", "no"))
	return compile(tb, definition(lists,
		selectOne("go", "yes_no"),
		integer("n", initially("1")),
		selectOne("c", "counties"),
		calculate("total", "sum(${x}) + count(${item}) + count(${member})"),
		with(group("g",
			text("a"),
			selectOne("w", "wards", filter("county = ${c}")),
			calculate("double", "concat(${a}, ${w}, ${total})"),
			counted("item", "${n} + string-length(${a})",
				integer("x", constraint(". < 90")),
				calculate("y", "concat(${x}, '/', position(..), '/', ${double})"),
				text("z", relevant("${x} > 10"), dynamically("concat('z', position(..))")),
			),
		), relevant("${go} != 'no'")),
		repeat("member",
			text("name"),
			selectMany("wards_of", "wards", filter("county = ${c}")),
			repeat("visit",
				integer("days"),
				calculate("sofar", "concat(${name}, ${days}, '#', position(../..), '.', position(..), ' ', sum(${x}))"),
				text("why", relevant("${days} > ${n}")),
			),
			calculate("stayed", "sum(${days})"),
			text("stamp", triggeredBy("name"), calculated("concat(${name}, random())")),
		),
		calculate("all", "concat(join(',', ${sofar}), ' ', join(',', ${why}), ' ', join(',', ${z}))"),
		calculate("lucky", "if(${go} = 'yes', once(uuid()), '')"),
	))
}

// step does something at random to an instance.
func step(t *rapid.T, p person) {
	ats := answerable(p.Instance)
	at := rapid.SampledFrom(ats).Draw(t, "at")
	n := &p.Form().Nodes[at.Node]
	if n.Kind == forms.Repeat {
		scopes := p.Repeats(at)
		if len(scopes) > 0 && rapid.Bool().Draw(t, "remove") {
			p.Remove(rapid.SampledFrom(scopes).Draw(t, "scope"))
		} else if len(scopes) < 4 {
			p.Add(at)
		}
		return
	}
	p.Answer(at, candidate(t, p.Instance, at, n))
}

// candidate is a value that may do, and now and then one that does not.
func candidate(t *rapid.T, in *forms.Instance, at forms.At, n *forms.Node) string {
	values := []string{"", "x"}
	switch {
	case n.Type == forms.Int:
		values = append(values, "0", "1", "2", "11", "20", "95")
	case n.Control == forms.Select1 || n.Control == forms.Select:
		all := ""
		for _, c := range in.Choices(at, "") {
			values = append(values, c.Value)
			all += c.Value + " "
		}
		values = append(values, all, "lodwar")
	default:
		values = append(values, "xy", "two words")
	}
	return rapid.SampledFrom(values).Draw(t, "value")
}

// answerable are all questions and repeats, relevant or not.
func answerable(in *forms.Instance) []forms.At {
	var ats []forms.At
	var visit func(node int, scope int32)
	visit = func(node int, scope int32) {
		n := &in.Form().Nodes[node]
		at := forms.At{Node: int32(node), Scope: scope}
		scopes := []int32{scope}
		if n.Kind == forms.Repeat {
			ats = append(ats, at)
			scopes = in.Repeats(at)
		}
		if n.Kind == forms.Question {
			ats = append(ats, at)
		}
		for _, s := range scopes {
			for i := node + 1; i < n.End; i = in.Form().Nodes[i].End {
				visit(i, s)
			}
		}
	}
	visit(0, 0)
	return ats
}

// A restored instance is the instance: it has the same record, and goes on in
// the same way.
func TestRestoredInstanceGoesOnTheSame(t *testing.T) {
	t.Parallel()
	f := everything(t)
	rapid.Check(t, func(t *rapid.T) {
		p := person{Instance: f.New(env())}
		for range rapid.IntRange(0, 25).Draw(t, "steps") {
			record := p.Append(nil)
			restored, err := f.Restore(record, env())
			require.NoError(t, err)
			require.Equal(t, record, restored.Append(nil))
			require.Equal(t, outline(p.Instance), outline(restored))
			if rapid.Bool().Draw(t, "change over") {
				p.Instance = restored
			}
			step(t, p)
		}
	})
}

// Recalculating only what an answer touches gives what recalculating everything
// gives.
func TestIncrementalEqualsFull(t *testing.T) {
	t.Parallel()
	f := everything(t)
	rapid.Check(t, func(t *rapid.T) {
		p := person{Instance: f.New(env())}
		for range rapid.IntRange(0, 25).Draw(t, "steps") {
			step(t, p)
			full, err := f.Restore(p.Append(nil), env())
			require.NoError(t, err)
			full.RecalculateAll()
			require.Equal(t, outline(full), outline(p.Instance))
			require.Equal(t, problems(full), problems(p.Instance))
		}
	})
}

func problems(in *forms.Instance) string { return fmt.Sprint(in.Problems()) }

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	f := everything(t)
	p := start(t, f)
	p.answer("go", "yes")
	p.add("member").answer("name", "Amina")
	record := p.Append(nil)
	_, err := f.Restore(record, env())
	require.NoError(t, err)

	_, err = household(t).Restore(record, env())
	require.ErrorIs(t, err, forms.ErrOtherForm)
	for _, version := range []byte{0, 1, record[0] + 1} {
		other := append([]byte(nil), record...)
		other[0] = version
		_, err = f.Restore(other, env())
		require.ErrorIs(t, err, forms.ErrCorruptRecord, "version %d", version)
	}
	_, err = f.Restore(append(record, 0), env())
	require.ErrorIs(t, err, forms.ErrCorruptRecord)
	for cut := range record {
		_, err = f.Restore(record[:cut], env())
		require.Error(t, err, "cut at %d", cut)
	}
}

// A record's number of scopes must not make Restore allocate at will.
func TestRestoreBoundsScopes(t *testing.T) {
	t.Parallel()
	f := household(t)
	record := f.New(env()).Append(nil)[:17]
	record = append(record, 0, 0, 0)
	record = binary.AppendUvarint(record, 1<<40)
	record = binary.AppendUvarint(record, 1)
	_, err := f.Restore(record, env())
	require.ErrorIs(t, err, forms.ErrCorruptRecord)
}

// long is a form of several pages of slots, one of which is read from another.
func long(tb testing.TB) *forms.Form {
	tb.Helper()
	nodes := []*forms.NodeDef{calculate("both", "concat(${q3}, ${q140})")}
	for i := range 150 {
		nodes = append(nodes, text(fmt.Sprintf("q%d", i)))
	}
	nodes = append(nodes, repeat("r", text("a"), text("b")))
	return mustForm(tb, nodes...)
}

// What is restored from a record, page by page, is what was never written: with
// short and long values, set, changed and cleared on any page.
func TestRestoredPagesHoldTheSame(t *testing.T) {
	t.Parallel()
	f := long(t)
	rapid.Check(t, func(t *rapid.T) {
		kept := person{Instance: f.New(env())}
		p := kept
		ats := answerable(kept.Instance)
		for range rapid.IntRange(0, 40).Draw(t, "steps") {
			at := rapid.SampledFrom(ats).Draw(t, "at")
			if f.Nodes[at.Node].Kind == forms.Repeat {
				continue
			}
			value := strings.Repeat("é", rapid.SampledFrom([]int{0, 1, 2, 63, 64, 5000}).Draw(t, "letters"))
			if rapid.Bool().Draw(t, "restore") {
				restored, err := f.Restore(p.Append(nil), env())
				require.NoError(t, err)
				p.Instance = restored
			}
			require.Equal(t, kept.Answer(at, value), p.Answer(at, value))
			require.Equal(t, kept.Append(nil), p.Append(nil))
		}
		require.Equal(t, outline(kept.Instance), outline(p.Instance))
	})
}

// No length in a record, however wrong, gives a value the bytes of another.
func TestRestoreChecksLengths(t *testing.T) {
	t.Parallel()
	f := mustForm(t, text("a"), text("b"), text("c"), text("d"), text("e"), text("f"), text("g"), text("h"), text("i"))
	p := start(t, f)
	for _, name := range strings.Split("abcdefghi", "") {
		p.answer(name, name+name)
	}
	record := p.Append(nil)
	lengths := bytes.Index(record, []byte("\x02\x02\x02\x02\x02\x02\x02\x02\x02"))
	require.Positive(t, lengths)
	for name, change := range map[string][]byte{
		"zero": {0, 4}, "too long": {2, 3}, "too short": {2, 1}, "endless": {0xff, 0xff}, "of another width": {0x82, 0},
		"beyond the record": {0xff, 0x7f},
	} {
		damaged := append([]byte(nil), record...)
		copy(damaged[lengths+2:], change)
		_, err := f.Restore(damaged, env())
		require.ErrorIs(t, err, forms.ErrCorruptRecord, name)
	}
	damaged := append([]byte(nil), record...)
	damaged[lengths-1] = 0x80 // a value of a slot that the form does not have
	_, err := f.Restore(damaged, env())
	require.ErrorIs(t, err, forms.ErrCorruptRecord)
}

func FuzzRestore(f *testing.F) {
	form, paged := everything(f), long(f)
	p := start(f, form)
	f.Add(p.Append(nil))
	p.answer("go", "yes")
	p.answer("n", "3")
	p.answer("c", "kisumu")
	p.add("member").add("visit").answer("days", "20")
	f.Add(p.Append(nil))
	p = start(f, paged)
	for i := range 150 {
		p.answer(fmt.Sprintf("q%d", i), strings.Repeat("x", i%9*20))
	}
	f.Add(p.Append(nil))
	f.Fuzz(func(t *testing.T, record []byte) {
		in, err := form.Restore(record, env())
		if errors.Is(err, forms.ErrOtherForm) {
			in, err = paged.Restore(record, env())
		}
		if err != nil {
			return
		}
		again, err := in.Form().Restore(in.Append(nil), env())
		require.NoError(t, err)
		require.Equal(t, outline(in), outline(again))
		for _, at := range answerable(in) {
			in.Answer(at, "2")
			in.Answer(at, "yes")
			if len(in.Repeats(at)) < 3 {
				in.Add(at)
			}
		}
		in.Problems()
		in.RecalculateAll()
	})
}

func FuzzParseTemplate(f *testing.F) {
	f.Add("Hello ${name}, ${")
	f.Fuzz(func(t *testing.T, s string) {
		var b strings.Builder
		for _, p := range forms.ParseTemplate(s, forms.Position{}) {
			require.NotEqual(t, p.Literal == "", p.Output.Text == "")
			b.WriteString(p.Literal + p.Output.Text)
		}
		require.Equal(t, s, b.String())
	})
}
