// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
)

// plainWalk goes through the stops of a form one node after the other, as the
// words say it. It judges the walk that finds and counts them by their bits.
type plainWalk struct {
	in   *forms.Instance
	desk bool
}

func (w plainWalk) node(at forms.At) *forms.Node { return &w.in.Form().Nodes[at.Node] }

func (w plainWalk) asked(n *forms.Node) bool {
	for {
		if ask := n.Bind["df:ask"]; ask == "phone" && w.desk || ask == "desk" && !w.desk {
			return false
		}
		if n.Parent < 0 {
			return true
		}
		n = &w.in.Form().Nodes[n.Parent]
	}
}

func isOpen(n *forms.Node) bool { return n.Kind == forms.Repeat && !n.HasCount && !n.NoAddRemove }

// isStop tells whether a question, relevant and asked here, is a stop.
func (w plainWalk) isStop(at forms.At) bool {
	n := w.node(at)
	switch {
	case n.Kind != forms.Question:
		return false
	case n.Control == forms.Note:
		return true
	case w.in.ReadOnly(at), n.HasAppearance("label"), n.Control == forms.Upload:
		return false
	case n.Control == forms.Select1 || n.Control == forms.Select || n.Control == forms.Rank:
		return w.in.Offers(at) > 0
	default:
		return n.Type != forms.Geotrace && n.Type != forms.Geoshape && n.Type != forms.Binary
	}
}

// stops are the stops of a body: of the whole form, or of one instance.
func (w plainWalk) stops(node, scope int32) []forms.At {
	var found []forms.At
	nodes := w.in.Form().Nodes
	for i := node + 1; i < int32(nodes[node].End); i = int32(nodes[i].End) {
		at := forms.At{Node: i, Scope: scope}
		switch n := &nodes[i]; {
		case !w.in.Relevant(at) || !w.asked(n):
		case isOpen(n):
			found = append(found, at)
		case n.Kind == forms.Repeat:
			for _, instance := range w.in.Repeats(at) {
				found = append(found, w.stops(i, instance)...)
			}
		case n.Kind == forms.Group:
			found = append(found, w.stops(i, scope)...)
		case w.isStop(at):
			found = append(found, at)
		}
	}
	return found
}

// bodies are the whole form and every instance of an open repeat, with the menu
// that it is entered from.
func (w plainWalk) bodies() []plainBody {
	all := []plainBody{{stops: w.stops(0, 0)}}
	for scope := int32(1); scope < 200; scope++ {
		if rep, place := w.in.ScopeOf(scope); place > 0 && isOpen(w.node(rep)) {
			all = append(all, plainBody{menu: rep, first: forms.At{Node: rep.Node, Scope: scope}, stops: w.stops(rep.Node, scope)})
		}
	}
	return all
}

type plainBody struct {
	menu, first forms.At
	stops       []forms.At
}

// What a step finds out about the walk from the form's bits is what comes of
// going through the form node by node: the next stop, the one before, the last,
// and which of how many this one is.
func TestWalkIsWhatTheFormSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		form, found := forms.Compile(randomForm(t))
		require.NoError(t, found.Err())
		in := form.New(forms.Env{Seed: 1})
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			change(t, in)
			for _, desk := range []bool{false, true} {
				require.Equal(t, plain(plainWalk{in, desk}), byBits(plainWalk{in, desk}.bodies(), flows.WalkOf(in, desk)))
			}
		}
	})
}

// plain tells a walk as the bodies have it.
func plain(w plainWalk) []string {
	var told []string
	for i, body := range w.bodies() {
		of, step := 0, 0
		for _, at := range body.stops {
			if w.node(at).Control != forms.Note {
				of++
			}
		}
		for j, at := range body.stops {
			next, before := "end", "start"
			if j+1 < len(body.stops) {
				next = fmt.Sprint(body.stops[j+1])
			} else if i > 0 {
				next = fmt.Sprint(body.menu)
			}
			if j > 0 {
				before = fmt.Sprint(body.stops[j-1])
			} else if i > 0 {
				before = fmt.Sprint(body.menu)
			}
			progress := flows.Progress{}
			if w.node(at).Control != forms.Note {
				step++
				progress = flows.Progress{Step: step, Of: of}
			}
			told = append(told, fmt.Sprint(at, " ", before, " ", next, " ", progress))
		}
		if i == 0 && len(body.stops) > 0 {
			told = append(told, fmt.Sprint("last ", body.stops[len(body.stops)-1]))
		}
	}
	return told
}

// byBits tells the same of the stops that the walk itself finds.
func byBits(bodies []plainBody, w flows.Walk) []string {
	var told []string
	for i, body := range bodies {
		at, ok := w.Next(body.first)
		for ok && (i == 0 || at != body.menu) {
			next, before := "end", "start"
			to, more := w.Next(at)
			if more {
				next = fmt.Sprint(to)
			}
			if back, ok := w.Before(at); ok {
				before = fmt.Sprint(back)
			}
			progress := w.Progress(at)
			if w.IsNote(at) {
				progress = flows.Progress{}
			}
			told = append(told, fmt.Sprint(at, " ", before, " ", next, " ", progress))
			at, ok = to, more
		}
		if last, ok := w.Last(); i == 0 && ok {
			told = append(told, fmt.Sprint("last ", last))
		}
	}
	return told
}

