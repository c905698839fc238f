// SPDX-License-Identifier: Apache-2.0

package native_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/native"
)

func TestFindingsSayWhereAndWhatToDo(t *testing.T) {
	t.Parallel()
	const head = "id: water\nlanguages: {English (en): en}\nquestions:\n"
	tests := []struct{ name, yaml, want string }{
		{"mistyped key", head + "  - name: a\n    type: text\n    lable: A\n", `water.yaml:6: a question has no key "lable", did you mean "label"?`},
		{"mistyped type", head + "  - name: a\n    type: interger\n", `water.yaml:5: "interger" is no type, did you mean "integer"?`},
		{"unknown sensor", head + "  - {name: a, type: value, sensor: smell}", `water.yaml:4: "smell" is no sensor, write location, microphone`},
		{"unknown event", head + "  - {name: a, type: value}\nactions:\n  - {on: never, set: /data/a}", `water.yaml:6: "never" is no event, write first-load, load, new-repeat, changed`},
		{"no name", head + "  - type: text\n", `water.yaml:4: there is no name, write "name:"`},
		{"no type", head + "  - name: a\n", `water.yaml:4: there is no type, write "type:"`},
		{"no question", "id: water", `water.yaml:1: the form asks nothing, write its questions under "questions:"`},
		{"key twice", head + "  - name: a\n    type: text\n    type: note\n", `water.yaml:6: `},
		{"no value", head + "  - name: a\n    type: text\n    label:\n    hint: b\n", `water.yaml:6: there is no value here, write one, "" for an empty text, or take the key out`},
		{"a list", "id: [a]\nquestions: []", `water.yaml:1: id is one text, quote it if it begins with [ or {`},
		{"no list", "questions: a", `water.yaml:1: questions is a list, begin each entry with "- "`},
		{"no mapping", head + "  - a\n", `water.yaml:4: a question is a mapping of keys, write "key: value" lines below it`},
		{"no form", "- a", `water.yaml:1: this is no form: a form is a mapping of keys, see docs/example-form.yaml`},
		{"unknown language", head + "  - {name: a, type: text, label: {Englsh (en): A}}", `water.yaml:4: "Englsh (en)" is no language of the form, did you mean "English (en)"?`},
		{"undeclared column", head + "  - {name: a, type: text}\nlists:\n  l: [{name: b, region: c}]", `water.yaml:6: a choice has no key "region", it has name, label, columns`},
		{"no flag", head + "  - {name: a, type: repeat, fixed: yes}", `water.yaml:4: fixed is true or false, write one of the two`},
		{"two defaults", head + "  - {name: a, type: text, default: b, default_expression: c}", `water.yaml:4: a question has one default, remove default or default_expression`},
		{"no XML", head + "  - {name: a, type: text}\ndocuments: {d: <a>}", `water.yaml:5: the document "d" is no XML: line 1: element a does not end, correct it`},
		{"broken", head + "  - {name: a\n", `water.yaml:`},
		{"tab", "id: a\n\tb: c\n", `water.yaml:2: this is no YAML: `},
		{"anchor", "id: &a b\n", `water.yaml:1: anchors and aliases are not read, write the value out`},
		{"alias", "id: *a\n", `water.yaml:1: `},
		{"tag", "id: !!str a\n", `water.yaml:1: tags are not read, take it out`},
		{"two documents", "id: a\n---\nid: b\n", `water.yaml:3: a second document begins here, keep one form in a file`},
		{"empty", "# nothing\n", `water.yaml: the file is empty, see docs/example-form.yaml`},
		{"not UTF-8", "id: \xff", `water.yaml: the text is not UTF-8, save it as UTF-8`},
		{"missing file", head + "  - {name: a, type: text}\ndatasets:\n  towns: {file: \"jr://file-csv/towns.csv\"}", `water.yaml:6: the file "towns.csv" is missing and empty for the form, put it beside the form`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, findings := native.Read("water.yaml", []byte(tt.yaml), nil)
			require.NotEmpty(t, findings)
			require.Contains(t, findings[0].String(), tt.want)
		})
	}
}

