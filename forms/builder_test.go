// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

// The builder: a form in a test reads like the rows of a workbook.

type option func(*forms.NodeDef)

func ask(name string, typ forms.DataType, options ...option) *forms.NodeDef {
	return node(forms.NodeDef{Name: name, Kind: forms.Question, Type: typ, Control: forms.Input, Label: en(name + "?")}, options)
}

func text(name string, options ...option) *forms.NodeDef { return ask(name, forms.String, options...) }

func integer(name string, options ...option) *forms.NodeDef { return ask(name, forms.Int, options...) }

func note(name, label string, options ...option) *forms.NodeDef {
	return node(forms.NodeDef{Name: name, Kind: forms.Question, Control: forms.Note, Label: en(label)}, options)
}

func selectOne(name, list string, options ...option) *forms.NodeDef {
	return choose(name, forms.Select1, list, options)
}

func selectMany(name, list string, options ...option) *forms.NodeDef {
	return choose(name, forms.Select, list, options)
}

func rank(name, list string, options ...option) *forms.NodeDef {
	return choose(name, forms.Rank, list, options)
}

func choose(name string, control forms.Control, list string, options []option) *forms.NodeDef {
	return node(forms.NodeDef{
		Name: name, Kind: forms.Question, Control: control, Label: en(name + "?"),
		Choices: &forms.ChoicesDef{List: list},
	}, options)
}

func calculate(name, expr string, options ...option) *forms.NodeDef {
	return node(forms.NodeDef{Name: name, Kind: forms.Value, Calculate: src(expr)}, options)
}

func value(name string, options ...option) *forms.NodeDef {
	return node(forms.NodeDef{Name: name, Kind: forms.Value}, options)
}

func group(name string, children ...*forms.NodeDef) *forms.NodeDef {
	return &forms.NodeDef{Name: name, Kind: forms.Group, Children: children}
}

func repeat(name string, children ...*forms.NodeDef) *forms.NodeDef {
	return &forms.NodeDef{Name: name, Kind: forms.Repeat, Label: en(name), Children: children}
}

func counted(name, count string, children ...*forms.NodeDef) *forms.NodeDef {
	r := repeat(name, children...)
	r.Count = src(count)
	return r
}

func with(n *forms.NodeDef, options ...option) *forms.NodeDef { return node(*n, options) }

func node(n forms.NodeDef, options []option) *forms.NodeDef {
	for _, o := range options {
		o(&n)
	}
	return &n
}

func relevant(e string) option   { return func(n *forms.NodeDef) { n.Relevant = src(e) } }
func required(e string) option   { return func(n *forms.NodeDef) { n.Required = src(e) } }
func readOnly(e string) option   { return func(n *forms.NodeDef) { n.ReadOnly = src(e) } }
func constraint(e string) option { return func(n *forms.NodeDef) { n.Constraint = src(e) } }
func calculated(e string) option { return func(n *forms.NodeDef) { n.Calculate = src(e) } }
func initially(v string) option  { return func(n *forms.NodeDef) { n.Default = src(v) } }
func filter(e string) option     { return func(n *forms.NodeDef) { n.Choices.Filter = src(e) } }
func label(l string) option      { return func(n *forms.NodeDef) { n.Label = en(l) } }
func messages(constraint, required string) option {
	return func(n *forms.NodeDef) { n.ConstraintMsg, n.RequiredMsg = en(constraint), en(required) }
}
func typed(t forms.DataType) option { return func(n *forms.NodeDef) { n.Type = t } }

func dynamically(e string) option {
	return func(n *forms.NodeDef) { n.Default, n.DynamicDefault = src(e), true }
}

func triggeredBy(names ...string) option { return func(n *forms.NodeDef) { n.Trigger = names } }

func preload(kind, params string) option {
	return func(n *forms.NodeDef) { n.Preload, n.PreloadParams = kind, params }
}

func randomized(seed string) option {
	return func(n *forms.NodeDef) { n.Choices.Randomize, n.Choices.Seed = true, src(seed) }
}

func fromDataset(id string) option {
	return func(n *forms.NodeDef) { n.Choices.List, n.Choices.Dataset = "", id }
}

func params(pairs ...string) option {
	return func(n *forms.NodeDef) {
		n.Params = make(map[string]string)
		for i := 0; i+1 < len(pairs); i += 2 {
			n.Params[pairs[i]] = pairs[i+1]
		}
	}
}

