// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/xlsform"
)

// household is a workbook with most of what workbooks have.
const household = `
[survey]
type | name | label::English (en) | label::Kiswahili (sw) | hint::English (en) | relevant | constraint | constraint_message::English (en) | constraint_message::Kiswahili (sw) | required | calculation | repeat_count | choice_filter | default | appearance | parameters
start | start
begin_group | house | Household | Kaya
text | head | Head & <spouse> | Mkuu | Full name | | string-length(.) > 2 | Too short | Fupi mno | yes
integer | size | How many live with ${head}? | Wangapi? | | | . > 0 and . < 4 | ${head} has no ${size} members | | yes
select_one region | region | Region | Mkoa
select_one district | district | District | Wilaya | | | | | | | | | region = ${region}
select_multiple own | own | What is there? | Kuna nini?
rank own | best | Which first? | Ipi kwanza?
range | trust | Trust | Imani | | | | | | | | | | | | start=0 end=10 step=2
acknowledge | ok | I agree | Nakubali | | selected(${own}, 'cow')
date | since | Since | Tangu | | | . <= today()
date | month | Month | Mwezi | | | | | | | | | | | month-year
time | at | At | Saa
dateTime | met | Met | Kukutana
geopoint | where | Where | Wapi
geotrace | path | Path | Njia
image | photo | Photo | Picha
barcode | card | Card | Kadi
end_group
begin_repeat | member | Member | Mtu | | | | | | | | ${size}
text | name | Name | Jina | | | | | | ${head} != 'abc'
integer | age | Age of ${name} | Umri | | | . >= 0 | | | | | | | 7
calculate | adult | | | | | | | | | if(${age} >= 18, 'yes', 'no')
calculate | place | | | | | | | | | position(..)
note | said | ${name} is ${adult} of ${head} | ${name}: ${adult}
end_repeat
begin_repeat | visit | Visit | Ziara
text | who | Who | Nani
begin_repeat | gift | Gift | Zawadi
text | what | What | Nini
end_repeat
end_repeat
calculate | adults | | | | | | | | | count(${member}[adult = 'yes'])
calculate | gifts | | | | | | | | | count-non-empty(${what})
text | note | Anything else? | Lingine? | | ${adults} > 0 | | | | ${gifts} = 0
[choices]
list_name | name | label::English (en) | label::Kiswahili (sw) | region
region | n | North | Kaskazini
region | s | South | Kusini
district | n1 | Hill | Kilima | n
district | n2 | Lake | Ziwa | n
district | s1 | Name | Bahari | s
own | cow | Cow | Ng'ombe
own | tv | TV | Runinga
[settings]
form_title | form_id | version | default_language | instance_name | style
Household | household | 4 | English (en) | concat(${head}, ' ', ${size}) | pages
`

func workbook(t *testing.T, text string) *forms.Definition {
	t.Helper()
	def, findings := xlsform.Read("household.md", []byte(markdown(text)), nil)
	require.NoError(t, findings.Err())
	return def
}

// markdown spells sheets in square brackets as xlsform reads them.
func markdown(text string) string {
	var b bytes.Buffer
	for _, line := range bytes.Split([]byte(text), []byte("\n")) {
		switch {
		case len(line) == 0:
		case line[0] == '[':
			b.WriteString("| " + string(bytes.Trim(line, "[]")) + " |\n")
		default:
			b.WriteString("| | " + string(line) + " |\n")
		}
	}
	return b.String()
}

// TestFormsThroughFormio keeps every answer of a form that is written as one of
// Form.io, whoever answers it.
func TestFormsThroughFormio(t *testing.T) {
	t.Parallel()
	p, err := through(workbook(t, household))
	require.NoError(t, err)
	for seed := range seeds(4, 100) {
		require.NoError(t, p.play(seed), "seed %d", seed)
	}
	require.Greater(t, p.answers, 60)
}

