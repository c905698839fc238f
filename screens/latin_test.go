// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/screens/gsm7"
)

func TestACatalogueInLatinLetters(t *testing.T) {
	t.Parallel()
	pack, err := screens.System().With("am", map[string]map[string]string{"am-Latn": {flows.MsgTryAgain: "Enkwan dehna metu"}})
	require.NoError(t, err)
	latin := pack.Latin()
	say := func(c *screens.Catalog, lang, key string) string { return c.Text(lang, flows.Message(key)) }
	require.Equal(t, "Enkwan dehna metu", say(latin, "am", flows.MsgTryAgain), "the variant stands in for the language")
	require.Equal(t, say(screens.System(), "en", flows.MsgReview), say(latin, "am", flows.MsgReview), "and what it lacks is said in English")
	require.Equal(t, say(screens.System(), "sw", flows.MsgReview), say(latin, "sw", flows.MsgReview))
	require.Equal(t, say(screens.System(), "am", flows.MsgReview), say(pack, "am", flows.MsgReview), "the other catalogue is as it was")
	for _, lang := range pack.Languages() {
		for _, key := range []string{flows.MsgTryAgain, flows.MsgReview, flows.MsgRequired, flows.MsgActionsHome} {
			_, readable := gsm7.Transliterate(say(latin, lang, key))
			require.True(t, readable, "%s in %s", key, lang)
		}
	}

	// The months of a calendar are said in its letters, too.
	asked := flows.Screen{Kind: flows.KindQuestion, Expect: flows.Expect{Kind: flows.ExpectDate, Calendar: "ethiopian"}}
	echo := func(c *screens.Catalog) string {
		answer, ok := screens.Read(c, asked, "am", "06071982", screens.Layout{}).(flows.Answer)
		require.True(t, ok)
		return answer.Echo
	}
	require.Contains(t, echo(latin), "6 Megabit 1982")
	require.Contains(t, echo(pack), "መጋቢት")
}
