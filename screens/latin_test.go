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

// TestLanguageScreenIsInLatinLetters whatever the session speaks: all languages of
// the service stand on one page, also under a notice.
func TestLanguageScreenIsInLatinLetters(t *testing.T) {
	t.Parallel()
	s := flows.Screen{Kind: flows.KindLanguage, Body: flows.Message(flows.MsgChooseLanguage), Expect: flows.Expect{Kind: flows.ExpectOne}, Can: flows.CanHome}
	for _, name := range []string{"English", "Kiswahili", "Francais", "Amarinya", "Al-arabiyya", "Hindi", "Soomaali", "Afaan Oromoo"} {
		s.Options = append(s.Options, flows.Option{Label: flows.Literal(name)})
	}
	own, err := screens.System().With("am", map[string]map[string]string{"am-Latn": {"nav.home": "Wana"}})
	require.NoError(t, err)
	for _, lang := range languages {
		for _, notice := range []flows.Phrase{{}, flows.Message("unreadable.choice", "8")} {
			s.Notice = notice
			page := screens.Render(own, s, lang, screens.Layout{Septets: 160, UCS2: 70})
			require.Equal(t, screens.GSM7, page.Coding, "%s: %s", lang, page.Text)
			require.True(t, !page.More || notice.Key != "", "%s: %s", lang, page.Text)
			_, coding := screens.Measure(screens.Linear(own, s, lang, screens.Layout{}).String())
			require.Equal(t, screens.GSM7, coding, lang)
		}
	}
	s.Notice = flows.Phrase{}
	require.Equal(t, flows.Choose{Index: 7}, screens.Read(own, s, "am", "8", screens.Layout{}))
	require.NotEqual(t, flows.More{}, screens.Read(own, s, "am", "98", screens.Layout{}), "there is no second page")
	require.Contains(t, screens.Render(own, s, "am", screens.Layout{}).Text.String(), "00 Wana")
	require.Contains(t, screens.Render(screens.System(), s, "ar", screens.Layout{}).Text.String(), "00 Home")
}
