// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"encoding/binary"
	"slices"

	"github.com/dialform/dialform/forms"
)

// Seal keeps what was answered before this connection from whoever holds the
// phone now, since phones are shared. It lies on every answer but those given
// since; no text tells a sealed one, no move leads back to it.
type Seal struct {
	On   bool
	Open []forms.At // answered since, in no order
}

// sealUp closes the answers of the form in progress. At a desk nothing is
// sealed: the operator asks whoever is there.
func (st *step) sealUp() {
	if st.env.Assisted() {
		st.unseal()
		return
	}
	st.s.Seal = Seal{On: true}
	st.s.veil(st.env)
}

func (st *step) unseal() {
	st.s.Seal = Seal{}
	st.s.veil(st.env)
}

// veil lets the form's texts tell what may be told.
func (s *Session) veil(env Env) {
	switch {
	case s.Form == nil:
	case s.Seal.On && !env.Assisted():
		s.Form.Hide(s.sealed)
	default:
		s.Form.Hide(nil)
	}
}

// sealed reports whether the answer at a place is closed. What a form fills in
// itself, such as the date, is nobody's answer.
func (s *Session) sealed(at forms.At) bool {
	if !s.Seal.On {
		return false
	}
	n := &s.Form.Form().Nodes[at.Node]
	return n.Kind == forms.Question && n.Control != forms.NoControl && n.Control != forms.Note &&
		s.Form.Value(at) != "" && !slices.Contains(s.Seal.Open, at)
}

// sealedWithin reports whether a closed answer is in an instance of the repeat.
func (s *Session) sealedWithin(rep forms.At, scope int32) bool {
	if !s.Seal.On {
		return false
	}
	nodes := s.Form.Form().Nodes
	for i := rep.Node + 1; i < int32(nodes[rep.Node].End); i++ {
		if nodes[i].Repeat == int(rep.Node) && s.sealed(forms.At{Node: i, Scope: scope}) {
			return true
		}
	}
	return false
}

// given notes that the answer at a place is of this connection.
func (s *Session) given(at forms.At) {
	if s.Seal.On && !slices.Contains(s.Seal.Open, at) {
		s.Seal.Open = append(s.Seal.Open, at)
	}
}

// onward is a stop itself, or the first one behind it that is not sealed.
func (st *step) onward(to stop) stop {
	for to.kind == stopQuestion && st.s.sealed(to.at) {
		to = st.after(to.at)
	}
	return to
}

func (l Seal) append(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(l.Open)))
	for _, at := range l.Open {
		dst = binary.AppendUvarint(dst, uint64(at.Node))
		dst = binary.AppendUvarint(dst, uint64(at.Scope))
	}
	return dst
}

func (r *reader) seal() Seal {
	l := Seal{On: true}
	for n := r.uvarint(); n > 0 && !r.bad; n-- {
		l.Open = append(l.Open, forms.At{Node: int32(r.uvarint()), Scope: int32(r.uvarint())})
	}
	return l
}
