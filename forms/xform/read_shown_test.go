// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xpath"
)

const mixed = `<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>Mixed</h:title><model>
<itext><translation lang="en"><text id="both"><value>Both of <output value="/data/a"/></value></text></translation></itext>
<instance><data id="mixed"><a/><g><b/><c/></g><r jr:template=""><d/><e/></r></data></instance>
<bind nodeset="/data/a" type="string"/>
</model></h:head><h:body>
<group><label>People</label><repeat nodeset="/data/r"><input ref="/data/r/e"><label>e</label></input><input ref="/data/r/d"><label>d</label></input></repeat></group>
<group appearance="field-list"><label ref="jr:itext('both')"/><input ref="/data/g/c"><label>c</label></input><input ref="/data/a"><label>a</label></input></group>
<group><group ref="/data/g"><label>Group</label><input ref="b"><label>b</label></input></group></group>
</h:body></h:html>`

func TestBodyOrderAndGroupsWithoutReference(t *testing.T) {
	t.Parallel()
	def, found := xform.Read("mixed.xml", []byte(mixed), nil)
	require.Empty(t, found)
	requireMixed(t, def)

	var written bytes.Buffer
	require.NoError(t, xform.WriteForm(&written, def))
	again, found := xform.Read("again.xml", written.Bytes(), nil)
	require.Empty(t, found, written.String())
	requireMixed(t, again)
}

// A question may be shown outside the group that holds its data, in the same
// order.
func TestShownOutsideItsGroup(t *testing.T) {
	t.Parallel()
	from, to := strings.Index(mixed, "<h:body>"), strings.Index(mixed, "</h:body>")
	body := `<h:body><input ref="/data/a"/><group ref="/data/g"><input ref="/data/g/b"/></group><input ref="/data/g/c"/>`
	def, found := xform.Read("outside.xml", []byte(mixed[:from]+body+mixed[to:]), nil)
	require.Empty(t, found)
	require.Equal(t, "/data/a /data/g( /data/g/b ) /data/g/c", spell(def.Outline))
}

func requireMixed(t *testing.T, def *forms.Definition) {
	t.Helper()
	require.Equal(t, "+( /data/r( /data/r/e /data/r/d ) ) +( /data/g/c /data/a ) /data/g( /data/g/b )", spell(def.Outline))
	form, found := forms.Compile(def)
	require.Empty(t, found)
	require.Equal(t, "field-list", def.Outline[1].Appearance)
	in := form.New(environment(""))
	a := forms.At{Node: int32(form.Index("/data/a"))}
	require.True(t, in.Answer(a, "Asha").OK())
	label, _ := in.Heading(a, "")
	require.Equal(t, "Both of Asha", label)
}

