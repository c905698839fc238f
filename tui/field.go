// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/screens"
)

type fieldKind uint8

const (
	fieldNote fieldKind = iota // only read
	fieldText                  // typed
	fieldOne                   // one of a list
	fieldMany                  // several of a list, or all in order
)

// acknowledged is the value of a question that is only confirmed (ODK
// XForms, the trigger control).
const acknowledged = "OK"

// field is a question with what is being typed into it.
type field struct {
	flows.Field
	kind    fieldKind
	typed   editor
	before  string // the text as it was when the field was opened
	list    list
	picked  []string // values of the chosen lines, in the order chosen
	problem safetext.String
	first   []forms.Choice // of a list that is searched: the lines before anything is typed
}

// newField opens a question of a page.
func newField(f flows.Field) *field {
	out := &field{Field: f, first: f.Choices}
	switch k := f.Expect.Kind; {
	case f.Note:
		out.kind = fieldNote
	case k == flows.ExpectOne, k == flows.ExpectMany, k == flows.ExpectRank:
		out.kind = fieldOne
		if k != flows.ExpectOne {
			out.kind = fieldMany
		}
		out.choose(choiceLines(f.Choices))
	case k == flows.ExpectContinue:
		out.kind = fieldOne
		out.choose([]item{{label: safetext.Line(acknowledged)}})
	default:
		out.kind = fieldText
		out.typed.set(f.Value)
		out.before = out.typed.String()
	}
	return out
}

// choiceLines are choices as lines of a list.
func choiceLines(choices []forms.Choice) []item {
	items := make([]item, len(choices))
	for i, c := range choices {
		items[i].label = safetext.Line(c.Label)
	}
	return items
}

// finder looks places up as they are typed. Before that, and where nothing is
// found, the list is what it was at first: the present answer, and "not listed".
func (f *field) finder() func(typed string) []item {
	if f.Find == nil {
		return nil
	}
	return func(typed string) []item {
		f.Choices = f.first
		if found := f.Find(typed); len(found) > 0 {
			f.Choices = found
		}
		return choiceLines(f.Choices)
	}
}

// choose gives the field its lines, with the present answer marked. Without
// an answer no line is marked, so that Enter never answers by accident.
func (f *field) choose(items []item) {
	f.list = newList(items, -1)
	f.list.find = f.finder()
	switch f.kind {
	case fieldMany:
		f.picked = strings.Fields(f.Value)
		f.list.at = min(0, len(items)-1)
	default:
		if f.Value != "" {
			f.picked = []string{f.Value}
		}
		for i := range items {
			if f.Value != "" && f.valueAt(i) == f.Value {
				f.list.at = i
			}
		}
	}
}

// valueAt is what the line at i stands for.
func (f *field) valueAt(i int) string {
	if i < len(f.Choices) {
		return f.Choices[i].Value
	}
	return acknowledged
}

// toggle picks a line, or takes it back where several may be picked.
func (f *field) toggle(i int) {
	v := f.valueAt(i)
	if f.kind == fieldOne {
		f.picked = []string{v}
		return
	}
	if at := slices.Index(f.picked, v); at >= 0 {
		f.picked = slices.Delete(slices.Clone(f.picked), at, at+1)
		return
	}
	f.picked = append(slices.Clone(f.picked), v)
}

// dirty tells whether the answer differs from the one that is kept.
func (f *field) dirty() bool {
	switch f.kind {
	case fieldText:
		return f.typed.String() != f.before
	case fieldOne, fieldMany:
		return strings.Join(f.sorted(), " ") != f.Value
	default:
		return false
	}
}

// restore drops what was typed.
func (f *field) restore() {
	f.problem = safetext.String{}
	f.typed.set(f.before)
	if f.Find != nil {
		f.Choices = f.first
		f.list.items = choiceLines(f.first)
	}
	if f.kind == fieldOne || f.kind == fieldMany {
		f.choose(f.list.items)
	}
}

// sorted are the picked values: of a rank in the order picked, else in the
// order of the list.
func (f *field) sorted() []string {
	if f.kind != fieldMany || f.Expect.Kind == flows.ExpectRank {
		return f.picked
	}
	out := make([]string, 0, len(f.picked))
	for i := range f.list.items {
		if v := f.valueAt(i); slices.Contains(f.picked, v) {
			out = append(out, v)
		}
	}
	return out
}

