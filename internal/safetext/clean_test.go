// SPDX-License-Identifier: Apache-2.0

package safetext_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/dialform/dialform/internal/safetext"
)

func TestVariants(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, clean, text, line string }{
		{"plain", "Amina Bangura", "Amina Bangura", "Amina Bangura", "Amina Bangura"},
		{"line breaks", "a\nb\r\nc\rd\u2028e", "a b c d e", "a\nb\nc\nd\ne", "a b c d e"},
		{"lines of plain text", "1 Yes\n2 No\n", "1 Yes 2 No ", "1 Yes\n2 No\n", "1 Yes 2 No"},
		{"a line break of two", "1 Yes\r\n2 No", "1 Yes 2 No", "1 Yes\n2 No", "1 Yes 2 No"},
		{"white space", " a\t\tb ", " a  b ", " a  b ", "a b"},
		{"escape sequence", "Jane\x1b[1A\x1b[2KStatus: APPROVED", "Jane[1A[2KStatus: APPROVED", "Jane[1A[2KStatus: APPROVED", "Jane[1A[2KStatus: APPROVED"},
		{"C1 controls", "Jane\u009b2J", "Jane2J", "Jane2J", "Jane2J"},
		{"not UTF-8", "a\x9b\xffb", "a\ufffd\ufffdb", "a\ufffd\ufffdb", "a\ufffd\ufffdb"},
		{"direction override", "abc\u202edcba\u2066x\u2069", "abcdcbax", "abcdcbax", "abcdcbax"},
		{"tag characters", "a\U000E0041\U000E0042", "a", "a", "a"},
		{"joiner splits a Latin word", "Pa\u200dul", "Paul", "Paul", "Paul"},
		{"joiner in Sinhala", "ශ්\u200dරී", "ශ්\u200dරී", "ශ්\u200dරී", "ශ්\u200dරී"},
		{"non-joiner in Persian", "می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم"},
		{"joiners in a row", "ක\u200d\u200d\u200d", "ක\u200d", "ක\u200d", "ක\u200d"},
		{"zero width space", "a\u200bb\ufeff", "ab", "ab", "ab"},
		{"private use", "a\ue000", "a\ufffd", "a\ufffd", "a\ufffd"},
		{"blank letter", "\u3164", "", "", ""},
		{"scripts stay", "ዓለም العَرَبِيَّة ភាសាខ្មែរ नमस्ते မြန်မာ தமிழ்", "ዓለም العَرَبِيَّة ភាសាខ្មែរ नमस्ते မြန်မာ தமிழ்", "ዓለም العَرَبِيَّة ភាសាខ្មែរ नमस्ते မြန်မာ தமிழ்", "ዓለም العَرَبِيَّة ភាសាខ្មែរ नमस्ते မြန်မာ தமிழ்"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.clean, safetext.Clean(tt.in).String())
			require.Equal(t, tt.text, safetext.Text(tt.in).String())
			require.Equal(t, tt.line, safetext.Line(tt.in).String())
		})
	}
}

func TestMarksAreLimited(t *testing.T) {
	t.Parallel()
	got := safetext.Clean("a" + strings.Repeat("\u0301", 500) + "b").String()
	require.Equal(t, "a"+strings.Repeat("\u0301", 8)+"b", got)
}

func TestJoinCleansTheSeam(t *testing.T) {
	t.Parallel()
	part := safetext.Clean("a" + strings.Repeat("\u0301", 8))
	tail := safetext.Clean(strings.Repeat("\u0301", 8))
	require.Equal(t, part.String(), safetext.Join([]safetext.String{part, tail}, safetext.String{}).String())
	require.Equal(t, "a · b", safetext.Join([]safetext.String{safetext.Line("a"), safetext.Line("b")}, safetext.Const(" · ")).String())
}

func TestLogValue(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("key", "user", safetext.Line("eve\n{\"level\":\"ERROR\"}"))
	require.Equal(t, 1, strings.Count(out.String(), "\n"))
	require.Contains(t, out.String(), `"user":"eve {\"level\":\"ERROR\"}"`)
}

func TestAnyBytes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		check(t, string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")))
		check(t, rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("\x1b\u009b\u202e\u200d\u200c\r\n\t\u0301\u0d4dක")))).Draw(t, "runes"))
	})
}

// TestPagesCostNothing: text of plain lines, which every page of a phone is,
// passes as it is.
func TestPagesCostNothing(t *testing.T) {
	page := "Main crop?\n1 Maize\n2 Beans\n0 Back"
	require.Zero(t, testing.AllocsPerRun(100, func() { safetext.Text(page) }))
}

func FuzzClean(f *testing.F) {
	f.Add("Jane\x1b]52;c;cm0gLXJmIH4=\x07")
	f.Add("\xc2\x9b2J")
	f.Add("1 Yes\n2 No\r\n0 Back")
	f.Fuzz(func(t *testing.T, s string) { check(t, s) })
}

// TestHostile runs the collected terminal attacks through every variant.
func TestHostile(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("DIALFORM_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "credentials", "hostile-text.json"))
	if err != nil {
		t.Skip("hostile-text.json is not here: set DIALFORM_DATA to the folder of test data")
	}
	var file struct{ Inputs map[string]string }
	require.NoError(t, json.Unmarshal(raw, &file))
	require.NotEmpty(t, file.Inputs)
	for _, in := range file.Inputs {
		check(t, in)
	}
}

func check(t require.TestingT, in string) {
	for name, f := range map[string]func(string) safetext.String{"clean": safetext.Clean, "text": safetext.Text, "line": safetext.Line} {
		out := f(in).String()
		require.True(t, utf8.ValidString(out), name)
		require.Equal(t, out, f(out).String(), "%s: cleaning twice changes nothing: %q", name, in)
		for _, r := range out {
			if r == '\n' && name == "text" {
				continue
			}
			require.False(t, unicode.IsControl(r), "%s: control %U of %q", name, r, in)
			require.False(t, unicode.Is(unicode.Bidi_Control, r), "%s: direction control %U of %q", name, r, in)
			require.False(t, r >= 0xE0000 && r <= 0xE0FFF, "%s: tag %U of %q", name, r, in)
		}
	}
}
