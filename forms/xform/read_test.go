// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
)

// document is an XForm with a model and a body.
func document(model, body string) string {
	return `<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"
 xmlns:orx="http://openrosa.org/xforms" xmlns:entities="http://www.opendatakit.org/xforms/entities">
<h:head><h:title>Household</h:title><model>` + model + `</model></h:head><h:body>` + body + `</h:body></h:html>`
}

func read(t *testing.T, model, body string) *forms.Definition {
	t.Helper()
	def, findings := xform.Read("household.xml", []byte(document(model, body)), nil)
	require.NoError(t, findings.Err())
	return def
}

func compiled(t *testing.T, model, body string) *forms.Form {
	t.Helper()
	form, findings := forms.Compile(read(t, model, body))
	require.NoError(t, findings.Err())
	return form
}

func TestReadHeading(t *testing.T) {
	t.Parallel()
	def := read(t, `<submission action="https://example.org/submit" method="post" base64RsaPublicKey="KEY" orx:auto-send="true"/>
<instance><household id="hh" version="3" odk:prefix="hh" odk:delimiter="#"><name odk:tag="n"/></household></instance>`,
		`<input ref="name"><label>Name</label></input>`)
	require.Equal(t, "Household", def.Title)
	require.Equal(t, "hh", def.ID)
	require.Equal(t, "3", def.Version)
	require.Equal(t, "household", def.RootName)
	require.Equal(t, forms.OriginXForm, def.Origin)
	require.Equal(t, map[string]string{
		"prefix": "hh", "delimiter": "#", "public_key": "KEY", "submission_url": "https://example.org/submit", "auto_send": "true",
	}, def.Settings)
	require.Equal(t, map[string]string{"odk:tag": "n"}, def.Root[0].Attrs)
	require.Equal(t, "orx:meta", def.Root[1].Name, "every submission has an id")
}

func TestReadBind(t *testing.T) {
	t.Parallel()
	def := read(t, `<instance><data id="f"><age>7</age><group><total/></group></data></instance>
<itext><translation lang="en"><text id="c"><value>Too old: <output value=" . "/>!</value></text></translation></itext>
<bind nodeset="/data/age" type="xsd:int" relevant="true()" required="1 = 1" readonly="false()" constraint=". &lt; 120"
 jr:constraintMsg="jr:itext('c')" jr:requiredMsg="Please" entities:saveto="age" odk:length="3"/>
<bind nodeset="/data/group" relevant="../age &gt; 1"/>
<bind nodeset="/data/group/total" calculate="../../age * 2" jr:preload="property" jr:preloadParams="email"/>`,
		`<input ref="/data/age" appearance="numbers  big"><label>Age</label><hint>In years</hint></input>`)
	age, group := def.Root[0], def.Root[1]
	require.Equal(t, forms.Question, age.Kind)
	require.Equal(t, forms.Int, age.Type)
	require.Equal(t, []string{"true()", "1 = 1", "false()", ". < 120"},
		[]string{age.Relevant.Text, age.Required.Text, age.ReadOnly.Text, age.Constraint.Text})
	require.Equal(t, 6, age.Constraint.Pos.Row, "findings name the line")
	require.Equal(t, "7", age.Default.Text)
	require.Equal(t, "age", age.SaveTo)
	require.Equal(t, "numbers big", age.Appearance)
	require.Equal(t, "3", age.Bind["odk:length"])
	pieces := age.ConstraintMsg["en"].Long
	require.Equal(t, []string{"Too old: ", ".", "!"}, []string{pieces[0].Literal, pieces[1].Output.Text, pieces[2].Literal})
	require.Equal(t, "Please", age.RequiredMsg[""].Long[0].Literal)
	require.Equal(t, forms.Group, group.Kind)
	require.Equal(t, "../age > 1", group.Relevant.Text)
	total := group.Children[0]
	require.Equal(t, forms.Value, total.Kind)
	require.Equal(t, "property/email", total.Preload+"/"+total.PreloadParams)
}

