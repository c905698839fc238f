// SPDX-License-Identifier: Apache-2.0

package flows

import "github.com/dialform/dialform/forms"

// Walk is a walk through an instance, for tests.
type Walk struct{ walk }

// WalkOf walks an instance by phone or at a desk.
func WalkOf(in *forms.Instance, desk bool) Walk {
	return Walk{walk{in, stopsOf(in.Form(), stopsAt{desk: desk}), desk}}
}

// Progress is what the screen of a question says.
func (w Walk) Progress(at forms.At) Progress { return w.progress(at) }

// Next is the stop behind a place; ok is false at the end.
func (w Walk) Next(at forms.At) (next forms.At, ok bool) {
	to := w.next(at)
	return to.at, to.kind != stopEnd
}

// Before is the stop before a place.
func (w Walk) Before(at forms.At) (before forms.At, ok bool) {
	to, ok := w.before(at)
	return to.at, ok
}

// Last is the last stop of the form.
func (w Walk) Last() (last forms.At, ok bool) {
	to, ok := w.last()
	return to.at, ok
}

// IsNote tells a note from a question.
func (w Walk) IsNote(at forms.At) bool {
	return w.in.Form().Nodes[at.Node].Control == forms.Note
}
