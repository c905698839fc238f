// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// saved has one component of every shape of value.
const saved = `
	{"type": "textfield", "key": "name", "label": "N", "input": true},
	{"type": "textfield", "key": "id", "label": "I", "input": true, "inputMask": "999 999 99"},
	{"type": "number", "key": "age", "label": "A", "input": true},
	{"type": "checkbox", "key": "agree", "label": "G", "input": true},
	{"type": "radio", "key": "kind", "label": "K", "input": true, "values": [{"label": "One", "value": "1"}, {"label": "Two", "value": "two"}]},
	{"type": "selectboxes", "key": "has", "label": "H", "input": true, "values": [{"label": "Cow", "value": "a cow"}, {"label": "Goat", "value": "goat"}]},
	{"type": "select", "multiple": true, "key": "speaks", "label": "S", "input": true, "data": {"values": [{"label": "Sw", "value": "sw"}, {"label": "7", "value": "7"}]}},
	{"type": "day", "key": "born", "label": "B", "input": true},
	{"type": "day", "key": "since", "label": "M", "input": true, "dayFirst": true, "fields": {"day": {"hide": true}}},
	{"type": "datetime", "key": "met", "label": "D", "input": true},
	{"type": "time", "key": "at", "label": "T", "input": true},
	{"type": "tags", "storeas": "array", "key": "tags", "label": "G", "input": true},
	{"type": "file", "key": "photo", "label": "P", "input": true},
	{"type": "signature", "key": "sign", "label": "S", "input": true},
	{"type": "textfield", "key": "town.name", "label": "W", "input": true},
	{"type": "container", "key": "house", "input": true, "components": [{"type": "number", "key": "rooms", "label": "R", "input": true}]},
	{"type": "form", "key": "inner", "input": true, "components": [{"type": "textfield", "key": "note", "label": "O", "input": true}]},
	{"type": "datagrid", "key": "members", "label": "M", "input": true, "components": [
		{"type": "textfield", "key": "name", "label": "N", "input": true},
		{"type": "datagrid", "key": "jobs", "label": "J", "input": true, "components": [{"type": "textfield", "key": "job", "label": "J", "input": true}]}]},
	{"type": "datamap", "key": "map", "label": "P", "input": true, "valueComponent": {"type": "number", "key": "value", "label": "V", "input": true}},
	{"type": "number", "key": "twice", "label": "T", "input": true, "calculateValue": "value = data.age * 2"},
	{"type": "textfield", "key": "secret", "label": "X", "input": true, "persistent": false}`

const savedData = `{"name":"Amina","id":"123 456 78","age":30,"agree":true,"kind":1,"has":{"a cow":true,"goat":false},"speaks":["sw",7],` +
	`"born":"05/17/1990","since":"00/03/2020","met":"2026-11-20T10:30:00+03:00","at":"10:30:00","tags":["a","b"],` +
	`"photo":[{"name":"a.png","originalName":"a.png"}],"sign":"","town":{"name":"Voi"},"house":{"rooms":2},"inner":{"data":{"note":"x"}},` +
	`"members":[{"name":"Ali","jobs":[{"job":"cook"},{"job":"farmer"}]},{"name":"Zuri","jobs":[]}],"map":{"size":3},"twice":60}`

func TestOpenSubmission(t *testing.T) {
	t.Parallel()
	in, _ := open(t, saved, nil)
	for _, test := range []struct {
		name, file string
		state      formio.State
	}{
		{"draft", `{"data":` + savedData + `,"metadata":{"timezone":"Africa/Nairobi"},"state":"draft","_id":"1"}`, formio.Draft},
		{"submitted", `{"data":` + savedData + `,"state":"submitted"}`, formio.Submitted},
		{"data alone, as the portal keeps it", savedData, formio.Submitted},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			again, state, err := formio.Open(in.Form(), []byte(test.file), in.Env())
			require.NoError(t, err)
			require.Equal(t, test.state, state)
			require.Equal(t, savedData, jsvalue.JSON(formio.Data(again)))
			require.True(t, again.Answer(at(t, again, "age"), "31").OK(), "the person goes on")
			require.Equal(t, "62", again.Value(at(t, again, "twice")))
		})
	}
}

