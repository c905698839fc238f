// SPDX-License-Identifier: Apache-2.0

package forms

import "math/bits"

// NodeSet is a set of nodes of one form. The relevant ones of a scope are found
// and counted 64 at a time, so that this costs next to nothing in a long form.
type NodeSet struct {
	form   *Form
	frames [][]uint64 // of each frame, a bit for each slot but that of the instance itself
}

// NodeSet is the set of the nodes that in names.
func (f *Form) NodeSet(in func(*Node) bool) *NodeSet {
	set := &NodeSet{form: f, frames: make([][]uint64, len(f.frames))}
	for i := range f.frames {
		fr := &f.frames[i]
		set.frames[i] = make([]uint64, fr.pages())
		for slot, node := range fr.slots {
			if slot > 0 && in(&f.Nodes[node]) {
				set.frames[i][slot/pageSlots] |= 1 << (slot % pageSlots)
			}
		}
	}
	return set
}

// Has reports whether a node is in the set.
func (s *NodeSet) Has(node int32) bool {
	n := &s.form.Nodes[node]
	return s.frames[n.frame][n.slot/pageSlots]>>(n.slot%pageSlots)&1 != 0
}

// Empty reports whether no node is in the set.
func (s *NodeSet) Empty() bool {
	for _, words := range s.frames {
		for _, word := range words {
			if word != 0 {
				return false
			}
		}
	}
	return true
}

// Next is the first relevant node of the set behind a place, in its scope: a
// repeat stands for all its instances, and is given when what is around it is
// relevant. The scope is that of the place also when there is none.
func (in *Instance) Next(set *NodeSet, at At) (next At, ok bool) {
	_, cell, ok := in.resolve(at)
	if !ok {
		return At{Scope: at.Scope}, false
	}
	fr, pages := in.pagesOf(at.Scope)
	words := set.frames[fr]
	slot := int(in.slotOf(cell)) + 1
	for i := slot / pageSlots; i < len(words); i++ {
		word := words[i] & pages[i].rel
		if i == slot/pageSlots {
			word &= ^uint64(0) << (slot % pageSlots)
		}
		if word != 0 {
			return in.placed(at.Scope, i*pageSlots+bits.TrailingZeros64(word)), true
		}
	}
	return At{Scope: at.Scope}, false
}

// Prev is the last relevant node of the set before a place, in its scope, like
// Next.
func (in *Instance) Prev(set *NodeSet, at At) (prev At, ok bool) {
	_, cell, ok := in.resolve(at)
	if !ok {
		return At{Scope: at.Scope}, false
	}
	return in.lastBefore(set, at.Scope, int(in.slotOf(cell)))
}

// Last is the last relevant node of the set in a scope, like Next.
func (in *Instance) Last(set *NodeSet, scope int32) (last At, ok bool) {
	if !in.lives(scope) {
		return At{Scope: scope}, false
	}
	return in.lastBefore(set, scope, len(in.form.frames[in.scopes[scope].frame].slots))
}

func (in *Instance) lastBefore(set *NodeSet, scope int32, slot int) (last At, ok bool) {
	fr, pages := in.pagesOf(scope)
	words := set.frames[fr]
	for i := min(slot/pageSlots, len(words)-1); i >= 0; i-- {
		word := words[i] & pages[i].rel
		if i == slot/pageSlots {
			word &= 1<<(slot%pageSlots) - 1
		}
		if word != 0 {
			return in.placed(scope, i*pageSlots+63-bits.LeadingZeros64(word)), true
		}
	}
	return At{Scope: scope}, false
}

// Count is the number of relevant nodes of the set in a scope.
func (in *Instance) Count(set *NodeSet, scope int32) int {
	if !in.lives(scope) {
		return 0
	}
	return in.countBefore(set, scope, len(in.form.frames[in.scopes[scope].frame].slots))
}

// CountBefore is the number of relevant nodes of the set before a place, in its
// scope.
func (in *Instance) CountBefore(set *NodeSet, at At) int {
	_, cell, ok := in.resolve(at)
	if !ok {
		return 0
	}
	return in.countBefore(set, at.Scope, int(in.slotOf(cell)))
}

func (in *Instance) countBefore(set *NodeSet, scope int32, slot int) int {
	fr, pages := in.pagesOf(scope)
	count := 0
	for i, word := range set.frames[fr] {
		word &= pages[i].rel
		if i == slot/pageSlots {
			return count + bits.OnesCount64(word&(1<<(slot%pageSlots)-1))
		}
		count += bits.OnesCount64(word)
	}
	return count
}

// All are the relevant nodes of the set in all scopes, in document order.
func (in *Instance) All(set *NodeSet) []At {
	cells := in.gather(func(_ *page, frame, i int) uint64 { return set.frames[frame][i] })
	all := make([]At, len(cells))
	for i, cell := range cells {
		all[i] = in.at(cell)
	}
	return all
}

// lives reports whether a scope is the root or a repeat instance that is there.
func (in *Instance) lives(scope int32) bool {
	return scope >= 0 && int(scope) < len(in.scopes) && in.scopes[scope].frame >= 0
}

func (in *Instance) pagesOf(scope int32) (frame int32, pages []page) {
	s := &in.scopes[scope]
	return s.frame, in.pages[s.pages:]
}

func (in *Instance) placed(scope int32, slot int) At {
	return At{Node: in.form.frames[in.scopes[scope].frame].slots[slot], Scope: scope}
}
