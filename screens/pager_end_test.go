// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// TestTheKeysOfTheEndFitToo: a note ends with a key of its own to go on, which
// may take more room than the key for more that the pages before it show.
func TestTheKeysOfTheEndFitToo(t *testing.T) {
	t.Parallel()
	moves := []flows.Can{0, flows.CanHome, flows.CanBack | flows.CanHome, flows.CanBack | flows.CanHome | flows.CanSkip}
	for _, lang := range []string{"en", "fr", "sw", "am"} {
		for limit := 60; limit <= 182; limit += 3 {
			for words := 1; words < 60; words++ {
				for _, can := range moves {
					text := strings.TrimSpace(strings.Repeat("abcd ", words))
					s := flows.Screen{Kind: flows.KindNote, Body: flows.Literal(text), Expect: flows.Expect{Kind: flows.ExpectContinue}, Can: can}
					l := screens.Layout{Septets: limit, UCS2: limit * 7 / 16, Keys: screens.DefaultKeys}
					shown := 0
					for more := true; more; s.Page++ {
						p := screens.Render(screens.System(), s, lang, l)
						room := limit
						if p.Coding == screens.UCS2 {
							room = max(l.UCS2, 30)
							if l.UCS2 < 30 {
								room = 70 // too small a limit is a mistake, the default is used
							}
						}
						require.LessOrEqual(t, p.Size, room, "%s, limit %d, %d words, page %d:\n%s", lang, limit, words, s.Page, p.Text)
						shown += strings.Count(p.Text.String(), "abcd")
						more = p.More
					}
					require.Equal(t, words, shown, "%s, limit %d: words are lost", lang, limit)
				}
			}
		}
	}
}
