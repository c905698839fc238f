// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"slices"

	"github.com/dialform/dialform/forms"
)

// walk goes through one person's form, by a phone or at a desk.
type walk struct {
	in    *forms.Instance
	stops *stops
	desk  bool
}

func (st *step) walk() walk { return st.v.walk(st.s, st.env) }

func (v *Service) walk(s *Session, env Env) walk {
	where := stopsAt{desk: env.Assisted(), completing: env.Assisted() && s.Completes()}
	return walk{s.Form, stopsOf(s.Form.Form(), where), where.desk}
}

// leftToDesk reports whether questions are relevant that only a desk asks and
// that nobody has answered.
func (w walk) leftToDesk() bool {
	if w.desk || w.stops.elsewhere.Empty() {
		return false
	}
	return slices.ContainsFunc(w.in.All(w.stops.elsewhere), func(at forms.At) bool { return w.in.Value(at) == "" })
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

// next is the first stop behind at. Behind the last question of an instance of
// an open repeat it is the repeat's menu again.
func (w walk) next(at forms.At) stop {
	in := w.in
	nodes := in.Form().Nodes
	at = w.standing(at)
	for {
		found, ok := in.Next(w.stops.all, at)
		if !ok {
			if at.Scope == 0 {
				return stop{kind: stopEnd}
			}
			rep, place := in.ScopeOf(at.Scope)
			if openRepeat(&nodes[rep.Node]) {
				return stop{stopRepeat, rep}
			}
			if at = rep; place < len(in.Repeats(rep)) {
				at.Scope = in.Repeats(rep)[place]
			}
			continue
		}
		at = found
		if n := &nodes[at.Node]; n.Kind == forms.Repeat && !openRepeat(n) {
			if all := in.Repeats(at); len(all) > 0 {
				at.Scope = all[0]
			}
			continue
		}
		if w.waits(at) {
			return stop{w.kind(at), at}
		}
	}
}

// standing is the place itself or, when the instance it was in is gone, the
// outermost repeat that it was in.
func (w walk) standing(at forms.At) forms.At {
	if _, place := w.in.ScopeOf(at.Scope); at.Scope == 0 || place > 0 {
		return at
	}
	nodes := w.in.Form().Nodes
	for at.Scope = 0; nodes[at.Node].Repeat != 0; {
		at.Node = int32(nodes[at.Node].Repeat)
	}
	return at
}

// waits reports whether a node whose surroundings are relevant is a stop.
func (w walk) waits(at forms.At) bool {
	if w.in.Form().Nodes[at.Node].Kind == forms.Repeat {
		return w.in.Relevant(at)
	}
	return w.kind(at) != stopEnd
}

// kind says what a relevant node is to a conversation; stopEnd for a
// node that is passed by.
func (w walk) kind(at forms.At) stopKind {
	switch {
	case !w.stops.all.Has(at.Node):
		return stopEnd
	case w.in.Form().Nodes[at.Node].Kind == forms.Repeat:
		return stopRepeat
	case w.stops.doubtful.Has(at.Node) && !open(w.in, at):
		return stopEnd
	default:
		return stopQuestion
	}
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

// before is the stop in front of at: within an instance of an open repeat the
// first one has the repeat's menu before it. ok is false at the very first.
func (w walk) before(at forms.At) (before stop, ok bool) {
	at = w.standing(at)
	found, ok := w.in.Prev(w.stops.all, at)
	return w.backward(found, ok)
}

// last is the last stop of the form.
func (w walk) last() (last stop, ok bool) {
	found, ok := w.in.Last(w.stops.all, 0)
	return w.backward(found, ok)
}

// lastAsked is the last stop of the form but for its closing note.
func (w walk) lastAsked() (last stop, ok bool) {
	last, ok = w.last()
	if ok && w.closes(last.at) {
		return w.before(last.at)
	}
	return last, ok
}

// backward goes on from a node that may be a stop, or from before the first one
// of a scope when it is not ok.
func (w walk) backward(at forms.At, ok bool) (stop, bool) {
	in := w.in
	nodes := in.Form().Nodes
	for {
		if !ok {
			rep, place := in.ScopeOf(at.Scope)
			switch {
			case place == 0:
				return stop{}, false
			case openRepeat(&nodes[rep.Node]):
				return stop{stopRepeat, rep}, true
			case place > 1:
				at, ok = in.Last(w.stops.all, in.Repeats(rep)[place-2])
			default:
				at, ok = in.Prev(w.stops.all, rep)
			}
			continue
		}
		if n := &nodes[at.Node]; n.Kind == forms.Repeat && !openRepeat(n) {
			if all := in.Repeats(at); len(all) > 0 {
				at, ok = in.Last(w.stops.all, all[len(all)-1])
				continue
			}
		} else if w.waits(at) {
			return stop{w.kind(at), at}, true
		}
		at, ok = in.Prev(w.stops.all, at)
	}
}
