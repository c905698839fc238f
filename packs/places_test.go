// SPDX-License-Identifier: Apache-2.0

package packs_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/packs"
)

const placesCSV = `code,parent,name,name::Swahili (sw),alias,from,to,level
KL,,Kilimanjaro,,,,,region
KG,,Kigoma,,,,,region
KL-M,KL,Mwanga,,,,,district
KG-M,KG,Mwanga,,,,,district
KL-M-1,KL-M,Kileo,,Kileo Chini|Kwa Mzungu,,,village
KL-M-2,KL-M,Lembeni,Lembeni (sw),,,,village
KL-M-3,KL-M,Kivisini,,,,2020-12-31,village
KL-M-4,KL-M,Kivulini,,,2021-01-01,,village
other,,Not on this list,Haipo kwenye orodha,,,,
`

// english is a form's only language.
var english = forms.Language{Name: "default", Tag: "en"}

func readPlaces(t testing.TB, data string) *packs.Places {
	t.Helper()
	p, found := packs.ReadPlaces("places.csv", []byte(data))
	require.Empty(t, found)
	return p
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	p := readPlaces(t, placesCSV)
	labels := func(lang forms.Language) (out []string) {
		for row := range 9 {
			out = append(out, p.Label(row, lang))
		}
		return out
	}
	require.Equal(t, []string{
		"Kilimanjaro", "Kigoma", "Mwanga, Kilimanjaro", "Mwanga, Kigoma", "Kileo", "Lembeni", "Kivisini", "Kivulini", "Not on this list",
	}, labels(english), "namesakes are told apart by the place around them")
	swahili := labels(forms.Language{Name: "Kiswahili", Tag: "sw"})
	require.Equal(t, "Lembeni (sw)", swahili[5])
	require.Equal(t, "Kileo", swahili[4], "a name that a language lacks is another one's")

	find := func(typed string) []int {
		rows, _ := p.Find(typed, english)
		return rows
	}
	require.Equal(t, []int{2, 3}, find("mwanga"))
	require.Equal(t, []int{4}, find("kwa mz"), "by an alias")
	require.Equal(t, []int{5}, find("lenbeni"), "with a slip")

	require.False(t, p.Current(6, "2026-11-20"))
	require.True(t, p.Current(6, "2020-12-31"), "the last day is one of it")
	require.False(t, p.Current(7, "2020-12-31"))
	require.True(t, p.Current(7, "2021-01-01"))
	require.True(t, p.Current(0, "1900-01-01"))
}

// What spreadsheet programs of some countries write is read, too.
func TestPlacesOfSpreadsheets(t *testing.T) {
	t.Parallel()
	p := readPlaces(t, "\ufeffcode;name\r\n1;Bo \r\n2;\"Bo; West\"\r\n")
	require.Equal(t, "Bo", p.Label(0, english))
	require.Equal(t, "Bo; West", p.Label(1, english))
}

