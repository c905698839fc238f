// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms/xpath"
)

// The dependency graph is built once per form on positionless references: "the
// age of a member", never "the age of the third member". Its units are the
// expressions that write something others can read; what nobody reads
// (required, read only, constraints, labels, choices) is evaluated on demand
// and is not in it. Units are put in topological order, so that a unit runs
// after everything it reads. For each node it is known which units read it and
// how far a change spreads: a reader names the innermost frame that its path
// does not leave, so a change in a scope concerns the reader's scopes within
// the scope of that frame, and no others.

type unitKind uint8

const (
	relevance   unitKind = iota // writes the node's relevance
	calculation                 // writes its value
	cascade                     // takes choices that are no longer offered out of its value
	repetition                  // writes the number of instances of a repeat
)

// unit is one expression that writes something.
type unit struct {
	kind  unitKind
	node  int32
	frame int32
	expr  *xpath.Expr // nil for a cascade

	// inward marks the relevance of a group that reads what is in the group. What
	// is in it reads as empty then, as if the group were not relevant yet.
	inward bool
}

// reader is a unit that reads something, and how a change spreads to it.
type reader struct {
	unit   int32
	common int32
	down   []int32 // repeats from the common frame to the unit's frame
}

// edge says that a unit reads what another writes. A soft edge may close a
// circle: the number of instances that depends on an answer in the last
// instance, or an instance that reads the one before it. Recalculation goes
// round such circles until nothing changes.
type edge struct {
	to   int
	soft bool
}

func (c *compiler) graph() {
	g := &graph{c: c, f: c.form, of: make(map[[2]int32]int)}
	g.collect()
	for i := range g.units {
		g.connect(i)
	}
	if g.circles() {
		return
	}
	order := g.order()
	rank := make([]int32, len(order))
	for at, i := range order {
		rank[i] = int32(at)
	}
	c.form.units = make([]unit, len(order))
	for i, u := range g.units {
		c.form.units[rank[i]] = u
		fr := &c.form.frames[u.frame]
		fr.units = append(fr.units, rank[i])
		if u.kind != relevance {
			n := &c.form.Nodes[u.node]
			n.wake = append(n.wake, rank[i])
		}
	}
	for _, r := range g.reads {
		n := &c.form.Nodes[r.node]
		list := &n.readers
		if r.resize {
			list = &n.resizers
		}
		u := g.units[r.unit]
		*list = append(*list, reader{rank[r.unit], r.common, c.form.chain(r.common, u.frame)})
	}
}

// graph is the graph while it is built; units are numbered in document order.
type graph struct {
	c     *compiler
	f     *Form
	units []unit
	of    map[[2]int32]int // by kind and node
	edges [][]edge
	reads []read
}

type read struct {
	node, common int32
	unit         int
	resize       bool // reads the instances of a repeat, not a value
}

func (g *graph) collect() {
	add := func(kind unitKind, node, frame int32, e *xpath.Expr) {
		g.of[[2]int32{int32(kind), node}] = len(g.units)
		g.units = append(g.units, unit{kind: kind, node: node, frame: frame, expr: e})
	}
	for i := range g.f.Nodes {
		n := &g.f.Nodes[i]
		node := int32(i)
		if n.relevant != nil {
			add(relevance, node, n.inside(), n.relevant)
		}
		if n.count != nil {
			add(repetition, node, n.frame, n.count)
		}
		if n.calculate != nil && n.Calculated {
			add(calculation, node, n.frame, n.calculate)
		}
		if n.choices != nil && n.choices.items != nil && !n.Calculated {
			add(cascade, node, n.frame, nil)
		}
	}
	g.edges = make([][]edge, len(g.units))
}

// connect finds what a unit reads.
func (g *graph) connect(i int) {
	u := g.units[i]
	if u.kind == calculation || u.kind == cascade {
		g.afterRelevance(i, u.node, false)
	}
	if u.expr != nil {
		g.paths(i, u.expr)
	}
	if relevant := g.f.Nodes[u.node].relevant; relevant != nil && u.kind == repetition {
		g.paths(i, relevant) // what is not relevant is not counted
	}
	if ch := g.f.Nodes[u.node].choices; ch != nil && ch.items != nil && (u.kind == cascade || u.kind == calculation) {
		g.paths(i, ch.items)
	}
}

func (g *graph) paths(i int, e *xpath.Expr) {
	for _, p := range e.Paths() {
		if p.Instance == "" {
			g.follow(i, p)
		}
	}
	u := g.units[i]
	for _, p := range e.Questions() {
		found, _ := g.c.follow(place{u.node, u.frame}, p)
		for _, t := range found {
			if t.node >= 0 && g.f.Nodes[t.node].choices != nil {
				g.labels(i, t.node)
			}
		}
	}
}

