// SPDX-License-Identifier: Apache-2.0

package sessions_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
)

// everything is a form with a question of every kind, long lists and repeats
// within repeats.
func everything() string {
	var b strings.Builder
	b.WriteString(`
| survey |
|  | type | name | label::English (en) | label::Amharic (am) | required | constraint | appearance | parameters |
|  | note | intro | Read <b>this</b>, please, before you go on with the questions that follow, which are many and of every kind there is, so that all are tried. | ያንብቡ። | | | | |
|  | select_one village | village | Which village? | መንደር? | yes | | | |
|  | select_multiple village | seen | Which did you see? | | | | | |
|  | rank crop | crops | Put the crops in order | | | | | |
|  | integer | size | How many? | ስንት? | yes | . < 50 | | |
|  | decimal | land | How much land? | | | | | |
|  | range | score | Score | | | | | start=0 end=10 step=2 |
|  | date | born | Born? | የልደት ቀን? | | . <= today() | ethiopian | |
|  | date | wed | Married? | | | | month-year | |
|  | time | at | At what time? | | | | | |
|  | dateTime | then | When was that? | | | | | |
|  | geopoint | here | Where is it? | | | | | |
|  | text | account | Account | | | string-length(.) > 3 | numbers | |
|  | image | photo | A photo | | | | | |
|  | begin_repeat | member | Member | አባል | | | | |
|  | text | name | Name | ስም | yes | | | |
|  | begin_repeat | animal | Animal of ${name} | | | | | |
|  | select_one crop | kind | Eats | | yes | | | |
|  | end_repeat | | | | | | | |
|  | end_repeat | | | | | | | |
|  | note | bye | Thank you, ${village}, ${size} | | | | | |
| settings |
|  | form_id | form_title | version | default_language |
|  | everything | Everything | 1 | English (en) |
| choices |
|  | list_name | name | label::English (en) | label::Amharic (am) |
`)
	for i := range 130 {
		fmt.Fprintf(&b, "|  | village | v%d | %s %d | መንደር %d |\n", i, []string{"Kénéma", "Bora, by the river", "x", "Ñandú €"}[i%4], i, i)
	}
	for i := range 4 {
		fmt.Fprintf(&b, "|  | crop | c%d | Crop %d | ሰብል %d |\n", i, i, i)
	}
	return b.String()
}

// crowded is a service in use by people who type anything.
type crowded struct {
	h        *sessions.Handler
	edge     *store.Edge
	service  *flows.Service
	channels []*sessions.Channel
	clock    atomic.Int64 // seconds
	finished atomic.Int64
}

func newCrowded(t *testing.T) *crowded {
	t.Helper()
	pack, found := packs.Demo()
	require.False(t, found.HasErrors(), "%v", found)
	def, found := xlsform.ReadWorkbook(xlsform.ReadMarkdown("everything.md", everything()), nil)
	require.False(t, found.HasErrors(), "%v", found)
	form, found := forms.Compile(def)
	require.False(t, found.HasErrors(), "%v", found)
	label := flows.Text{}
	for _, l := range pack.Service.Languages {
		label[l.Tag] = "Everything"
	}
	service := *pack.Service
	service.Items = append([]flows.Item{{ID: "everything", Label: label, Form: form, Purpose: registry.KindRegister, Review: true, Receipt: true}}, service.Items...)
	edge, err := store.OpenEdge(t.Context(), t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, edge.Close()) })
	w := &crowded{edge: edge, service: &service, channels: []*sessions.Channel{
		{Name: "ussd", Layout: screens.Layout{Septets: 160, UCS2: 70}, Receipts: "sms"},
		{Name: "narrow", Layout: screens.Layout{Septets: 128, UCS2: 56, Newline: "\r\n"}},
		{Name: "latin", Layout: screens.Layout{Septets: 182, UCS2: 80, Latin: true}},
		{Name: "sms", Layout: screens.Layout{Septets: 160, UCS2: 70}, Messages: true},
	}}
	begin := time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)
	var seed atomic.Uint64
	w.h = sessions.New(sessions.Options{
		Service: &service, Store: edge, Catalog: screens.System(), References: edge.Device().References, Device: edge.Device().ID,
		Now:      func() time.Time { return begin.Add(time.Duration(w.clock.Load()) * time.Second) },
		Random:   func() uint64 { return seed.Add(1) },
		Finished: func(*flows.Finished) { w.finished.Add(1) },
	})
	return w
}

