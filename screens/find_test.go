// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// villages is a long list, with the villages named at the end.
func villages(names ...string) flows.Screen {
	s := flows.Screen{
		Kind: flows.KindQuestion, Body: flows.Literal("Which village?"),
		Expect: flows.Expect{Kind: flows.ExpectOne}, Can: flows.CanBack | flows.CanHome,
	}
	for i := range 25 {
		s.Options = append(s.Options, flows.Option{Label: flows.Literal(fmt.Sprintf("Zone %c", 'A'+i))})
	}
	for _, name := range names {
		s.Options = append(s.Options, flows.Option{Label: flows.Literal(name)})
	}
	return s
}

func TestReadLetters(t *testing.T) {
	t.Parallel()
	list := villages("Bo", "Bombali", "Bonthe", "Kenema Nord", "Kénéma Sud", "Murang'a", "Port-Loko",
		"ደብረ ብርሃን", "ደብረ ማርቆስ", "أم درمان", "काठमाडौँ", "कीर्तिपुर", "Same", "Same", "Øresund", "2nd Mile")
	found := func(i int, echo string) flows.Input {
		return flows.Choose{Index: 25 + i, Echo: echo}
	}
	narrowed := func(text string) flows.Input { return flows.Find{Text: text} }
	nothing := why("unreadable.not_found")
	tests := []struct {
		name, typed string
		want        flows.Input
	}{
		{"a whole label", "bo", flows.Choose{Index: 25}},
		{"first letters of one", "bom", found(1, "Bombali")},
		{"first letters of several", "ken", narrowed("ken")},
		{"no accents", "kenema s", found(4, "Kénéma Sud")},
		{"other accents", "KÈNEMA N", found(3, "Kenema Nord")},
		{"no apostrophe", "muranga", flows.Choose{Index: 30}},
		{"another apostrophe", "murang’a", flows.Choose{Index: 30}},
		{"a space for a hyphen", "port l", found(6, "Port-Loko")},
		{"letters of their own", "oresund", flows.Choose{Index: 39}},
		{"Ethiopic", "ደብረ ማ", found(8, "ደብረ ማርቆስ")},
		{"Ethiopic of several", "ደብረ", narrowed("ደብረ")},
		{"Arabic without the hamza", "ام", found(9, "أم درمان")},
		{"Devanagari vowel signs are letters", "क", narrowed("क")},
		{"Devanagari", "का", found(10, "काठमाडौँ")},
		{"two that are the same", "same", narrowed("same")},
		{"a digit within", "2nd", found(15, "2nd Mile")},

		{"a wrong letter in a whole label", "bumbali", found(1, "Bombali")},
		{"a letter missing", "bobali", found(1, "Bombali")},
		{"a letter too many", "bommbali", found(1, "Bombali")},
		{"two letters swapped", "obmbali", found(1, "Bombali")},
		{"a slip in the first letters is only listed", "bont", found(2, "Bonthe")},
		{"so is this one", "bunt", narrowed("bunt")},
		{"two slips", "bumbuli", nothing},
		{"too short for a slip", "xo", nothing},
		{"nothing", "qqq", nothing},
		{"signs only", "!?", nothing},

		{"a number", "26", flows.Choose{Index: 25}},
		{"a number that is not there", "77", why("unreadable.choice", "41")},
		{"a key", "00", flows.Home{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, read(list, tt.typed))
			narrow := list
			narrow.Find = "ken"
			require.Equal(t, tt.want, read(narrow, tt.typed), "every option, whichever are shown")
		})
	}

	secret := list
	secret.Expect.Sensitive = true
	require.Equal(t, flows.Choose{Index: 26}, read(secret, "bom"))
	short := list
	short.Options = list.Options[10:30]
	require.Equal(t, why("unreadable.choice", "20"), read(short, "bom"), "a list of twenty is only counted through")
	menu := list
	menu.Kind = flows.KindMenu
	require.Equal(t, why("unreadable.choice", "41"), read(menu, "bom"))
}

func TestListByFirstLetters(t *testing.T) {
	t.Parallel()
	list := villages("Kenema Nord", "Kénéma Sud")
	text := func(s flows.Screen) string {
		return screens.Render(screens.System(), s, "en", screens.Layout{}).Text.String()
	}
	require.Contains(t, text(list), "Which village? (number or first letters)\n1 Zone A\n")
	list.Can = 0
	for find, want := range map[string]string{
		"ken":      "26 Kenema Nord\n27 Kénéma Sud\n0 Back",
		"kne":      "26 Kenema Nord\n27 Kénéma Sud\n0 Back", // none begins so; these nearly do
		"kenema s": "27 Kénéma Sud\n0 Back",
	} {
		list.Find = find
		require.Equal(t, "Which village? (number or first letters)\n"+want, text(list), find)
		require.Contains(t, screens.Linear(screens.System(), list, "en", screens.Layout{}).String(), want)
	}
	require.Equal(t, flows.Back{}, read(list, "0"), "to the whole list")
	list.Find = "gone"
	require.Contains(t, text(list), "1 Zone A\n", "a list that changed is shown whole")
}

func TestReadSpans(t *testing.T) {
	t.Parallel()
	said := func(echo string, i ...int) flows.Input {
		return flows.ChooseMany{Indexes: i, Echo: echo}
	}
	wrong := why("unreadable.many")
	few := expect(flows.ExpectMany, "a", "b", "c", "d", "e")
	long := expect(flows.ExpectMany, make([]string, 110)...)
	tests := []struct {
		name, typed string
		screen      flows.Screen
		want        flows.Input
	}{
		{"a span", "1-3", few, said("1 2 3", 0, 1, 2)},
		{"with spaces", "1 - 3", few, said("1 2 3", 0, 1, 2)},
		{"with another dash", "1–3", few, said("1 2 3", 0, 1, 2)},
		{"and more", "1-2, 5", few, said("1 2 5", 0, 1, 4)},
		{"two spans", "1-2 4-5", few, said("1 2 4 5", 0, 1, 3, 4)},
		{"over the keys", "96-101", long, said("96 97 100 101", 95, 96, 97, 98)},
		{"down", "3-1", few, wrong},
		{"of one", "3-3", few, wrong},
		{"open", "1-", few, wrong},
		{"negative", "-3", few, wrong},
		{"of three", "1-3-5", few, wrong},
		{"too far", "3-6", few, wrong},
		{"twice", "1-3 2", few, why("unreadable.repeated")},
		{"no span of ranks", "1-5", expect(flows.ExpectRank, "a", "b", "c", "d", "e"), why("unreadable.rank")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, read(tt.screen, tt.typed))
		})
	}
}
