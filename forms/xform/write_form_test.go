// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
)

// formOf reads a form from tables in Markdown.
func formOf(t *testing.T, tables string) *forms.Definition {
	t.Helper()
	def, findings := xlsform.ReadWorkbook(xlsform.ReadMarkdown("household.md", tables), nil)
	require.NoError(t, findings.Err())
	return def
}

func written(t *testing.T, def *forms.Definition) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, xform.WriteForm(&out, def))
	return out.String()
}

func TestWriteFormReferences(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, want string
	}{
		{"in the same repeat", "${age} > 1", " ../age  > 1"},
		{"in a group of the same repeat", "${job}", " ../trade/job "},
		{"outside", "${village} = 'a'", " /data/village  = 'a'"},
		{"from an inner to an outer repeat", "${inner} + 1", " /data/other/inner  + 1"},
		{"the answers saved last", "${last-saved#village}", " instance('__last-saved')/data/village "},
		{
			"in a predicate over a list", "instance('l')/root/item[name = ${age}]/label",
			"instance('l')/root/item[name =  current()/../age ]/label",
		},
		{
			"what indexed-repeat() takes for a node", "indexed-repeat(${age}, ${member}, ${job})",
			"indexed-repeat( /data/member/age ,  /data/member ,  ../trade/job )",
		},
		{"after indexed-repeat()", "indexed-repeat(${job}, ${member}, 1) + ${age}", "indexed-repeat( /data/member/trade/job ,  /data/member , 1) +  ../age "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			def := formOf(t, `
				| survey |              |         |       |
				|        | type         | name    | label |
				|        | text         | village | V     |
				|        | begin repeat | member  | M     |
				|        | integer      | age     | A     |
				|        | begin group  | trade    | W     |
				|        | text         | job     | J     |
				|        | end group    |         |       |
				|        | text         | x       | X     |
				|        | end repeat   |         |       |
				|        | begin repeat | other   | O     |
				|        | text         | inner   | I     |
				|        | end repeat   |         |       |`)
			x := def.Root[1].Children[2]
			require.Equal(t, "x", x.Name)
			x.Relevant = forms.Source{Text: tt.text}
			want := strings.NewReplacer(">", "&gt;").Replace(tt.want)
			require.Contains(t, written(t, def), ` relevant="`+want+`"`)
		})
	}
}

func TestWriteFormTexts(t *testing.T) {
	t.Parallel()
	out := written(t, formOf(t, `
		| survey |      |      |           |           |               |                    |
		|        | type | name | label::en | label::fr | guidance_hint | constraint_message |
		|        | text | a    | One       | Un        |               | Not ${b} < 1       |
		|        | text | b    | Two       |           | Slowly        |                    |`))
	require.Contains(t, out, `<translation lang="default" default="true()">`)
	require.Contains(t, out, `<translation lang="fr"><text id="/data/a:jr:constraintMsg"><value>-</value></text><text id="/data/a:label"><value>Un</value></text>`)
	require.Contains(t, out, `<text id="/data/a:jr:constraintMsg"><value>Not <output value=" /data/b "/> &lt; 1</value></text>`)
	require.Contains(t, out, `<text id="/data/b:hint"><value form="guidance">Slowly</value></text>`)
	require.Contains(t, out, `jr:constraintMsg="jr:itext('/data/a:jr:constraintMsg')"`)
	require.Contains(t, out, `<input ref="/data/b"><label ref="jr:itext('/data/b:label')"/><hint ref="jr:itext('/data/b:hint')"/></input>`)
}

// A language without a short form shows the long one, so none is made up for it.
func TestWriteFormShortForms(t *testing.T) {
	t.Parallel()
	out := written(t, formOf(t, `
		| survey |      |      |           |           |           |
		|        | type | name | label::en | label::fr | short::en |
		|        | text | a    | Full name | Nom       | Name      |`))
	require.Contains(t, out, `<value>Full name</value><value form="short">Name</value>`)
	require.Contains(t, out, `<text id="/data/a:label"><value>Nom</value></text>`)
}

func TestWriteFormRepeats(t *testing.T) {
	t.Parallel()
	def := formOf(t, `
		| survey |              |        |       |         |
		|        | type         | name   | label | default |
		|        | begin repeat | member | M     |         |
		|        | text         | a      | A     | x       |
		|        | date         | b      | B     | today() |
		|        | begin repeat | job    | J     |         |
		|        | text         | c      | C     | uuid()  |
		|        | end repeat   |        |       |         |
		|        | end repeat   |        |       |         |`)
	out := written(t, def)
	require.Contains(t, out, `<member jr:template=""><a>x</a><b/><job jr:template=""><c/></job></member>`+
		`<member><a>x</a><b/><job><c/></job></member>`)
	require.Contains(t, out, `<setvalue ref="/data/member/b" event="odk-instance-first-load" value="today()"/>`)
	require.Contains(t, out, `<setvalue ref="/data/member/b" event="odk-new-repeat" value="today()"/></repeat>`)
	require.Equal(t, 2, strings.Count(out, `event="odk-new-repeat"`), "each default in its own repeat only")

	def.Root[0].Given = []forms.GivenDef{
		{Values: map[string]string{"a": "1"}, Repeats: map[string][]forms.GivenDef{"job": {{}, {Values: map[string]string{"c": "2"}}}}},
	}
	require.Contains(t, written(t, def), `<member><a>1</a><b/><job><c/></job><job><c>2</c></job></member>`)
}