func TestPlacesAreReadStrictly(t *testing.T) {
	t.Parallel()
	const head = "code,parent,name,from,to\n"
	tests := []struct {
		name, data, want string
	}{
		{"no header", "", `places.csv:1: there is no header`},
		{"no codes", "name\nBo\n", `places.csv:1: there is no column "code"`},
		{"no names", "code\nBo\n", `places.csv:1: there is no column of names`},
		{"another column", "code,name,title\n", `places.csv:1: there is no column "title"`},
		{"a column twice", "code,name,code\n", `places.csv:1: column code: there are two columns "code"`},
		{"no code", head + ",,Bo\n", `places.csv:2: column code: the place has no code`},
		{"a space in a code", head + "B o,,Bo\n", `places.csv:2: column code: the code "B o" has a space`},
		{"a code twice", head + "1,,Bo\n\n1,,Kenema\n", `places.csv:4: column code: the code "1" is that of line 2 too`},
		{"no name", head + "1,,\n", `places.csv:2: column name: the place has no name`},
		{"an unknown parent", head + "1,9,Bo\n", `places.csv:2: column parent: there is no place "9"`},
		{"within itself", head + "1,1,Bo\n", `places.csv:2: column parent: "1" lies within itself`},
		{"in a circle", head + "1,2,Bo\n2,1,Kenema\n", `places.csv:2: column parent: "1" lies within itself`},
		{"no day", head + "1,,Bo,2020\n", `places.csv:2: column from: "2020" is no day`},
		{"no such day", head + "1,,Bo,,2021-02-29\n", `places.csv:2: column to: "2021-02-29" is no day`},
		{"the end first", head + "1,,Bo,2021-01-01,2020-12-31\n", `places.csv:2: column to: the place ends before it begins`},
		{"too many cells", head + "1,,Bo,,,x\n", `places.csv:2: there are 6 cells for 5 columns`},
		{"a control character", head + "1,,B\x1bo\n", `places.csv:2: column name: there is a control character`},
		{"no csv", head + "1,,\"Bo\n", `this line is no csv`},
		{"a stray quotation mark", head + "1\"0", `this line is no csv`},
		{"a line within a name", head + "1,,\"Bo\nWest\"\n2,9,Bo\n", `places.csv:4: column parent: there is no place "9"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, found := packs.ReadPlaces("places.csv", []byte(tt.data))
			require.Nil(t, p)
			require.Contains(t, fmt.Sprint(found), tt.want)
			for _, f := range found {
				require.NotEmpty(t, f.Hint)
				require.NotContains(t, f.Msg, "\x1b")
			}
		})
	}
	_, found := packs.ReadPlaces("places.csv", []byte(head+strings.Repeat("1,9,Bo\n", 100)))
	require.Len(t, found, 21, "many mistakes are counted, not listed")
	require.Contains(t, found[20].Msg, "more mistakes")
}

func FuzzReadPlaces(f *testing.F) {
	f.Add([]byte(placesCSV))
	f.Add([]byte("code;name\n1;Bo\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, found := packs.ReadPlaces("places.csv", data)
		require.Equal(t, p == nil, found.HasErrors())
		if p != nil {
			p.Find("ba", english)
		}
	})
}

const placesForm = `| survey | | | |
| | type | name | label | choice_filter |
| | select_one_from_file places.csv | region | Region? | level = 'region' |
| | select_one_from_file places.csv | district | District? | parent = ${region} |
| | select_one_from_file places.csv | village | Village? | |
| settings | | | |
| | form_id | version | |
| | places | 1 | |
`

// placesPack is a pack whose form asks for places.
func placesPack(t testing.TB, places string) *packs.Pack {
	t.Helper()
	pack, found := packs.Load(fstest.MapFS{
		"service.yaml": {Data: []byte("service: \"*1#\"\nname: {en: S}\nlanguages: [{tag: en, name: English}]\n" +
			"menu: [{id: register, form: forms/places.md, label: {en: Register}}]\n")},
		"forms/places.md": {Data: []byte(placesForm)},
		"places.csv":      {Data: []byte(places)},
	})
	require.Empty(t, found)
	return pack
}

func TestFormsAskForPlacesOfThePack(t *testing.T) {
	t.Parallel()
	pack := placesPack(t, placesCSV)
	form := pack.Service.Items[0].Form
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	in := form.New(forms.Env{Now: now})
	at := func(name string) forms.At { return forms.At{Node: int32(form.Index("/data/" + name))} }
	offered := func(name string) (out []string) {
		for _, c := range in.Choices(at(name), "") {
			out = append(out, c.Value+" "+c.Label)
		}
		return out
	}
	require.True(t, form.Nodes[at("village").Node].IsPlace())
	require.Equal(t, []string{"KL Kilimanjaro", "KG Kigoma"}, offered("region"))
	require.True(t, in.Answer(at("region"), "KG").OK())
	require.Equal(t, []string{"KG-M Mwanga, Kigoma"}, offered("district"))
	require.False(t, in.Answer(at("district"), "KL-M").OK(), "of another region")
	require.True(t, in.Answer(at("district"), forms.Unlisted).OK(), "whatever the filter, a place may not be listed")

	require.NotContains(t, offered("village"), "KL-M-3 Kivisini", "it ended")
	require.NotContains(t, offered("village"), "other Not on this list", "that is no place")
	found, sure := in.FindPlaces(at("village"), "kiv", "")
	require.True(t, sure)
	require.Equal(t, []forms.Choice{{Value: "KL-M-4", Label: "Kivulini"}}, found, "what ended isn't found")
	found, _ = in.FindPlaces(at("district"), "mwanga", "")
	require.Equal(t, []forms.Choice{{Value: "KG-M", Label: "Mwanga, Kigoma"}}, found, "as the filter has it")

	// An answer of the time when it was a place.
	in.SetEnv(forms.Env{Now: time.Date(2019, 5, 1, 9, 0, 0, 0, time.UTC)})
	require.True(t, in.Answer(at("village"), "KL-M-3").OK())
	in.SetEnv(forms.Env{Now: now})
	require.Equal(t, "KL-M-3", in.Value(at("village")))
	require.Equal(t, "Kivisini", in.PlaceLabel(at("village"), ""))
	require.Contains(t, offered("village"), "KL-M-3 Kivisini", "the answer that stands is offered")

	earlier := pack.Earlier(func([32]byte) (packs.Source, error) { return pack.Sources[0], nil })(form.Hash)
	require.True(t, earlier.Nodes[at("village").Node].IsPlace(), "a draft of an earlier form has them, too")
}

func TestPlacesBesideAForm(t *testing.T) {
	t.Parallel()
	pack, found := packs.Single("form.md", []byte(placesForm), fstest.MapFS{"places.csv": {Data: []byte(placesCSV)}})
	require.Empty(t, found)
	require.True(t, pack.Service.Items[0].Form.Nodes[1].IsPlace())

	list := strings.NewReplacer("parent = ${region}", "", "level = 'region'", "").Replace(placesForm)
	pack, found = packs.Single("form.md", []byte(list), fstest.MapFS{"places.csv": {Data: []byte("name,label\n1,Bo\n")}})
	require.Empty(t, found)
	require.False(t, pack.Service.Items[0].Form.Nodes[1].IsPlace(), "a list of choices as ODK has it stays one")

	_, found = packs.Single("form.md", []byte(placesForm), fstest.MapFS{"places.csv": {Data: []byte("code,name\n1,\n")}})
	require.True(t, found.HasErrors())
}

// manyPlaces is a country of 20,000 villages.
func manyPlaces() string {
	random := rand.New(rand.NewPCG(3, 4))
	parts := []string{"ki", "mu", "ma", "nya", "bu", "ka", "lo", "ngo", "ri", "si", "ta", "we", "za", "mba", "gu", "te", "ra", "chi", "li", "o"}
	var b strings.Builder
	b.WriteString("code,parent,name,alias,from,to\n")
	for i := range 100 {
		fmt.Fprintf(&b, "D%d,,District %d,,,\n", i, i)
	}
	for i := range 20_000 {
		name := ""
		for range 3 + random.IntN(3) {
			name += parts[random.IntN(len(parts))]
		}
		fmt.Fprintf(&b, "V%d,D%d,%s,%s,,\n", i, i%100, name, name[1:]+"|"+name[2:])
	}
	return b.String()
}

func BenchmarkPlaces(b *testing.B) {
	data := manyPlaces()
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			packs.ReadPlaces("places.csv", []byte(data))
		}
	})
	b.Run("labels and index", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			b.StopTimer()
			p, _ := packs.ReadPlaces("places.csv", []byte(data))
			b.StartTimer()
			p.Label(0, english)
		}
	})
	pack := placesPack(b, strings.Replace(data, "alias", "level", 1))
	form := pack.Service.Items[0].Form
	in := form.New(forms.Env{Now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)})
	village := forms.At{Node: int32(form.Index("/data/village"))}
	for _, typed := range []string{"kimu", "muzakix", "qqqq"} {
		b.Run("find "+typed, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				in.FindPlaces(village, typed, "")
			}
		})
	}
}
