// SPDX-License-Identifier: Apache-2.0

package registry_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/dialform/dialform/registry"
)

func TestReferencesAreABijection(t *testing.T) {
	t.Parallel()
	r := registry.References{Key: [32]byte{1, 2, 3}, Block: 412}
	// A whole block takes seconds, so -short walks a part: still enough to
	// meet the collisions of a network that is not a permutation.
	n := uint64(registry.BlockSize)
	if testing.Short() {
		n = 50_000
	}
	seen := make([]bool, registry.BlockSize)
	for c := range n {
		ref, err := r.At(c)
		require.NoError(t, err)
		var payload int
		_, err = fmt.Sscanf(string(ref[4:10]), "%d", &payload)
		require.NoError(t, err)
		if seen[payload] {
			t.Fatalf("counter %d gives %s again", c, ref)
		}
		seen[payload] = true
	}
}

func TestReferencesDifferByKeyAndBlock(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		block := rapid.Uint16Range(0, registry.MaxBlock).Draw(t, "block")
		a := rapid.Uint64Range(0, registry.BlockSize-1).Draw(t, "a")
		b := rapid.Uint64Range(0, registry.BlockSize-1).Draw(t, "b")
		r := registry.References{Block: block}
		for i := range r.Key {
			r.Key[i] = rapid.Byte().Draw(t, "key")
		}
		x, err := r.At(a)
		require.NoError(t, err)
		y, err := r.At(b)
		require.NoError(t, err)
		require.Equal(t, a == b, x == y)
		require.True(t, strings.HasPrefix(string(x), fmt.Sprintf("%04d", block)))

		back, err := registry.ParseReference(x.Grouped())
		require.NoError(t, err)
		require.Equal(t, x, back)
	})
}

// Neighbouring counters must not look like neighbours: two devices' orders and
// two keys' orders differ.
func TestReferencesDoNotCount(t *testing.T) {
	t.Parallel()
	at := func(r registry.References) (s []string) {
		for c := range uint64(20) {
			ref, err := r.At(c)
			require.NoError(t, err)
			s = append(s, string(ref[4:10]))
		}
		return s
	}
	plain := at(registry.References{Block: 1})
	require.NotEqual(t, plain, at(registry.References{Block: 2}))
	require.NotEqual(t, plain, at(registry.References{Block: 1, Key: [32]byte{31: 1}}))
	require.False(t, slices.IsSorted(plain))
}

// These references were given to people; a change of the permutation would
// repeat some of them.
func TestReferencesAreStable(t *testing.T) {
	t.Parallel()
	r := registry.References{Key: [32]byte{7}, Block: 412}
	want := []string{"041227289977", "041207500522", "041208891696"}
	for c, w := range want {
		ref, err := r.At(uint64(c))
		require.NoError(t, err)
		require.Equal(t, w, ref.String())
	}
}

func TestReferencesEnd(t *testing.T) {
	t.Parallel()
	_, err := registry.References{Block: 10000}.At(0)
	require.ErrorIs(t, err, registry.ErrBlock)
	_, err = registry.References{}.At(registry.BlockSize)
	require.ErrorIs(t, err, registry.ErrBlockFull)
	_, err = registry.References{}.At(registry.BlockSize - 1)
	require.NoError(t, err)
}

func TestCheckCatchesSlips(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := registry.References{Block: rapid.Uint16Range(0, registry.MaxBlock).Draw(t, "block")}
		ref, err := r.At(rapid.Uint64Range(0, registry.BlockSize-1).Draw(t, "counter"))
		require.NoError(t, err)
		for i := range ref {
			for d := byte('0'); d <= '9'; d++ {
				wrong := []byte(ref)
				wrong[i] = d
				_, err := registry.ParseReference(string(wrong))
				if d == ref[i] {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, registry.ErrReferenceCheck, "%s", wrong)
				}
			}
			// Neighbours, and digits with one between them.
			for _, gap := range []int{1, 2} {
				if i+gap >= len(ref) || ref[i] == ref[i+gap] {
					continue
				}
				wrong := []byte(ref)
				wrong[i], wrong[i+gap] = wrong[i+gap], wrong[i]
				_, err := registry.ParseReference(string(wrong))
				require.ErrorIs(t, err, registry.ErrReferenceCheck, "%s", wrong)
			}
		}
	})
}

