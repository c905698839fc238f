// SPDX-License-Identifier: Apache-2.0

package sessions_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/sessions"
)

const otherPhone = "+254700000002"

// compiled is a form of this package's tests.
func compiled(t testing.TB, text string) *forms.Form {
	t.Helper()
	def, found := xlsform.ReadWorkbook(xlsform.ReadMarkdown("form.md", text), nil)
	require.False(t, found.HasErrors(), "%v", found)
	f, found := forms.Compile(def)
	require.False(t, found.HasErrors(), "%v", found)
	return f
}

// withDrafts is a world whose service lets drafts pass: the size of the
// household opens them.
func withDrafts(t testing.TB) *world {
	t.Helper()
	w := newWorld(t)
	w.serve(compiled(t, form), func(*flows.Service) {})
	return w
}

// serve restarts the node with a form.
func (w *world) serve(f *forms.Form, change func(*flows.Service)) {
	v := &flows.Service{
		Code: "*384*96#", Name: flows.Text{"en": "Registry"}, Languages: []flows.Language{{Tag: "en", Name: "English"}},
		Items: []flows.Item{
			{
				ID: "register", Label: flows.Text{"en": "Register"}, Form: f, Purpose: registry.KindRegister, Receipt: true,
				Protect: flows.Protect{Questions: []string{"size"}}, Review: true,
			},
			{ID: "status", Kind: flows.ItemStatus, Label: flows.Text{"en": "Status"}},
			{ID: "continue", Kind: flows.ItemContinue, Label: flows.Text{"en": "By reference"}},
		},
		Nudge: flows.Nudge{After: 10 * time.Minute, From: 8 * time.Hour, Till: 20 * time.Hour, Budget: 2},
	}
	change(v)
	w.h = sessions.New(sessions.Options{
		Service: v, Store: w.edge, Catalog: screens.System(), References: w.edge.Device().References, Device: w.edge.Device().ID,
		Now: w.clock, Random: func() uint64 { return uint64(w.calls.Add(1)) },
	})
}

// hand is a phone on a channel, each request of which is a new one.
type hand struct {
	w       *world
	ch      *sessions.Channel
	number  string
	session int
	asked   int
}

func (w *world) hand(ch *sessions.Channel, number string) *hand {
	return &hand{w: w, ch: ch, number: number}
}

func (p *hand) send(text string, begin bool) (string, error) {
	p.asked++
	in := sessions.Inbound{
		Connection: fmt.Sprint(p.session), Event: fmt.Sprint(p.number, p.asked), Party: p.number, Phone: p.number, Text: text, Begin: begin,
	}
	if p.ch.Messages {
		in.Connection, in.Begin = "", false
	}
	reply, err := p.w.h.Handle(p.w.t.Context(), p.ch, in)
	return reply.Text.String(), err
}

func (p *hand) dial() string {
	p.w.t.Helper()
	p.session++
	text, err := p.send("", true)
	require.NoError(p.w.t, err)
	return text
}

func (p *hand) types(texts ...string) (last string) {
	p.w.t.Helper()
	for _, text := range texts {
		var err error
		last, err = p.send(text, false)
		require.NoError(p.w.t, err)
	}
	return last
}

// open are all drafts, by reference.
func (w *world) open() map[string][]sessions.Record {
	w.t.Helper()
	rows, err := w.edge.IdleDrafts(w.t.Context(), identity.System(), "*384*96#", sessions.Mark{}, w.clock().Add(time.Hour), 1000)
	require.NoError(w.t, err)
	out := map[string][]sessions.Record{}
	for _, r := range rows {
		out[r.Ref] = append(out[r.Ref], r)
	}
	return out
}

// only is the one draft that there is.
func (w *world) only() sessions.Record {
	w.t.Helper()
	all := w.open()
	require.Len(w.t, all, 1)
	for _, rows := range all {
		require.Len(w.t, rows, 1)
		return rows[0]
	}
	return sessions.Record{}
}

func TestARedialShowsWhatWasLeftAndKeepsItsAnswers(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	p := w.hand(&w.ussd, phone)
	p.dial()
	p.types("1", "Amina", "5")
	w.later(48 * time.Hour)
	require.Contains(t, p.dial(), "Register 3/3, 20.11.2026: not finished.\n1 Continue\n2 Start over\n3 Main menu")
	require.Contains(t, p.types("1"), "Correct?")
	review := p.types("1")
	require.Contains(t, review, "Your name: given")
	require.NotContains(t, review, "Amina")
	require.Contains(t, p.types("5"), "How many people?")
	require.Contains(t, p.types("4"), "That is not right.")
	require.Contains(t, p.types("5"), "Your name: Amina")
	require.Contains(t, p.types("1"), "Thank you Amina")
}

