// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
)

// visitor fills in a form by the refs of its nodes.
type visitor struct {
	*testing.T
	player
}

func visit(t *testing.T, model, body string) visitor {
	t.Helper()
	form := compiled(t, model, body)
	return visitor{t, player{form: form, in: form.New(environment("")), same: newEquality("")}}
}

func (v visitor) at(ref string) forms.At {
	v.Helper()
	at, ok := v.find(ref)
	require.True(v.T, ok, "no node %s", ref)
	return at
}

func (v visitor) value(ref string) string {
	v.Helper()
	return v.in.Value(v.at(ref))
}

func (v visitor) answer(ref, value string) {
	v.Helper()
	require.True(v.T, v.in.Enter(v.at(ref), value))
}

func (v visitor) xml() string {
	v.Helper()
	written, err := v.submission()
	require.NoError(v.T, err)
	return written
}

func TestActions(t *testing.T) {
	t.Parallel()
	v := visit(t, `<instance><data id="f"><a>2</a><first/><each/><text/><log>0</log>
<rep><own/><born/></rep></data></instance>
<setvalue event="odk-instance-first-load" ref="/data/first" value="/data/a * 10"/>
<setvalue event="odk-instance-first-load" ref="/data/text">it's "so"</setvalue>
<setgeopoint event="odk-instance-first-load" ref="/data/text"/>`,
		`<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/each" value="concat(., 'x')"/></input>
<repeat nodeset="/data/rep"><setvalue event="odk-new-repeat" ref="/data/rep/born" value="position(..)"/>
<input ref="/data/rep/own"><setvalue event="xforms-value-changed" ref="/data/rep/born" value="concat(., '!')"/>
<setvalue event="xforms-value-changed" ref="/data/log" value=". + 1"/></input></repeat>`)
	require.Equal(t, "20", v.value("/data/first"))
	require.Empty(t, v.value("/data/text"), "no channel knows where it is")
	require.Empty(t, v.value("/data/rep[1]/born"), "the first instance is given, not new")

	v.answer("/data/a", "3")
	require.Equal(t, "x", v.value("/data/each"))
	require.Equal(t, "20", v.value("/data/first"))
	v.answer("/data/a", "3")
	require.Equal(t, "x", v.value("/data/each"), "the same answer is no change")

	v.in.Add(v.at("/data/rep"))
	require.Equal(t, "2", v.value("/data/rep[2]/born"))
	v.answer("/data/rep[2]/own", "y")
	require.Equal(t, "2!", v.value("/data/rep[2]/born"))
	require.Empty(t, v.value("/data/rep[1]/born"), "an action in a repeat sets its own instance")
	require.Equal(t, "1", v.value("/data/log"))
}

func TestGivenInstances(t *testing.T) {
	t.Parallel()
	v := visit(t, `<instance><data id="f"><n/>
<free jr:template=""><x>new</x></free><free><x>a</x></free><free><x>b</x></free>
<none jr:template=""><x/></none><plain><x>p</x></plain><fixed jr:template=""><x>f</x></fixed>
<counted jr:template=""><x>more</x></counted><counted><x>1st</x></counted></data></instance><bind nodeset="/data/n" type="int"/>`,
		`<input ref="/data/n"/><repeat nodeset="/data/free"/><repeat nodeset="/data/none"/><repeat nodeset="/data/plain"/>
<repeat nodeset="/data/fixed" jr:noAddRemove="true()"/><repeat nodeset="/data/counted" jr:count="/data/n"/>`)
	count := func(ref string) int { return len(v.in.Repeats(v.at(ref))) }
	require.Equal(t, []int{2, 0, 1, 1, 0}, []int{count("/data/free"), count("/data/none"), count("/data/plain"), count("/data/fixed"), count("/data/counted")})
	require.Equal(t, "ab", v.value("/data/free[1]/x")+v.value("/data/free[2]/x"))
	v.in.Add(v.at("/data/free"))
	require.Equal(t, "new", v.value("/data/free[3]/x"))
	v.answer("/data/n", "2")
	require.Equal(t, "1st", v.value("/data/counted[1]/x"))
	require.Equal(t, "more", v.value("/data/counted[2]/x"))
	require.Negative(t, v.in.Add(v.at("/data/fixed")))
}