func TestParseReference(t *testing.T) {
	t.Parallel()
	// 794 * 100 mod 97 = 54, 98 - 54 = 44: the example of ISO 7064.
	const ref = registry.Reference("000000079444")
	tests := []struct {
		name string
		in   string
		want error
	}{
		{"plain", "000000079444", nil},
		{"grouped", "0000 0007 9444", nil},
		{"dashes", "0000-0007\u20119444", nil},
		{"minus and no-break space", "0000\u22120007\u00a09444", nil},
		{"surrounding space", "  000000079444\r\n", nil},
		{"Arabic-Indic", "٠٠٠٠٠٠٠٧٩٤٤٤", nil},
		{"Arabic-Indic, right to left marks", "\u200f٠٠٠٠ ٠٠٠٧ ٩٤٤٤\u200e", nil},
		{"Persian", "۰۰۰۰۰۰۰۷۹۴۴۴", nil},
		{"Devanagari", "००००००० ७९४४४", nil},
		{"full width", "０００００００７９４４４", nil},
		{"mathematical bold", "𝟎𝟎𝟎𝟎𝟎𝟎𝟎𝟕𝟗𝟒𝟒𝟒", nil},
		{"mathematical monospace", "𝟶𝟶𝟶𝟶𝟶𝟶𝟶𝟽𝟿𝟺𝟺𝟺", nil},
		{"wrong digit", "000000079445", registry.ErrReferenceCheck},
		{"check 00 for 97", "000000002100", registry.ErrReferenceCheck},
		{"empty", "", registry.ErrReferenceLength},
		{"short", "00000007944", registry.ErrReferenceLength},
		{"long", "0000000079444", registry.ErrReferenceLength},
		{"very long", strings.Repeat("0", 1000), registry.ErrReferenceLength},
		{"letter", "00000007944O", registry.ErrReferenceCharacter},
		{"star", "*0000*00079444", registry.ErrReferenceCharacter},
		{"superscript", "00000007944\u00b9", registry.ErrReferenceCharacter},
		{"Roman numeral", "00000007944Ⅳ", registry.ErrReferenceCharacter},
		{"not UTF-8", "\xff00000079444", registry.ErrReferenceCharacter},
		{"escape", "\x1b[31m000000079444", registry.ErrReferenceCharacter},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := registry.ParseReference(tt.in)
			require.ErrorIs(t, err, tt.want)
			if tt.want == nil {
				require.Equal(t, ref, got)
			}
		})
	}
}

// The reading of digits rests on this shape of the Unicode tables.
func TestDigitsComeInTens(t *testing.T) {
	t.Parallel()
	for _, r := range unicode.Nd.R16 {
		require.Zero(t, (r.Hi-r.Lo+1)%10, "%x", r.Lo)
		require.EqualValues(t, 1, r.Stride)
	}
	for _, r := range unicode.Nd.R32 {
		require.Zero(t, (r.Hi-r.Lo+1)%10, "%x", r.Lo)
		require.EqualValues(t, 1, r.Stride)
	}
}

func FuzzParseReference(f *testing.F) {
	f.Add("0000 0007 9444")
	f.Add("٠٠٠٠٠٠٠٧٩٤٤٤")
	f.Fuzz(func(t *testing.T, s string) {
		ref, err := registry.ParseReference(s)
		if err != nil {
			require.Empty(t, ref)
			return
		}
		require.Len(t, string(ref), registry.ReferenceDigits)
		again, err := registry.ParseReference(ref.Grouped())
		require.NoError(t, err)
		require.Equal(t, ref, again)
	})
}

func BenchmarkReference(b *testing.B) {
	r := registry.References{Block: 412}
	for b.Loop() {
		if _, err := r.At(123456); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleReferences() {
	r := registry.References{Key: [32]byte{7}, Block: 412}
	ref, _ := r.At(0)
	fmt.Println(ref.Grouped())
	// Output: 0412 2728 9977
}