// change does something at random.
func change(t *rapid.T, in *forms.Instance) {
	var ats []forms.At
	for scope := range int32(200) {
		repeat, place := in.ScopeOf(scope)
		if scope > 0 && place == 0 {
			continue
		}
		for i := range in.Form().Nodes {
			n := &in.Form().Nodes[i]
			if n.Repeat == int(repeat.Node) && (n.Kind == forms.Question || isOpen(n)) {
				ats = append(ats, forms.At{Node: int32(i), Scope: scope})
			}
		}
	}
	at := rapid.SampledFrom(ats).Draw(t, "at")
	switch all := in.Repeats(at); {
	case in.Form().Nodes[at.Node].Kind != forms.Repeat:
		in.Answer(at, rapid.SampledFrom([]string{"", "0", "1", "2", "3", "x", "y"}).Draw(t, "value"))
	case len(all) > 0 && rapid.Bool().Draw(t, "remove"):
		in.Remove(rapid.SampledFrom(all).Draw(t, "instance"))
	case len(all) < 3:
		in.Add(at)
	}
}

// randomForm is a form whose parts depend on three numbers at its head.
func randomForm(t *rapid.T) *forms.Definition {
	g := &generator{t: t}
	def := &forms.Definition{ID: "f", Lists: map[string]*forms.ListDef{
		"some": {Name: "some", Columns: []string{"of"}, Items: []forms.ItemDef{
			{Value: "x", Columns: map[string]string{"of": "1"}}, {Value: "y", Columns: map[string]string{"of": "2"}},
		}},
		"none": {Name: "none"},
	}}
	for _, name := range []string{"a", "b", "c"} {
		def.Root = append(def.Root, &forms.NodeDef{Name: name, Kind: forms.Question, Control: forms.Input, Type: forms.Int, Default: forms.Source{Text: "1"}})
	}
	def.Root = append(def.Root, g.nodes(0)...)
	for range rapid.SampledFrom([]int{0, 70}).Draw(t, "more") { // so that a scope has two pages
		def.Root = append(def.Root, g.question())
	}
	return def
}

type generator struct {
	t     *rapid.T
	named int
}

func (g *generator) pick(what string, of ...string) string {
	return rapid.SampledFrom(of).Draw(g.t, what)
}

func (g *generator) name() string {
	g.named++
	return fmt.Sprintf("n%d", g.named)
}

// condition is an expression that is now and then true.
func (g *generator) condition(what string) forms.Source {
	return forms.Source{Text: g.pick(what, "", "", "", "${a} = 1", "${b} > 1", "${c} = 0", "false()", "true()")}
}

func (g *generator) nodes(depth int) []*forms.NodeDef {
	var nodes []*forms.NodeDef
	for range rapid.IntRange(1, 4).Draw(g.t, "nodes") {
		kind := g.pick("kind", "question", "question", "group", "open", "counted", "fixed")
		if kind == "question" || depth > 2 {
			nodes = append(nodes, g.question())
			continue
		}
		n := &forms.NodeDef{Name: g.name(), Kind: forms.Repeat, Relevant: g.condition("relevant"), ReadOnly: g.condition("read only"), Bind: g.asked()}
		switch kind {
		case "group":
			n.Kind = forms.Group
		case "counted":
			n.Count = forms.Source{Text: g.pick("count", "${a}", "2", "${b} + ${c}", "0")}
		case "fixed":
			n.NoAddRemove = true
		}
		n.Children = g.nodes(depth + 1)
		nodes = append(nodes, n)
	}
	return nodes
}

func (g *generator) question() *forms.NodeDef {
	n := &forms.NodeDef{Name: g.name(), Kind: forms.Question, Control: forms.Input, Relevant: g.condition("relevant"), Bind: g.asked()}
	if g.pick("can be locked", "no", "no", "yes") == "yes" {
		n.ReadOnly = g.condition("read only")
	}
	switch g.pick("what", "text", "text", "note", "select", "filtered", "nothing", "file", "trace", "heading") {
	case "note":
		n.Control = forms.Note
	case "select":
		n.Control, n.Choices = forms.Select1, &forms.ChoicesDef{List: "some"}
	case "filtered":
		n.Control, n.Choices = forms.Select, &forms.ChoicesDef{List: "some", Filter: forms.Source{Text: "of = ${b}"}}
	case "nothing":
		n.Control, n.Choices = forms.Select1, &forms.ChoicesDef{List: "none"}
	case "file":
		n.Control, n.Type = forms.Upload, forms.Binary
	case "trace":
		n.Type = forms.Geotrace
	case "heading":
		n.Appearance = "label"
	}
	return n
}

func (g *generator) asked() map[string]string {
	if ask := g.pick("asked", "", "", "", "", "phone", "desk", "both"); ask != "" {
		return map[string]string{"df:ask": ask}
	}
	return nil
}
