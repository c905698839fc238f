// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/screens"
)

// prompt is what a line is typed behind.
const prompt = "> "

// unpaged is the layout of a channel that has room for any text.
var unpaged = screens.Layout{Septets: 1 << 20, UCS2: 1 << 20, Keys: screens.DefaultKeys}

// maxFailures is how often in a row a step may fail before the form is left.
const maxFailures = 3

// lines is the desk without a terminal: text that reads from top to bottom,
// one line an answer. It is what a screen reader, a slow link, a pipe and the
// end-to-end tests use.
type lines struct {
	ctx     context.Context
	cfg     Config
	who     identity.Account
	in      *lineReader
	out     io.Writer
	lang    string
	w       *words
	leaving bool
}

// newLines serves one session. echo is where typed characters are shown, nil
// when the other side does that itself.
func newLines(ctx context.Context, cfg Config, who identity.Account, in io.Reader, out, echo io.Writer) *lines {
	l := &lines{
		ctx: ctx, cfg: cfg, who: who, in: newLineReader(in, echo), out: out,
	}
	if langs := cfg.Desk.Languages(); len(langs) > 0 {
		l.lang = langs[0].Tag
	}
	l.w = wordsIn(l.lang)
	return l
}

// choice is a line of a menu of the desk, and what it does.
type choice struct {
	label string
	needs identity.Action // "" for nothing
	do    func() (notice string)
}

// run serves until the person leaves or the line ends.
func (l *lines) run() {
	notice := fill(l.w.Hello, l.who.Name)
	for !l.leaving {
		home, err := l.home()
		if err != nil {
			notice = l.w.Failed
		}
		notice = l.menu(notice, l.w.Ask, home)
	}
	l.write(l.w.Goodbye)
}

// home is what the operator can do.
func (l *lines) home() ([]choice, error) {
	forms, err := l.cfg.Desk.Forms(l.ctx, l.who, l.lang)
	var out []choice
	for _, f := range forms {
		out = append(out, choice{f.Title, identity.Register, func() string {
			return l.open(l.cfg.Desk.Begin(l.ctx, l.who, l.lang, f.Item))
		}})
	}
	out = append(out,
		choice{l.w.Find, identity.Find, l.find},
		choice{l.w.Drafts, identity.Resume, l.drafts},
		choice{l.w.Tasks, identity.Resume, l.tasks},
		choice{l.w.Sync, identity.SeeSync, l.sync})
	if len(l.cfg.Desk.Languages()) > 1 {
		out = append(out, choice{l.w.Language, "", l.language})
	}
	return append(out, choice{l.w.SignOut, "", func() string { l.leaving = true; return "" }}), err
}

// menu shows choices until one is taken, and returns what that one had to say.
func (l *lines) menu(notice, body string, choices []choice) string {
	s := flows.Screen{
		Kind: flows.KindMenu, Notice: flows.Literal(notice), Body: flows.Literal(body),
		Expect: flows.Expect{Kind: flows.ExpectOne},
	}
	for _, c := range choices {
		s.Options = append(s.Options, flows.Option{Label: flows.Literal(c.label)})
	}
	for !l.leaving {
		in, ok := l.ask(s, l.lang)
		if !ok {
			return ""
		}
		s.Notice = flows.Literal(l.w.ChooseNumber)
		switch in := in.(type) {
		case flows.Choose:
			if in.Index < 0 || in.Index >= len(choices) {
				continue
			}
			c := choices[in.Index]
			if c.needs != "" && !l.who.Can(c.needs) {
				return l.w.NotAllowed
			}
			return c.do()
		case flows.Back, flows.Home:
			return ""
		case flows.Unreadable:
			if !in.Why.Empty() {
				s.Notice = in.Why
			}
		}
	}
	return ""
}

// ask shows a screen and reads the answer; false when the line has ended.
func (l *lines) ask(s flows.Screen, lang string) (flows.Input, bool) {
	l.write(screens.Linear(l.cfg.Catalog, s, lang, unpaged).String())
	typed, ok := l.read()
	if !ok {
		return nil, false
	}
	return screens.Read(l.cfg.Catalog, s, lang, typed, unpaged), true
}

