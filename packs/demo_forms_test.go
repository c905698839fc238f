// SPDX-License-Identifier: Apache-2.0

package packs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
)

var demoLanguages = []string{"English (en)", "Swahili (sw)", "French (fr)", "Amharic (am)", "Arabic (ar)", "Hindi (hi)"}

// Prompts must leave room on a screen of 160 septets, or 70 UCS-2 units for
// letters other than Latin, once a name has been put in.
const maxPrompt, maxUCS2 = 100, 60

func TestDemoForms(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"register", "update_contact", "assistance", "call_back"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join("demo", "forms", name+".xlsx")
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			def, findings := xlsform.Read(name+".xlsx", data, nil)
			require.Empty(t, findings)
			for _, node := range def.Root {
				requireTranslated(t, node)
			}
			for _, list := range def.Lists {
				for _, item := range list.Items {
					requireLanguages(t, list.Name+"/"+item.Value, item.Label)
				}
			}
			var tags []string
			for _, l := range def.Languages {
				tags = append(tags, l.Tag)
			}
			require.Equal(t, []string{"en", "sw", "fr", "am", "ar", "hi"}, tags)
			require.Equal(t, name, def.ID)

			form, findings := forms.Compile(def)
			require.Empty(t, findings)
			last := form.Nodes[form.Index("/data/thanks")]
			require.Equal(t, forms.Note, last.Control, "the closing screen")
		})
	}
}

func requireTranslated(t *testing.T, node *forms.NodeDef) {
	t.Helper()
	if node.Kind != forms.Value {
		requireLanguages(t, node.Name, node.Label)
	}
	if node.Constraint.Text != "" {
		requireLanguages(t, node.Name+" constraint", node.ConstraintMsg)
	}
	for _, child := range node.Children {
		requireTranslated(t, child)
	}
}

// Letters that French may use without leaving the GSM 7-bit alphabet (3GPP TS
// 23.038), which would cut a screen to 70 characters: its own, and the
// circumflex of a word that reads the same without.
const frenchInGSM = "éèàùÉâ"

func requireLanguages(t *testing.T, what string, text forms.Text) {
	t.Helper()
	require.Len(t, text, len(demoLanguages), what)
	for _, lang := range demoLanguages {
		var b strings.Builder
		for _, p := range text[lang].Long {
			b.WriteString(p.Literal)
		}
		s := b.String()
		require.NotEmpty(t, strings.TrimSpace(s), "%s in %s", what, lang)
		units := len(utf16.Encode([]rune(s)))
		if lang == "Amharic (am)" || lang == "Arabic (ar)" || lang == "Hindi (hi)" {
			require.LessOrEqual(t, units, maxUCS2, s)
			continue
		}
		require.LessOrEqual(t, units, maxPrompt, s)
		for _, r := range s {
			require.True(t, r < 0x80 && r != '`' || strings.ContainsRune(frenchInGSM, r), "%q in %q costs UCS-2", r, s)
		}
	}
}
