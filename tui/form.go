// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/internal/safetext"
)

// formMode is what part of a form is on the screen.
type formMode uint8

const (
	modePage  formMode = iota // the questions of a page
	modeTable                 // the instances of a repeat
	modeAsk                   // one screen of the engine: review, notice, ...
	modeEnd                   // the receipt
)

// formPane is a form in progress, a page at a time.
type formPane struct {
	name safetext.String // of the form
	conv Conversation

	// What the last step gave. The conversation itself may be at work, so
	// drawing reads only these.
	mode   formMode
	screen flows.Screen
	group  safetext.String // title of the group
	notice safetext.String // what was wrong, when it belongs to no field
	lang   string
	ref    string

	fields []*field
	focus  int // index in fields, -1 when there is nothing to answer

	heads    []string // of the table
	widths   []int
	rows     list
	removing int // row that waits for a second d, else -1
	failed   bool
}

// after is what follows once the field in hand is kept.
type after uint8

const (
	thenNext   after = iota // the next field, or the next page
	thenAhead               // the next field, round the page
	thenBehind              // the field before, round the page
	thenSave                // put the draft aside
	thenLeave               // sign out
	thenShow                // whatever the step showed
)

// stepped is the result of one or more steps.
type stepped struct {
	screen flows.Screen
	err    error
	filled bool // the step filled the field in hand
	then   after
}

// step gives the engine one input.
func (p *formPane) step(a *app, in flows.Input, filled bool, then after) tea.Cmd {
	conv := p.conv
	return a.work(func(ctx context.Context) any {
		screen, err := conv.Step(ctx, in)
		return stepped{screen: screen, err: err, filled: filled, then: then}
	})
}

// done implements pane.
func (p *formPane) done(a *app, result any) tea.Cmd {
	r, ok := result.(stepped)
	if !ok {
		return nil
	}
	if r.then == thenLeave {
		return a.quit()
	}
	if r.err != nil {
		p.failed, p.notice = true, safetext.Line(a.w.Failed)
		return nil
	}
	p.failed = false
	if !r.filled {
		return p.take(a, r.screen)
	}
	if !r.screen.Notice.Empty() {
		p.current().problem = p.say(a, r.screen.Notice)
		return nil
	}
	at := p.current().At
	cmd := p.take(a, r.screen)
	if p.mode != modePage || cmd != nil {
		return cmd
	}
	for i, f := range p.fields {
		if f.At == at && f.kind != fieldNote {
			p.focus = i
		}
	}
	return p.proceed(a, r.then)
}

// take shows what the engine says next.
func (p *formPane) take(a *app, s flows.Screen) tea.Cmd {
	p.ref, p.lang = p.conv.Ref(), p.conv.Language()
	if p.lang == "" {
		p.lang = a.lang
	}
	p.screen, p.group, p.notice = s, p.say(a, s.Title), p.say(a, s.Notice)
	before := p.fields
	p.fields, p.focus, p.removing = nil, -1, -1
	a.ref = p.ref
	switch page := p.conv.Page(); {
	case s.End && s.Body.Key == flows.MsgSaved:
		return a.goHome(p.say(a, s.Body))
	case s.Kind == flows.KindMenu:
		return p.leave(a)
	case s.End:
		p.mode = modeEnd
	case s.Kind == flows.KindRepeat && page.Repeat:
		p.takeTable(a, page)
	case (s.Kind == flows.KindQuestion || s.Kind == flows.KindNote && len(s.Options) == 0) && len(page.Fields) > 0:
		p.takePage(a, page)
	default:
		p.takeScreen(a)
	}
	if len(before) == 0 || len(p.fields) == 0 || before[0].At != p.fields[0].At {
		a.scroll = 0
	}
	return nil
}

// leave goes home; the draft is kept.
func (p *formPane) leave(a *app) tea.Cmd {
	if p.notice.Empty() && p.ref != "" {
		return a.goHome(safetext.Line(fill(a.w.Saved, spaced(p.ref))))
	}
	return a.goHome(p.notice)
}

