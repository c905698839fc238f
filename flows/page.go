// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"github.com/dialform/dialform/forms"
)

// Field is a question on a desk's page.
type Field struct {
	At       forms.At
	Label    string
	Hint     string
	Value    string // XForms text, "" when empty
	Expect   Expect
	Choices  []forms.Choice
	Problem  Phrase // what is wrong with Value, as far as it was asked
	Note     bool   // text that is only read
	Required bool
	// Find searches a list of places that is longer than Choices, nil for others.
	Find     func(typed string) []forms.Choice
	Unlisted Phrase // the answer forms.Unlisted, empty where a question does not take it
}

// Page is what a desk shows at once: the stops of one group in a row. A repeat
// menu, and a notice that has to be given, stand alone.
type Page struct {
	Title   Phrase
	Fields  []Field
	Current int  // index of the field at which the session stands
	Repeat  bool // the page is a repeat's menu
	Columns []string
	Rows    [][]Phrase // the instances of the repeat, a cell for each column
}

// maxFields bounds a page; an 80x24 terminal shows about so many one-line
// questions.
const maxFields = 12

// Page is the page around the question at which the session stands; it is
// empty where there is no question.
func (v *Service) Page(s *Session, env Env) Page {
	if s.Form == nil || (s.Mode != ModeQuestion && s.Mode != ModeRepeat) {
		return Page{}
	}
	p := Page{Title: groupTitle(s)}
	if s.Mode == ModeRepeat {
		p.Repeat = true
		p.Columns, p.Rows = instanceRows(s)
		return p
	}
	for _, at := range v.walk(s, env).page(s.At) {
		if at == s.At {
			p.Current = len(p.Fields)
		}
		p.Fields = append(p.Fields, fieldAt(s, at))
	}
	return p
}

// page is the questions shown together with the one at at: stops in a row with
// one group around them, at most maxFields from where the row begins.
func (w walk) page(at forms.At) []forms.At {
	first := at
	for {
		to, ok := w.before(first)
		if !ok || !w.together(to, at) {
			break
		}
		first = to.at
	}
	page, reached := []forms.At{}, false
	for to := (stop{stopQuestion, first}); w.together(to, at); to = w.next(to.at) {
		if len(page) == maxFields {
			if reached {
				break
			}
			page = page[:0]
		}
		if !w.closes(to.at) {
			page = append(page, to.at)
		}
		reached = reached || to.at == at
	}
	return page
}

// together reports whether a stop can be on one page with the one at at. A
// notice is on a page of its own.
func (w walk) together(to stop, at forms.At) bool {
	form := w.in.Form()
	if to.kind != stopQuestion || to.at.Scope != at.Scope || form.GroupOf(to.at.Node) != form.GroupOf(at.Node) {
		return false
	}
	return to.at == at || noticeOf(w.in, to.at) == "" && noticeOf(w.in, at) == ""
}

func fieldAt(s *Session, at forms.At) Field {
	in := s.Form
	lang := formLanguage(in.Form(), s.Lang)
	n := &in.Form().Nodes[at.Node]
	f := Field{At: at, Label: in.Label(at, lang), Hint: in.Hint(at, lang), Value: in.Value(at)}
	if f.Label == "" {
		f.Label = n.Name
	}
	switch n.Control {
	case forms.Upload:
		name := f.Value
		if name == "" {
			name = noAnswer
		}
		f.Label += ": " + name
		fallthrough
	case forms.Note:
		f.Note, f.Expect = true, Expect{Kind: ExpectContinue}
		return f
	}
	f.Expect = expectOf(in, at)
	f.Required = !f.Expect.Optional
	if n.Control == forms.Select1 && n.IsPlace() {
		placeField(&f, s, n, lang)
	} else if k := f.Expect.Kind; k == ExpectOne || k == ExpectMany || k == ExpectRank {
		f.Choices = in.Choices(at, lang)
	}
	if f.Value != "" {
		if bad := in.Check(at, f.Value); bad.Kind != forms.NoViolation {
			f.Problem = s.refusal(at, bad)
		}
	}
	return f
}

