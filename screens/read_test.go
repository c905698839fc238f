// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

func read(s flows.Screen, typed string) flows.Input {
	return screens.Read(screens.System(), s, "en", typed, screens.Layout{})
}

func expect(kind flows.ExpectKind, labels ...string) flows.Screen {
	s := flows.Screen{Expect: flows.Expect{Kind: kind}}
	for _, l := range labels {
		s.Options = append(s.Options, flows.Option{Label: flows.Literal(l)})
	}
	return s
}

func why(key string, args ...string) flows.Input {
	return flows.Unreadable{Why: flows.Message(key, args...)}
}

func answer(value string) flows.Input { return flows.Answer{Value: value} }

func TestReadOne(t *testing.T) {
	t.Parallel()
	menu := expect(flows.ExpectOne, "Iron sheets", "Thatch", "Forêt", "2", "Same", "same")
	menu.Can = flows.CanBack | flows.CanHome | flows.CanSkip
	wrong := why("unreadable.choice", "6")
	tests := []struct {
		typed string
		want  flows.Input
	}{
		{"1", flows.Choose{Index: 0}},
		{" 6\n", flows.Choose{Index: 5}},
		{"2.", flows.Choose{Index: 1}},
		{"3)", flows.Choose{Index: 2}},
		{"٢", flows.Choose{Index: 1}},
		{"३", flows.Choose{Index: 2}},
		{"\u200b３\u2069", flows.Choose{Index: 2}},
		{"thatch", flows.Choose{Index: 1}},
		{"IRON  Sheets", flows.Choose{Index: 0}},
		{"foret", flows.Choose{Index: 2}},
		{"2", flows.Choose{Index: 1}}, // a position, never the label
		{"0", flows.Back{}},
		{"00", flows.Home{}},
		{"٠٠", flows.Home{}},
		{"99", flows.Skip{}},
		{"98", wrong}, // there is no more
		{"7", wrong},
		{"01", wrong},
		{"-1", wrong},
		{"1 2", wrong},
		{"6 or 7", wrong},
		{"same", wrong}, // two options say so
		{"that", wrong},
		{"1.0", wrong},
		{"12345678901234567890", wrong},
		{"\x00", wrong},
		{"", flows.Skip{}},
		{"  ", flows.Skip{}},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, read(menu, tt.typed), "%q", tt.typed)
	}
	menu.Can = 0
	for _, typed := range []string{"0", "00", "99", ""} {
		require.Equal(t, wrong, read(menu, typed), "%q is no key here", typed)
	}
}

func TestKeysAreTheChannels(t *testing.T) {
	t.Parallel()
	s := expect(flows.ExpectOne, strings.Split(strings.Repeat("x ", 12)+"x", " ")...)
	s.Can = flows.CanBack | flows.CanHome
	l := screens.Layout{Keys: screens.Keys{Back: "*", Home: "#", More: "9", Skip: ""}}
	got := func(typed string) flows.Input { return screens.Read(screens.System(), s, "en", typed, l) }
	require.Equal(t, flows.Back{}, got("*"))
	require.Equal(t, flows.Home{}, got("#"))
	require.Equal(t, why("unreadable.choice", "14"), got("0"))
	require.Equal(t, flows.Choose{Index: 7}, got("8"))
	require.Equal(t, why("unreadable.choice", "14"), got("9"), "a key is no number")
	require.Equal(t, flows.Choose{Index: 8}, got("10"))
	require.Contains(t, screens.Render(screens.System(), s, "en", l).Text.String(), "8 x\n10 x\n11 x")

	s.Options, s.Expect.Kind = s.Options[:9], flows.ExpectMany
	require.Equal(t, flows.ChooseMany{Indexes: []int{8}}, got("10"), "the ninth, not 1 and 0")
}