// What a form says in XML is what it says after it was written and read again.
func TestWriteFormReadsTheSame(t *testing.T) {
	t.Parallel()
	def := formOf(t, `
		| survey   |                      |        |           |              |           |          |           |            |
		|          | type                 | name   | label::en | relevant     | parameters | default | appearance | trigger   |
		|          | begin group          | g      | G         | ${d} > 1     |           |          | field-list |            |
		|          | select_one l         | a      | A ${d}    |              | randomize=true | y    | minimal   |            |
		|          | range                | d      | D         |              | start=0 end=5 step=1 |  |          |            |
		|          | geopoint             | place  | P         |              | capture-accuracy=5 |  |            |            |
		|          | image                | pic    | I         |              | max-pixels=640 |      | annotate   |            |
		|          | end group            |        |           |              |           |          |           |            |
		|          | calculate            | stamp  |           |              |           | now()    |           | ${a}       |
		|          | start                | start  |           |              |           |          |           |            |
		| choices  |                      |        |           |              |           |          |           |            |
		|          | list_name            | name   | label::en |              |           |          |           |            |
		|          | l                    | x      | X         |              |           |          |           |            |
		|          | l                    | y      | Y         |              |           |          |           |            |
		| settings |                      |        |           |              |           |          |           |            |
		|          | form_id              | version | instance_name | style    | public_key | submission_url |  |            |
		|          | f                    | 3      | ${a}      | pages        | KEY       | https://example.org |  |         |`)
	out := written(t, def)
	again, findings := xform.Read("f.xml", []byte(out), nil)
	require.NoError(t, findings.Err())
	want, findings := forms.Compile(def)
	require.NoError(t, findings.Err())
	got, findings := forms.Compile(again)
	require.NoError(t, findings.Err())
	require.Equal(t, []string{want.ID, want.Version, want.Title}, []string{got.ID, got.Version, got.Title})
	require.Len(t, got.Nodes, len(want.Nodes))
	for i := range want.Nodes {
		w, g := &want.Nodes[i], &got.Nodes[i]
		require.Equal(t, []any{w.Path, w.Kind, w.Type, w.Control, w.Appearance}, []any{g.Path, g.Kind, g.Type, g.Control, g.Appearance})
	}
	require.Equal(t, "KEY", again.Settings["public_key"])

	out = written(t, again)
	again, findings = xform.Read("f.xml", []byte(out), nil)
	require.NoError(t, findings.Err())
	require.Equal(t, out, written(t, again), "written again, a form is the same")
}

func TestWriteFormRefuses(t *testing.T) {
	t.Parallel()
	question := func(change func(*forms.Definition, *forms.NodeDef)) *forms.Definition {
		n := &forms.NodeDef{Name: "a", Kind: forms.Question, Control: forms.Input}
		def := &forms.Definition{ID: "f", Root: []*forms.NodeDef{n}}
		change(def, n)
		return def
	}
	tests := []struct {
		name string
		def  *forms.Definition
		want string
	}{
		{"a name that is none", question(func(_ *forms.Definition, n *forms.NodeDef) { n.Name = "1a" }), `"1a" cannot be a name`},
		{"a root that is none", question(func(def *forms.Definition, _ *forms.NodeDef) { def.RootName = "a b" }), `"a b" cannot be a name`},
		{"an unknown prefix", question(func(_ *forms.Definition, n *forms.NodeDef) { n.Bind = map[string]string{"x:y": "1"} }), `the prefix "x" has no namespace`},
		{"an unknown question", question(func(_ *forms.Definition, n *forms.NodeDef) { n.Relevant.Text = "${b}" }), "${b} is not a question"},
		{"an ambiguous name", question(func(def *forms.Definition, n *forms.NodeDef) {
			n.Relevant.Text = "${c}"
			for _, group := range []string{"g", "h"} {
				def.Root = append(def.Root, &forms.NodeDef{Name: group, Children: []*forms.NodeDef{{Name: "c", Kind: forms.Value}}})
			}
		}), "${c} stands for 2 questions"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.ErrorContains(t, xform.WriteForm(&bytes.Buffer{}, tt.def), tt.want)
		})
	}
	full := errors.New("disk full")
	require.ErrorIs(t, xform.WriteForm(failing{full}, question(func(*forms.Definition, *forms.NodeDef) {})), full)
}

// failing is a writer that has no room.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
