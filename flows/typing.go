// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"encoding/binary"
	"strconv"
	"time"

	"github.com/dialform/dialform/forms"
)

// Precision is how exactly a person knows a date.
type Precision uint8

// The precisions, from the finest on. The order is part of the record.
const (
	PrecisionDay Precision = iota
	PrecisionMonth
	PrecisionYear
	PrecisionAge // whole years of age on the day of the answer
)

// precisionNames are the values of the column bind::df:precision, and how a
// submission names a precision.
var precisionNames = [...]string{"", "month", "year", "age"}

// String returns "month", "year", "age", or "" for a day.
func (p Precision) String() string {
	if int(p) < len(precisionNames) {
		return precisionNames[p]
	}
	return ""
}

// calendars are the appearances that ask a date in another calendar.
var calendars = [...]string{"ethiopian", "coptic", "islamic", "persian", "bikram-sambat", "buddhist"}

// Typing is what was typed, where the value does not tell: a date in another
// calendar, or less exact than a day; the name of a place that is not listed. The
// zero Typing has nothing to add.
type Typing struct {
	Text      string // as typed
	Calendar  string // XLSForm's name of it, "" for Gregorian
	Precision Precision
}

// Typed is the Typing of an answer that a form holds.
type Typed struct {
	At    forms.At
	Value string // that it became; if the answer is another one by now, this is void
	Typing
}

// dateExpect is what the form's author says about the dates of a question.
func dateExpect(e *Expect, n *forms.Node) {
	for _, name := range calendars {
		if n.HasAppearance(name) {
			e.Calendar = name
			break
		}
	}
	if n.Type != forms.Date {
		return
	}
	e.YearOnly = n.HasAppearance("year")
	e.MonthYear = n.HasAppearance("month-year")
	if e.YearOnly || e.MonthYear {
		return
	}
	for p, name := range precisionNames {
		if name != "" && n.Bind["df:precision"] == name {
			e.Coarsest = Precision(p)
		}
	}
}

// dated is the value of an answer: itself, or for an age the year that the
// person was born in, as its first day. Whoever counts the years from then
// comes to the same age.
func dated(in Answer, now time.Time) string {
	if in.Typing.Precision != PrecisionAge {
		return in.Value
	}
	years, err := strconv.Atoi(in.Value)
	if err != nil || years < 0 || years > now.Year() {
		return in.Value
	}
	return time.Date(now.Year()-years, time.January, 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// typed finds how the answer at a place was typed.
func (s *Session) typed(at forms.At) (Typing, bool) {
	for i := range s.Typed {
		if t := &s.Typed[i]; t.At == at && t.Value == s.Form.Value(at) {
			return t.Typing, true
		}
	}
	return Typing{}, false
}

// keepTyping remembers how the answer just set was typed, and forgets how the
// one before was.
func (s *Session) keepTyping(at forms.At, typing Typing) {
	for i := range s.Typed {
		if s.Typed[i].At == at {
			s.Typed = append(s.Typed[:i:i], s.Typed[i+1:]...)
			break
		}
	}
	if typing != (Typing{}) {
		s.Typed = append(s.Typed, Typed{at, s.Form.Value(at), typing})
	}
}

// typedNow are the typings of answers that still stand.
func (s *Session) typedNow() []Typed {
	var out []Typed
	for _, t := range s.Typed {
		if s.Form.Relevant(t.At) && s.Form.Value(t.At) == t.Value {
			out = append(out, t)
		}
	}
	return out
}

func appendTyped(dst []byte, all []Typed) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(all)))
	for _, t := range all {
		dst = binary.AppendUvarint(dst, uint64(t.At.Node))
		dst = binary.AppendUvarint(dst, uint64(t.At.Scope))
		dst = append(dst, byte(t.Precision))
		dst = appendText(dst, t.Value)
		dst = appendText(dst, t.Text)
		dst = appendText(dst, t.Calendar)
	}
	return dst
}

func (r *reader) typed() (all []Typed) {
	for n := r.uvarint(); n > 0 && !r.bad; n-- {
		t := Typed{At: forms.At{Node: int32(r.uvarint()), Scope: int32(r.uvarint())}}
		t.Precision = Precision(r.byte())
		t.Value, t.Text, t.Calendar = r.text(), r.text(), r.text()
		all = append(all, t)
	}
	return all
}