func TestReadMany(t *testing.T) {
	t.Parallel()
	chosen := func(i ...int) flows.Input { return flows.ChooseMany{Indexes: i} }
	wrong := why("unreadable.many")
	few := expect(flows.ExpectMany, "a", "b", "c", "d", "e", "f", "g", "h", "Maize")
	few.Can = flows.CanBack
	many := expect(flows.ExpectMany, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")
	tests := []struct {
		name, typed string
		screen      flows.Screen
		want        flows.Input
	}{
		{"spaces", "1 3 5", few, chosen(0, 2, 4)},
		{"commas", "1,3, 5", few, chosen(0, 2, 4)},
		{"stars", "1*3*5", few, chosen(0, 2, 4)},
		{"Arabic comma and digits", "١، ٣", few, chosen(0, 2)},
		{"digits in a row", "135", few, chosen(0, 2, 4)},
		{"one", "9", few, chosen(8)},
		{"a label", "maize", few, chosen(8)},
		{"in the order typed", "3 1", few, chosen(2, 0)},
		{"twice", "1 1", few, why("unreadable.repeated")},
		{"twice in a row", "113", few, why("unreadable.repeated")},
		{"one is not there", "1 0 3", few, wrong},
		{"a key by habit is not 9 and 8", "98", few, wrong},
		{"an explicit 9 and 8", "9 8", few, chosen(8, 7)},
		{"a word", "all", few, wrong},
		{"nothing", "", few, wrong},
		{"only signs", ",,", few, wrong},
		{"back", "0", few, flows.Back{}},
		{"two digits are one number", "11", many, chosen(10)},
		{"no digits in a row with two-digit options", "135", many, wrong},
		{"list with two digits", "1 11", many, chosen(0, 10)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, read(tt.screen, tt.typed))
		})
	}
}

func TestReadRank(t *testing.T) {
	t.Parallel()
	s := expect(flows.ExpectRank, "a", "b", "c")
	require.Equal(t, flows.ChooseMany{Indexes: []int{1, 0, 2}}, read(s, "2 1 3"))
	require.Equal(t, flows.ChooseMany{Indexes: []int{1, 0, 2}}, read(s, "213"))
	require.Equal(t, why("unreadable.rank"), read(expect(flows.ExpectRank), ""), "nothing to rank")
	for _, typed := range []string{"2 1", "1 2 2", "1 2 3 1", "4 1 2", "a", ""} {
		require.Equal(t, why("unreadable.rank"), read(s, typed), typed)
	}
}

