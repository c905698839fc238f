// SPDX-License-Identifier: Apache-2.0

package flows

import "github.com/dialform/dialform/forms"

// A form is walked in document order through its stops: the places where a
// conversation waits for a person. A question or note that is relevant is a
// stop; a repeat that the person may extend is one stop, its menu, and its
// instances are entered from there; the instances of a counted repeat are
// walked one after the other without a menu.
type stopKind uint8

const (
	stopEnd stopKind = iota
	stopQuestion
	stopRepeat
)

type stop struct {
	kind stopKind
	at   forms.At
}

// here is the stop at which the session stands, or the next one if that has
// become irrelevant.
func (st *step) here() stop {
	s := st.s
	if int(s.At.Node) < len(s.Form.Form().Nodes) && s.At.Node != 0 && s.Form.Relevant(s.At) {
		if k := kindOfStop(s.Form, s.At); k != stopEnd {
			return stop{k, s.At}
		}
	}
	return st.after(s.At)
}

// after is the first stop behind a place.
func (st *step) after(at forms.At) stop { return nextStop(st.s.Form, at) }

// nextStop is the first stop behind at in document order. Behind the last
// question of an instance of an open repeat it is the repeat's menu again.
func nextStop(in *forms.Instance, at forms.At) stop {
	nodes := in.Form().Nodes
	i, scope := int(at.Node)+1, at.Scope
	if nodes[at.Node].Kind == forms.Repeat && !isInstance(in, at) {
		i = nodes[at.Node].End // from a repeat's menu the walk goes on behind it
	}
	for {
		end := len(nodes)
		if scope != 0 {
			rep, _ := in.ScopeOf(scope)
			end = nodes[rep.Node].End
		}
		if i >= end {
			if scope == 0 {
				return stop{kind: stopEnd}
			}
			rep, _ := in.ScopeOf(scope)
			if openRepeat(&nodes[rep.Node]) {
				return stop{stopRepeat, rep}
			}
			if next, ok := sibling(in, rep, scope); ok {
				scope, i = next, int(rep.Node)+1
			} else {
				scope, i = rep.Scope, nodes[rep.Node].End
			}
			continue
		}
		here := forms.At{Node: int32(i), Scope: scope}
		n := &nodes[i]
		switch {
		case !in.Relevant(here):
			i = n.End
		case n.Kind == forms.Repeat && !openRepeat(n):
			if all := in.Repeats(here); len(all) > 0 {
				scope, i = all[0], i+1
			} else {
				i = n.End
			}
		default:
			if k := kindOfStop(in, here); k != stopEnd {
				return stop{k, here}
			}
			i++
		}
	}
}

// kindOfStop says what a relevant node is to a conversation; stopEnd for a
// node that is passed by.
func kindOfStop(in *forms.Instance, at forms.At) stopKind {
	n := &in.Form().Nodes[at.Node]
	switch n.Kind {
	case forms.Repeat:
		return stopRepeat
	case forms.Question:
		if n.Control == forms.Note {
			return stopQuestion
		}
		if in.ReadOnly(at) || deferred(in, at) || n.HasAppearance("label") { // "label": the heading of a table-list
			return stopEnd
		}
		return stopQuestion
	default:
		return stopEnd
	}
}

// openRepeat reports whether the person adds and removes the instances.
func openRepeat(n *forms.Node) bool { return !n.HasCount && !n.NoAddRemove }

// deferred reports whether a question can't be asked in text: files, traces,
// shapes, and lists that are empty after their filter. A desk completes them.
func deferred(in *forms.Instance, at forms.At) bool {
	n := &in.Form().Nodes[at.Node]
	switch n.Control {
	case forms.Upload:
		return true
	case forms.Select1, forms.Select, forms.Rank:
		return in.Offers(at) == 0
	}
	switch n.Type {
	case forms.Geotrace, forms.Geoshape, forms.Binary:
		return true
	}
	return false
}

// sibling is the instance of a repeat behind the one given.
func sibling(in *forms.Instance, rep forms.At, scope int32) (int32, bool) {
	all := in.Repeats(rep)
	for k, sc := range all {
		if sc == scope && k+1 < len(all) {
			return all[k+1], true
		}
	}
	return 0, false
}

// body is where a walk within one instance of an open repeat, or the whole
// form, begins: the nearest place from which the stops run without a menu
// between them.
func body(in *forms.Instance, scope int32) forms.At {
	nodes := in.Form().Nodes
	for scope != 0 {
		rep, _ := in.ScopeOf(scope)
		if openRepeat(&nodes[rep.Node]) {
			return forms.At{Node: rep.Node, Scope: scope}
		}
		scope = rep.Scope
	}
	return forms.At{}
}

// stopsTo walks from the beginning of the body that holds at and yields each
// stop up to and including the last one of that body.
func stopsTo(in *forms.Instance, at forms.At, yield func(stop) bool) {
	start := body(in, at.Scope)
	var menu forms.At // the menu that ends the body
	if start.Scope != 0 {
		menu, _ = in.ScopeOf(start.Scope)
	}
	for s := nextStop(in, start); s.kind != stopEnd && (start.Scope == 0 || s.at != menu); s = nextStop(in, s.at) {
		if !yield(s) {
			return
		}
	}
}

// isInstance reports whether at is one instance of a repeat rather than the
// repeat itself: then its scope is the instance's own.
func isInstance(in *forms.Instance, at forms.At) bool {
	if at.Scope == 0 {
		return false
	}
	rep, _ := in.ScopeOf(at.Scope)
	return rep.Node == at.Node
}

// before is the stop in front of at: within an instance of an open repeat the
// first one has the repeat's menu before it. ok is false at the very first.
func before(in *forms.Instance, at forms.At) (stop, bool) {
	var last stop
	found := false
	stopsTo(in, at, func(s stop) bool {
		if s.at == at {
			return false
		}
		last, found = s, true
		return true
	})
	if found {
		return last, true
	}
	if start := body(in, at.Scope); start.Scope != 0 {
		rep, _ := in.ScopeOf(start.Scope)
		return stop{stopRepeat, rep}, true
	}
	return stop{}, false
}

// progress counts the questions of the body that holds at: which one this is,
// and how many there are as things stand.
func progress(in *forms.Instance, at forms.At) Progress {
	var p Progress
	past := false
	stopsTo(in, at, func(s stop) bool {
		if s.kind == stopQuestion && in.Form().Nodes[s.at.Node].Control == forms.Note {
			return true
		}
		p.Of++
		if !past {
			p.Step++
		}
		past = past || s.at == at
		return true
	})
	return p
}
