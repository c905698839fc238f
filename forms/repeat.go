// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"math"
	"strings"
)

// Limits of one instance. They bound the memory and the time that a hostile
// repeat count can take; the largest census forms have some hundred repeat
// instances.
const (
	maxInstances = 1000    // of one repeat
	maxScopes    = 1 << 14 // repeat instances ever added
	maxSlots     = 1 << 19
)

// Repeats are the scopes of the instances of a repeat, in order. at.Scope is
// the scope around the repeat. The slice must not be changed.
func (in *Instance) Repeats(at At) []int32 {
	n, _, ok := in.resolve(at)
	if !ok || !in.isRange(at) {
		return nil
	}
	return in.instances(at.Scope, n)
}

// ScopeOf is the repeat that a scope is an instance of, in the scope around
// it, and the instance's place from 1. The root scope and removed ones have
// place 0.
func (in *Instance) ScopeOf(scope int32) (repeat At, place int) {
	if scope <= 0 || int(scope) >= len(in.scopes) || in.scopes[scope].frame < 0 {
		return At{}, 0
	}
	s := &in.scopes[scope]
	return At{Node: in.form.frames[s.frame].repeat, Scope: s.parent}, int(s.at) + 1
}

// Add adds an instance at the end of a repeat and returns its scope; -1 when
// the form or a limit does not allow it. at is the range or one of its instances.
func (in *Instance) Add(at At) int32 {
	in.allow()
	n, _, ok := in.resolve(at)
	if !ok || n.Kind != Repeat || n.HasCount || n.NoAddRemove {
		return -1
	}
	parent := at.Scope
	if !in.isRange(at) {
		parent = in.scopes[at.Scope].parent
	}
	scope := in.addScope(n.inner, parent)
	if scope < 0 {
		return -1
	}
	in.populate(scope, nil, NewRepeat)
	in.changed(n.resizers, parent)
	in.recalculate()
	return scope
}

// Remove takes a repeat instance out, with everything in it. It reports false
// when there is no such instance or the form does not allow it. The numbers of
// other scopes stay the same and that of the removed one is not used again.
func (in *Instance) Remove(scope int32) bool {
	in.allow()
	repeat, place := in.ScopeOf(scope)
	if place == 0 {
		return false
	}
	n := &in.form.Nodes[repeat.Node]
	if n.HasCount || n.NoAddRemove {
		return false
	}
	in.cut(n, scope)
	in.changed(n.resizers, repeat.Scope)
	in.recalculate()
	return true
}

// instances are the scopes of the instances of a repeat in the scope around it.
func (in *Instance) instances(scope int32, repeat *Node) []int32 {
	return in.repeats[in.scopes[scope].repeats+repeat.place]
}

// resize makes a counted repeat have as many instances as its count says.
func (in *Instance) resize(n *Node, parent int32, count float64) {
	want := 0
	if count > 0 { // also false for NaN
		want = int(math.Min(count, maxInstances))
	}
	have := len(in.instances(parent, n))
	for i := have; i < want; i++ {
		if scope := in.addScope(n.inner, parent); scope >= 0 {
			var given *GivenDef
			if i < len(n.def.Given) {
				given = &n.def.Given[i]
			}
			in.populate(scope, given, NewRepeat)
		}
	}
	for range have - want {
		list := in.instances(parent, n)
		in.cut(n, list[len(list)-1])
	}
	if want != have {
		in.changed(n.resizers, parent)
	}
}

// addScope makes an empty scope in which everything is relevant that can be; -1
// beyond the limits.
func (in *Instance) addScope(frameIndex, parent int32) int32 {
	fr := &in.form.frames[frameIndex]
	scope := int32(len(in.scopes))
	if scope >= maxScopes || in.slots+len(fr.slots) > maxSlots ||
		parent >= 0 && len(in.instances(parent, &in.form.Nodes[fr.repeat])) >= maxInstances {
		return -1
	}
	s := in.openScope(frameIndex, parent)
	on := ^uint64(0)
	if parent >= 0 && !in.around(parent, &in.form.Nodes[fr.repeat]) {
		on = 0
	}
	for i := range fr.pages() {
		p := &in.pages[int(s.pages)+i]
		p.own, p.rel = ^uint64(0), on
	}
	return scope
}