func TestReadFree(t *testing.T) {
	t.Parallel()
	text := expect(flows.ExpectText)
	digits := flows.Screen{Expect: flows.Expect{Kind: flows.ExpectText, DigitsOnly: true}}
	integer := expect(flows.ExpectInteger)
	ranged := flows.Screen{Expect: flows.Expect{Kind: flows.ExpectDecimal, Min: "1", Max: "10", Step: "0.5"}}
	decimal := expect(flows.ExpectDecimal)
	point := expect(flows.ExpectGeopoint)
	reference := expect(flows.ExpectReference)
	number, real, notPoint := why("unreadable.number"), why("unreadable.decimal"), why("unreadable.geopoint")
	tests := []struct {
		name, typed string
		screen      flows.Screen
		want        flows.Input
	}{
		{"text as it is", "  O'Brien *384# \U0001F600 ", text, answer("O'Brien *384# \U0001F600")},
		{"keys are text", "0", text, answer("0")},
		{"more is text", "98", text, answer("98")},
		{"digits in text stay", "вул. ٣", text, answer("вул. ٣")},
		{"one line", "a\r\nb\tc", text, answer("a b c")},
		{"what cannot be seen goes", "A\u200bm\u202eina\x1b", text, answer("Amina")},
		{"composed", "Rene\u0301", text, answer("René")},
		{"nothing", " \u200b ", text, why("unreadable.empty")},
		{"lost letters", "Ren\xe9", text, why("unreadable.text")},
		{"too long", strings.Repeat("a", 2001), text, why("unreadable.long", "2000")},

		{"digits only", "007 12-34", digits, answer("0071234")},
		{"a phone number", "+254 (712) 345.678", digits, answer("+254712345678")},
		{"digits of a script", "०१२", digits, answer("012")},
		{"a letter among them", "12a", digits, why("unreadable.digits")},
		{"a plus alone", "+", digits, why("unreadable.digits")},

		{"zero children", "0", integer, answer("0")},
		{"age 98", "98", integer, answer("98")},
		{"age 99", "99", integer, answer("99")},
		{"zeros in front", "007", integer, answer("7")},
		{"negative", "-5", integer, answer("-5")},
		{"minus zero", "-0", integer, answer("0")},
		{"a minus sign", "−5", integer, answer("-5")},
		{"Persian digits", "۴۲", integer, answer("42")},
		{"18 digits", "123456789012345678", integer, answer("123456789012345678")},
		{"19 digits", "1234567890123456789", integer, number},
		{"a decimal", "1.0", integer, number},
		{"thousands", "1,000", integer, number},
		{"two numbers", "6 7", integer, number},
		{"words", "6 or 7", integer, number},
		{"an exponent", "1e3", integer, number},

		{"a point", "2.50", decimal, answer("2.50")},
		{"a comma", "2,5", decimal, answer("2.5")},
		{"a star", "2*5", decimal, answer("2.5")},
		{"the Arabic sign", "٢٫٥", decimal, answer("2.5")},
		{"no whole part", ".5", decimal, answer("0.5")},
		{"whole", "12", decimal, answer("12")},
		{"one and a half thousand?", "1,500", decimal, why("unreadable.thousands")},
		{"three decimals of nothing", "0,500", decimal, answer("0.500")},
		{"three decimals after a point", "1.500", decimal, answer("1.500")},
		{"two signs", "1,500.5", decimal, real},
		{"a sign at the end", "5.", decimal, real},
		{"only a sign", "-", decimal, real},
		{"infinity", "inf", decimal, real},
		{"hexadecimal", "0x1p-2", decimal, real},

		{"in range", "1.5", ranged, answer("1.5")},
		{"the end of the range", "10", ranged, answer("10")},
		{"out of range", "10.5", ranged, why("unreadable.range", "1", "10")},
		{"between steps", "1.7", ranged, why("unreadable.step", "1", "0.5")},

		{"latitude and longitude", "-1.2921 36.8219", point, answer("-1.2921 36.8219 0 0")},
		{"with a comma between", "-1.2921, 36.8219", point, answer("-1.2921 36.8219 0 0")},
		{"with a comma and no space", "-1.2921,36.8219", point, answer("-1.2921 36.8219 0 0")},
		{"with decimal commas", "-1,292 36,8219", point, answer("-1.292 36.8219 0 0")},
		{"too far north", "91 0", point, notPoint},
		{"too far east", "0 181", point, notPoint},
		{"one number", "12.5", point, notPoint},
		{"two commas or two numbers?", "1,2", point, notPoint},
		{"three numbers", "1 2 3", point, notPoint},

		{"a reference", "0123 4567-8901", reference, answer("012345678901")},
		{"a reference in other digits", "٠١٢٣٤٥٦٧٨٩٠١", reference, answer("012345678901")},
		{"a short reference", "01234567890", reference, why("unreadable.reference")},
		{"a word", "reference", reference, why("unreadable.reference")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, read(tt.screen, tt.typed))
			tt.screen.Can = flows.CanActions
			require.Equal(t, tt.want, read(tt.screen, tt.typed))
			require.Equal(t, flows.Actions{}, read(tt.screen, " 00"))
			require.NotEqual(t, flows.Actions{}, read(tt.screen, "0 0"))
			tt.screen.Expect.Optional = true
			require.Equal(t, flows.Skip{}, read(tt.screen, " "))
		})
	}
	require.Equal(t, answer("0"), read(integer, "00"), "without actions, everything is an answer")
}

func TestReadEthiopic(t *testing.T) {
	t.Parallel()
	integer := expect(flows.ExpectInteger)
	for typed, want := range map[string]string{
		"፩": "1", "፱": "9", "፲": "10", "፲፪": "12", "፺፱": "99", "፻": "100", "፻፩": "101", "፪፻፶": "250",
		"፲፱፻፺": "1990", "፳፻፲፰": "2018", "፼": "10000", "፪፼፫፻፬": "20304", "፼፼": "100000000", "-፭": "-5",
	} {
		require.Equal(t, answer(want), read(integer, typed), typed)
	}
	for _, typed := range []string{"፩፩", "፲፳", "፩፲", "፻፻", "፼፼፼፼፼፼"} {
		require.Equal(t, why("unreadable.number"), read(integer, typed), typed)
	}
	require.Equal(t, flows.Choose{Index: 11}, read(expect(flows.ExpectOne, make([]string, 12)...), "፲፪"))
	require.Equal(t, answer("1990-03-15"), read(expect(flows.ExpectDate), "፲፭ ፫ ፲፱፻፺"))
}

