// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
)

const household = `<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms">
<h:head><h:title>Household</h:title><model>
<itext><translation lang="Swahili (sw)" default="true()">
<text id="region"><value>Mkoa</value><value form="short">Mk.</value></text>
<text id="r0"><value>Pwani</value></text><text id="r1"><value>Tanga</value></text>
<text id="hello"><value>Habari <output value=" /data/head "/>?</value><value form="guidance">Polepole</value></text></translation>
<translation lang="English (en)">
<text id="region"><value>Region</value></text>
<text id="r0"><value>Coast</value></text><text id="r1"><value>Tanga</value></text>
<text id="hello"><value>How is <output value=" /data/head "/>?</value></text></translation></itext>
<instance><data id="household"><head/><region/><district/><born/><since/><place/>
<child jr:template=""><name/><greet/></child><meta><instanceID/></meta></data></instance>
<instance id="regions"><root><item><itextId>r0</itextId><name>pwani</name></item><item><itextId>r1</itextId><name>tanga</name></item></root></instance>
<instance id="districts"><root><item><name>kibaha</name><label>Kibaha</label><in>pwani</in></item>
<item><name>lushoto</name><label>Lushoto</label><in>tanga</in></item></root></instance>
<bind nodeset="/data/district" type="select1" relevant=" /data/region  != ''"/>
<bind nodeset="/data/child/greet" type="string" calculate="concat('Hi ',  ../name )"/>
<setvalue event="odk-instance-first-load" ref="/data/born" value="today()"/>
<odk:setgeopoint event="odk-instance-first-load" ref="/data/place"/>
</model></h:head><h:body>
<input ref="/data/head"><label>Head</label></input>
<select1 ref="/data/region"><label ref="jr:itext('region')"/><hint ref="jr:itext('hello')"/>
<itemset nodeset="instance('regions')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset>
<setvalue event="xforms-value-changed" ref="/data/since" value="now()"/></select1>
<select1 ref="/data/district"><label>District</label>
<itemset nodeset="instance('districts')/root/item[in= /data/region ]"><value ref="name"/><label ref="label"/></itemset></select1>
<input ref="/data/born"><label>Born</label></input>
<group ref="/data/child"><label>Child</label><repeat nodeset="/data/child"><input ref="/data/child/name"/></repeat></group>
</h:body></h:html>`

func TestXFormInTheWordsOfAWorkbook(t *testing.T) {
	t.Parallel()
	def, findings := xform.Read("household.xml", []byte(household), nil)
	require.NoError(t, findings.Err())
	var book bytes.Buffer
	warnings, err := xlsform.Write(&book, def)
	require.NoError(t, err)
	require.Len(t, warnings, 1)
	require.Contains(t, warnings[0].Msg, `"child" begins with no instance`)
	again, findings := xlsform.Read("household.xlsx", book.Bytes(), nil)
	require.NoError(t, findings.Err())

	node := map[string]*forms.NodeDef{}
	for _, n := range append(again.Root, again.Root[6].Children...) {
		node[n.Name] = n
	}
	region := node["region"]
	require.Equal(t, "regions", region.Choices.List)
	require.Equal(t, "Mk.", region.Label["Swahili (sw)"].Short[0].Literal)
	require.Equal(t, "${head}", region.Hint["English (en)"].Long[1].Output.Text)
	require.Equal(t, "Polepole", region.Hint["Swahili (sw)"].Guidance[0].Literal)
	require.Equal(t, "Coast", again.Lists["regions"].Items[0].Label["English (en)"].Long[0].Literal)
	require.Equal(t, []string{"in"}, again.Lists["districts"].Columns)
	require.Equal(t, "in= ${region}", node["district"].Choices.Filter.Text)
	require.Equal(t, "${region} != ''", node["district"].Relevant.Text)
	require.Equal(t, []string{"region"}, node["since"].Trigger)
	require.Equal(t, "now()", node["since"].Calculate.Text)
	require.True(t, node["born"].DynamicDefault)
	require.Equal(t, "today()", node["born"].Default.Text)
	require.Equal(t, forms.Location, node["place"].Sensor)
	require.Equal(t, "concat('Hi ', ${name})", node["greet"].Calculate.Text)
	require.Nil(t, node["name"].Label, "a question without a word stays one")
	require.NotNil(t, node["child"].Given)
	require.Empty(t, node["child"].Given)
	require.Equal(t, "Swahili (sw)", again.DefaultLanguage)
}

func TestGroupsNamedMeta(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, md string
		refused  bool
	}{
		{"inside a group", "| | begin group | g | G |\n| | begin group | meta | M |\n| | text | a | A |\n| | end group | | |\n| | end group | | |", false},
		{"of the form", "| | begin group | meta | M |\n| | text | a | A |\n| | end group | | |", true},
		{"twice", "| | begin group | g | G |\n| | text | meta | M |\n| | text | meta | M |\n| | end group | | |", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sheet := "| survey |\n| | type | name | label |\n" + tt.md + "\n"
			_, findings := xlsform.Read("a.md", []byte(sheet), nil)
			require.True(t, findings.HasErrors(), "the name is reserved")
			_, findings = xlsform.Read("a.md", []byte(sheet+"| settings |\n| | allow_meta_groups |\n| | yes |\n"), nil)
			require.Equal(t, tt.refused, findings.HasErrors(), "%v", findings)
		})
	}
}