// isRead reports whether a question is only read: a note, and a file, which is
// attached elsewhere.
func isRead(n *forms.Node) bool { return n.Control == forms.Note || n.Control == forms.Upload }

// fill answers a field of the page.
func (st *step) fill(in Fill) {
	s := st.s
	if s.Form == nil || in.At.Node <= 0 || int(in.At.Node) >= len(s.Form.Form().Nodes) || !s.Form.Relevant(in.At) {
		st.say(Message(MsgNotOffered))
		return
	}
	if st.walk().kind(in.At) != stopQuestion || isRead(&s.Form.Form().Nodes[in.At.Node]) {
		st.say(Message(MsgNotOffered))
		return
	}
	s.At = in.At
	st.enter(ModeQuestion)
	if st.set(in.At, dated(Answer{Value: in.Value, Typing: in.Typing}, st.env.Now)) {
		s.keepTyping(in.At, in.Typing)
		st.unlisted(in.At)
	}
}

// nextPage leaves the page once every field of it is in order.
func (st *step) nextPage() {
	s := st.s
	if s.Form == nil {
		return
	}
	switch s.Mode {
	case ModeRepeat:
		st.leaveRepeat()
		return
	case ModeQuestion:
	default:
		return
	}
	page := st.walk().page(s.At)
	for _, at := range page {
		if n := &s.Form.Form().Nodes[at.Node]; n.Control == forms.Note || partKind(n) != "" {
			continue
		}
		if bad := s.Form.Check(at, s.Form.Value(at)); bad.Kind != forms.NoViolation {
			s.At = at
			st.enter(ModeQuestion)
			st.say(s.refusal(at, bad))
			return
		}
	}
	if noticeOf(s.Form, s.At) != "" {
		st.say(Message(MsgNotOffered))
		return
	}
	if len(page) > 0 {
		s.At = page[len(page)-1]
	}
	st.forward()
}

// previousPage goes to the page before.
func (st *step) previousPage() {
	s := st.s
	if s.Form == nil {
		return
	}
	if s.Mode == ModeQuestion {
		if page := st.walk().page(s.At); len(page) > 0 {
			s.At = page[0]
		}
	}
	st.back()
}

// tableColumns bounds the columns of a repeat's table; more do not fit beside
// each other on 80 cells.
const tableColumns = 4

// instanceRows is the table of the repeat at At: its first questions as
// columns, names (free text, in any script) last.
func instanceRows(s *Session) (columns []string, rows [][]Phrase) {
	in, lang := s.Form, formLanguage(s.Form.Form(), s.Lang)
	nodes := in.Form().Nodes
	all := in.Repeats(s.At)
	if len(all) == 0 {
		return nil, nil
	}
	var shown, names []int32
	for i := s.At.Node + 1; i < int32(nodes[s.At.Node].End); i++ {
		n := &nodes[i]
		if n.Repeat != int(s.At.Node) || n.Kind != forms.Question || n.Control == forms.Note || n.Control == forms.Upload {
			continue
		}
		if n.Control == forms.Input && n.Type == forms.String {
			names = append(names, i)
		} else if len(shown) < tableColumns-1 {
			shown = append(shown, i)
		}
	}
	if len(names) > 0 {
		shown = append(shown, names[0])
	}
	for _, i := range shown {
		columns = append(columns, in.Label(forms.At{Node: i, Scope: all[0]}, lang))
	}
	for _, scope := range all {
		row := make([]Phrase, len(shown))
		for c, i := range shown {
			at := forms.At{Node: i, Scope: scope}
			if in.Value(at) != "" {
				row[c] = Literal(answerText(s, at, lang))
			}
		}
		rows = append(rows, row)
	}
	return columns, rows
}
