// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/screens"
)

func plain(s string) string { return screens.System().Text("en", flows.Literal(s)) }

func TestPlain(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, out string }{
		{"nothing to do", "How many people live here?", "How many people live here?"},
		{"heading", "### Household\nWho is the head?", "Household\nWho is the head?"},
		{"number sign", "#1 in the list, # 2 and C#", "#1 in the list, # 2 and C#"},
		{"span", `<span style="color:red">**Warning**</span>: read`, "Warning: read"},
		{"bold and italics", "**Name** of the *head* and __wife__, _now_", "Name of the head and wife, now"},
		{"bold within italics", "*one **two** three*", "one two three"},
		{"three signs", "***both***", "both"},
		{"bold within a word", "un**believ**able", "unbelievable"},
		{"a service code stays", "Dial *384*96# or *100*", "Dial *384*96# or *100*"},
		{"a name with underscores stays", "a_b_c and snake_case", "a_b_c and snake_case"},
		{"multiplication stays", "2 * 3 * 4", "2 * 3 * 4"},
		{"an open sign stays", "**not closed, *nor this", "**not closed, *nor this"},
		{"a hidden answer stays", "****", "****"},
		{"comparison stays", "age < 5 and > 3, a<b", "age < 5 and > 3, a<b"},
		{"tags in all spellings", "a<BR/>b<br>c</p><P class='x'>d<!-- no -->e", "a\nb\nc\nde"},
		{"an unknown tag stays", "<name> of the village", "<name> of the village"},
		{"an open tag stays", "<span style=", "<span style="},
		{"entities", "Q&amp;A &lt;b&gt; caf&#233;&nbsp;x", "Q&A <b> café\u00a0x"},
		{"entities that are none", "R&D; AT&T &nothing; &", "R&D; AT&T &nothing; &"},
		{"a control character hidden in an entity", "a&#27;[2Jb&#155;c", "a[2Jb›c"},
		{"link", "Read [our notice](https://example.org/n).", "Read our notice (https://example.org/n)."},
		{"a link that is its own text", "[a](a) [b]", "a [b]"},
		{"escaped signs", `\*not bold\* \# \\ \n`, `*not bold* # \ \n`},
		{"white space", "  a \t b \r\n\n\n  c  ", "a b\nc"},
		{"a no-break space holds", "10\u00a0000", "10\u00a0000"},
		{"controls and directions", "a\x1b[31mb\u202ec\u200b", "a[31mbc"},
		{"composed letters", "e\u0301 re\u0302ve", "é rêve"},
		{"joiners that a script needs", "ශ්\u200dරී", "ශ්\u200dරී"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.out, plain(tt.in))
		})
	}
}

// TestFastWayIsTheSame: for every single character, and beside others, the fast
// way gives what the thorough way does.
func TestFastWayIsTheSame(t *testing.T) {
	t.Parallel()
	for r := rune(1); r < 0x3000; r++ {
		s := "a" + string(r) + "b" + string(r) + string(r) + "\u0301"
		want := norm.NFC.String(safetext.Text(s).String())
		if strings.ContainsFunc(s, unicode.IsSpace) || strings.ContainsRune("<&*_#\\[", r) {
			continue // white space and markup are for TestPlain
		}
		require.Equal(t, want, plain(s), "U+%04X", r)
		alone := "x" + string(r)
		require.Equal(t, norm.NFC.String(safetext.Text(alone).String()), plain(alone), "U+%04X", r)
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"*a **b*** _c_", "[a](b)<span>&lt;</span>", "### \\*x", "*384*96#", "a\u0301\u200d\xff\x1b["} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := plain(s)
		require.True(t, utf8.ValidString(out))
		require.Equal(t, safetext.Text(out).String(), out, "nothing comes through that safetext would take")
		require.Equal(t, strings.Trim(out, " \n"), out)
		for _, gap := range []string{"  ", " \n", "\n ", "\n\n"} {
			require.NotContains(t, out, gap)
		}
	})
}
