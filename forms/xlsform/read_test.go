// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"bytes"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
)

// accepted reads a form that has nothing wrong with it.
func accepted(t *testing.T, md string) *forms.Definition {
	t.Helper()
	def, findings := read(t, md)
	require.Empty(t, findings)
	return def
}

func TestTypes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		word    string
		kind    forms.Kind
		control forms.Control
		data    forms.DataType
	}{
		{"text", forms.Question, forms.Input, forms.String},
		{"q string", forms.Question, forms.Input, forms.String},
		{"int", forms.Question, forms.Input, forms.Int},
		{"add integer prompt", forms.Question, forms.Input, forms.Int},
		{"dateTime", forms.Question, forms.Input, forms.DateTime},
		{"gps", forms.Question, forms.Input, forms.Geopoint},
		{"note", forms.Question, forms.Note, forms.String},
		{"acknowledge", forms.Question, forms.Trigger, forms.String},
		{"range", forms.Question, forms.Range, forms.Int},
		{"image", forms.Question, forms.Upload, forms.Binary},
		{"hidden", forms.Value, forms.NoControl, forms.String},
		{"today", forms.Value, forms.NoControl, forms.Date},
		{"get start time", forms.Value, forms.NoControl, forms.DateTime},
		{"select1 yes_no", forms.Question, forms.Select1, forms.String},
		{"select all that apply from yes_no", forms.Question, forms.Select, forms.String},
		{"select_multiple yes_no", forms.Question, forms.Select, forms.String},
		{"rank yes_no", forms.Question, forms.Rank, forms.String},
	}
	for _, tt := range tests {
		t.Run(tt.word, func(t *testing.T) {
			t.Parallel()
			def := accepted(t, `
				| survey  |           |      |       |
				|         | type      | name | label |
				|         | `+tt.word+` | a    | A     |
				| choices |           |      |       |
				|         | list_name | name | label |
				|         | yes_no    | yes  | Yes   |`)
			require.Len(t, def.Root, 1)
			node := def.Root[0]
			require.Equal(t, tt.kind, node.Kind)
			require.Equal(t, tt.control, node.Control)
			require.Equal(t, tt.data, node.Type)
		})
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	tests := []struct {
		header string
		value  string
		get    func(*forms.NodeDef) string
	}{
		{"relevance", "1 = 1", func(n *forms.NodeDef) string { return n.Relevant.Text }},
		{"bind::relevant", "1 = 1", func(n *forms.NodeDef) string { return n.Relevant.Text }},
		{"bind:relevant", "1 = 1", func(n *forms.NodeDef) string { return n.Relevant.Text }},
		{"Calculate", "1 + 1", func(n *forms.NodeDef) string { return n.Calculate.Text }},
		{"read only", "true()", func(n *forms.NodeDef) string { return n.ReadOnly.Text }},
		{"required message", "Please", func(n *forms.NodeDef) string { return n.RequiredMsg[""].Long[0].Literal }},
		{"bind:jr:constraintMsg", "Wrong", func(n *forms.NodeDef) string { return n.ConstraintMsg[""].Long[0].Literal }},
		{"constraint_message::French (fr)", "Faux", func(n *forms.NodeDef) string { return n.ConstraintMsg["French (fr)"].Long[0].Literal }},
		{"label :: French (fr)", "Nom", func(n *forms.NodeDef) string { return n.Label["French (fr)"].Long[0].Literal }},
		{"short::French (fr)", "N", func(n *forms.NodeDef) string { return n.Label["French (fr)"].Short[0].Literal }},
		{"media::image::French (fr)", "n.png", func(n *forms.NodeDef) string { return n.Label["French (fr)"].Media["image"] }},
		{"guidance_hint", "Slowly", func(n *forms.NodeDef) string { return n.Hint[""].Guidance[0].Literal }},
		{"bind::df:ask", "phone", func(n *forms.NodeDef) string { return n.Bind["df:ask"] }},
		{"body::intent", "ex:x", func(n *forms.NodeDef) string { return n.Body["intent"] }},
		{"body::appearance", "minimal", func(n *forms.NodeDef) string { return n.Appearance }},
		{"instance::odk:tag", "fn", func(n *forms.NodeDef) string { return n.Attrs["odk:tag"] }},
		{"compact_tag", "fn", func(n *forms.NodeDef) string { return n.Attrs["odk:tag"] }},
	}
	for _, tt := range tests {
		t.Run(tt.header, func(t *testing.T) {
			t.Parallel()
			def := accepted(t, `
				| survey |      |      |       |    |
				|        | type | name | label | `+tt.header+` |
				|        | text | a    | Name  | `+tt.value+` |`)
			require.Equal(t, tt.value, tt.get(def.Root[0]))
		})
	}
}

