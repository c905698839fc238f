// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/xpath"
)

// TestRandomizeOrder holds the order of each seed to that of ODK's engines
// (randomize.test.ts of web-forms, which has them from JavaRosa).
func TestRandomizeOrder(t *testing.T) {
	t.Parallel()
	doc := mustParse(t, "<l><i>A</i><i>B</i><i>C</i><i>D</i><i>E</i><i>F</i></l>")
	for seed, want := range map[string]string{
		"42": "AFCBDE", "'42'": "AFCBDE", "-42": "EDAFBC", "1": "BFEACD", "11111111": "ACDBFE", "1.1": "BFEACD", "0": "CBEAFD", "''": "CBEAFD",
		"1 div 0": "BFEACD", "/l/none": "CBEAFD", "number('x')": "CBEAFD", "5989458117437254": "ACBEDF", "'mirror'": "ACBEDF",
	} {
		got, err := mustCompile(t, "join('', randomize(/l/i, "+seed+"))", xpath.Options{}).String(&xpath.Context{Node: doc.Node(0)})
		require.NoError(t, err)
		require.Equal(t, want, got, seed)
	}
}

func TestRandomizeWithoutSeedKeepsAll(t *testing.T) {
	t.Parallel()
	nodes, err := mustCompile(t, "randomize(/data/member | /data/name)", xpath.Options{}).Nodes(at(t, "/data"))
	require.NoError(t, err)
	require.Len(t, nodes, 4)
}

func TestRegex(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, pattern string
		whole, found        bool
	}{
		{"digits", "123", "[0-9]+", true, true},
		{"digits within", "a123", "[0-9]+", false, true},
		{"alternatives", "xb", "a|b", false, true},
		{"anchors", "abc", "^abc$", true, true},
		{"look-ahead", "ab12", "(?=.*[0-9])[a-z0-9]+", true, true},
		{"look-ahead within", "ab12!", "(?=.*[0-9])[a-z0-9]+", false, true},
		{"back-reference", "abab", "(ab)\\1", true, true},
		{"no newline at the end", "12\n", "[0-9]+", false, true},
		{"no newline at the end with look-ahead", "12\n", "(?=1)[0-9]+", false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			source := "regex(\"" + tt.text + "\", \"" + tt.pattern + "\")"
			got, err := mustCompile(t, source, xpath.Options{}).Bool(at(t, "/data"))
			require.NoError(t, err)
			require.Equal(t, tt.whole, got)
			got, err = mustCompile(t, source, xpath.Options{RegexSearch: true}).Bool(at(t, "/data"))
			require.NoError(t, err)
			require.Equal(t, tt.found, got)
		})
	}
}

func TestRegexFromNodesChanges(t *testing.T) {
	t.Parallel()
	doc := mustParse(t, "<d><p>a+</p><p>b+</p><v>bb</v></d>")
	got, err := mustCompile(t, "count(/d/p[regex(/d/v, .)])", xpath.Options{}).Number(&xpath.Context{Node: doc.Node(0)})
	require.NoError(t, err)
	require.InDelta(t, 1.0, got, 0)
}

func TestExtractSigned(t *testing.T) {
	t.Parallel()
	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))
	message := []byte("voucher 17")
	signed := base64.StdEncoding.EncodeToString(append(ed25519.Sign(key, message), message...))
	public := base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
	for _, tt := range []struct{ name, signed, public, want string }{
		{"good", signed, public, "voucher 17"},
		{"changed", strings.Replace(signed, signed[:1], "_", 1), public, ""},
		{"another key", signed, base64.StdEncoding.EncodeToString(make([]byte, ed25519.PublicKeySize)), ""},
		{"too short", "AAAA", public, ""},
	} {
		got, err := mustCompile(t, "extract-signed('"+tt.signed+"', '"+tt.public+"')", xpath.Options{}).String(at(t, "/data"))
		require.NoError(t, err)
		require.Equal(t, tt.want, got, tt.name)
	}
}

func TestChoiceNameTakesAPathInQuotes(t *testing.T) {
	t.Parallel()
	options, ctx := shapeContext(t)
	for _, source := range []string{"jr:choice-name('x', '${age}')", "jr:choice-name('x', ' /data/age ')", "jr:choice-name('x', /data/age)"} {
		got, err := mustCompile(t, source, options).String(ctx)
		require.NoError(t, err)
		require.Equal(t, "label of x in age", got)
	}
}

func TestLang(t *testing.T) {
	t.Parallel()
	doc := mustParse(t, "<a xml:lang='sw-TZ'><b/><c xml:lang='en'/></a>")
	for source, want := range map[string]bool{
		"boolean(/a/b[lang('sw')])": true, "boolean(/a/b[lang('SW-tz')])": true, "boolean(/a/c[lang('sw')])": false, "boolean(/a/b[lang('s')])": false,
	} {
		got, err := mustCompile(t, source, xpath.Options{}).Bool(&xpath.Context{Node: doc.Node(0)})
		require.NoError(t, err)
		require.Equal(t, want, got, source)
	}
}
