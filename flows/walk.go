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

// walk goes through one person's form. What it asks depends on where it is
// asked: a form may leave questions to a desk, or to the phone, in the column
// bind::df:ask, which ODK ignores.
type walk struct {
	in   *forms.Instance
	desk bool
}

func (st *step) walk() walk { return st.v.walk(st.s, st.env) }

func (v *Service) walk(s *Session, env Env) walk { return walk{s.Form, env.Assisted()} }

// asks reports whether a question, and the groups around it, are for where the
// person is.
func (w walk) asks(n *forms.Node) bool {
	nodes := w.in.Form().Nodes
	for {
		switch n.Bind["df:ask"] {
		case "phone":
			if w.desk {
				return false
			}
		case "desk":
			if !w.desk {
				return false
			}
		}
		if n.Parent < 0 {
			return true
		}
		n = &nodes[n.Parent]
	}
}

// leftToDesk reports whether questions are relevant that only a desk asks and
// that nobody has answered.
func (w walk) leftToDesk() bool {
	if w.desk {
		return false
	}
	left := false
	w.in.Walk(func(at forms.At, _ int) bool {
		n := &w.in.Form().Nodes[at.Node]
		left = n.Kind == forms.Question && n.Control != forms.Note && !w.asks(n) && w.in.Value(at) == ""
		return !left
	})
	return left
}

// firstOpen is the first question that has no answer yet, else the first stop.
func (w walk) firstOpen() stop {
	first := w.next(forms.At{})
	open := first
	w.stopsTo(forms.At{}, func(to stop) bool {
		if to.kind == stopQuestion && w.in.Form().Nodes[to.at.Node].Control != forms.Note && w.in.Value(to.at) == "" {
			open = to
			return false
		}
		return true
	})
	return open
}

// here is the stop at which the session stands, or the next one if that has
// become irrelevant.
func (st *step) here() stop {
	s := st.s
	if int(s.At.Node) < len(s.Form.Form().Nodes) && s.At.Node != 0 && s.Form.Relevant(s.At) {
		if k := st.walk().kind(s.At); k != stopEnd {
			return stop{k, s.At}
		}
	}
	return st.after(s.At)
}

// after is the first stop behind a place.
func (st *step) after(at forms.At) stop { return st.walk().next(at) }

// next is the first stop behind at in document order. Behind the last
// question of an instance of an open repeat it is the repeat's menu again.
func (w walk) next(at forms.At) stop {
	in := w.in
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
		case !in.Relevant(here) || !w.asks(n):
			i = n.End
		case n.Kind == forms.Repeat && !openRepeat(n):
			if all := in.Repeats(here); len(all) > 0 {
				scope, i = all[0], i+1
			} else {
				i = n.End
			}
		default:
			if k := w.kind(here); k != stopEnd {
				return stop{k, here}
			}
			i++
		}
	}
}

// kind says what a relevant node is to a conversation; stopEnd for a
// node that is passed by.
func (w walk) kind(at forms.At) stopKind {
	in := w.in
	n := &in.Form().Nodes[at.Node]
	if !w.asks(n) {
		return stopEnd
	}
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
func (w walk) stopsTo(at forms.At, yield func(stop) bool) {
	in := w.in
	start := body(in, at.Scope)
	var menu forms.At // the menu that ends the body
	if start.Scope != 0 {
		menu, _ = in.ScopeOf(start.Scope)
	}
	for s := w.next(start); s.kind != stopEnd && (start.Scope == 0 || s.at != menu); s = w.next(s.at) {
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
func (w walk) before(at forms.At) (stop, bool) {
	in := w.in
	var last stop
	found := false
	w.stopsTo(at, func(s stop) bool {
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
func (w walk) progress(at forms.At) Progress {
	var p Progress
	past := false
	w.stopsTo(at, func(s stop) bool {
		if s.kind == stopQuestion && w.in.Form().Nodes[s.at.Node].Control == forms.Note {
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