// TestReadOn is a text too long for one page: More reads on, and on a question
// the answer may come at any time.
func TestReadOn(t *testing.T) {
	t.Parallel()
	body := flows.Literal(strings.Repeat("word ", 60))
	note := flows.Screen{Body: body, Expect: flows.Expect{Kind: flows.ExpectContinue}, Can: flows.CanBack}
	require.Equal(t, flows.More{}, read(note, "1"))
	require.Equal(t, flows.More{}, read(note, "98"))
	require.Equal(t, flows.More{}, read(note, ""))
	require.Equal(t, flows.Back{}, read(note, "0"))
	note.Page, note.Expect.Optional = 2, true
	require.Equal(t, flows.Continue{}, read(note, ""), "an acknowledgement is not skipped by going on")
	require.Equal(t, flows.Continue{}, read(note, "1"))
	require.Equal(t, flows.Continue{}, read(note, "98"))

	age := flows.Screen{Body: body, Expect: flows.Expect{Kind: flows.ExpectInteger}, Can: flows.CanActions}
	require.Equal(t, flows.More{}, read(age, "98"))
	require.Equal(t, answer("35"), read(age, "35"))
	age.Page = 2
	require.Equal(t, answer("98"), read(age, "98"))

	end := flows.Screen{Body: body, End: true}
	require.Equal(t, flows.More{}, read(end, "98"))
	end.Page = 7
	require.Equal(t, flows.Continue{}, read(end, "98"))
}

// FuzzRead types anything at any screen.
func FuzzRead(f *testing.F) {
	for i, typed := range []string{"1", "00", "98", "1 3 5", "15031990", "-1.29 36.82", "\xff\x00\u202e", "٠", strings.Repeat("9", 5000), "6 መጋቢት 1982", "1-3 5", "2:30 pm", "1,500", "zone"} {
		f.Add(typed, byte(i), byte(i), 0xff, 2, "1", "10", "0.5")
	}
	f.Fuzz(func(t *testing.T, typed string, kind, can byte, page, options int, least, most, step string) {
		s := flows.Screen{
			Kind: flows.KindQuestion, Body: flows.Literal(typed), Can: flows.Can(can), Page: page, NoticePage: options, End: kind == 0,
			Expect: flows.Expect{
				Kind: flows.ExpectKind(kind % 14), Optional: can&1 != 0, DigitsOnly: can&2 != 0, YearOnly: can&4 != 0,
				MonthYear: can&8 != 0, Min: least, Max: most, Step: step, Sensitive: can&16 != 0,
				Calendar: []string{"", "ethiopian", "coptic", "islamic", "persian", "bikram-sambat", "buddhist"}[kind/14%7], Coarsest: flows.Precision(can / 64),
			},
		}
		for i := range min(max(options, 0), 200) {
			s.Options = append(s.Options, flows.Option{Label: flows.Literal(strings.Repeat(typed[:min(len(typed), 20)], i%3))})
		}
		switch in := screens.Read(screens.System(), s, "am", typed, screens.Layout{}).(type) {
		case nil:
			t.Fatal("no input")
		case flows.Choose:
			require.Less(t, in.Index, len(s.Options))
			require.False(t, s.Expect.Sensitive && in.Echo != "")
		case flows.Find:
			s.Find, s.Page = in.Text, 0
		case flows.ChooseMany:
			require.NotEmpty(t, in.Indexes)
			for _, i := range in.Indexes {
				require.Less(t, i, len(s.Options))
			}
		case flows.Answer:
			require.NotEmpty(t, in.Value)
			require.NotContains(t, in.Value, "\x1b")
			require.False(t, s.Expect.Sensitive && in.Echo != "")
			if k := s.Expect.Kind; k == flows.ExpectDate && in.Typing.Precision != flows.PrecisionAge || k == flows.ExpectDateTime {
				_, err := time.Parse(time.DateOnly, in.Value[:len(time.DateOnly)])
				require.NoError(t, err, in.Value)
			}
		case flows.Unreadable:
			require.NotEqual(t, in.Why.Key, screens.System().Text("am", in.Why))
			s.Notice = in.Why
		}
		page1 := screens.Render(screens.System(), s, "am", screens.Layout{})
		require.True(t, fitsLayout(page1.Text.String(), screens.Layout{Septets: 160, UCS2: 70}), page1.Text.String())
	})
}