func TestItemsets(t *testing.T) {
	t.Parallel()
	v := visit(t, `<instance><data id="f"><person><name/></person><head/><city/><country/></data></instance>
<instance id="cities"><root><item country="ke"><v>n</v><id>c1</id></item><item country="tz"><v>d</v><id>c2</id></item></root></instance>
<itext><translation lang="en"><text id="c1"><value>Nairobi</value></text><text id="c2"><value>Dodoma</value></text></translation>
<translation lang="am"><text id="c1"><value>ናይሮቢ</value></text></translation></itext>`,
		`<repeat nodeset="/data/person"><input ref="name"/></repeat>
<select1 ref="/data/head"><itemset nodeset="/data/person[name != '']"><value ref="name"/><label ref="name"/></itemset></select1>
<select1 ref="/data/country"><item><label>Kenya</label><value>ke</value></item><item><label>Tanzania</label><value>tz</value></item></select1>
<select1 ref="/data/city"><itemset nodeset="instance('cities')/root/item[@country = /data/country]"><value ref="v"/><label ref="jr:itext(id)"/></itemset></select1>`)
	require.Empty(t, v.in.Choices(v.at("/data/head"), ""))
	v.answer("/data/person[1]/name", "Amina")
	require.Equal(t, []forms.Choice{{Value: "Amina", Label: "Amina"}}, v.in.Choices(v.at("/data/head"), ""))

	v.answer("/data/country", "ke")
	require.Equal(t, []forms.Choice{{Value: "n", Label: "Nairobi"}}, v.in.Choices(v.at("/data/city"), ""))
	require.Equal(t, "ናይሮቢ", v.in.Choices(v.at("/data/city"), "am")[0].Label)
	v.answer("/data/city", "n")
	v.answer("/data/country", "tz")
	require.Empty(t, v.value("/data/city"), "what is no longer offered is taken out")
	require.Equal(t, forms.ViolationNotOffered, v.in.Check(v.at("/data/city"), "n").Kind)
}

// entity is a form that creates an entity (ODK entities 2024.1).
const entityModel = `<instance><data id="f"><name/><mood/><meta><entity dataset="people" id="" create="1"><label/></entity><instanceID/></meta></data></instance>
<bind nodeset="/data/name" entities:saveto="full_name"/>
<bind nodeset="/data/mood" relevant="/data/name != 'X'"/>
<bind nodeset="/data/meta/entity/@create" calculate="if(/data/name = 'X', '', 1)"/>
<bind nodeset="/data/meta/entity/label" calculate="concat('Mx ', /data/name)"/>
<bind nodeset="/data/meta/instanceID" jr:preload="uid"/>
<setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="'e-1'"/>`

func TestAttributesAreNodes(t *testing.T) {
	t.Parallel()
	v := visit(t, entityModel, `<input ref="/data/name"/><input ref="/data/mood"/>`)
	v.answer("/data/name", "Amina")
	require.Contains(t, v.xml(), `<entity dataset="people" id="e-1" create="1"><label>Mx Amina</label></entity>`)
	v.answer("/data/name", "X")
	require.Contains(t, v.xml(), `<entity dataset="people" id="e-1" create="">`)
}

func TestReadSubmission(t *testing.T) {
	t.Parallel()
	v := visit(t, entityModel, `<input ref="/data/name"/><input ref="/data/mood"/>`)
	v.answer("/data/name", "Amina")
	v.answer("/data/mood", "good & well")
	written := v.xml()
	in, err := xform.ReadSubmission(v.form, []byte(written), environment(""))
	require.NoError(t, err)
	v.in = in
	require.Equal(t, written, v.xml(), "reading changes nothing")

	id := v.value("/data/meta/instanceID")
	in.Revise()
	require.NotEqual(t, id, v.value("/data/meta/instanceID"))
	require.Equal(t, id, in.DeprecatedID())
	require.Contains(t, v.xml(), "<deprecatedID>"+id+"</deprecatedID></meta>")

	restored, err := v.form.Restore(in.Append(nil), environment(""))
	require.NoError(t, err)
	require.Equal(t, id, restored.DeprecatedID())
}

func TestReadSubmissionRefuses(t *testing.T) {
	t.Parallel()
	form := compiled(t, entityModel, `<input ref="/data/name"/>`)
	_, err := xform.ReadSubmission(form, []byte("<other/>"), environment(""))
	require.ErrorIs(t, err, xform.ErrOtherForm)
	_, err = xform.ReadSubmission(form, []byte("<data>"), environment(""))
	require.Error(t, err)
	in, err := xform.ReadSubmission(form, []byte("<data><name>A</name><unknown/></data>"), environment(""))
	require.NoError(t, err)
	require.Equal(t, "A", in.Value(forms.At{Node: int32(form.Index("/data/name"))}))
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(document(entityModel, `<input ref="/data/name"/>`)))
	f.Add([]byte(document(`<instance><d><r jr:template=""><a/></r><r/></d></instance><instance id="x"><root><item/></root></instance>
<itext><translation lang="a"><text id="t"><value>x<output value="/d/r/a"/></value></text></translation></itext>
<bind nodeset="/d/r/a" relevant="../a" calculate="jr:choice-name(., '/d/r/a')"/>`,
		`<group ref="/d/r"><label ref="jr:itext('t')"/><repeat nodeset="/d/r" jr:count="3"><select1 ref="a"><itemset nodeset="instance('x')/root/item"><value ref="."/></itemset></select1></repeat></group>`)))
	f.Add([]byte(document(`<instance><d a="1"><b/></d></instance><setvalue event="odk-instance-load xforms-value-changed" ref="/d/b/@a" value="uuid()"/>`,
		`<range ref="/d/b" start="1" end="2" step="0"/>`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		def, findings := xform.Read("f.xml", data, nil)
		if def == nil || findings.HasErrors() {
			return
		}
		form, _ := forms.Compile(def)
		if form == nil {
			return
		}
		p := player{form: form, in: form.New(environment("")), same: newEquality("")}
		p.answerAll()
		if written, err := p.submission(); err == nil {
			_, err = xform.ReadSubmission(form, []byte(written), environment(""))
			require.NoError(t, err)
		}
	})
}