// open runs a form until it is finished or left, and returns what to say then.
func (l *lines) open(conv Conversation, s flows.Screen, err error) string {
	switch {
	case errors.Is(err, ErrNotFound):
		return l.w.NotFound
	case err != nil:
		return l.w.Failed
	}
	failures := 0
	for {
		lang := conv.Language()
		if s.Kind == flows.KindMenu {
			if s.Notice.Empty() && conv.Ref() != "" {
				return fill(l.w.Saved, spaced(conv.Ref()))
			}
			return l.cfg.Catalog.Text(lang, s.Notice)
		}
		if s.End {
			l.write(screens.Linear(l.cfg.Catalog, s, lang, unpaged).String())
			return ""
		}
		in, ok := l.ask(s, lang)
		if !ok {
			if ref := conv.Ref(); ref != "" {
				l.write(fill(l.w.Saved, spaced(ref)))
			}
			return ""
		}
		next, err := conv.Step(l.ctx, in)
		if err != nil {
			if failures++; failures >= maxFailures || l.ctx.Err() != nil {
				return l.w.Failed
			}
			l.write(l.w.Failed)
			continue
		}
		s, failures = next, 0
	}
}

// find asks for a reference and tells what is known under it.
func (l *lines) find() string {
	l.write(l.w.Reference + " (" + l.w.ReferenceHint + ")")
	typed, ok := l.read()
	if !ok || strings.TrimSpace(typed) == "" {
		return ""
	}
	found, err := l.cfg.Desk.Find(l.ctx, l.who, l.lang, typed)
	switch {
	case errors.Is(err, ErrNotFound):
		return l.w.NotFound
	case err != nil:
		return l.w.Failed
	}
	about := found.Title + "\n" + l.cfg.Catalog.Text(l.lang, found.Status)
	if !found.Draft || !l.who.Can(identity.Resume) {
		return about
	}
	return l.menu("", about, []choice{
		{l.w.Open, identity.Resume, func() string {
			return l.open(l.cfg.Desk.Resume(l.ctx, l.who, l.lang, found.Ref))
		}},
		{l.w.Back, "", func() string { return "" }},
	})
}

// drafts offers the unfinished forms.
func (l *lines) drafts() string {
	drafts, err := l.cfg.Desk.Drafts(l.ctx, l.who, l.lang, draftsShown)
	if err != nil {
		return l.w.Failed
	}
	if len(drafts) == 0 {
		return l.w.NoDrafts
	}
	choices := make([]choice, 0, len(drafts)+1)
	for _, d := range drafts {
		choices = append(choices, choice{spaced(d.Ref) + " " + d.Title, identity.Resume, func() string {
			return l.open(l.cfg.Desk.Resume(l.ctx, l.who, l.lang, d.Ref))
		}})
	}
	choices = append(choices, choice{l.w.Back, "", func() string { return "" }})
	return l.menu("", l.w.Drafts, choices)
}

// tasks offers the submissions that wait to be completed.
func (l *lines) tasks() string {
	tasks, err := l.cfg.Desk.Tasks(l.ctx, l.who, l.lang, draftsShown)
	if err != nil {
		return l.w.Failed
	}
	if len(tasks) == 0 {
		return l.w.NoTasks
	}
	choices := make([]choice, 0, len(tasks)+1)
	for _, t := range tasks {
		choices = append(choices, choice{spaced(t.Ref) + " " + t.Title + ": " + t.Missing, identity.Resume, func() string {
			return l.open(l.cfg.Desk.Resume(l.ctx, l.who, l.lang, t.Ref))
		}})
	}
	choices = append(choices, choice{l.w.Back, "", func() string { return "" }})
	return l.menu("", l.w.Tasks, choices)
}

// sync tells how far the node is behind.
func (l *lines) sync() string {
	s, err := l.cfg.Desk.Sync(l.ctx)
	if err != nil {
		return l.w.Failed
	}
	last := l.w.Never
	if !s.Last.IsZero() {
		last = s.Last.Format("2006-01-02 15:04")
	}
	return strings.Join(syncLines(l.w, s, last), "\n")
}

// language changes the language.
func (l *lines) language() string {
	var choices []choice
	for _, lang := range l.cfg.Desk.Languages() {
		choices = append(choices, choice{lang.Name, "", func() string {
			l.lang, l.w = lang.Tag, wordsIn(lang.Tag)
			return ""
		}})
	}
	return l.menu("", l.w.Language, choices)
}

// read takes one line; false when there are no more.
func (l *lines) read() (string, bool) {
	if _, err := io.WriteString(l.out, prompt); err != nil {
		l.leaving = true
		return "", false
	}
	line, err := l.in.next()
	if err != nil {
		l.leaving = true
		_, _ = io.WriteString(l.out, "\n")
		return "", false
	}
	// An empty line between answer and screen; it also ends the prompt's line
	// when the input is a script.
	_, _ = io.WriteString(l.out, "\n")
	return line, true
}

// write shows text on lines of its own.
func (l *lines) write(text string) {
	text = strings.TrimRight(safetext.Text(text).String(), "\n")
	if text == "" {
		return
	}
	if _, err := io.WriteString(l.out, text+"\n"); err != nil {
		l.leaving = true
	}
}