func TestReadTexts(t *testing.T) {
	t.Parallel()
	form := compiled(t, `<instance><data id="f"><q/></data></instance>
<itext><translation lang="English (en)"><text id="q:label"><value>Your full
 name</value><value form="short">Name</value><value form="image">jr://images/a.png</value></text>
<text id="q:hint"><value>As on the card</value><value form="guidance">Ask for the card</value></text></translation>
<translation lang="Kiswahili (sw)" default="true()"><text id="q:label"><value form="long">Jina kamili</value><value form="short">Jina</value></text></translation></itext>`,
		`<input ref="/data/q"><label ref="jr:itext('q:label')"/><hint ref="jr:itext( 'q:hint' )"/></input>`)
	require.Equal(t, []forms.Language{{Name: "English (en)", Tag: "en"}, {Name: "Kiswahili (sw)", Tag: "sw"}}, form.Languages)
	require.Equal(t, "Kiswahili (sw)", form.DefaultLanguage)
	in := form.New(environment(""))
	q := forms.At{Node: int32(form.Index("/data/q"))}
	require.Equal(t, "Jina kamili", in.Label(q, ""))
	require.Equal(t, "Jina", in.Short(q, ""))
	require.Equal(t, "Name", in.Short(q, "English (en)"))
	require.Equal(t, "Ask for the card", in.Guidance(q, "English (en)"))
	require.Equal(t, "a.png", form.Definition.Texts["q:label"]["English (en)"].Media["image"])
}

func TestReadControls(t *testing.T) {
	t.Parallel()
	def := read(t, `<instance><data id="f"><a/><b/><c/><d/><e/><f/><g/><h/></data></instance><bind nodeset="/data/h" readonly="true()"/>`,
		`<select1 ref="/data/a"><item><label>One</label><value>1</value></item></select1>
<select ref="/data/b" appearance="search"><itemset nodeset="instance('l')/root/item[x = /data/a]"><value ref="name"/><label ref="label"/></itemset></select>
<odk:rank ref="/data/c"><item><label>One</label><value>1</value></item></odk:rank>
<range ref="/data/d" start="0" end="10" step="2"/><trigger ref="/data/e"/><upload ref="/data/f" mediatype="image/*"/>
<secret ref="/data/g"/><input ref="/data/h"><label>Read this</label></input>`)
	var controls []forms.Control
	for _, n := range def.Root[:8] {
		controls = append(controls, n.Control)
	}
	require.Equal(t, []forms.Control{
		forms.Select1, forms.Select, forms.Rank, forms.Range, forms.Trigger, forms.Upload, forms.Input, forms.Note,
	}, controls)
	require.Equal(t, "1", def.Root[0].Choices.Items[0].Value)
	require.Equal(t, "instance('l')/root/item[x = /data/a]", def.Root[1].Choices.Nodes.Text)
	require.Equal(t, "search autocomplete", def.Root[1].Appearance)
	require.Equal(t, map[string]string{"start": "0", "end": "10", "step": "2"}, def.Root[3].Params)
	require.Equal(t, "image/*", def.Root[5].Body["mediatype"])
	require.Equal(t, "masked", def.Root[6].Appearance)
}

func TestReadSecondaryInstances(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"places.csv":    {Data: []byte("name,label\nk,Kisumu\nn,Nairobi\n")},
		"wells.geojson": {Data: []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[36.8,-1.2]},"properties":{"title":"Well"}}]}`)},
		"people.xml":    {Data: []byte(`<root><item><name>p</name></item></root>`)},
	}
	def, findings := xform.Read("f.xml", []byte(document(`<instance><data id="f"><q/><w/><p/><none/></data></instance>