func TestExpressions(t *testing.T) {
	t.Parallel()
	def := accepted(t, `
		| survey |      |      |       |          |           |         |            |
		|        | type | name | label | required | relevant  | default | constraint |
		|        | text | a    | A     | Yes      | ‘x’ = “x” | today() | TRUE       |
		|        | text | b    | B     | no       |           | +254    |            |
		|        | date | c    | C     |          |           | 2020-01-02 |         |
		|        | text | d    | D     |          |           | two words |          |`)
	a, b, c, d := def.Root[0], def.Root[1], def.Root[2], def.Root[3]
	require.Equal(t, "true()", a.Required.Text)
	require.Equal(t, "false()", b.Required.Text)
	require.Equal(t, `'x' = "x"`, a.Relevant.Text)
	require.Equal(t, "true()", a.Constraint.Text)
	require.Equal(t, "household.md: survey!E2", a.Relevant.Pos.String())
	require.True(t, a.DynamicDefault)
	require.True(t, b.DynamicDefault, "a plus sign calculates, as it does in pyxform")
	require.False(t, c.DynamicDefault)
	require.False(t, d.DynamicDefault)
}

func TestTranslations(t *testing.T) {
	t.Parallel()
	def := accepted(t, `
		| survey   |                  |      |       |                    |
		|          | type             | name | label | label::French (fr) |
		|          | text             | a    | Name  | Nom                |
		|          | text             | b    | Age   |                    |
		| settings |                  |      |       |                    |
		|          | default_language |      |       |                    |
		|          | English (en)     |      |       |                    |`)
	require.Equal(t, "English (en)", def.DefaultLanguage)
	require.ElementsMatch(t, []forms.Language{{Name: "English (en)", Tag: "en"}, {Name: "French (fr)", Tag: "fr"}}, def.Languages)
	require.Equal(t, "Name", def.Root[0].Label["English (en)"].Long[0].Literal)
	require.Equal(t, "Nom", def.Root[0].Label["French (fr)"].Long[0].Literal)
	require.Equal(t, "Age", def.Root[1].Label[""].Long[0].Literal, "a text without translations serves every language")
}

func TestSettings(t *testing.T) {
	t.Parallel()
	survey := `
		| survey |      |      |       |
		|        | type | name | label |
		|        | text | a    | A     |`
	def := accepted(t, survey)
	require.Equal(t, "household", def.ID, "the name of the file")
	require.Equal(t, "household", def.Title)
	def = accepted(t, survey+`
		| settings |         |            |         |      |       |                                  |            |
		|          | form_id | form title | version | name | style | namespaces                       | public_key |
		|          | hh      | Household  | 7       | root | pages | df="https://dialform.org/xforms" | MIIB       |`)
	require.Equal(t, "hh", def.ID)
	require.Equal(t, "Household", def.Title)
	require.Equal(t, "7", def.Version)
	require.Equal(t, "root", def.RootName)
	require.Equal(t, "pages", def.Style)
	require.Equal(t, map[string]string{"df": "https://dialform.org/xforms"}, def.Namespaces)
	require.Equal(t, map[string]string{"public_key": "MIIB"}, def.Settings)
}

