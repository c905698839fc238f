// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// ours are the only sequences a view may hold: the styles.
var ours = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// hostile are texts that try to command a terminal.
func hostile(t *testing.T) map[string]string {
	dir := os.Getenv("DIALFORM_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "credentials", "hostile-text.json"))
	if err != nil {
		t.Skip("hostile-text.json is not here: set DIALFORM_DATA to the folder of test data")
	}
	var file struct{ Inputs map[string]string }
	require.NoError(t, json.Unmarshal(raw, &file))
	return file.Inputs
}

func requireClean(t require.TestingT, view string) {
	for _, r := range ours.ReplaceAllString(view, "") {
		require.False(t, r != '\n' && unicode.IsControl(r), "%q", view)
		require.False(t, unicode.Is(unicode.Bidi_Control, r), "%q", view)
	}
}

// TestHostileText puts each hostile text into every place data can come from
// and looks at every screen.
func TestHostileText(t *testing.T) {
	t.Parallel()
	for name, text := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			desk := newFakeDesk()
			desk.spoil = text
			d := open(t, desk)
			for _, keys := range [][]string{
				{"1"},
				{"Amina"},
				{"<enter>"},
				{"400"},
				{"<enter>"},
				{"<backspace>", "<enter>"},
				{"1"},
				{"2", "<enter>"},
				{"<down>"},
				{"<enter>"},
				{"1"},
				{"a"},
				{"<enter>"},
				{"d"},
				{"x"},
				{"<enter>"},
				{"<esc>", "<esc>", "<esc>", "<esc>"},
				{"3"},
				{"<esc>"},
				{"2"},
				{"100000000010"},
				{"<enter>"},
				{"<esc>"},
				{"<f1>"},
			} {
				d.keys(keys...)
				requireClean(t, d.m.View().Content)
			}
			d.keys("<esc>")
			d.send(tea.PasteMsg{Content: text})
			d.keys("2")
			d.send(tea.PasteMsg{Content: text})
			d.keys("<enter>")
			requireClean(t, d.m.View().Content)
			requireClean(t, talk(t, desk, "1\n"+text+"\n3\n2\n"+text+"\n"))
		})
	}
}

// TestAnyKeys presses keys at random: no sequence of them panics, traps the
// operator, or puts a control on the screen.
func TestAnyKeys(t *testing.T) {
	t.Parallel()
	names := []string{"1", "2", "3", "9", "a", "e", "d", "/", "?", " ", "Amina", "31", "é", "क्ष", "ጤና", "\x1b"}
	for name := range named {
		names = append(names, name)
	}
	rapid.Check(t, func(rt *rapid.T) {
		d := open(t, newFakeDesk())
		for _, k := range rapid.SliceOfN(rapid.SampledFrom(names), 0, 60).Draw(rt, "keys") {
			d.keys(k)
			requireClean(rt, d.m.View().Content)
		}
		// Any key closes the guide, Esc a filter and what was typed, then pages.
		for range 12 {
			d.keys("<esc>")
		}
		require.Contains(rt, d.screen(), "What would you like to do?")
	})
}
