// SPDX-License-Identifier: Apache-2.0

package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/search"
)

func TestFind(t *testing.T) {
	t.Parallel()
	list := []string{
		"Bo", "Bombali", "Bonthe", "Kenema Nord", "Kénéma Sud", "Murang'a", "Port-Loko", "ደብረ ብርሃን", "ደብረ ማርቆስ",
		"أم درمان", "काठमाडौँ", "कीर्तिपुर", "Same", "Same", "Øresund", "", "!",
	}
	x := search.New(list)
	tests := []struct {
		name, typed string
		want        []int
		sure        bool
	}{
		{"first letters", "bom", []int{1}, true},
		{"of several, by name", "bo", []int{0, 1, 2}, true},
		{"no accents", "kenema", []int{3, 4}, true},
		{"other accents", "KÈNEMA N", []int{3}, true},
		{"Ethiopic, by name", "ደብረ", []int{8, 7}, true},
		{"Arabic without the hamza", "ام", []int{9}, true},
		{"Devanagari vowel signs are letters", "का", []int{10}, true},
		{"namesakes", "same", []int{12, 13}, true},
		{"one letter wrong", "bumbali", []int{1}, true},
		{"one letter wrong in Ethiopic", "ደብሪ ማ", []int{8}, false},
		{"one missing", "bobali", []int{1}, true},
		{"one too many", "bommbali", []int{1}, true},
		{"two swapped", "obmbali", []int{1}, true},
		{"the first one too many", "xsame", []int{12, 13}, true},
		{"the last one wrong", "bonthi", []int{2}, true},
		{"a slip in the first letters", "bunt", []int{2}, false},
		{"two slips", "bumbuli", nil, false},
		{"too short for a slip", "xo", nil, true},
		{"nothing", "", nil, false},
		{"signs only", "!?", nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, sure := x.Find(tt.typed)
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.sure, sure)
		})
	}
}

func TestNamesOfOneEntry(t *testing.T) {
	t.Parallel()
	var n search.Names
	n.Add(7, "Kireka")
	n.Add(7, "Bweyogerere")
	n.Add(7, "Kirinya")
	n.Add(3, "Kira")
	found, _ := n.Index().Find("kir")
	require.Equal(t, []int{3, 7}, found, "an entry is found once, whichever of its names begins so")
	found, _ = n.Index().Find("bweyo")
	require.Equal(t, []int{7}, found)

	n.Add(7, "Kireka, Wakiso")
	_, sure := n.Index().Find("kirkea")
	require.True(t, sure, "one of its names is enough")
}

// What the index finds is what a look at every name finds.
func TestFindAgreesWithEveryName(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	letters := []rune("abcé ደበር")
	word := func(most int) string {
		var b strings.Builder
		for range 1 + random.IntN(most) {
			b.WriteRune(letters[random.IntN(len(letters))])
		}
		return b.String()
	}
	for range 300 {
		list := make([]string, 1+random.IntN(60))
		for i := range list {
			list[i] = word(7)
		}
		x := search.New(list)
		for range 40 {
			typed := word(6)
			want, sure := everyName(list, typed)
			got, gotSure := x.Find(typed)
			slices.Sort(got)
			require.Equal(t, want, got, "%q in %q", typed, list)
			if len(want) > 0 {
				require.Equal(t, sure, gotSure, "%q in %q", typed, list)
			}
		}
	}
}

// everyName is Find without an index: the definition.
func everyName(list []string, typed string) (found []int, sure bool) {
	want := []rune(search.Fold(typed))
	if len(want) == 0 {
		return nil, false
	}
	for i, label := range list {
		if strings.HasPrefix(search.Fold(label), string(want)) {
			found = append(found, i)
		}
	}
	if len(found) > 0 || len(want) < 3 {
		return found, true
	}
	sure = true
	for i, label := range list {
		begins, is := false, false
		name := []rune(search.Fold(label))
		for end := range len(name) + 1 {
			if distance(name[:end], want) == 1 {
				begins, is = true, is || end == len(name)
			}
		}
		if begins && len(name) > 0 {
			found, sure = append(found, i), sure && is
		}
	}
	return found, sure
}

// distance counts the slips between two words (optimal string alignment).
func distance(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// villages makes names as long and as alike as those of a country.
func villages(n int) []string {
	random := rand.New(rand.NewPCG(3, 4))
	parts := []string{"ki", "mu", "ma", "nya", "bu", "ka", "lo", "ngo", "ri", "si", "ta", "we", "za", "mba", "gu", "te", "ra", "chi", "li", "o"}
	out := make([]string, n)
	for i := range out {
		for range 3 + random.IntN(3) {
			out[i] += parts[random.IntN(len(parts))]
		}
	}
	return out
}

func BenchmarkFind(b *testing.B) {
	list := villages(20_000)
	x := search.New(list)
	name := list[7_000]
	slip := name[:2] + "x" + name[3:]
	for _, bm := range []struct{ name, typed string }{
		{"three letters", name[:3]}, {"a name", name}, {"a slip", slip}, {"a slip in three letters", "xqz"}, {"nothing", "qqqqqqqq"},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				x.Find(bm.typed)
			}
		})
	}
	b.Run("building", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			search.New(list)
		}
	})
}

func ExampleIndex_Find() {
	list := []string{"Moshi", "Mwanza", "Mwanga"}
	found, _ := search.New(list).Find("mwnaga")
	for _, i := range found {
		fmt.Println(list[i])
	}
	// Output: Mwanga
}