<instance id="places" src="jr://file-csv/places.csv"/><instance id="wells" src="jr://file/wells.geojson"/>
<instance id="people" src="jr://file/people.xml"/><instance id="gone" src="jr://file/gone.csv"/>
<instance id="__last-saved" src="jr://instance/last-saved"/>
<bind nodeset="/data/q" calculate="pulldata('places', 'label', 'name', 'k')"/>
<bind nodeset="/data/w" calculate="instance('wells')/root/item[id = '7']/geometry"/>
<bind nodeset="/data/p" calculate="instance('people')/root/item/name"/>
<bind nodeset="/data/none" calculate="concat(instance('__last-saved')/data/q, count(instance('gone')/root/item))"/>`, ``)), files)
	require.NoError(t, findings.Err())
	require.Len(t, findings, 1, "the missing file is named")
	require.Contains(t, findings[0].Msg, "gone.csv")
	form, findings := forms.Compile(def)
	require.NoError(t, findings.Err())
	in := form.New(environment(""))
	for path, want := range map[string]string{
		"/data/q": "Kisumu", "/data/w": "-1.2 36.8 0 0", "/data/p": "p", "/data/none": "0",
	} {
		require.Equal(t, want, in.Value(forms.At{Node: int32(form.Index(path))}), path)
	}
}

// numbered repeats a text with # for the number.
func numbered(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(text, "#", strconv.Itoa(i)))
	}
	return b.String()
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	const instance = `<instance><data id="f"><q/></data></instance>`
	tests := []struct {
		name, source, want string
	}{
		{"text", "just text", "f.xml:1: not an XForm"},
		{"cut off", "<h:html xmlns:h='x'>\n<h:head>", "f.xml:2: not an XForm"},
		{"entities", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<a>&x;</a>", "document type"},
		{"nested beyond reason", strings.Repeat("<a>", 10_000) + strings.Repeat("</a>", 10_000), "too large"},
		{"longer than any form", strings.Repeat(" ", 6<<20), "at most 5242880"},
		{"more questions than any form", document(`<instance><d>`+numbered(70_000, "<a#/>")+`</d></instance>`, ""), "more than 65536 questions"},
		{"more languages than any form", document(instance+`<itext>`+numbered(200, `<translation lang="l#"/>`)+`</itext>`, ""), "more than 100 languages"},
		{"everything reads everything", document(`<instance><d>`+numbered(1500, "<a#/>")+`</d></instance>`+
			numbered(1500, `<bind nodeset="/d/a#" calculate="count(//*)"/>`), ""), "read too many questions"},
		{"an action sets everything", document(`<instance><d>`+numbered(200, "<a#/>")+`</d></instance>
<setvalue event="odk-instance-load" ref="//*" value="1"/>`, ""), "f.xml:5: the action sets more than 100"},
		{"no model", "<html><head/></html>", "there is no model"},
		{"no instance", "<html><head><model/></head></html>", "no primary instance"},
		{"range of words", document(instance, "\n"+`<range ref="/data/q" start="low" end="2" step="1"/>`), `f.xml:5: the start of the range, "low"`},
		{"range without step", document(instance, `<range ref="/data/q" start="0" end="2"/>`), "has no step"},
		{"root that repeats", document(instance, `<repeat nodeset="/data"/>`), "cannot repeat"},
		{"itemset of nothing", document(instance, `<select1 ref="/data/q"><itemset/></select1>`), "no nodeset"},
		{"action on nothing", document(instance+`<setvalue event="odk-instance-load"/>`, ""), "sets"},
		{"expression", document(instance+`<bind nodeset="/data/q" calculate="1 +"/>`, ""), "f.xml:4: the calculation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			def, findings := xform.Read("f.xml", []byte(tt.source), nil)
			if def != nil && !findings.HasErrors() {
				_, findings = forms.Compile(def)
			}
			require.Error(t, findings.Err())
			require.ErrorContains(t, findings.Err(), tt.want)
		})
	}
}

// What a form says about nodes it does not have is left out, with a warning.
func TestReadWarns(t *testing.T) {
	t.Parallel()
	def, findings := xform.Read("f.xml", []byte(document(`<instance><data id="f"><q/></data></instance>
<bind nodeset="/data/x" required="true()"/><setvalue event="odk-full-moon" ref="/data/q" value="1"/>`,
		`<input ref="/data/y"/><input ref="/data/q"><label ref="jr:itext('lost')"/></input>`)), nil)
	require.NoError(t, findings.Err())
	var said []string
	for _, f := range findings {
		said = append(said, f.Msg)
	}
	require.Len(t, said, 4)
	for i, want := range []string{"/data/y", "/data/x", "odk-full-moon", "lost"} {
		require.Contains(t, said[i], want)
	}
	require.Empty(t, def.Actions)
}