// TestWriteForm looks at what a maintainer of the form finds.
func TestWriteForm(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	findings, err := formio.Write(&text, workbook(t, household))
	require.NoError(t, err)
	require.Empty(t, findings)
	v, err := jsvalue.Parse(text.Bytes())
	require.NoError(t, err)
	for path, want := range map[string]string{
		"display":                                       `"wizard"`,
		"options.language":                              `"en"`,
		"options.i18n.sw.North":                         `"Kaskazini"`,
		"components[1].type":                            `"panel"`,
		"components[1].components[0].key":               `"house.head"`,
		"components[1].components[0].label":             `"Head &amp; &lt;spouse>"`,
		"components[1].components[0].validate.required": `true`,
		"components[1].components[1].label":             `"How many live with {{ data.house.head }}?"`,
		"components[1].components[2].type":              `"radio"`,
		"components[1].components[3].dataSrc":           `"custom"`,
		"components[1].components[4].multiple":          `true`,
		"components[2].type":                            `"panel"`,
		"components[2].components[0].type":              `"datagrid"`,
	} {
		require.Equal(t, want, jsvalue.JSON(jsvalue.Get(v, path)), path)
	}
}

// TestWriteRefuses names what would make another form of it.
func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	text := func(n forms.NodeDef) *forms.NodeDef {
		n.Name, n.Kind, n.Control, n.Label = "b", forms.Question, forms.Input, plain("B")
		n.Pos = forms.Position{File: "f.xlsx", Sheet: "survey", Row: 3}
		return &n
	}
	source := func(s string) forms.Source { return forms.Source{Text: s} }
	tests := []struct {
		name, want string
		node       *forms.NodeDef
	}{
		{"condition", `survey!3: the condition of "b": no script of Form.io can say it: position() of`, text(forms.NodeDef{Relevant: source("position() = 1")})},
		{"constraint", "the constraint of", text(forms.NodeDef{Constraint: source("regex(., concat('a', .))")})},
		{"calculation", "the calculation of", text(forms.NodeDef{Calculate: source("property('deviceid')")})},
		{"default", "the default of", text(forms.NodeDef{Default: source("digest('a', 'SHA-1')"), DynamicDefault: true})},
		{"required", "is required", text(forms.NodeDef{Required: source("lang('en')")})},
		{"trigger", `it reads "b", which changes by itself`, text(forms.NodeDef{Trigger: []string{"a"}, Calculate: source("concat(${a}, ${b})")})},
		{"default of a file", `"b" begins with "a.jpg"`, text(forms.NodeDef{Default: source("a.jpg"), Type: forms.Binary})},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			def := &forms.Definition{ID: "f", Root: []*forms.NodeDef{{Name: "a", Kind: forms.Question, Control: forms.Input, Label: plain("A")}, test.node}}
			var out bytes.Buffer
			_, err := formio.Write(&out, def)
			require.ErrorContains(t, err, test.want)
			require.Zero(t, out.Len())
		})
	}
}

// TestScriptsStay names the scripts of a form of Form.io, which no other format
// can hold.
func TestScriptsStay(t *testing.T) {
	t.Parallel()
	in, _ := open(t, `
		{"type": "textfield", "key": "a", "label": "A", "input": true},
		{"type": "number", "key": "b", "label": "B {{ data.a }}", "input": true, "customConditional": "show = data.a === 'x'", "validate": {"min": 1}}`, nil)
	findings := formio.Scripts(in.Form().Definition)
	require.Len(t, findings, 3)
	require.ErrorContains(t, findings.Err(), "b: the condition of b is a script or rule of Form.io")
	in, _ = open(t, `{"type": "textfield", "key": "a", "label": "A", "input": true}`, nil)
	require.Empty(t, formio.Scripts(in.Form().Definition))
}

// TestTranslationsKeepApart has two texts that are the same in the first language
// only: a question and a choice.
func TestTranslationsKeepApart(t *testing.T) {
	t.Parallel()
	p, err := through(workbook(t, household))
	require.NoError(t, err)
	require.NoError(t, p.begin(1))
	name := forms.At{Node: int32(p.keys["member.name"])}                                   //nolint:gosec // few nodes
	require.True(t, p.inb.Answer(forms.At{Node: int32(p.keys["house.size"])}, "1").OK())   //nolint:gosec // few nodes
	require.True(t, p.inb.Answer(forms.At{Node: int32(p.keys["house.region"])}, "s").OK()) //nolint:gosec // few nodes
	name.Scope = p.inb.Repeats(forms.At{Node: int32(p.keys["member"])})[0]                 //nolint:gosec // few nodes
	district := forms.At{Node: int32(p.keys["house.district"])}                            //nolint:gosec // few nodes
	require.Equal(t, "Name", p.inb.Label(name, "en"))
	require.Equal(t, "Jina", p.inb.Label(name, "sw"))
	require.Equal(t, []string{"s1=Name"}, offered(p.inb, district, "en"))
	require.Equal(t, []string{"s1=Bahari"}, offered(p.inb, district, "sw"))
}

