// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/dialform/dialform/forms/xpath"
)

// An expression that fails while it runs (too many steps, a value that a
// function cannot use) counts as absent: a question stays relevant and
// optional, a constraint holds, a calculation is empty. So a fault in a form
// never loses a question nor stops a person.

func (in *Instance) evalBool(e *xpath.Expr, cell xpath.NodeID, absent bool) bool {
	ctx := in.enter(cell)
	b, err := e.Bool(ctx)
	in.leave(ctx)
	if err != nil {
		return absent
	}
	return b
}

func (in *Instance) evalString(e *xpath.Expr, cell xpath.NodeID) string {
	ctx := in.enter(cell)
	s, err := e.String(ctx)
	in.leave(ctx)
	if err != nil {
		return ""
	}
	return s
}

func (in *Instance) evalNumber(e *xpath.Expr, cell xpath.NodeID) float64 {
	ctx := in.enter(cell)
	f, err := e.Number(ctx)
	in.leave(ctx)
	if err != nil {
		return math.NaN()
	}
	return f
}

// evalAt evaluates an expression at a node of any document, for the question in
// a cell.
func (in *Instance) evalAt(e *xpath.Expr, node xpath.Node, cell xpath.NodeID) string {
	ctx := in.enter(cell)
	ctx.Current, ctx.Node = ctx.Node, node
	ctx.Position, ctx.Size = 0, 0
	s, err := e.String(ctx)
	in.leave(ctx)
	if err != nil {
		return ""
	}
	return s
}

// evalNodes gives nodes that are valid until it is called again.
func (in *Instance) evalNodes(e *xpath.Expr, cell xpath.NodeID) []xpath.Node {
	ctx := in.enter(cell)
	nodes, err := e.AppendNodes(ctx, in.nodes[:0])
	in.leave(ctx)
	if err != nil {
		return nil
	}
	in.nodes = nodes
	return nodes
}

// enter prepares the evaluation of an expression at a cell; leave ends it. The
// outermost evaluation uses the instance's own context, so that it allocates
// nothing; one inside another (the label of a choice that an expression asks
// for) gets its own. position() of a repeat instance is its place among its
// neighbours.
func (in *Instance) enter(cell xpath.NodeID) *xpath.Context {
	ctx := &in.ctx
	if in.busy {
		ctx = new(xpath.Context)
	}
	in.busy = true
	*ctx = xpath.Context{
		Node: xpath.Node{Tree: (*tree)(in), ID: cell}, Host: (*host)(in),
		Budget: max(1, min(xpath.DefaultBudget, in.left)),
	}
	if scope := in.scopeOf(cell); scope > 0 && in.slotOf(cell) == 0 {
		s := &in.scopes[scope]
		n := &in.form.Nodes[in.form.frames[s.frame].repeat]
		ctx.Position, ctx.Size = int(s.at)+1, len(in.instances(s.parent, n))
	}
	return ctx
}

func (in *Instance) leave(ctx *xpath.Context) {
	in.left -= ctx.Spent + 1
	if ctx == &in.ctx {
		in.busy = false
	}
}

// host is an instance as expressions see it.
type host Instance

func (h *host) instance() *Instance { return (*Instance)(h) }

// Instance implements [xpath.Host].
func (h *host) Instance(id string) (xpath.Node, bool) {
	if t, ok := h.form.tables[id]; ok {
		return xpath.Node{Tree: t, ID: tableDocument}, true
	}
	if d, ok := h.form.Definition.Documents[id]; ok {
		return d.Node(d.Root()), true
	}
	return xpath.Node{}, false
}

// Now implements [xpath.Host].
func (h *host) Now() time.Time { return h.env.Now }

// Random implements [xpath.Host]: 53 random bits.
func (h *host) Random() float64 { return float64(h.instance().draw()>>11) / (1 << 53) }

// UUID implements [xpath.Host].
func (h *host) UUID() string { return h.instance().uuid() }

// Property implements [xpath.Host].
func (h *host) Property(name string) string { return h.env.property(name) }

// Itext implements [xpath.Host]: the texts of the form and the labels of choices
// by their ids.
func (h *host) Itext(id string) string {
	in := h.instance()
	if t, ok := in.form.texts[id]; ok {
		return in.render(t.of(in.language("")).long, 0)
	}
	i := strings.LastIndexByte(id, '-')
	if i < 0 {
		return ""
	}
	t, ok := in.form.tables[id[:i]]
	row, err := strconv.Atoi(id[i+1:])
	if !ok || err != nil || row < 0 || row >= len(t.labels) {
		return ""
	}
	return in.render(t.labels[row].of(in.language("")).long, 0)
}

// ChoiceLabel implements [xpath.Host]; it is "" for what is no choice.
func (h *host) ChoiceLabel(value string, question xpath.Node) string {
	in := h.instance()
	if question.Tree != xpath.Tree((*tree)(in)) || (*tree)(in).NodeKind(question.ID) != xpath.ElementNode {
		return "" // also the document, a text, an attribute: jr:choice-name(., '/')
	}
	n := in.nodeOf(question.ID)
	ch := n.choices
	switch {
	case ch == nil:
		return ""
	case ch.table != nil:
		if found := ch.table.find(ch.valueCol, value); len(found) > 0 {
			return in.choice(ch, xpath.Node{Tree: ch.table, ID: found[0]}, question.ID, in.language("")).Label
		}
		return ""
	}
	for _, item := range in.offers(n, question.ID) {
		if in.valueOf(ch, item, question.ID) == value {
			return in.choice(ch, item, question.ID, in.language("")).Label
		}
	}
	return ""
}

// SlotFirst implements [xpath.Host].
func (h *host) SlotFirst(s xpath.Slot, at xpath.Node) (xpath.Node, bool) {
	in := h.instance()
	r := &in.form.routes[s]
	scope, ok := in.enclosing(in.scopeOf(at.ID), r.common)
	if ok {
		scope, ok = in.first(scope, r.down)
	}
	if !ok {
		return xpath.Node{}, false
	}
	return xpath.Node{Tree: at.Tree, ID: in.cell(scope, r.slot)}, true
}

// enclosing is the scope of a frame around a scope. The range of a repeat is in
// none of its instances.
func (in *Instance) enclosing(scope, frame int32) (int32, bool) {
	for in.scopes[scope].frame != frame {
		if scope = in.scopes[scope].parent; scope < 0 {
			return 0, false
		}
	}
	return scope, true
}

// first is the first scope that repeats lead down to.
func (in *Instance) first(scope int32, down []int32) (int32, bool) {
	if len(down) == 0 {
		return scope, true
	}
	for _, s := range in.instances(scope, &in.form.Nodes[down[0]]) {
		if found, ok := in.first(s, down[1:]); ok {
			return found, true
		}
	}
	return 0, false
}

// SlotAll implements [xpath.Host].
func (h *host) SlotAll(s xpath.Slot, at xpath.Node, dst []xpath.Node) []xpath.Node {
	in := h.instance()
	r := &in.form.routes[s]
	from, ok := in.enclosing(in.scopeOf(at.ID), r.common)
	if !ok {
		return dst
	}
	in.spread(from, r.down, func(scope int32) {
		dst = append(dst, xpath.Node{Tree: at.Tree, ID: in.cell(scope, r.slot)})
	})
	return dst
}