func TestTheSameNumberGoesOnByMessage(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	p, sms := w.hand(&w.ussd, phone), w.hand(&w.sms, phone)
	p.dial()
	p.types("1", "Amina")
	stranger := w.hand(&w.sms, otherPhone)
	require.NotContains(t, stranger.types("hello"), "unfinished")

	require.Contains(t, sms.types("hello"), "1 My unfinished forms (1)")
	require.Regexp(t, `1 Register 2/3, 20.11.2026 \(..\d{4}\)`, sms.types("1"))
	require.Contains(t, sms.types("1"), "How many people?")
	require.Equal(t, "at-sms", w.only().Channel)
	// What is typed on the USSD screen that is still open is no answer.
	require.Contains(t, p.types("7"), "Your form went on elsewhere.")
	require.Contains(t, sms.types("5", "1", "1"), "Thank you ...")
	s := w.submissions()[0]
	require.Equal(t, "5", s.Answers.Text("size"))
	require.Equal(t, phone, s.By.Party)
}

func TestAConversationPickedUpAfterADayIsSealed(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	sms := w.hand(&w.sms, phone)
	require.Contains(t, sms.types("hello", "1", "Amina"), "How many people?")
	w.later(25 * time.Hour)
	require.Contains(t, sms.types("5"), "1 Continue", "it is no answer after so long")
	sms.types("1", "5")
	require.Contains(t, sms.types("1"), "Your name: given")
}

var digits = regexp.MustCompile(`\d{4} \d{4} \d{4}`)

// save leaves a form and returns its reference.
func (p *hand) save() string {
	p.w.t.Helper()
	ref := digits.FindString(p.types("00", "5"))
	require.NotEmpty(p.w.t, ref)
	return ref
}

func TestAnotherPhoneGoesOnByTheReference(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	p, other := w.hand(&w.ussd, phone), w.hand(&w.sms, otherPhone)
	p.dial()
	p.types("1", "Amina")
	ref := p.save()
	const refused = "That can't be opened here. Please ask at a desk."
	other.types("hello")
	require.Contains(t, other.types("3", ref), refused, "its check has no answer yet")
	require.Contains(t, other.types("3", "0000 0000 0000"), refused)
	p.dial()
	p.types("1", "5")
	require.Contains(t, other.types("3", ref), "How many people?")
	require.NotContains(t, other.types("4"), "Amina")
	require.Contains(t, other.types("5"), "Correct?")
	require.Equal(t, otherPhone, w.only().Party)
	require.Contains(t, p.dial(), "Registry\n1 Register", "the other phone has forgotten it")
	require.Contains(t, other.types("1"), "Your name: Amina", "the check was passed")
	require.Contains(t, other.types("1"), "Thank you Amina")
	require.Equal(t, phone, w.submissions()[0].By.Party, "who began it")
}