func TestRepeatCount(t *testing.T) {
	t.Parallel()
	def := accepted(t, `
		| survey |              |      |       |              |
		|        | type         | name | label | repeat_count |
		|        | integer      | n    | N     |              |
		|        | begin repeat | r    | R     | ${n} + 1     |
		|        | text         | a    | A     |              |
		|        | end repeat   |      |       |              |
		|        | begin repeat | s    | S     | ${n}         |
		|        | text         | b    | B     |              |
		|        | end repeat   |      |       |              |`)
	var names []string
	for _, n := range def.Root {
		names = append(names, n.Name)
	}
	require.Equal(t, []string{"n", "r_count", "r", "s"}, names)
	require.Equal(t, "${n} + 1", def.Root[1].Calculate.Text)
	require.Equal(t, "${r_count}", def.Root[2].Count.Text)
	require.Equal(t, "${n}", def.Root[3].Count.Text)
}

func TestOrOther(t *testing.T) {
	t.Parallel()
	def := accepted(t, `
		| survey  |                      |       |       |
		|         | type                 | name  | label |
		|         | select_one f or_other | fruit | Fruit |
		| choices |                      |       |       |
		|         | list_name            | name  | label |
		|         | f                    | fig   | Fig   |`)
	require.Len(t, def.Root, 2)
	require.Equal(t, "fruit_other", def.Root[1].Name)
	require.Equal(t, "selected(../fruit, 'other')", def.Root[1].Relevant.Text)
	items := def.Lists["f"].Items
	require.Equal(t, "other", items[len(items)-1].Value)
}

func TestChoicesFromAFile(t *testing.T) {
	t.Parallel()
	def := accepted(t, `
		| survey |                                 |      |       |               |
		|        | type                            | name | label | choice_filter |
		|        | select_one_from_file places.csv | a    | A     | label != ''   |`)
	require.Equal(t, "places", def.Root[0].Choices.Dataset)
	require.Equal(t, "label != ''", def.Root[0].Choices.Filter.Text)
	require.Equal(t, [][]string{{"bora", "Bora"}}, def.Datasets["places"].Rows)
	require.Equal(t, "jr://file-csv/places.csv", def.Datasets["places"].Src)
}

func TestExternalChoices(t *testing.T) {
	t.Parallel()
	survey := `
		| survey |                             |      |       |                    |
		|        | type                        | name | label | choice_filter      |
		|        | text                        | d    | D     |                    |
		|        | select_one_external village | v    | V     | district=${d}      |`
	sheet := `
		| external_choices |           |       |       |          |
		|                  | list_name | name  | label | district |
		|                  | village   | mtoni | Mtoni | bora     |
		|                  | village   | mtoni | Mtoni | senga    |`
	files := fstest.MapFS{"itemsets.csv": {Data: []byte("list_name,name,label,district\nvillage,mtoni,Mtoni,bora\nvillage,mtoni,Mtoni,senga\n")}}
	tests := []struct {
		name  string
		md    string
		files fs.FS
	}{
		{"a sheet", survey + sheet, nil},
		{"a file beside the workbook", survey, files},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			def, findings := xlsform.Read("household.md", []byte(tt.md), tt.files)
			require.Empty(t, findings)
			require.Equal(t, "village", def.Root[1].Choices.List)
			require.True(t, def.Lists["village"].External)
			items := def.Lists["village"].Items
			require.Len(t, items, 2)
			require.Equal(t, "senga", items[1].Columns["district"])
		})
	}
}