// openScope appends a scope and makes room for what it holds.
func (in *Instance) openScope(frameIndex, parent int32) *scope {
	fr := &in.form.frames[frameIndex]
	s := scope{
		frame: frameIndex, parent: parent,
		pages: int32(len(in.pages)), repeats: int32(len(in.repeats)),
	}
	in.slots += len(fr.slots)
	for left := len(fr.slots); left > 0; left -= pageSlots {
		in.pages = append(in.pages, page{first: -1, slots: uint8(min(left, pageSlots))})
	}
	in.repeats = append(in.repeats, make([][]int32, len(fr.repeats))...)
	scope := int32(len(in.scopes))
	if parent >= 0 {
		list := &in.repeats[in.scopes[parent].repeats+in.form.Nodes[fr.repeat].place]
		s.at = int32(len(*list))
		*list = append(*list, scope)
	}
	in.scopes = append(in.scopes, s)
	return &in.scopes[scope]
}

// populate gives a new scope its first values and instances, queues all its
// units, and notes the event that its actions wait for. given, if there is one,
// takes the place of the defaults.
func (in *Instance) populate(scope int32, given *GivenDef, event Event) {
	fr := &in.form.frames[in.scopes[scope].frame]
	if given != nil {
		in.fill(scope, fr, given)
	}
	for _, node := range fr.presets {
		n := &in.form.Nodes[node]
		value := ""
		if n.def.Preload != "" && event != Load {
			value = in.preload(n.def)
		}
		if value == "" && given == nil {
			value = n.static
		}
		if value != "" {
			in.put(scope, n, value)
		}
	}
	for _, unit := range fr.units {
		in.push(unit, scope)
	}
	for _, node := range fr.repeats {
		in.start(scope, &in.form.Nodes[node], given, event)
	}
	in.fresh = append(in.fresh, fresh{scope: scope, event: event})
}

// fill stores given values.
func (in *Instance) fill(scope int32, fr *frame, given *GivenDef) {
	holder := in.form.Nodes[fr.repeat].Path + "/"
	for _, node := range fr.slots {
		n := &in.form.Nodes[node]
		if n.holds() {
			continue
		}
		if value, ok := canonical(n, given.Values[strings.TrimPrefix(n.Path, holder)]); ok {
			in.put(scope, n, value)
		}
	}
}

// put stores a first value. Choices that depend on nothing are checked now, the
// others when they are calculated.
func (in *Instance) put(scope int32, n *Node, value string) {
	cell := in.cell(scope, n.slot)
	if n.choices != nil && n.choices.items == nil && value != "" {
		value = in.stillOffered(n, cell, value)
	}
	in.store(cell, value)
}

// start makes the instances that a repeat begins with in a new scope.
func (in *Instance) start(scope int32, n *Node, given *GivenDef, event Event) {
	if n.HasCount && event != Load {
		return // the count says how many there are
	}
	list := n.def.Given
	if given != nil {
		list = given.Repeats[strings.TrimPrefix(n.Path, in.form.Nodes[n.Repeat].Path+"/")]
	}
	for i := range list {
		if s := in.addScope(n.inner, scope); s >= 0 {
			in.populate(s, &list[i], event)
		}
	}
	if list == nil && given == nil && !n.HasCount {
		if s := in.addScope(n.inner, scope); s >= 0 {
			in.populate(s, nil, event)
		}
	}
}

// cut removes a repeat instance.
func (in *Instance) cut(n *Node, scope int32) {
	parent := in.scopes[scope].parent
	list := &in.repeats[in.scopes[parent].repeats+n.place]
	rest := make([]int32, 0, len(*list)) // callers may hold the old list
	for _, s := range *list {
		if s != scope {
			rest = append(rest, s)
		}
	}
	*list = rest
	for j, s := range *list {
		in.scopes[s].at = int32(j)
	}
	in.bury(scope)
}

// bury marks a scope and those inside it as removed.
func (in *Instance) bury(scope int32) {
	for _, node := range in.form.frames[in.scopes[scope].frame].repeats {
		for _, s := range in.instances(scope, &in.form.Nodes[node]) {
			in.bury(s)
		}
	}
	in.scopes[scope].frame = -1
}