// TestRandomInputs types anything at all, any bytes, into the demonstration and
// into a form with a question of every kind, in all languages and on every kind
// of channel, with repeats, hang-ups, pauses and redials between: no error, no
// panic, and no reply over the limit of its channel.
func TestRandomInputs(t *testing.T) {
	t.Parallel()
	total := 10_000
	if os.Getenv("DIALFORM_TORTURE") != "" {
		total = 200_000
	}
	w := newCrowded(t)
	errs := make([]error, 16)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			p := &typist{Rand: rand.New(rand.NewPCG(uint64(i), 384)), crowded: w, name: i, lines: map[string]*line{}}
			for range total / len(errs) {
				if errs[i] = p.types(t.Context()); errs[i] != nil {
					return
				}
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	require.NotZero(t, w.finished.Load(), "what is typed at random ends a form now and then")
	t.Logf("%d inputs, %d forms finished", total, w.finished.Load())
}

// typist is somebody with a few phones and a desk, and no idea what to type.
type typist struct {
	*rand.Rand
	*crowded
	name  int
	lines map[string]*line // by channel and number
	desk  *sessions.Talk
	seen  flows.Screen // at the desk
}

// line is one phone on one channel.
type line struct {
	connection, said string
	count            int
	last             sessions.Inbound
	reply            sessions.Reply
}

// types is one input, or something else that happens on a line.
func (p *typist) types(ctx context.Context) error {
	p.clock.Add(int64(p.IntN(20)))
	if p.IntN(400) == 0 {
		p.clock.Add(int64(p.IntN(30 * 24 * 3600)))
	}
	if p.IntN(8) == 0 {
		return p.atDesk(ctx)
	}
	ch := p.channels[p.IntN(len(p.channels))]
	number := fmt.Sprintf("+2547%02d%06d", p.name, p.IntN(3))
	l := p.lines[ch.Name+number]
	if l == nil {
		l = &line{}
		p.lines[ch.Name+number] = l
	}
	l.count++
	in := sessions.Inbound{Event: fmt.Sprint(l.count), Party: number, Phone: number, Cumulative: ch.Name == "ussd"}
	switch {
	case l.reply.Text.String() != "" && p.IntN(12) == 0: // the gateway repeats itself
		again, err := p.h.Handle(ctx, ch, l.last)
		if err == nil && again != l.reply {
			err = fmt.Errorf("a repeated request gets %q after %q", again.Text, l.reply.Text)
		}
		return err
	case ch.Messages:
		in.Text = p.anything()
	case l.connection == "" || l.reply.End || p.IntN(60) == 0: // dials
		l.connection, l.said = fmt.Sprint(ch.Name, number, l.count), ""
		if p.IntN(20) == 0 {
			in.Dialled = []string{p.anything(), p.anything()}
		}
	case p.IntN(80) == 0: // hangs up
		in.Connection, in.Closed = l.connection, true
		l.connection = ""
		l.reply = sessions.Reply{}
		_, err := p.h.Handle(ctx, ch, in)
		return err
	case in.Cumulative && l.said == "":
		l.said = p.anything()
		in.Text = l.said
	case in.Cumulative:
		l.said += "*" + p.anything()
		in.Text = l.said
	default:
		in.Text = p.anything()
	}
	in.Connection = l.connection
	reply, err := p.h.Handle(ctx, ch, in)
	if err != nil {
		return fmt.Errorf("%q on %s: %w", in.Text, ch.Name, err)
	}
	l.last, l.reply = in, reply
	return withinLayout(reply.Text, ch.Layout)
}

// atDesk types a plain line.
func (p *typist) atDesk(ctx context.Context) error {
	op := sessions.Operator{ID: fmt.Sprint("op", p.name), Scope: identity.Operator(fmt.Sprint("op", p.name))}
	var err error
	if p.desk == nil || p.seen.End || p.IntN(100) == 0 {
		lang := p.service.Languages[p.IntN(len(p.service.Languages))].Tag
		p.desk, p.seen, err = p.h.Begin(ctx, op, lang, p.service.Items[p.IntN(3)].ID)
	} else {
		in := screens.Read(screens.System(), p.seen, p.desk.Language(), p.anything(), screens.Layout{})
		p.seen, err = p.desk.Step(ctx, in)
	}
	if err != nil {
		return fmt.Errorf("desk: %w", err)
	}
	return clean(screens.Linear(screens.System(), p.seen, p.desk.Language(), screens.Layout{}))
}

// anything is what somebody might type, and what nobody would.
func (p *typist) anything() string {
	sensible := []string{
		"1", "1", "1", "1", "2", "2", "3", "4", "5", "7", "0", "00", "98", "99", "1 3", "2 1 3 4", "Amina Juma", "አሚና", "آمنة", "अमीना", "٣", "३",
		"15031990", "1990", "15 3 1990", "6/7/1982", "2:30 ቀን", "1430", "15031990 1430", "2.5", "-1.29 36.82", "0712345678", "ken", "", " ", "*", "#",
	}
	switch p.IntN(6) {
	case 0:
		b := make([]byte, p.IntN(12))
		for i := range b {
			b[i] = byte(p.Uint32())
		}
		return string(b)
	case 1:
		r := make([]rune, p.IntN(8))
		for i := range r {
			r[i] = rune(p.IntN(0x2ffff))
		}
		return string(r)
	case 2:
		if p.IntN(30) == 0 {
			return strings.Repeat(sensible[p.IntN(len(sensible))]+" ", p.IntN(900))
		}
	}
	return sensible[p.IntN(len(sensible))]
}

// withinLayout counts a reply as its channel does.
func withinLayout(text safetext.String, l screens.Layout) error {
	s := text.String()
	if l.Newline != "" {
		s = strings.ReplaceAll(s, "\n", l.Newline)
	}
	n, coding := screens.Measure(s)
	switch {
	case coding == screens.GSM7 && n > l.Septets, coding == screens.UCS2 && n > l.UCS2:
		return fmt.Errorf("%d of %d septets or %d units: %q", n, l.Septets, l.UCS2, s)
	case coding == screens.UCS2 && l.Latin:
		return fmt.Errorf("not in Latin letters: %q", s)
	}
	return clean(text)
}

// clean: something is shown, and nothing that a phone or a terminal would obey.
func clean(text safetext.String) error {
	s := text.String()
	switch {
	case s == "":
		return errors.New("an empty reply")
	case !utf8.ValidString(s) || s != safetext.Text(s).String():
		return fmt.Errorf("bytes that are no text: %q", s)
	}
	return nil
}