func TestOfTwoWhoTakeADraftOneHasIt(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	p := w.hand(&w.ussd, phone)
	p.dial()
	p.types("1", "Amina", "5")
	p.dial() // to save it, from a question that has the actions
	ref := w.only().Ref
	takers := make([]*hand, 4)
	for i := range takers {
		takers[i] = w.hand(&w.ussd, fmt.Sprintf("+25470000001%d", i))
		takers[i].dial()
		require.Contains(t, takers[i].types("3", ref), "How many people?")
	}
	var wg sync.WaitGroup
	replies := make([]string, len(takers))
	for i, taker := range takers {
		wg.Go(func() {
			var err error
			if replies[i], err = taker.send("5", false); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	won := 0
	for _, r := range replies {
		if strings.Contains(r, "Correct?") {
			won++
		} else {
			require.Contains(t, r, "That can't be opened here.")
		}
	}
	require.Equal(t, 1, won)
	require.Equal(t, ref, w.only().Ref)
}

func TestWrongTriesCountWhereverTheyAreMade(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	p := w.hand(&w.ussd, phone)
	p.dial()
	p.types("1", "Amina", "5")
	ref := w.only().Ref
	for i := range 3 {
		other := w.hand(&w.ussd, fmt.Sprintf("+25470000001%d", i))
		other.dial()
		require.Contains(t, other.types("3", ref), "How many people?")
		other.types("9")
	}
	other := w.hand(&w.ussd, otherPhone)
	other.dial()
	require.Contains(t, other.types("3", ref), "That can't be opened here.")
	p.dial()
	p.types("1")
	require.Contains(t, p.types("0"), "Too many tries.")
	require.Contains(t, p.types("1"), "Check your answers", "the form itself goes on")
	w.later(time.Hour)
	other.dial()
	require.Contains(t, other.types("3", ref), "How many people?")
}

func TestOnePhoneKeepsSeveralDrafts(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	p := w.hand(&w.ussd, phone)
	p.dial()
	p.types("1", "Amina", "5")
	p.dial()
	p.types("3")                                                   // menu
	require.Contains(t, p.types("2"), "2 For another person")      // Register, below Continue
	require.Contains(t, p.types("2", "Zawadi"), "How many people") // another
	menu := p.types("00", "3")
	require.Contains(t, menu, "1 Continue: Register\n2 My unfinished forms (1)")
	require.Contains(t, p.types("2", "1"), "Correct?", "Amina's")
	require.Len(t, w.open(), 2)
	p.types("1", "1")
	require.Contains(t, p.dial(), "1 My unfinished forms (1)")
	require.Contains(t, p.types("1", "1"), "How many people")
	p.types("7", "1", "1")
	names := []string{}
	for _, s := range w.submissions() {
		names = append(names, s.Answers.Text("head"))
	}
	require.Equal(t, []string{"Amina", "Zawadi"}, names)
	require.Empty(t, w.open())
}

func TestDigitsDialledWithTheCodeAreForTheUsualMenu(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	sms := w.hand(&w.sms, phone)
	sms.types("hello", "1", "Amina")
	before := w.only()
	reply, err := w.h.Handle(t.Context(), &w.ussd, sessions.Inbound{
		Connection: "c", Event: "1", Party: phone, Phone: phone, Begin: true, Dialled: []string{"1", "1", "7"},
	})
	require.NoError(t, err)
	require.Contains(t, reply.Text.String(), "1 My unfinished forms (1)")
	require.Equal(t, before, w.only(), "no answer went into the draft")
}

// A draft ends on the form that it began with, wherever it went meanwhile.
func TestADraftKeepsTheVersionOfItsForm(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	old := compiled(t, form)
	renewed := compiled(t, strings.ReplaceAll(form, "How many people?", "How many of you?"))
	renewed.Hash[0]++
	p, sms := w.hand(&w.ussd, phone), w.hand(&w.sms, phone)
	p.dial()
	p.types("1", "Amina")
	w.serve(renewed, func(v *flows.Service) {
		v.Earlier = func(hash [32]byte) *forms.Form {
			if hash == old.Hash {
				return old
			}
			return nil
		}
	})
	require.Contains(t, sms.types("hello", "1", "1"), "How many people?", "taken over")
	require.Contains(t, sms.types("00", "3", "2", "2", "Zawadi"), "How many of you?", "a new one, the old one put aside")
	require.Contains(t, sms.types("00", "3", "2", "1"), "How many people?", "and taken out again")
	other := w.hand(&w.ussd, otherPhone)
	sms.types("5")
	ref := ""
	for _, rows := range w.open() {
		if !rows[0].Parked {
			ref = rows[0].Ref
		}
	}
	other.dial()
	require.Contains(t, other.types("3", ref), "How many people?")
	require.Contains(t, other.types("5", "1", "1"), "Thank you Amina")
	require.Equal(t, fmt.Sprintf("%x", old.Hash), w.submissions()[0].Form.Hash)
}

func TestADeskTakesADraftWhileThePhoneIsConnected(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	p := w.hand(&w.ussd, phone)
	p.dial()
	p.types("1", "Amina")
	op := sessions.Operator{ID: "juma", Scope: identity.Operator("juma")}
	_, screen, err := w.h.Resume(t.Context(), op, "en", w.only().Ref)
	require.NoError(t, err)
	require.Equal(t, "How many people?", screen.Body.Text)
	held := w.only()
	require.Equal(t, sessions.DeskChannel, held.Channel)
	require.Contains(t, p.types("1"), "Your form went on elsewhere.")
	require.Equal(t, held, w.only(), "what was typed began nothing")
}

// counted is a store that counts what is read of drafts.
type counted struct {
	sessions.Store
	reads int
}

func (c *counted) PartyDrafts(ctx context.Context, scope identity.Scope, service, party string, limit int) ([]sessions.Record, error) {
	c.reads++
	return c.Store.PartyDrafts(ctx, scope, service, party, limit)
}

func (c *counted) SessionByRef(ctx context.Context, scope identity.Scope, ref string) (sessions.Record, error) {
	c.reads++
	return c.Store.SessionByRef(ctx, scope, ref)
}

func (c *counted) Session(ctx context.Context, scope identity.Scope, id uuid.UUID) (sessions.Record, error) {
	c.reads++
	return c.Store.Session(ctx, scope, id)
}

func TestOnlyMenusReadOtherDrafts(t *testing.T) {
	t.Parallel()
	w := withDrafts(t)
	c := &counted{Store: w.edge}
	w.h = sessions.New(sessions.Options{
		Service: w.h.Service(), Store: c, Catalog: screens.System(), References: w.edge.Device().References, Device: w.edge.Device().ID,
		Now: w.clock, Random: func() uint64 { return uint64(w.calls.Add(1)) },
	})
	p := w.hand(&w.ussd, phone)
	p.dial()
	require.Equal(t, 1, c.reads, "the menu")
	p.types("1", "Amina", "x", "5", "0")
	p.dial()
	p.types("1", "5", "1", "1")
	require.Equal(t, 1, c.reads)
	require.Len(t, w.submissions(), 1)
}
