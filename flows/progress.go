// SPDX-License-Identifier: Apache-2.0

package flows

import "github.com/dialform/dialform/forms"

// progress counts the questions of the body that holds at: which one this is,
// and how many there are as things stand. Menus of repeats count as one, notes do
// not count. Only what is in doubt is looked at one by one.
func (w walk) progress(at forms.At) Progress {
	start := body(w.in, at.Scope)
	p := Progress{Of: w.count(start.Scope)}
	if !w.in.Relevant(at) || !w.counts(at) || !w.waits(at) {
		p.Step = p.Of
		return p
	}
	p.Step = 1
	for {
		p.Step += w.in.CountBefore(w.stops.questions, at)
		for to, ok := w.in.Prev(w.stops.doubtful, at); ok; to, ok = w.in.Prev(w.stops.doubtful, to) {
			p.Step += w.worth(to)
		}
		if at.Scope == start.Scope {
			return p
		}
		rep, place := w.in.ScopeOf(at.Scope)
		for _, earlier := range w.in.Repeats(rep)[:place-1] {
			p.Step += w.count(earlier)
		}
		at = rep
	}
}

// count is the number of questions in a scope.
func (w walk) count(scope int32) int {
	count := w.in.Count(w.stops.questions, scope)
	for to, ok := w.in.Last(w.stops.doubtful, scope); ok; to, ok = w.in.Prev(w.stops.doubtful, to) {
		count += w.worth(to)
	}
	return count
}

// worth is how many questions stand where a node in doubt does: those of all
// instances for a counted repeat.
func (w walk) worth(at forms.At) int {
	if w.counts(at) {
		if w.waits(at) {
			return 1
		}
		return 0
	}
	count := 0
	for _, scope := range w.in.Repeats(at) {
		count += w.count(scope)
	}
	return count
}

// counts reports whether a node is one question to the person, if it is a stop.
func (w walk) counts(at forms.At) bool {
	n := &w.in.Form().Nodes[at.Node]
	if n.Kind == forms.Repeat {
		rep, _ := w.in.ScopeOf(at.Scope)
		return openRepeat(n) && rep.Node != at.Node
	}
	return w.stops.questions.Has(at.Node) || w.stops.doubtful.Has(at.Node)
}
