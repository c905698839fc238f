// SPDX-License-Identifier: Apache-2.0

package packs_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/packs"
)

func TestDemo(t *testing.T) {
	t.Parallel()
	pack, found := packs.Demo()
	require.Empty(t, found)
	v := pack.Service
	require.Equal(t, "*384*96#", v.Code)
	require.True(t, v.AskLanguage)
	require.Equal(t, "Africa/Nairobi", pack.Zone.String())
	require.Len(t, pack.Sources, 4)
	ids := []string{}
	for _, it := range v.Items {
		ids = append(ids, it.ID)
		for _, l := range v.Languages {
			require.NotEmpty(t, it.Label[l.Tag], "%s in %s", it.ID, l.Tag)
		}
	}
	require.Equal(t, []string{"register", "update", "assistance", "call-back", "status", "language", "continue"}, ids)
}

const md = "| survey |\n| | type | name | label |\n| | text | name | Your name |\n| settings |\n| | form_id |\n| | f |\n"

const service = `service: "*1#"
name: {en: Test}
languages: [{tag: en, name: English}]
menu:
  - {id: one, form: forms/one.md, label: {en: One}}
`

func folder(service string, more ...string) fstest.MapFS {
	fs := fstest.MapFS{"service.yaml": {Data: []byte(service)}, "forms/one.md": {Data: []byte(md)}}
	for i := 0; i+1 < len(more); i += 2 {
		fs[more[i]] = &fstest.MapFile{Data: []byte(more[i+1])}
	}
	return fs
}

func TestLoad(t *testing.T) {
	t.Parallel()
	pack, found := packs.Load(folder(service, "messages/en.yaml", "receipt.sent: 'Done {1}'\n"))
	require.False(t, found.HasErrors(), "%v", found)
	require.Equal(t, flows.Text{"en": "One"}, pack.Service.Items[0].Label)
	require.True(t, pack.Service.Items[0].Review)
	require.Equal(t, "Done {1}", pack.Messages["en"]["receipt.sent"])
}

func TestLoadReadsWhatBecomesOfDrafts(t *testing.T) {
	t.Parallel()
	pack, found := packs.Load(folder(`service: "*1#"
name: {en: Test}
languages: [{tag: en, name: English}]
nudge: {after: 10m, hours: "08:00-20:30", budget: 200, text: {en: Go on with *1#.}}
menu:
  - {id: one, form: forms/one.md, resume: continue, resume_within: 24h, expires: 7d, protect: pin, label: {en: One}}
  - {id: two, form: forms/one.md, protect: {question: name}, label: {en: Two}}
  - {id: three, kind: continue, label: {en: Three}}
`))
	require.False(t, found.HasErrors(), "%v", found)
	items := pack.Service.Items
	require.Equal(t, 24*time.Hour, items[0].ResumeWithin)
	require.Equal(t, 7*24*time.Hour, items[0].Expires)
	require.Equal(t, flows.Protect{PIN: true}, items[0].Protect)
	require.Equal(t, flows.Protect{Questions: []string{"name"}}, items[1].Protect)
	require.Equal(t, flows.ItemContinue, items[2].Kind)
	require.Equal(t, flows.Nudge{
		After: 10 * time.Minute, From: 8 * time.Hour, Till: 20*time.Hour + 30*time.Minute, Budget: 200, Text: flows.Text{"en": "Go on with *1#."},
	}, pack.Service.Nudge)
}

func TestLoadSaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	const head = "service: \"*1#\"\nname: {en: T}\nlanguages: [{tag: en, name: English}]\n"
	tests := []struct{ name, yaml, want string }{
		{"no yaml", "a: [", "service.yaml:"},
		{"unknown key", head + "menus: []\n", `service.yaml:4: unknown field`},
		{"no code", "service: 384\nname: {en: T}\nlanguages: [{tag: en, name: E}]\nmenu: [{id: x, kind: status, label: {en: S}}]\n", `"384" is no short code`},
		{"no languages", "service: \"*1#\"\nmenu: [{id: x, kind: status}]\n", "no languages"},
		{"no menu", head, "the menu is empty"},
		{"unknown zone", head + "zone: Mars/Olympus\nmenu: [{id: x, kind: status, label: {en: S}}]\n", `zone "Mars/Olympus" is not known`},
		{"unknown kind", head + "menu: [{id: x, kind: dance, label: {en: S}}]\n", `unknown kind "dance"`},
		{"missing form", head + "menu: [{id: x, form: forms/two.xlsx, label: {en: S}}]\n", "forms/two.xlsx: no such file"},
		{"twice", head + "menu: [{id: x, kind: status, label: {en: S}}, {id: x, kind: status, label: {en: S}}]\n", "stands twice"},
		{"no label", head + "menu: [{id: x, kind: status}]\n", "has no label in en"},
		{"protect in other words", head + "menu: [{id: x, form: forms/one.md, protect: password, label: {en: S}}]\n", "protect is pin, or {question: NAME}"},
		{"protect by nothing", head + "menu: [{id: x, form: forms/one.md, protect: {question: born}, label: {en: S}}]\n", `protect: "born" can't be asked as a check`},
		{"a length that is none", head + "menu: [{id: x, form: forms/one.md, expires: soon, label: {en: S}}]\n", `x: expires: "soon" is no length of time`},
		{"a nudge without a budget", head + "nudge: {after: 10m}\nmenu: [{id: x, kind: status, label: {en: S}}]\n", "nudge: budget is missing"},
		{"a nudge at night", head + "nudge: {after: 10m, budget: 5, hours: \"20:00-08:00\"}\nmenu: [{id: x, kind: status, label: {en: S}}]\n", `nudge: hours "20:00-08:00" are none`},
		{"bad start", head + "start: y\nmenu: [{id: x, kind: status, label: {en: S}}]\n", `start: "y" is no such item`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pack, found := packs.Load(folder(tt.yaml))
			require.Nil(t, pack)
			require.True(t, found.HasErrors())
			require.Contains(t, found.Err().Error(), tt.want)
		})
	}
}

func TestLoadWithoutAService(t *testing.T) {
	t.Parallel()
	_, found := packs.Load(fstest.MapFS{})
	require.ErrorContains(t, found.Err(), "a pack is a folder with a service.yaml")
}

func TestSingle(t *testing.T) {
	t.Parallel()
	pack, found := packs.Single("one.md", []byte(md), nil)
	require.False(t, found.HasErrors(), "%v", found)
	require.Equal(t, "form", pack.Service.Start)
	require.Len(t, pack.Service.Languages, 1)
}

func TestEarlierFindsAFormThatThePackHasNoLonger(t *testing.T) {
	t.Parallel()
	pack, _ := packs.Load(folder(service))
	kept := pack.Sources[0]
	earlier := pack.Earlier(func(hash [32]byte) (packs.Source, error) {
		if hash != kept.Hash {
			return packs.Source{}, flows.ErrFormGone
		}
		return kept, nil
	})
	require.Equal(t, kept.Hash, earlier(kept.Hash).Hash)
	require.Nil(t, earlier([32]byte{1}))
}
