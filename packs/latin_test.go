// SPDX-License-Identifier: Apache-2.0

package packs_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/packs"
)

const amharicForm = `
| survey |
| | type | name | label::Amharic (am) | label::Amarinya (am-Latn) | label::English (en) |
| | text | name | ስምዎ? | Simwo? | Your name? |
| settings |
| | form_id | default_language |
| | f | Amharic (am) |
`

func amharicPack(t *testing.T, service string) *packs.Pack {
	t.Helper()
	pack, found := packs.Load(fstest.MapFS{
		"service.yaml":          {Data: []byte(service)},
		"forms/f.md":            {Data: []byte(amharicForm)},
		"messages/am-Latn.yaml": {Data: []byte("nav.home: Wana")},
	})
	require.False(t, found.HasErrors(), "%v", found)
	return pack
}

func TestLatin(t *testing.T) {
	t.Parallel()
	pack := amharicPack(t, `service: "*1#"
name: {am: መዝገብ, am-Latn: Mezgeb, en: Registry}
languages: [{tag: am, name: Amarinya}, {tag: en, name: English}]
menu:
  - {id: one, form: forms/f.md, label: {am: መዝግብ, am-Latn: Mezgib, en: Register}}
  - {id: two, form: forms/f.md, label: {am: ቀይር, en: Change}}
`)
	latin := pack.Latin().Service
	require.Equal(t, []flows.Language{{Tag: "am", Name: "Amarinya"}, {Tag: "en", Name: "English"}}, latin.Languages)
	require.Equal(t, "Mezgeb", latin.Name.In("am", "en"))
	require.Equal(t, "Mezgib", latin.Items[0].Label.In("am", "en"))
	require.Equal(t, "Change", latin.Items[1].Label.In("am", "en"), "better another language than no letters")

	form, whole := latin.Items[0].Form, pack.Service.Items[0].Form
	label := func(f *forms.Form, tag string) string {
		for _, l := range f.Languages {
			if l.Tag == tag {
				return f.New(forms.Env{}).Label(forms.At{Node: 1}, l.Name)
			}
		}
		return ""
	}
	require.Equal(t, "Simwo?", label(form, "am"))
	require.Equal(t, "Your name?", label(form, "en"))
	require.Equal(t, "ስምዎ?", label(whole, "am"), "the other channels have it as it was")
	require.Equal(t, "መዝገብ", pack.Service.Name.In("am", "en"))
	require.Equal(t, whole.Hash, form.Hash)

	// A draft goes on in the other letters.
	in := whole.New(forms.Env{})
	in.Answer(forms.At{Node: 1}, "Amina")
	draft, err := form.Restore(in.Append(nil), forms.Env{})
	require.NoError(t, err)
	require.Equal(t, "Amina", draft.Value(forms.At{Node: 1}))
}

func TestLatinOfAListedVariant(t *testing.T) {
	t.Parallel()
	pack := amharicPack(t, `service: "*1#"
name: {en: Registry}
languages: [{tag: am, name: Amarinya}, {tag: am-Latn, name: Amarinya (abc)}]
menu:
  - {id: one, form: forms/f.md, label: {am: መዝግብ, am-Latn: Mezgib}}
`)
	require.Len(t, pack.Service.Languages, 2)
	require.Equal(t, []flows.Language{{Tag: "am-Latn", Name: "Amarinya (abc)"}}, pack.Latin().Service.Languages)
}

func TestLatinOfAPackInLatinLetters(t *testing.T) {
	t.Parallel()
	pack, found := packs.Demo()
	require.Empty(t, found)
	require.Same(t, pack, pack.Latin())
}