func controlled(c forms.Control) option { return func(n *forms.NodeDef) { n.Control = c } }

func row(number int) option {
	return func(n *forms.NodeDef) {
		n.Pos = forms.Position{File: "f.xlsx", Sheet: "survey", Row: number, Col: 2}
		for _, s := range []*forms.Source{&n.Relevant, &n.Calculate, &n.Constraint, &n.Count} {
			s.Pos = forms.Position{File: "f.xlsx", Sheet: "survey", Row: number, Col: 5}
		}
	}
}

func src(e string) forms.Source { return forms.Source{Text: e} }

func en(s string) forms.Text {
	return forms.Text{"": {Long: forms.ParseTemplate(s, forms.Position{})}}
}

// list is a choice list; each item is a value, or a value and the cells of the
// columns.
func list(name string, columns []string, items ...[]string) *forms.ListDef {
	l := &forms.ListDef{Name: name, Columns: columns}
	for _, item := range items {
		def := forms.ItemDef{Value: item[0], Label: en("The " + item[0]), Columns: make(map[string]string)}
		for i, c := range columns {
			def.Columns[c] = item[i+1]
		}
		l.Items = append(l.Items, def)
	}
	return l
}

func plainList(name string, values ...string) *forms.ListDef {
	items := make([][]string, len(values))
	for i, v := range values {
		items[i] = []string{v}
	}
	return list(name, nil, items...)
}

func definition(lists []*forms.ListDef, nodes ...*forms.NodeDef) *forms.Definition {
	def := &forms.Definition{
		ID: "f", Version: "1", Title: "F", File: "f.xlsx", Root: nodes,
		Lists: make(map[string]*forms.ListDef), Datasets: make(map[string]*forms.DatasetDef),
	}
	for _, l := range lists {
		def.Lists[l.Name] = l
	}
	return def
}

func compile(tb testing.TB, def *forms.Definition) *forms.Form {
	tb.Helper()
	f, findings := forms.Compile(def)
	require.NoError(tb, findings.Err())
	require.NotNil(tb, f)
	return f
}

func mustForm(tb testing.TB, nodes ...*forms.NodeDef) *forms.Form {
	tb.Helper()
	return compile(tb, definition([]*forms.ListDef{plainList("yes_no", "yes", "no")}, nodes...))
}

func env() forms.Env {
	zone := time.FixedZone("EAT", 3*60*60)
	return forms.Env{
		Now: time.Date(2026, 11, 20, 10, 30, 0, 0, zone), Seed: 7,
		InstanceID: "uuid:11111111-2222-4333-8444-555555555555",
		DeviceID:   "kiosk-1", Username: "amina", PhoneNumber: "+254700000001", Email: "a@example.org",
	}
}

// person answers a form by the names of its questions.
type person struct {
	testing.TB
	*forms.Instance
	scope int32
}

func start(tb testing.TB, f *forms.Form) person {
	tb.Helper()
	return person{tb, f.New(env()), 0}
}

// within is the same person in a repeat instance.
func (p person) within(scope int32) person {
	p.scope = scope
	return p
}

func (p person) where(name string) forms.At {
	p.Helper()
	for i := range p.Form().Nodes {
		if p.Form().Nodes[i].Name == name {
			return forms.At{Node: int32(i), Scope: p.scope}
		}
	}
	require.Fail(p.TB, "no node "+name)
	return forms.At{}
}

func (p person) answer(name, value string) {
	p.Helper()
	v := p.Answer(p.where(name), value)
	require.True(p.TB, v.OK(), "%s = %q refused: %+v", name, value, v)
}

func (p person) value(name string) string {
	p.Helper()
	return p.Value(p.where(name))
}

func (p person) relevant(name string) bool {
	p.Helper()
	return p.Relevant(p.where(name))
}

func (p person) instances(name string) []int32 {
	p.Helper()
	return p.Repeats(p.where(name))
}

func (p person) add(name string) person {
	p.Helper()
	scope := p.Add(p.where(name))
	require.GreaterOrEqual(p.TB, scope, int32(0), "no instance of %s added", name)
	return p.within(scope)
}

// outline is the relevant instance as text: what a writer would see.
func outline(in *forms.Instance) string {
	s := ""
	in.Walk(func(at forms.At, depth int) bool {
		s += fmt.Sprintf("%*s%s#%d=%q\n", depth*2, "", in.Form().Nodes[at.Node].Name, at.Scope, in.Value(at))
		return true
	})
	return s
}