// TestOpenWhatIsLeft opens drafts of other forms, and drafts that say little.
func TestOpenWhatIsLeft(t *testing.T) {
	t.Parallel()
	in, _ := open(t, saved, nil)
	again, _, err := formio.Open(in.Form(), []byte(`{"data":{"name":{"a":1},"age":"x","kind":"gone","born":"00/00/0000","agree":false,"members":"none","more":1,"submit":true},"state":"draft"}`), in.Env())
	require.NoError(t, err)
	for _, name := range []string{"name", "age", "kind", "born", "agree"} {
		require.Empty(t, again.Value(at(t, again, name)), name)
	}
	require.Empty(t, again.Repeats(at(t, again, "members")))
	again, _, err = formio.Open(in.Form(), []byte(`{"sign":"data:image/png;base64,AAAA"}`), in.Env())
	require.NoError(t, err)
	require.Empty(t, again.Value(at(t, again, "sign")), "an image is no name of a file")
	for _, file := range []string{"", "[]", "1", "{", `"a"`} {
		_, _, err := formio.Open(in.Form(), []byte(file), in.Env())
		require.ErrorIs(t, err, formio.ErrNoSubmission, file)
	}
}

// FuzzOpen opens anything, and writes what it has understood.
func FuzzOpen(f *testing.F) {
	plain := strings.ReplaceAll(saved, `"calculateValue"`, `"tooltip"`) // scripts are slow to fuzz, and not read here
	def, findings := formio.Read("form.json", []byte(`{"components": [`+plain+`]}`), nil)
	require.NoError(f, findings.Err())
	form, findings := forms.Compile(def)
	require.NoError(f, findings.Err())
	f.Add([]byte(savedData))
	f.Add([]byte(`{"data":` + savedData + `,"state":"draft"}`))
	f.Add([]byte(`{"members":[{"jobs":[1,null,{}]},[]],"map":{"__key":1,"":2},"born":"1/1/1","met":"2026-11-20","has":[1]}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		in, _, err := formio.Open(form, file, forms.Env{Seed: 1})
		if err != nil {
			return
		}
		once := formio.Data(in)
		again, _, err := formio.Open(form, formio.Submission(in, formio.Submitted), forms.Env{Seed: 1})
		require.NoError(t, err)
		require.Equal(t, jsvalue.JSON(once), jsvalue.JSON(formio.Data(again)))
	})
}

// TestHiddenGrids leaves a grid out that is not shown, whether it has rows or not.
func TestHiddenGrids(t *testing.T) {
	t.Parallel()
	in, _ := open(t, `
		{"type": "textfield", "key": "a", "label": "A", "input": true},
		{"type": "signature", "key": "sign", "label": "S", "input": true},
		{"type": "datagrid", "key": "rows", "label": "R", "input": true, "customConditional": "show = data.a === 'x'", "components": [{"type": "textfield", "key": "b", "label": "B", "input": true}]},
		{"type": "editgrid", "key": "none", "label": "N", "input": true, "customConditional": "show = data.a === 'x' && !(data.none && data.none.length)", "components": [{"type": "textfield", "key": "b", "label": "B", "input": true}]}`, nil)
	require.Equal(t, `{"a":"","sign":""}`, jsvalue.JSON(formio.Data(in)))
	require.True(t, in.Answer(at(t, in, "a"), "x").OK())
	require.True(t, in.Answer(at(t, in, "sign"), "a.png").OK())
	require.Equal(t, `{"a":"x","sign":"a.png","rows":[{"b":""}],"none":[]}`, jsvalue.JSON(formio.Data(in)))
}
