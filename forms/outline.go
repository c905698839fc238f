// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"math"
	"slices"
)

// OutlineDef is a part of what a form shows: a question, a group or a repeat, or a
// group that only shows things together and is no node.
type OutlineDef struct {
	Node string // path: "/data/household"; "" for a group that is no node

	// Of a group that is no node.
	Label      Text
	Appearance string
	Body       map[string]string // extra attributes, verbatim

	Items []*OutlineDef // what a group or repeat shows
	Pos   Position
}

// outline is how a form is shown where that is not how its nodes stand. Groups
// that are no nodes are numbered after the nodes.
type outline struct {
	around []int32 // of each node and group: the group that it is shown in
	labels []*text // of the groups that are no nodes
}

// present reads the definition's outline, and orders the slots of each frame by
// it: what goes through slots goes through the form as it is shown.
func (c *compiler) present() {
	if c.def.Outline == nil {
		return
	}
	f := c.form
	p := &presenter{c: c, rank: make([]int32, len(f.Nodes)), around: make([]int32, len(f.Nodes))}
	for i := range f.Nodes {
		p.rank[i], p.around[i] = math.MaxInt32, int32(f.Nodes[i].Parent)
	}
	p.items(c.def.Outline, 0, 0)
	for i := range f.Nodes {
		if n := &f.Nodes[i]; p.rank[i] == math.MaxInt32 && (n.Kind == Question || n.Kind == Repeat) {
			c.findings.fail(n.def.Pos, "the outline leaves out "+n.Path, "name it where it is to be shown")
		}
	}
	f.outline = &outline{around: p.around}
	for i := range f.frames {
		slots := f.frames[i].slots
		slices.SortStableFunc(slots[1:], func(a, b int32) int { return int(p.rank[a]) - int(p.rank[b]) })
		for slot, node := range slots {
			if slot > 0 {
				f.Nodes[node].slot = int32(slot)
			}
		}
	}
}

// presenter is the state of one present.
type presenter struct {
	c      *compiler
	rank   []int32 // of a node in the outline
	last   int32
	around []int32
}

func (p *presenter) items(items []*OutlineDef, around int32, depth int) {
	f := p.c.form
	if depth > maxDepth || len(p.around) > 2*maxNodes {
		p.c.once("outline", Position{File: p.c.def.File}, "the outline has too many groups in each other", "take some out")
		return
	}
	for _, item := range items {
		group := int32(len(p.around))
		if item.Node == "" {
			p.around = append(p.around, around)
			p.c.banners = append(p.c.banners, banner{item, around})
		} else {
			i, ok := f.paths[item.Node]
			if !ok || i == 0 {
				p.c.findings.fail(item.Pos, "the outline shows "+item.Node+", which is not in the form", "correct the path")
				continue
			}
			n := &f.Nodes[i]
			if p.rank[i] != math.MaxInt32 && n.Kind != Group {
				p.c.findings.fail(item.Pos, "the outline shows "+item.Node+" twice", "take one out")
				continue
			}
			if p.rank[i] == math.MaxInt32 {
				p.last++
				p.rank[i], p.around[i] = p.last, around
			}
			group = i
		}
		p.items(item.Items, group, depth+1)
	}
}

// banner is the label of a group that is no node, until texts are compiled.
type banner struct {
	def    *OutlineDef
	around int32
}

// bannerLabels compiles the labels of groups that are no nodes.
func (c *compiler) bannerLabels() {
	for _, b := range c.banners {
		at := place{0, 0}
		for i := b.around; i > 0; i = c.form.outline.around[i] {
			if int(i) < len(c.form.Nodes) && c.form.Nodes[i].Kind == Repeat {
				at = place{i, c.form.Nodes[i].inner}
				break
			}
		}
		c.form.outline.labels = append(c.form.outline.labels, c.text(b.def.Label, at))
	}
}

// GroupOf is the group or repeat in which a node is shown. A group that is no
// node has a number after those of the nodes.
func (f *Form) GroupOf(node int32) int32 {
	if f.outline == nil {
		return int32(f.Nodes[node].Parent)
	}
	return f.outline.around[node]
}

// Heading is the label of the nearest group around a place that has one, as the
// form is shown, and in a repeat which of its instances this is, from 1. lang is
// as for [Instance.Label].
func (in *Instance) Heading(at At, lang string) (label string, place int) {
	f := in.form
	scope := at.Scope
	for i := f.GroupOf(at.Node); i > 0; i = f.GroupOf(i) {
		switch group := (At{Node: i, Scope: scope}); {
		case int(i) >= len(f.Nodes):
			if t := f.outline.labels[int(i)-len(f.Nodes)]; t != nil {
				label = in.render(t.of(in.language(lang)).long, in.cell(scope, 0))
			}
		case f.Nodes[i].Kind == Repeat:
			repeat, nth := in.ScopeOf(scope)
			if repeat.Node != i {
				continue
			}
			scope = repeat.Scope
			if label = in.Label(repeat, lang); label != "" {
				return label, nth
			}
		default:
			label = in.Label(group, lang)
		}
		if label != "" {
			return label, 0
		}
	}
	return "", 0
}
