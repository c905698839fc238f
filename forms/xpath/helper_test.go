// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/xpath"
)

// household is the document most tests look at.
const household = `<data id="household" version="2">
  <name>Amina</name>
  <age>34</age>
  <crops>maize beans</crops>
  <born>1992-03-05</born>
  <empty/>
  <member><first>Asha</first><years>7</years><visit><on>2026-01-01</on></visit><visit><on>2026-02-01</on></visit></member>
  <member><first>Juma</first><years>12</years><visit><on>2026-03-01</on></visit></member>
  <member><first>Neema</first><years/></member>
</data>`

// districts is a secondary instance.
const districts = `<root>
  <item><name>d1</name><region>north</region><label>Arua</label></item>
  <item><name>d2</name><region>south</region><label>Kabale</label></item>
  <item><name>d3</name><region>north</region><label>Gulu</label></item>
</root>`

func mustParse(t testing.TB, source string) *xpath.Document {
	t.Helper()
	doc, err := xpath.ParseXML([]byte(source))
	require.NoError(t, err)
	return doc
}

func mustCompile(t testing.TB, source string, o xpath.Options) *xpath.Expr {
	t.Helper()
	expr, err := xpath.Compile(source, o)
	require.NoError(t, err, source)
	return expr
}

// nairobi is a zone east of Greenwich without summer time.
var nairobi = time.FixedZone("EAT", 3*60*60)

func newHost(t testing.TB) *host {
	t.Helper()
	return &host{
		now:       time.Date(2026, 11, 20, 13, 30, 0, 0, nairobi),
		instances: map[string]xpath.Node{"districts": mustParse(t, districts).Node(0)},
	}
}

// at is a context at the first node that a path leads to in the household.
func at(t testing.TB, path string) *xpath.Context {
	t.Helper()
	doc := mustParse(t, household)
	nodes, err := mustCompile(t, path, xpath.Options{}).Nodes(&xpath.Context{Node: doc.Node(0)})
	require.NoError(t, err)
	require.NotEmpty(t, nodes, path)
	return &xpath.Context{Node: nodes[0], Host: newHost(t)}
}

// questions is a binder whose questions are the children of data; it binds
// absolute paths to them, and the context node's siblings by `../`.
type questions struct {
	names []string
	bound []string
}

var errNoQuestion = errors.New("there is no question of that name")

func (q *questions) Ref(name string) (string, error) {
	if saved, ok := strings.CutPrefix(name, "last-saved#"); ok {
		return "instance('__last-saved')/data/" + saved, nil
	}
	for _, n := range q.names {
		if n == name {
			return "/data/" + name, nil
		}
	}
	return "", errNoQuestion
}

func (q *questions) Bind(p xpath.Path) (xpath.Slot, bool) {
	for i, name := range q.names {
		if s := p.String(); s == "/data/"+name || s == "../"+name || s == "current()/../"+name {
			q.bound = append(q.bound, s)
			return xpath.Slot(i), true
		}
	}
	return 0, false
}
