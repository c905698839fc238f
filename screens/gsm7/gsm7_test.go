// SPDX-License-Identifier: Apache-2.0

package gsm7_test

import (
	"encoding/hex"
	"fmt"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/screens/gsm7"
)

func TestLen(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		septets  int
		ok       bool
	}{
		{"empty", "", 0, true},
		{"ASCII", "Dial *384*96#", 13, true},
		{"accents of the default table", "prénom à où ñ Ç", 15, true},
		{"the extension costs two", "{}[]~^\\|€\f", 20, true},
		{"small c cedilla is not in the alphabet", "reçu", 0, false},
		{"circumflex is not either", "contrôle", 0, false},
		{"backtick is not either", "`", 0, false},
		{"escape is no character", "\x1b", 0, false},
		{"not UTF-8", "a\xff", 0, false},
		{"Amharic", "ሰላም", 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n, ok := gsm7.Basic.Len(tt.in)
			require.Equal(t, tt.ok, ok)
			require.Equal(t, tt.septets, n)
			septets, err := gsm7.Basic.Encode(nil, tt.in)
			if !tt.ok {
				require.ErrorIs(t, err, gsm7.ErrNotEncodable)
				require.Empty(t, septets)
				return
			}
			require.NoError(t, err)
			require.Len(t, septets, n)
			require.Equal(t, tt.in, gsm7.Basic.Decode(septets))
		})
	}
}

func TestDecodeOddities(t *testing.T) {
	t.Parallel()
	require.Equal(t, "€", gsm7.Basic.Decode([]byte{0x1b, 0x65}))
	require.Equal(t, "A", gsm7.Basic.Decode([]byte{0x1b, 'A'}), "an unknown extension shows the main table's character")
	require.Equal(t, "  ", gsm7.Basic.Decode([]byte{0x1b, 0x1b, ' '}), "a double escape is one space")
	require.Equal(t, " ", gsm7.Basic.Decode([]byte{0x1b}), "a last escape is a space")
	require.Equal(t, "@", gsm7.Basic.Decode([]byte{0x80}), "the eighth bit is ignored")
}

// TestPackUSSD holds what phones and a test network were seen to send.
func TestPackUSSD(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, packed string }{
		{"a dial string", "*123#", "aa986c3602"},
		{"seven spare bits are filled with CR", "Joy@a_b", "ca771e108e881b"},
		{"nothing to send", "", ""},
		{"an octet boundary without CR", "12345678", "31d98c56b3dd70"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			septets, err := gsm7.Basic.Encode(nil, tt.text)
			require.NoError(t, err)
			packed := gsm7.PackUSSD(nil, septets)
			require.Equal(t, tt.packed, hex.EncodeToString(packed))
			require.Equal(t, tt.text, gsm7.Basic.Decode(gsm7.UnpackUSSD(nil, packed)))
		})
	}
}

func TestFinalCarriageReturn(t *testing.T) {
	t.Parallel()
	// A CR that falls on the octet boundary is doubled, because the receiver
	// drops one; the carriage return is then carried out twice, which looks the
	// same (23.038 6.1.2.3.1).
	packed := gsm7.PackUSSD(nil, []byte("1234567\r"))
	require.Len(t, packed, 8)
	require.Equal(t, "1234567\r\r", string(gsm7.UnpackUSSD(nil, packed)))
	// One before the boundary is kept, and the filling is dropped.
	packed = gsm7.PackUSSD(nil, []byte("123456\r"))
	require.Len(t, packed, 7)
	require.Equal(t, "123456\r", string(gsm7.UnpackUSSD(nil, packed)))
}