// answer is what the field holds, or why what was typed is none.
func (f *field) answer(catalog *screens.Catalog, lang string) (flows.Answer, flows.Phrase) {
	if f.kind != fieldText {
		return flows.Answer{Value: strings.Join(f.sorted(), " ")}, flows.Phrase{}
	}
	text := strings.TrimSpace(f.typed.String())
	if text == "" {
		return flows.Answer{}, flows.Phrase{}
	}
	asked := flows.Screen{Kind: flows.KindQuestion, Body: flows.Literal(f.Label), Expect: f.Expect}
	switch in := screens.Read(catalog, asked, lang, text, unpaged).(type) {
	case flows.Answer:
		return in, flows.Phrase{}
	case flows.Unreadable:
		return flows.Answer{}, in.Why
	default:
		return flows.Answer{}, flows.Message(flows.MsgWrongType)
	}
}

// press handles a key of the widget. answered tells that the field was
// answered by it and the next one is due.
func (f *field) press(k tea.KeyPressMsg) (used, answered bool) {
	switch f.kind {
	case fieldText:
		used = f.typed.press(k)
	case fieldOne, fieldMany:
		used, answered = f.pressList(k)
	}
	if used {
		f.problem = safetext.String{}
	}
	return used, answered
}

func (f *field) pressList(k tea.KeyPressMsg) (used, answered bool) {
	if !f.list.narrow {
		switch k.String() {
		case "backspace", "delete":
			f.picked = nil
			if f.kind == fieldOne {
				f.list.at = -1
			}
			return true, false
		case "space":
			if f.kind == fieldMany && f.list.at >= 0 {
				f.toggle(f.list.at)
			}
			return true, false
		}
	}
	used, picked := f.list.press(k)
	if picked < 0 {
		return used, false
	}
	f.toggle(picked)
	return true, f.kind == fieldOne
}

// draw shows the field; what is shown of it depends on the focus.
func (f *field) draw(c *canvas, w *words, focused bool) {
	top := len(c.lines)
	label := safetext.Text(f.Label)
	if f.kind == fieldNote {
		c.text(3, label, plain)
		return
	}
	lead := []byte("   ")
	if focused {
		lead[0] = '>'
	}
	if f.Required {
		lead[1] = '*'
	}
	style := plain
	if focused {
		style = strong
	}
	c.item(string(lead), label, style)
	if focused {
		c.text(3, safetext.Text(f.Hint), faint)
		f.drawOpen(c, w)
	} else {
		c.text(3, f.summary(), faint)
	}
	c.item(" ! ", f.problem, alarm)
	if focused {
		c.focus(top)
	}
}

// drawOpen shows the widget.
func (f *field) drawOpen(c *canvas, w *words) {
	if f.kind == fieldText {
		text, x := f.typed.view(c.width-4, f.Expect.Sensitive)
		c.put("   ", text, x)
		return
	}
	f.list.draw(c, w, 3, f.sign)
}

// sign is what stands before a line of the list.
func (f *field) sign(i int) string {
	at := slices.Index(f.picked, f.valueAt(i))
	switch {
	case f.kind == fieldOne && at >= 0:
		return "* "
	case f.kind == fieldOne:
		return ""
	case at < 0:
		return "[ ] "
	case f.Expect.Kind == flows.ExpectRank:
		return "[" + strconv.Itoa(at+1) + "] "
	default:
		return "[x] "
	}
}

// summary is the answer on one line.
func (f *field) summary() safetext.String {
	if f.kind == fieldText {
		switch text := f.typed.String(); {
		case text == "":
			return safetext.Const("-")
		case f.Expect.Sensitive:
			return safetext.Const("****")
		default:
			return safetext.Line(text)
		}
	}
	var labels []safetext.String
	for _, v := range f.sorted() {
		label := safetext.Line(v)
		for i, it := range f.list.items {
			if f.valueAt(i) == v {
				label = it.label
			}
		}
		labels = append(labels, label)
	}
	if len(labels) == 0 {
		return safetext.Const("-")
	}
	return safetext.Join(labels, safetext.Const(", "))
}
