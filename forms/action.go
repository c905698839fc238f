// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"fmt"
	"strings"

	"github.com/dialform/dialform/forms/xpath"
)

// maxTargets is how many questions one action may set. Real ones set one.
const maxTargets = 100

// action is a compiled [ActionDef].
type action struct {
	events Event
	target *xpath.Expr           // the nodes that are set, from the holder
	values map[int32]*xpath.Expr // by what is set, since "." means that; nil clears
	holder int32                 // slot of the holder, for what begins with its scope
}

// actions compiles the definition's actions, the dynamic defaults and the
// triggers, which are actions in other words.
func (c *compiler) actions() {
	for _, def := range c.def.Actions {
		holder := int32(0)
		if def.Holder != "" {
			if holder = int32(c.form.Index(def.Holder)); holder < 0 {
				c.findings.fail(def.Pos, "the action stands in "+def.Holder+", which is not in the form", "correct the path")
				continue
			}
		}
		c.action(def, holder)
	}
	for i := range c.form.Nodes {
		n := &c.form.Nodes[i]
		if n.def.DynamicDefault {
			c.dynamicDefault(n)
		}
		for _, name := range n.def.Trigger {
			holder, err := c.find(name)
			if err != nil {
				c.findings.fail(n.def.Pos, "trigger: "+err.Error(), refHint(err))
				continue
			}
			target := Source{Text: c.form.pathTo(holder, int32(i)), Pos: n.def.Pos}
			c.action(ActionDef{Events: Changed, Target: target, Value: n.def.Calculate, Pos: n.def.Pos}, holder)
		}
	}
}

// dynamicDefault sets a node when the form or the repeat instance it is in
// begins.
func (c *compiler) dynamicDefault(n *Node) {
	def := ActionDef{Events: FirstLoad, Value: n.def.Default, Pos: n.def.Pos}
	if n.Repeat != 0 {
		def.Events |= NewRepeat
	}
	path := strings.TrimPrefix(n.Path, c.form.Nodes[n.Repeat].Path+"/")
	def.Target = Source{Text: path, Pos: n.def.Pos}
	c.action(def, int32(n.Repeat))
}

// action compiles one action and hangs it on its holder.
func (c *compiler) action(def ActionDef, holder int32) {
	n := &c.form.Nodes[holder]
	at := place{holder, n.inside()}
	a := action{events: def.Events, target: c.expr(def.Target, at, "what the action sets"), values: make(map[int32]*xpath.Expr)}
	if a.target == nil {
		return
	}
	for _, p := range a.target.Paths() {
		found, _ := c.follow(at, p)
		for _, t := range found {
			if len(a.values) == maxTargets {
				c.once("targets", def.Pos, fmt.Sprintf("the action sets more than %d questions", maxTargets), "name the one it is for")
				return
			}
			if t.node >= 0 && !c.form.Nodes[t.node].holds() {
				a.values[t.node] = c.expr(def.Value, place{t.node, c.form.Nodes[t.node].frame}, "the value of the action")
			}
		}
	}
	if c.looked > maxLooks {
		return // which has been said
	}
	if len(a.values) == 0 {
		c.findings.warn(def.Pos, fmt.Sprintf("the action sets nothing: %q is no question", def.Target.Text), "correct the path")
		return
	}
	if def.Events&Changed != 0 {
		n.actions = append(n.actions, a)
	}
	if def.Events&^Changed == 0 {
		return
	}
	if !n.holds() {
		a.holder = n.slot // a question begins with the instance it is in
	}
	fr := &c.form.frames[at.frame]
	fr.actions = append(fr.actions, a)
}

// fresh is a scope whose actions are still to be done.
type fresh struct {
	scope int32
	next  int // among the actions of its frame
	event Event
}

// begin does one action of the scopes that have begun, oldest first, each after
// everything before it is calculated. It reports false when none is left.
func (in *Instance) begin() bool {
	for len(in.fresh) > 0 {
		f := &in.fresh[0]
		if frame := in.scopes[f.scope].frame; frame >= 0 && f.next < len(in.form.frames[frame].actions) {
			a := &in.form.frames[frame].actions[f.next]
			f.next++
			if a.events&f.event != 0 {
				in.act(a, in.cell(f.scope, a.holder))
				return true
			}
			continue
		}
		in.fresh = in.fresh[1:]
	}
	return false
}

// react does the actions of one question that has changed. It reports false
// when none is left.
func (in *Instance) react() bool {
	if len(in.touched) == 0 {
		return false
	}
	cell := in.touched[0]
	in.touched = in.touched[1:]
	if in.scopes[in.scopeOf(cell)].frame >= 0 {
		n := in.nodeOf(cell)
		for i := range n.actions {
			in.act(&n.actions[i], cell)
		}
	}
	return true
}

// act does an action for its holder. Of the instances of a repeat that the
// holder is in too, only its own is meant (ODK XForms, "setvalue").
func (in *Instance) act(a *action, holder xpath.NodeID) {
	for _, node := range append([]xpath.Node(nil), in.evalNodes(a.target, holder)...) {
		if node.Tree != xpath.Tree((*tree)(in)) || node.ID&textFlag != 0 || !in.together(holder, node.ID) {
			continue
		}
		n := in.nodeOf(node.ID)
		e, ok := a.values[int32(n.Index)]
		if !ok {
			continue
		}
		value := ""
		if e != nil {
			value = in.settle(n, node.ID, in.evalString(e, node.ID))
		}
		in.set(node.ID, value)
	}
}

// together reports whether two cells are in the same instance of every repeat
// that holds both.
func (in *Instance) together(a, b xpath.NodeID) bool {
	x, y := in.scopeOf(a), in.scopeOf(b)
	common := in.form.commonFrame(in.scopes[x].frame, in.scopes[y].frame)
	return in.climb(x, common) == in.climb(y, common)
}
