// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

var languages = []string{"en", "fr", "sw", "am", "ar", "hi"}

// TestEveryMessageInEveryLanguage reads the declared keys from the source of
// flows and of this package, so that none can be forgotten.
func TestEveryMessageInEveryLanguage(t *testing.T) {
	t.Parallel()
	keys := declaredKeys(t)
	require.Greater(t, len(keys), 80)
	place := regexp.MustCompile(`\{\d\}`)
	for _, key := range keys {
		args := []string{"<0>", "<1>"}
		english := screens.System().Text("en", flows.Message(key))
		places := place.FindAllString(english, -1)
		slices.Sort(places)
		for _, lang := range languages {
			text := screens.System().Text(lang, flows.Message(key))
			require.NotEqual(t, key, text, "%s is not worded", key)
			if lang != "en" && strings.ContainsAny(strings.ToLower(english), "abcdefghijklmnopqrstuvwxyz") && !sameInAll[key] {
				require.NotEqual(t, english, text, "%s is not worded in %s", key, lang)
			}
			got := place.FindAllString(text, -1)
			slices.Sort(got)
			require.Equal(t, places, got, "%s in %s has other arguments", key, lang)
			require.Equal(t, text, screens.System().Text(lang, flows.Literal(text)), "%s in %s is not plain", key, lang)
			require.NotContains(t, screens.System().Text(lang, flows.Message(key, args...)), "{", "%s in %s", key, lang)
			n, coding := screens.Measure(text)
			if (lang == "am" || lang == "ar" || lang == "hi") && coding == screens.UCS2 {
				require.LessOrEqual(t, n, 45, "%s in %s is too long for a screen of 70", key, lang)
			} else {
				require.Equal(t, screens.GSM7, coding, "%s in %s", key, lang)
				require.LessOrEqual(t, n, 100, "%s in %s is too long for a screen of 160", key, lang)
			}
		}
	}
}

// sameInAll are messages whose words two languages share.
var sameInAll = map[string]bool{"language.choose": true, "nav.actions": true, "repeat.item": true, "hint.geopoint": true}

// TestNoMessageIsUnused finds texts whose key is declared nowhere.
func TestNoMessageIsUnused(t *testing.T) {
	t.Parallel()
	declared := declaredKeys(t)
	for _, lang := range languages {
		source, err := os.ReadFile("messages_" + lang + ".go")
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`(?m)^\t"([a-z_.]+)":`).FindAllStringSubmatch(string(source), -1) {
			require.Contains(t, declared, m[1], lang)
		}
	}
}

func declaredKeys(t *testing.T) []string {
	t.Helper()
	var keys []string
	for _, name := range []string{filepath.Join("..", "flows", "messages.go"), "messages.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok {
				for _, v := range spec.Values {
					key, err := strconv.Unquote(v.(*ast.BasicLit).Value)
					require.NoError(t, err)
					keys = append(keys, key)
				}
			}
			return true
		})
	}
	return keys
}

func TestFallback(t *testing.T) {
	t.Parallel()
	pack, err := screens.System().With("sw", map[string]map[string]string{
		"am-Latn": {"nav.back": "Temeles"},
		"so":      {"nav.back": "Dib u noqo"},
		"sw":      {"nav.home": "**Nyumbani**"},
	})
	require.NoError(t, err)
	tests := []struct{ name, lang, key, want string }{
		{"its own", "so", "nav.back", "Dib u noqo"},
		{"the pack's default", "so", "nav.more", "Zaidi"},
		{"an override, without its markup", "sw", "nav.home", "Nyumbani"},
		{"a variety of a language", "sw-KE", "nav.more", "Zaidi"},
		{"another script is no variety", "am-Latn", "nav.more", "Zaidi"},
		{"a region of another script is", "am-Latn-ET", "nav.back", "Temeles"},
		{"an unknown language", "xx", "nav.more", "Zaidi"},
		{"no language", "", "nav.more", "Zaidi"},
		{"an unknown key", "sw", "no.such_key", "no.such_key"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, pack.Text(tt.lang, flows.Message(tt.key)))
		})
	}
	require.Equal(t, "More", screens.System().Text("xx", flows.Message("nav.more")))
	require.Equal(t, "Mwanzo", screens.System().Text("sw", flows.Message("nav.home")), "the system's own is unchanged")
	require.Equal(t, []string{"am", "am-Latn", "ar", "en", "fr", "hi", "so", "sw"}, pack.Languages())

	_, err = screens.System().With("", map[string]map[string]string{"sw": {"nav.bakc": "Rudi"}})
	require.ErrorIs(t, err, screens.ErrUnknownMessage)
}

func TestArguments(t *testing.T) {
	t.Parallel()
	text := func(key string, args ...string) string {
		return screens.System().Text("en", flows.Message(key, args...))
	}
	require.Equal(t, "Members: 2", text(flows.MsgRepeatCount, "Members", "2"))
	require.Equal(t, "{1}: x", text(flows.MsgRepeatCount, "{1}", "x"), "an argument is no place")
	require.Equal(t, "A B: [2J", text(flows.MsgRepeatCount, "<b>A</b>  B", "\x1b[2J"), "an argument is cleaned")
	require.Equal(t, ": 2", text(flows.MsgRepeatCount, "", "2", "unused"))
}

// TestReferenceInALineFromTheRight: its groups stay in their order.
func TestReferenceInALineFromTheRight(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, lang, form, want string }{
		{"from the left", "en", "Form", "Form\nYour reference: 0042 8713 0597"},
		{"from the right", "ar", "استمارة", "استمارة\nرقمك المرجعي: 0042\u00a08713\u00a00597"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, screens.System().Text(tt.lang, flows.Message(flows.MsgClosingRef, tt.form, "0042 8713 0597")))
		})
	}
}