// What costs more than it can be worth is refused before it costs.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	const deep = 10_000
	tests := []struct{ name, yaml, want string }{
		{"too large", "id: \"" + strings.Repeat("a", 6<<20) + `"`, "at most 5242880 are read"},
		{"too many values", "id: [" + strings.Repeat("[],", 1<<20) + "]", "the form is too large"},
		{"many values", "id: [" + strings.Repeat("[],", 99_999) + "]", "id is one text"},
		{"a million choices", "lists:\n  l:\n" + strings.Repeat("  -\n", 1_000_000), "the form is too large"},
		{"deep lists", "id: " + strings.Repeat("[", deep) + strings.Repeat("]", deep), "nested too deep"},
		{"deep mappings", "id: " + strings.Repeat("{a: ", deep) + strings.Repeat("}", deep), "nested too deep"},
		{"deep entries", "id:\n " + strings.Repeat("- ", deep) + "a", "nested too deep"},
		{"laughter", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nid: *c\n", "anchors and aliases are not read"},
		{"deep lines", nested(2000), "nested too deep"},
		{"an entity", "questions: [{name: a, type: text}]\ndocuments: {d: '<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>'}", "document type declares something"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, findings := native.Read("water.yaml", []byte(tt.yaml), nil)
			require.Error(t, findings.Err())
			require.Contains(t, findings.Err().Error(), tt.want)
		})
	}
}

// nested is a mapping in a mapping, each on its line.
func nested(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String() + strings.Repeat(" ", levels) + "a: b\n"
}

func TestFilesBesideTheForm(t *testing.T) {
	t.Parallel()
	def, findings := native.Read("water.yaml", []byte(`
questions:
  - {name: town, type: select_one, choices: {dataset: towns}}
datasets:
  towns: {file: "jr://file-csv/towns.csv"}
  rules: {file: "jr://file/rules.xml"}
  kept: {file: "jr://file-csv/towns.csv", columns: [name], rows: [[x]]}
  before: {file: "jr://instance/last-saved"}
`), fstest.MapFS{
		"towns.csv": {Data: []byte("name,label\nbora,Bora\n")},
		"rules.xml": {Data: []byte("<root><max>3</max></root>")},
	})
	require.Empty(t, findings)
	require.Equal(t, [][]string{{"bora", "Bora"}}, def.Datasets["towns"].Rows)
	require.Equal(t, [][]string{{"x"}}, def.Datasets["kept"].Rows)
	require.Equal(t, "3", def.Documents["rules"].StringValue(def.Documents["rules"].Element()))
	require.Empty(t, def.Datasets["before"].Rows)
	require.Equal(t, "water", def.ID)
	require.Equal(t, "water", def.Title)
}

func TestNotesAreReadOnly(t *testing.T) {
	t.Parallel()
	def, findings := native.Read("water.yaml", []byte(`questions:
  - {name: a, type: note, label: A}
  - {name: b, type: note, label: B, read_only: ""}
  - {name: c, type: text, label: C}
`), nil)
	require.Empty(t, findings)
	require.Equal(t, "true()", def.Root[0].ReadOnly.Text)
	require.Empty(t, def.Root[1].ReadOnly.Text)
	require.Empty(t, def.Root[2].ReadOnly.Text)
	require.NotContains(t, string(write(t, "notes", def)), "true")
	requireSame(t, "notes", def)
}

func TestExample(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(docs, "example-form.yaml"))
	require.NoError(t, err)
	def, findings := native.Read("example-form.yaml", data, nil)
	require.Empty(t, findings)
	requireSame(t, "the example", def)
	def, _ = native.Read("example-form.yaml", data, nil)
	form, findings := forms.Compile(def)
	require.Empty(t, findings)
	require.Equal(t, "Water points", form.Title)
}