func spell(items []*forms.OutlineDef) string {
	var words []string
	for _, item := range items {
		word := item.Node
		if word == "" {
			word = "+"
		}
		if len(item.Items) > 0 {
			word += "( " + spell(item.Items) + " )"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// A form that is shown as it stands has no outline, whatever bare groups are
// around its questions.
func TestNoOutlineWhereNothingDiffers(t *testing.T) {
	t.Parallel()
	plain := strings.NewReplacer(`<group appearance="field-list"><label ref="jr:itext('both')"/><input ref="/data/g/c"><label>c</label></input>`, "<group>").Replace(mixed)
	plain = strings.Replace(plain, `<input ref="b"><label>b</label></input>`, `<input ref="b"><label>b</label></input><input ref="c"><label>c</label></input>`, 1)
	plain = strings.Replace(plain, "<label>People</label>", "", 1)
	from, to := strings.Index(plain, "<group><repeat"), strings.Index(plain, "<group><input")
	people := plain[from:to]
	plain = plain[:from] + plain[to:]
	people = strings.Replace(people, `<input ref="/data/r/e"><label>e</label></input>`, "", 1)
	people = strings.Replace(people, `</repeat>`, `<input ref="/data/r/e"><label>e</label></input></repeat>`, 1)
	plain = strings.Replace(plain, "</h:body>", people+"</h:body>", 1)
	def, found := xform.Read("plain.xml", []byte(plain), nil)
	require.Empty(t, found)
	require.Nil(t, def.Outline, spell(def.Outline))
}

// Real forms are walked in the order of the controls of their bodies, also after
// they have been written and read again.
func TestRealFormsAreShownInTheOrderOfTheirBodies(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	files, err := filepath.Glob(filepath.Join(dir, "xform", "*.xml"))
	require.NoError(t, err)
	differ, checked := 0, 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		def, _ := xform.Read(filepath.Base(file), source, nil)
		if def == nil {
			continue
		}
		form, _ := forms.Compile(def)
		if form == nil {
			continue
		}
		if def.Outline != nil {
			differ++
		}
		order := bodyOrder(t, source)
		checked += requireInOrder(t, file, order, form)

		var written bytes.Buffer
		if xform.WriteForm(&written, def) != nil {
			continue
		}
		again, _ := xform.Read("again.xml", written.Bytes(), nil)
		if reread, _ := forms.Compile(again); reread != nil {
			requireInOrder(t, file+", written", order, reread)
		}
	}
	t.Logf("%d of %d forms are not shown as their nodes stand; %d questions are in order", differ, len(files), checked)
	require.Positive(t, differ)
	require.Greater(t, checked, 1000)
}

// requireInOrder walks the relevant questions of a new instance.
func requireInOrder(t *testing.T, file string, order map[string]int, form *forms.Form) (checked int) {
	t.Helper()
	in := form.New(environment(""))
	questions := form.NodeSet(func(n *forms.Node) bool { return n.Kind == forms.Question })
	places := []forms.At{{}}
	for scope := int32(1); ; scope++ {
		repeat, place := in.ScopeOf(scope)
		if place == 0 {
			break
		}
		places = append(places, forms.At{Node: repeat.Node, Scope: scope})
	}
	for _, at := range places {
		last := -1
		for next, ok := in.Next(questions, at); ok; next, ok = in.Next(questions, next) {
			path := form.Nodes[next.Node].Path
			place, known := order[path]
			if !known {
				continue // a reference that is no plain path
			}
			checked++
			require.Greater(t, place, last, "%s: %s", file, path)
			last = place
		}
	}
	return checked
}

// bodyOrder is the place in the body of the last control of each question.
func bodyOrder(t *testing.T, source []byte) map[string]int {
	t.Helper()
	doc, err := xpath.ParseXML(source)
	require.NoError(t, err)
	e, err := xpath.Compile("/*[local-name() = 'html']/*[local-name() = 'body']//*[@ref or @bind]", xpath.Options{})
	require.NoError(t, err)
	controls, err := e.Nodes(&xpath.Context{Node: doc.Node(doc.Root())})
	require.NoError(t, err)
	order := map[string]int{}
	for place, control := range controls {
		if asksSomething[doc.NodeName(control.ID).Local] {
			order[controlPath(doc, control.ID)] = place
		}
	}
	return order
}

var asksSomething = map[string]bool{
	"input": true, "secret": true, "select": true, "select1": true, "rank": true, "range": true, "trigger": true, "upload": true,
}

// controlPath is the absolute path that a control is about.
func controlPath(doc *xpath.Document, id xpath.NodeID) string {
	for _, name := range []string{"ref", "nodeset"} {
		for a := doc.FirstAttr(id); a != xpath.NoNode; a = doc.NextAttr(a) {
			if doc.NodeName(a).String() != name {
				continue
			}
			ref := strings.TrimSpace(doc.StringValue(a))
			if strings.HasPrefix(ref, "/") {
				return ref
			}
			if up := doc.Parent(id); up != xpath.NoNode {
				return controlPath(doc, up) + "/" + strings.TrimPrefix(ref, "./")
			}
		}
	}
	if up := doc.Parent(id); up != xpath.NoNode {
		return controlPath(doc, up)
	}
	return ""
}
