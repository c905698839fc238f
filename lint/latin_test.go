// SPDX-License-Identifier: Apache-2.0

package lint_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/lint"
	"github.com/dialform/dialform/packs"
)

const (
	amharicMenu = `service: "*123#"
name: {am: መዝገብ, am-Latn: Mezgeb, en: Registry}
languages: [{tag: am, name: አማርኛ}, {tag: en, name: English}]
menu:
  - {id: register, form: forms/f.md, label: {am: መዝግብ, am-Latn: Mezgib, en: Register}}
`
	ethiopicOnly = `| survey |
| | type | name | label::Amharic (am) | label::English (en) |
| | text | who | ስምዎ ማን ነው? | Your name? |
| | integer | age | ዕድሜዎ ስንት ነው? | Your age? |
`
	bothScripts = `| survey |
| | type | name | label::Amharic (am) | label::Amarinya (am-Latn) | label::English (en) |
| | text | who | ስምዎ ማን ነው? | Simwo man new? | Your name? |
| | integer | age | ዕድሜዎ ስንት ነው? | | Your age? |
`
)

func amharic(t *testing.T, form string) *packs.Pack {
	t.Helper()
	pack, found := packs.Load(fstest.MapFS{"service.yaml": {Data: []byte(amharicMenu)}, "forms/f.md": {Data: []byte(form)}})
	require.False(t, found.HasErrors(), "%v", found)
	return pack
}

func findings(t *testing.T, pack *packs.Pack, latin bool) (map[lint.Rule]string, *lint.Report) {
	t.Helper()
	channels, err := lint.Channels("ussd", 0, latin)
	require.NoError(t, err)
	r, err := lint.Check(pack, lint.Options{Channels: channels, Now: now})
	require.NoError(t, err)
	out := map[lint.Rule]string{}
	for _, f := range r.Findings {
		out[f.Rule] += f.String() + "\n"
	}
	return out, r
}

func TestALanguageInOtherLettersIsRefusedWhereLatinOnlyIsCarried(t *testing.T) {
	t.Parallel()
	found, r := findings(t, amharic(t, ethiopicOnly), true)
	require.True(t, r.HasErrors())
	require.Equal(t, "forms/f.md: Amharic (am) can't be read on ussd, which carries Latin letters only, add a translation in Latin letters, am-Latn, or take the language out of the service\n", found[lint.RuleNotLatin])
	require.Equal(t, "service.yaml: the name of the language am is in letters that not every phone has, write it in Latin letters, e.g. Amarinya; people choose by it before they have seen anything else\n", found[lint.RuleLanguageName])
	require.Equal(t, []string{"am"}, lint.Illegible(amharic(t, ethiopicOnly)))

	_, r = findings(t, amharic(t, ethiopicOnly), false)
	require.False(t, r.HasErrors(), "other channels carry it")
}

func TestTheLatinVariantIsMeasuredWhereLatinOnlyIsCarried(t *testing.T) {
	t.Parallel()
	pack := amharic(t, bothScripts)
	require.Empty(t, lint.Illegible(pack))
	found, r := findings(t, pack, true)
	require.False(t, r.HasErrors(), "%v", found)
	require.Contains(t, found[lint.RuleUntranslated], "the label of age is missing in Amarinya (am-Latn)")
	require.Contains(t, found[lint.RuleSystemWords], "write them in messages/am-Latn.yaml of the pack")
	sizes := func(r *lint.Report) map[string]string {
		out := map[string]string{}
		for _, s := range r.Forms[0].Screens {
			out[s.Language+" "+s.Question] = s.Unit
		}
		return out
	}
	require.Equal(t, map[string]string{"am who": "septets", "am age": "septets", "en who": "septets", "en age": "septets"}, sizes(r))
	_, r = findings(t, pack, false)
	require.Equal(t, map[string]string{"am who": "ucs2", "am age": "ucs2", "en who": "septets", "en age": "septets"}, sizes(r))
	require.Len(t, r.Forms[0].Runs, 2)
}