// takePage opens the questions of a page.
func (p *formPane) takePage(a *app, page flows.Page) {
	p.mode = modePage
	if title := p.say(a, page.Title); !title.Empty() {
		p.group = title
	}
	for i, f := range page.Fields {
		f.Label, f.Hint = p.say(a, flows.Literal(f.Label)).String(), p.say(a, flows.Literal(f.Hint)).String()
		if !f.Unlisted.Empty() {
			f.Choices = append(f.Choices, forms.Choice{Value: forms.Unlisted, Label: p.say(a, f.Unlisted).String()})
		}
		opened := newField(f)
		if !f.Problem.Empty() {
			opened.problem = p.say(a, f.Problem)
		}
		p.fields = append(p.fields, opened)
		if opened.kind != fieldNote && (p.focus < 0 || i == page.Current) {
			p.focus = i
		}
	}
	if p.focus == page.Current && !p.notice.Empty() {
		p.fields[p.focus].problem, p.notice = p.notice, safetext.String{}
	}
}

// takeScreen makes one question of a screen of the engine.
func (p *formPane) takeScreen(a *app) {
	p.mode = modeAsk
	s := p.screen
	f := flows.Field{
		At: forms.At{}, Label: p.say(a, s.Body).String(), Hint: p.say(a, s.Hint).String(), Expect: s.Expect,
	}
	if s.Expect.Kind == flows.ExpectContinue || s.Expect.Kind == flows.ExpectNothing {
		f.Note = true
	}
	for i, o := range s.Options {
		// By position: the engine's own values may be empty or alike.
		f.Choices = append(f.Choices, forms.Choice{Value: strconv.Itoa(i), Label: p.say(a, o.Label).String()})
	}
	opened := newField(f)
	// A notice must be answered on purpose; elsewhere Enter takes the first
	// line, which is the one that goes on.
	if opened.kind == fieldOne && s.Kind != flows.KindNote && s.Kind != flows.KindQuestion {
		opened.list.at = min(0, len(f.Choices)-1)
	}
	p.fields = []*field{opened}
	if opened.kind != fieldNote {
		p.focus = 0
	}
}

// say words a phrase in the form's language.
func (p *formPane) say(a *app, ph flows.Phrase) safetext.String {
	return safetext.Text(a.catalog.Text(p.lang, ph))
}

// current is the field in hand, nil when there is none.
func (p *formPane) current() *field {
	if p.focus < 0 || p.focus >= len(p.fields) {
		return nil
	}
	return p.fields[p.focus]
}

// keep commits the field in hand, if it changed, and goes on.
func (p *formPane) keep(a *app, then after) tea.Cmd {
	f := p.current()
	if p.mode != modePage || f == nil || !f.dirty() {
		return p.proceed(a, then)
	}
	answer, why := f.answer(a.catalog, p.lang)
	if !why.Empty() {
		if then == thenLeave {
			return a.quit()
		}
		f.problem = p.say(a, why)
		return nil
	}
	return p.step(a, flows.Fill{At: f.At, Value: answer.Value, Typing: answer.Typing}, true, then)
}

// proceed does what follows a kept field.
func (p *formPane) proceed(a *app, then after) tea.Cmd {
	switch then {
	case thenNext:
		for i := p.focus + 1; i < len(p.fields); i++ {
			if p.fields[i].kind != fieldNote {
				p.focus = i
				return nil
			}
		}
		return p.step(a, flows.NextPage{}, false, thenShow)
	case thenAhead:
		p.turn(1)
	case thenBehind:
		p.turn(-1)
	case thenSave:
		return p.step(a, flows.Save{}, false, thenShow)
	case thenLeave:
		return a.quit()
	}
	return nil
}

// turn moves the focus round the page.
func (p *formPane) turn(by int) {
	for n, i := 0, p.focus; n < len(p.fields); n++ {
		i = (i + by + len(p.fields)) % len(p.fields)
		if p.fields[i].kind != fieldNote {
			p.focus = i
			return
		}
	}
}
