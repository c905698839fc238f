// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

// mixedUp is a form that is shown in another order than its nodes stand in.
func mixedUp(nodes ...*forms.OutlineDef) *forms.Definition {
	def := definition(nil,
		text("a"),
		with(group("g", text("b"), text("c")), label("Group")),
		with(repeat("r", text("d"), text("e")), label("r")),
		calculate("all", "concat(${a}, ${b}, ${c})"),
	)
	def.Outline = nodes
	return def
}

func shown(path string, items ...*forms.OutlineDef) *forms.OutlineDef {
	return &forms.OutlineDef{Node: path, Items: items}
}

func banner(label string, items ...*forms.OutlineDef) *forms.OutlineDef {
	return &forms.OutlineDef{Label: en(label), Items: items}
}

func TestOutline(t *testing.T) {
	t.Parallel()
	f := compile(t, mixedUp(
		shown("/data/r", banner("In ${d}", shown("/data/r/e")), shown("/data/r/d")),
		banner("Both", shown("/data/g/c"), shown("/data/a")),
		shown("/data/g", shown("/data/g/b")),
	))
	p := start(t, f)
	set := f.NodeSet(func(n *forms.Node) bool { return n.Kind == forms.Question || n.Kind == forms.Repeat })
	order := func(at forms.At) string {
		names := ""
		for at, ok := p.Next(set, at); ok; at, ok = p.Next(set, at) {
			names += f.Nodes[at.Node].Name + " "
		}
		return names
	}
	require.Equal(t, "r c a b ", order(forms.At{}))
	inside := p.within(p.instances("r")[0])
	require.Equal(t, "e d ", order(forms.At{Node: int32(f.Index("/data/r")), Scope: inside.scope}))

	inside.answer("d", "Asha")
	heading := func(p person, name string) string {
		label, place := p.Heading(p.where(name), "")
		return fmt.Sprint(label, " ", place)
	}
	require.Equal(t, "In Asha 0", heading(inside, "e"))
	require.Equal(t, "r 1", heading(inside, "d"))
	require.Equal(t, "Both 0", heading(p, "c"))
	require.Equal(t, "Both 0", heading(p, "a"))
	require.Equal(t, "Group 0", heading(p, "b"))
	require.Equal(t, f.GroupOf(p.where("a").Node), f.GroupOf(p.where("c").Node))
	require.NotEqual(t, f.GroupOf(p.where("b").Node), f.GroupOf(p.where("c").Node))

	p.answer("a", "1")
	p.answer("b", "2")
	p.answer("c", "3")
	require.Equal(t, "123", p.value("all"))
	require.Equal(t, "data a g b c r d e all meta instanceID ", walked(p.Instance), "data keeps its order")
}

func walked(in *forms.Instance) string {
	names := ""
	in.Walk(func(at forms.At, _ int) bool {
		names += in.Form().Nodes[at.Node].Name + " "
		return true
	})
	return names
}

// Expressions see the nodes in the order in which they stand, whatever is shown
// first.
func TestOutlineDoesNotChangeDocumentOrder(t *testing.T) {
	t.Parallel()
	def := definition(nil, text("a"), text("b"), repeat("r", text("c"), text("d")),
		calculate("joined", "join(' ', //d | /data/b | /data/a | //c)"), calculate("before", "count(/data/b/preceding-sibling::*)"))
	def.Outline = []*forms.OutlineDef{shown("/data/b"), shown("/data/r", shown("/data/r/d"), shown("/data/r/c")), shown("/data/a")}
	p := start(t, compile(t, def))
	inside := p.within(p.instances("r")[0])
	for _, name := range []string{"a", "b"} {
		p.answer(name, name)
	}
	for _, name := range []string{"c", "d"} {
		inside.answer(name, name)
	}
	require.Equal(t, "a b c d", p.value("joined"))
	require.Equal(t, "1", p.value("before"))
}

func TestOutlineIsChecked(t *testing.T) {
	t.Parallel()
	deep := shown("/data/a")
	for range 150 {
		deep = banner("x", deep)
	}
	all := []*forms.OutlineDef{shown("/data/g", shown("/data/g/b"), shown("/data/g/c")), shown("/data/r", shown("/data/r/d"), shown("/data/r/e"))}
	for _, tt := range []struct {
		name string
		more *forms.OutlineDef
		want string
	}{
		{"left out", banner("x"), "leaves out /data/a"},
		{"twice", banner("x", shown("/data/a"), shown("/data/a")), "shows /data/a twice"},
		{"unknown", banner("x", shown("/data/a"), shown("/data/z")), "shows /data/z, which is not in the form"},
		{"the root", banner("x", shown("/data/a"), shown("/data")), "shows /data, which is not in the form"},
		{"too deep", deep, "too many groups in each other"},
	} {
		_, found := forms.Compile(mixedUp(append(all[:2:2], tt.more)...))
		require.ErrorContains(t, found.Err(), tt.want, tt.name)
	}
}