func TestTransliterate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in, out string
		ok            bool
	}{
		{"nothing to do", "Où êtes", "Où etes", true},
		{"French", "Contrôle reçu, cœur naïf", "Controle recu, coeur naif", true},
		{"what the alphabet has stays", "é è à ù ñ Ä ß Ç", "é è à ù ñ Ä ß Ç", true},
		{"Portuguese", "Não há órgãos", "Nao ha orgaos", true},
		{"Turkish", "Işık şöğ İ", "Isik sög I", true},
		{"Hausa", "Ɗan ɓera ƙwai", "Dan bera kwai", true},
		{"quotes and dashes", "“don’t” — ok…", `"don't" - ok...`, true},
		{"spaces", "1\u00a0000\u202f0\u2009x", "1 000 0 x", true},
		{"bullets", "• one", "- one", true},
		{"a combining mark on its own", "e\u0302", "e", true},
		{"unseen characters", "a\u200b\ufe0f\ufeffb", "ab", true},
		{"full width", "Ａ１［", "A1[", true},
		{"Vietnamese stays", "mạnh", "mạnh", false},
		{"Yoruba stays", "ọja ẹṣin", "ọja ẹṣin", false},
		{"Amharic stays", "ê ሰላም", "e ሰላም", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			out, ok := gsm7.Transliterate(tt.in)
			require.Equal(t, tt.out, out)
			require.Equal(t, tt.ok, ok)
		})
	}
}

func TestLatin(t *testing.T) {
	t.Parallel()
	require.Equal(t, "manh ojo, 3? ??.", gsm7.Latin("mạnh ọjọ́، ٣؟ ሰላ።"))
}

// TestRespellingsAreEncodable asks every character there is.
func TestRespellingsAreEncodable(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if s, ok := gsm7.Respell(r); ok {
			_, encodable := gsm7.Basic.Len(s)
			require.True(t, encodable, "U+%04X -> %q", r, s)
		}
	}
	for _, r := range []rune{'ạ', '٣', 'ም', '\u0e01', 0x1f600} {
		_, encodable := gsm7.Basic.Len(gsm7.Latin(string(r)))
		require.True(t, encodable, "U+%04X", r)
	}
}

func TestDigit(t *testing.T) {
	t.Parallel()
	for _, zero := range []rune{'0', '٠', '۰', '०', '০', '๐', '០', '၀', '０', 0x1d7ce, 0x1d7d8} {
		for v := range 10 {
			got, ok := gsm7.Digit(zero + rune(v))
			require.True(t, ok)
			require.Equal(t, v, got)
		}
	}
	_, ok := gsm7.Digit('a')
	require.False(t, ok)
	run := 0 // the assumption behind Digit: runs of ten
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.Is(unicode.Nd, r) {
			run++
			continue
		}
		require.Zero(t, run%10, "a run of digits ends before U+%04X", r)
		run = 0
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte{0x1b, 0x65, 0x1b})
	f.Fuzz(func(t *testing.T, septets []byte) {
		for _, a := range []*gsm7.Alphabet{gsm7.Basic, gsm7.National(gsm7.Tamil, gsm7.Tamil)} {
			text := a.Decode(septets)
			again, err := a.Encode(nil, text)
			require.NoError(t, err)
			require.Equal(t, text, a.Decode(again))
			for i, s := range again {
				require.False(t, s == 0x1b && i == len(again)-1)
			}
		}
		for i := range septets {
			septets[i] &= 0x7f
		}
		require.Equal(t, len(septets), len(gsm7.Unpack(nil, gsm7.Pack(nil, septets), len(septets))))
		require.Equal(t, string(septets), string(gsm7.Unpack(nil, gsm7.Pack(nil, septets), len(septets))))
	})
}

func FuzzTransliterate(f *testing.F) {
	f.Add("Contrôle “ሰላም”")
	f.Fuzz(func(t *testing.T, s string) {
		out, ok := gsm7.Transliterate(s)
		_, encodable := gsm7.Basic.Len(out)
		require.Equal(t, ok, encodable)
		_, encodable = gsm7.Basic.Len(gsm7.Latin(s))
		require.True(t, encodable)
		require.True(t, !utf8.ValidString(s) || utf8.ValidString(out))
	})
}

func Example() {
	text, _ := gsm7.Transliterate("Contrôle reçu")
	septets, _ := gsm7.Basic.Encode(nil, text)
	fmt.Println(text, len(septets), len(gsm7.PackUSSD(nil, septets)))
	// Output: Controle recu 13 12
}