// TestWriteNamesWhatIsLeft has a warning for each kind of thing that Form.io has no
// place for, and no more than one.
func TestWriteNamesWhatIsLeft(t *testing.T) {
	t.Parallel()
	var nodes []*forms.NodeDef
	for i := range 20 {
		nodes = append(nodes, &forms.NodeDef{
			Name: fmt.Sprintf("q%d", i), Kind: forms.Question, Control: forms.Input, Label: plain("Q"),
			Appearance: fmt.Sprintf("multiline w%d numbers", i), Pos: forms.Position{File: "f.xlsx", Sheet: "survey", Row: i + 2},
		})
	}
	nodes[3].Bind, nodes[4].Body, nodes[5].Attrs = map[string]string{"type": "string", "odk:length": "5"}, map[string]string{"rows": "5"}, map[string]string{"odk:tag": "x"}
	nodes[6].Params = map[string]string{"max-pixels": "640"}
	nodes[7].Control, nodes[7].Appearance, nodes[7].Choices = forms.Select1, "minimal", &forms.ChoicesDef{List: "l", Filter: forms.Source{Text: "read = 'x'"}}
	nodes = append(nodes, &forms.NodeDef{Name: "g", Kind: forms.Group, Appearance: "field-list", Children: []*forms.NodeDef{
		{Name: "note", Kind: forms.Question, Control: forms.Note, Label: plain("N"), Appearance: "w1"},
	}})
	def := &forms.Definition{
		ID: "f", File: "f.xlsx", Root: nodes, Style: "pages theme-grid", Settings: map[string]string{"public_key": "x"},
		Lists: map[string]*forms.ListDef{"l": {Name: "l", Columns: []string{"read", "unread"}, Items: []forms.ItemDef{{Value: "a", Label: plain("A"), Columns: map[string]string{"read": "x", "unread": "y"}}}}},
	}
	var out bytes.Buffer
	findings, err := formio.Write(&out, def)
	require.NoError(t, err)
	var lines []string
	for _, f := range findings {
		require.Equal(t, forms.Warning, f.Severity)
		lines = append(lines, f.String())
	}
	left := " that Form.io has no place for are left out: "
	require.Equal(t, []string{
		"f.xlsx: survey!2: appearances" + left + "w0, numbers, w1, w2, w3, w4, w5, w6, w8, w9, w10, w11 and 9 more (at q0, q1, q2, q3, q4 and 16 more)",
		"f.xlsx: survey!8: parameters" + left + "max-pixels (at q6)",
		"f.xlsx: survey!5: attributes of the bind" + left + "odk:length (at q3)",
		"f.xlsx: survey!6: attributes of the control" + left + "rows (at q4)",
		"f.xlsx: survey!7: attributes of the instance" + left + "odk:tag (at q5)",
		"f.xlsx: survey!9: columns of choices" + left + "unread (at q7)",
		"f.xlsx: styles" + left + "theme-grid",
		"f.xlsx: settings" + left + "public_key",
	}, lines)
}

// TestWriteAlone writes scripts that need no library: the server of Form.io has none.
func TestWriteAlone(t *testing.T) {
	t.Parallel()
	for _, def := range []*forms.Definition{workbook(t, household), workbook(t, visits), calculated()} {
		var out bytes.Buffer
		_, err := formio.Write(&out, def)
		require.NoError(t, err)
		require.NotRegexp(t, `\b(_|moment|utils?)\.`, out.String())
	}
}

// TestWritePreload begins with today's date, where it is asked and where it is kept.
func TestWritePreload(t *testing.T) {
	t.Parallel()
	p, err := through(&forms.Definition{ID: "f", Root: []*forms.NodeDef{
		{Name: "asked", Kind: forms.Question, Control: forms.Input, Type: forms.Date, Label: plain("A"), Preload: "date", PreloadParams: "today"},
		{Name: "kept", Kind: forms.Value, Type: forms.Date, Preload: "date", PreloadParams: "today"},
	}})
	require.NoError(t, err)
	require.NoError(t, p.begin(1))
	require.NoError(t, p.compare())
	require.Equal(t, `{"asked":"11/20/2026","kept":"2026-11-20","submit":true}`, jsvalue.JSON(formio.Data(p.inb)))
}