func TestChoicesFromAnswers(t *testing.T) {
	t.Parallel()
	def := accepted(t, `
		| survey |                    |      |       |                  |
		|        | type               | name | label | choice_filter    |
		|        | begin repeat       | hh   | H     |                  |
		|        | begin repeat       | m    | M     |                  |
		|        | text               | who  | W     |                  |
		|        | integer            | age  | A     |                  |
		|        | select_one ${who}  | p    | P     |                  |
		|        | end repeat         |      |       |                  |
		|        | begin repeat       | r    | R     |                  |
		|        | integer            | min  | N     |                  |
		|        | select_one ${who}  | s    | S     | ${age} > ${min}  |
		|        | end repeat         |      |       |                  |
		|        | end repeat         |      |       |                  |
		|        | select_one ${who}  | t    | T     |                  |`)
	members := def.Root[0].Children[0]
	parent, chosen, outside := members.Children[2], def.Root[0].Children[1].Children[1], def.Root[1]
	require.Equal(t, "../../m[./who != '']", parent.Choices.Nodes.Text)
	require.Equal(t, "../../m[./age > ${min}]", chosen.Choices.Nodes.Text)
	require.Equal(t, "../hh/m[./who != '']", outside.Choices.Nodes.Text)
	require.Equal(t, "who", outside.Choices.Value.Text)
	form, findings := forms.Compile(def)
	require.Empty(t, findings)

	in := form.New(forms.Env{})
	household := in.Repeats(forms.At{Node: int32(form.Index("/data/hh"))})[0]
	member := in.Repeats(forms.At{Node: int32(form.Index("/data/hh/m")), Scope: household})[0]
	require.True(t, in.Answer(forms.At{Node: int32(form.Index("/data/hh/m/who")), Scope: member}, "Amina").OK())
	require.Equal(t, []forms.Choice{{Value: "Amina", Label: "Amina"}}, in.Choices(forms.At{Node: int32(form.Index("/data/t"))}, ""))
}

func TestLoop(t *testing.T) {
	t.Parallel()
	def := accepted(t, `
		| survey  |                   |      |                     |
		|         | type              | name | label               |
		|         | begin loop over f | l    | Loop                |
		|         | integer           | n    | How many %(label)s? |
		|         | end loop          |      |                     |
		| choices |                   |      |                     |
		|         | list_name         | name | label               |
		|         | f                 | fig  | Figs                |
		|         | f                 | pear | Pears               |`)
	loop := def.Root[0]
	require.Equal(t, "l", loop.Name)
	require.Len(t, loop.Children, 2)
	require.Equal(t, "pear", loop.Children[1].Name)
	require.Equal(t, "How many Pears?", loop.Children[1].Children[0].Label[""].Long[0].Literal)
}

func TestWorkbookPositionsAndValues(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // in memory
	require.NoError(t, f.SetSheetName("Sheet1", "Survey"))
	set := func(cell string, value any) { require.NoError(t, f.SetCellValue("Survey", cell, value)) }
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	require.NoError(t, err)
	twoPlaces, err := f.NewStyle(&excelize.Style{NumFmt: 2})
	require.NoError(t, err)
	for i, h := range []string{"type", "name", "label", "required", "default"} {
		set(string(rune('A'+i))+"1", h)
	}
	set("A4", "integer")
	set("B4", "a")
	set("C4", "A")
	set("D4", true)
	set("E4", 5)
	require.NoError(t, f.SetCellStyle("Survey", "E4", "E4", twoPlaces))
	set("A6", "date")
	set("B6", "b")
	set("C6", "B")
	set("E6", time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC))
	require.NoError(t, f.SetCellStyle("Survey", "E6", "E6", date))
	set("A7", "time")
	set("B7", "t")
	set("C7", "T")
	set("E7", 0.75)
	require.NoError(t, f.SetCellStyle("Survey", "E7", "E7", date))
	set("A8", "datetime")
	set("B8", "u")
	set("C8", "U")
	set("E8", time.Date(2021, 3, 21, 18, 7, 55, 551_000_000, time.UTC))
	require.NoError(t, f.SetCellStyle("Survey", "E8", "E8", date))
	set("A9", "nonsense")
	set("B9", "c")
	set("C9", "C")
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))

	def, findings := xlsform.Read("form.xlsx", out.Bytes(), nil)
	require.Equal(t, "true()", def.Root[0].Required.Text)
	require.Equal(t, "5", def.Root[0].Default.Text)
	require.Equal(t, "2026-11-20 00:00:00", def.Root[1].Default.Text)
	require.Equal(t, "18:00:00", def.Root[2].Default.Text)
	require.Equal(t, "2021-03-21 18:07:55.551000", def.Root[3].Default.Text)
	require.Len(t, findings, 1)
	require.Equal(t, "form.xlsx: Survey!A9: unknown type \"nonsense\", see xlsform.org for the types of questions", findings[0].String())
}