// follow connects unit i to everything that a path of it can lead to.
func (g *graph) follow(i int, p xpath.Path) {
	u := g.units[i]
	found, exact := g.c.follow(place{u.node, u.frame}, p)
	for _, t := range found {
		if t.node < 0 {
			continue
		}
		self := t.node == u.node
		if self && (len(p.Steps) == 0 || u.kind == cascade || exact && g.lenient()) {
			continue // "." is what the node had before
		}
		n := &g.f.Nodes[t.node]
		soft := !exact
		down := g.f.chain(t.common, n.inside())
		for _, repeat := range down {
			g.resized(i, repeat, t.common)
		}
		if n.Kind == Repeat && len(down) == 0 {
			g.resized(i, t.node, n.frame) // its position changes with its neighbours
		}
		if n.holds() {
			if n.Kind == Group && (u.node < t.node || int(u.node) >= n.End) {
				g.everything(i, t)
			}
			continue
		}
		g.value(i, t, soft)
	}
}

// value connects unit i to the value of a node.
func (g *graph) value(i int, t target, soft bool) {
	if u := &g.units[i]; u.kind == relevance && t.node > u.node && int(t.node) < g.f.Nodes[u.node].End {
		u.inward = true
	}
	g.reads = append(g.reads, read{node: t.node, common: t.common, unit: i})
	g.afterRelevance(i, t.node, soft)
	for _, kind := range [...]unitKind{calculation, cascade} {
		if j, ok := g.of[[2]int32{int32(kind), t.node}]; ok {
			g.edges[i] = append(g.edges[i], edge{j, soft})
		}
	}
}

// everything connects unit i to all values in a group, whose text they are.
func (g *graph) everything(i int, group target) {
	for node := group.node + 1; int(node) < g.f.Nodes[group.node].End; node++ {
		if !g.f.Nodes[node].holds() {
			g.value(i, target{node, group.common}, true)
		}
	}
}

// resized makes unit i run again when a repeat gets or loses an instance.
func (g *graph) resized(i int, repeat, common int32) {
	g.reads = append(g.reads, read{node: repeat, common: common, unit: i, resize: true})
	if j, ok := g.of[[2]int32{int32(repetition), repeat}]; ok {
		g.edges[i] = append(g.edges[i], edge{j, true})
	}
}

// afterRelevance puts unit i after the relevance of a node and of all around it,
// but for the relevance that an inward unit is itself.
func (g *graph) afterRelevance(i int, node int32, soft bool) {
	for ; node >= 0; node = int32(g.f.Nodes[node].Parent) {
		if j, ok := g.of[[2]int32{int32(relevance), node}]; ok && (j != i || !g.units[i].inward) {
			g.edges[i] = append(g.edges[i], edge{j, soft})
		}
	}
}

const (
	unseen = iota
	open
	done
)

// circles reports expressions that need their own result.
func (g *graph) circles() bool {
	state := make([]uint8, len(g.units))
	var path []int
	var visit func(i int) bool
	visit = func(i int) bool {
		state[i] = open
		path = append(path, i)
		for _, e := range g.edges[i] {
			if e.soft {
				continue
			}
			if state[e.to] == open {
				g.reportCircle(path[slices.Index(path, e.to):])
				return true
			}
			if state[e.to] == unseen && visit(e.to) {
				return true
			}
		}
		path = path[:len(path)-1]
		state[i] = done
		return false
	}
	for i := range g.units {
		if state[i] == unseen && visit(i) {
			return !g.lenient()
		}
	}
	return false
}

// lenient reports whether a circle is only a warning. An XForm is published:
// who is asked its questions cannot mend it, and clients that go round until
// nothing changes have accepted it. So is a form of Form.io, whose own engine
// goes through it once, in document order.
func (g *graph) lenient() bool {
	return g.c.def.Origin == OriginXForm || g.c.def.Origin == OriginFormio
}

func (g *graph) reportCircle(path []int) {
	var names []string
	for _, i := range append(path, path[0]) {
		n := &g.f.Nodes[g.units[i].node]
		part := n.Name
		if g.units[i].kind == relevance {
			part += " (relevant)"
		}
		names = append(names, part)
	}
	first := g.units[path[0]]
	def := g.f.Nodes[first.node].def
	pos := def.Pos
	switch {
	case first.kind == relevance && def.Relevant.Pos != (Position{}):
		pos = def.Relevant.Pos
	case first.kind == calculation && def.Calculate.Pos != (Position{}):
		pos = def.Calculate.Pos
	}
	report := g.c.findings.fail
	if g.lenient() {
		report = g.c.findings.warn
	}
	report(pos, fmt.Sprintf("the form goes in a circle: %s", strings.Join(names, " → ")), "take one of these references out")
}

// order is a topological order of the units. Where soft edges close a circle,
// one of its edges is ignored.
func (g *graph) order() []int {
	state := make([]uint8, len(g.units))
	order := make([]int, 0, len(g.units))
	var visit func(i int)
	visit = func(i int) {
		state[i] = open
		for _, e := range g.edges[i] {
			if state[e.to] == unseen {
				visit(e.to)
			}
		}
		state[i] = done
		order = append(order, i)
	}
	for i := range g.units {
		if state[i] == unseen {
			visit(i)
		}
	}
	return order
}
