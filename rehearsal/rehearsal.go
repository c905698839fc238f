// SPDX-License-Identifier: Apache-2.0

package rehearsal

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
)

// Channel is the kind of channel to play on.
type Channel string

// The channels.
const (
	USSD  Channel = "ussd"  // screens of one page, one connection
	SMS   Channel = "sms"   // the same pages as messages
	Plain Channel = "plain" // lines at a desk
)

// ErrChannel: there is no such channel.
var ErrChannel = errors.New("use ussd, sms or plain")

// Options say how to play. The zero value plays USSD at the epoch.
type Options struct {
	Channel  Channel // Defaults to USSD
	Language string  // tag; Defaults to the pack's first language
	Septets  int     // room on a screen. Defaults to 160
	Now      time.Time
	Zone     *time.Location // Defaults to the pack's
	Expect   []string       // what the screens must say, in order; "" is anything. Fewer than there are screens leave the rest open
}

// Outcome is what a rehearsal led to.
type Outcome struct {
	Submitted bool
	Pages     int    // screens shown
	XML       []byte // OpenRosa submission, nil unless Submitted
	JSON      []byte // frozen submission, nil unless Submitted
}

const (
	party    = "+254700000001"
	operator = "rehearsal"
)

// player plays one script.
type player struct {
	o       Options
	out     io.Writer
	handler *sessions.Handler
	edge    *store.Edge
	ids     uint64
	outcome Outcome
	failed  error
}

// Play plays the typed lines against the service of a pack and writes the
// transcript to out: "> " before what is typed, "< " before what is shown. The
// lines end where they end; Outcome tells whether the form was submitted.
func Play(ctx context.Context, pack *packs.Pack, typed []string, o Options, out io.Writer) (Outcome, error) {
	return Converse(ctx, pack, slices.Values(typed), o, out)
}

// Converse is Play with a person: each line is asked for after the screen before
// it was written. Returns *UnexpectedError for a screen that is not as
// Options.Expect has it.
func Converse(ctx context.Context, pack *packs.Pack, typed iter.Seq[string], o Options, out io.Writer) (Outcome, error) {
	if o.Zone == nil {
		o.Zone = pack.Zone
	}
	if o.Channel == "" {
		o.Channel = USSD
	}
	p := &player{o: o, out: out}
	dir, err := os.MkdirTemp("", "dialform-rehearsal-")
	if err != nil {
		return Outcome{}, fmt.Errorf("rehearse: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if p.edge, err = store.OpenEdge(ctx, dir); err != nil {
		return Outcome{}, fmt.Errorf("rehearse: %w", err)
	}
	defer func() { _ = p.edge.Close() }()
	catalog, err := screens.System().With(pack.Service.DefaultLanguage(), pack.Messages)
	if err != nil {
		return Outcome{}, fmt.Errorf("rehearse: %w", err)
	}
	p.handler = sessions.New(sessions.Options{
		Service: inLanguage(pack.Service, o.Language), Store: p.edge, Catalog: catalog, References: registry.References{},
		Device: "rehearsal", Now: func() time.Time { return o.Now }, Random: func() uint64 { return 1 },
		Zone: o.Zone, NewID: p.newID, Finished: p.finished,
	})
	switch o.Channel {
	case USSD, SMS:
		err = p.phone(ctx, typed)
	case Plain:
		err = p.desk(ctx, typed, catalog)
	default:
		return Outcome{}, fmt.Errorf("channel %q: %w", o.Channel, ErrChannel)
	}
	if err == nil {
		err = p.failed
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("rehearse: %w", err)
	}
	return p.outcome, p.read(ctx)
}

// inLanguage is the service as somebody meets it who chose a language before.
func inLanguage(v *flows.Service, tag string) *flows.Service {
	out := *v
	out.AskLanguage = false
	for _, l := range v.Languages {
		if l.Tag == tag {
			out.Languages = append([]flows.Language{l}, v.Languages...)
		}
	}
	return &out
}

// newID counts, in the shape of a UUID of version 7.
func (p *player) newID() uuid.UUID {
	p.ids++
	var id uuid.UUID
	binary.BigEndian.PutUint64(id[8:], p.ids)
	id[6], id[8] = 0x70, 0x80
	return id
}

// finished keeps the OpenRosa submission.
func (p *player) finished(f *flows.Finished) {
	var xml bytes.Buffer
	p.failed = xform.WriteSubmission(&xml, f.Form)
	p.outcome.Submitted, p.outcome.XML = true, xml.Bytes()
}

// read fetches the frozen submission from the store.
func (p *player) read(ctx context.Context) error {
	if !p.outcome.Submitted {
		return nil
	}
	rows, err := p.edge.Outbox().Pending(ctx, p.o.Now, 1, 1<<20)
	if err != nil {
		return fmt.Errorf("rehearse: %w", err)
	}
	if len(rows) == 1 {
		p.outcome.JSON = rows[0].Bytes
	}
	return nil
}

// phone plays on USSD or SMS.
func (p *player) phone(ctx context.Context, typed iter.Seq[string]) error {
	ch := &sessions.Channel{Name: string(p.o.Channel), Messages: p.o.Channel == SMS, Layout: p.layout()}
	in := sessions.Inbound{Connection: "1", Party: party, Phone: party}
	show := func(line string) (sessions.Reply, error) {
		in.Event = fmt.Sprint(p.outcome.Pages)
		in.Text = line
		reply, err := p.handler.Handle(ctx, ch, in)
		if err != nil {
			return reply, err
		}
		word := "CON "
		if reply.End {
			word = "END "
		}
		if p.o.Channel == SMS {
			word = ""
		}
		return reply, p.shows(word, reply.Text)
	}
	p.types("(" + p.handler.Service().Code + ")")
	if _, err := show(""); err != nil {
		return err
	}
	for line := range typed {
		p.types(line)
		if reply, err := show(line); err != nil || reply.End {
			return err
		}
	}
	return nil
}

func (p *player) layout() screens.Layout {
	return screens.Layout{Septets: p.o.Septets, Keys: screens.DefaultKeys}
}

// desk plays the plain lines of an operator's terminal.
func (p *player) desk(ctx context.Context, typed iter.Seq[string], catalog *screens.Catalog) error {
	v := p.handler.Service()
	item := v.Start
	if item == "" && len(v.Items) > 0 {
		item = v.Items[0].ID
	}
	op := sessions.Operator{ID: operator, Scope: identity.Operator(operator)}
	talk, screen, err := p.handler.Begin(ctx, op, v.DefaultLanguage(), item)
	if err != nil {
		return err
	}
	show := func() error { return p.shows("", screens.Linear(catalog, screen, talk.Language(), p.layout())) }
	if err := show(); err != nil || screen.End {
		return err
	}
	for line := range typed {
		p.types(line)
		if screen, err = talk.Step(ctx, screens.Read(catalog, screen, talk.Language(), line, p.layout())); err != nil {
			return err
		}
		if err := show(); err != nil || screen.End {
			return err
		}
	}
	return nil
}

func (p *player) types(line string) {
	fmt.Fprintf(p.out, "> %s\n", safetext.Clean(line))
}

// shows writes a screen with how much of the room it takes, and holds it to
// what was expected.
func (p *player) shows(word string, text safetext.String) error {
	p.outcome.Pages++
	lines := strings.ReplaceAll(text.String(), "\n", "\n  ")
	size := ""
	if p.o.Channel != Plain {
		n, coding := screens.Measure(text.String())
		size = fmt.Sprintf(" [%d/%d]", n, room(p.o, coding))
	}
	fmt.Fprintf(p.out, "< %s%s%s\n", word, lines, size)
	if n := p.outcome.Pages; n <= len(p.o.Expect) && !sameWords(p.o.Expect[n-1], text.String()) {
		return &UnexpectedError{Screen: n, Want: p.o.Expect[n-1], Got: text.String()}
	}
	return nil
}

// room is what fits on a page in a coding.
func room(o Options, c screens.Coding) int {
	septets := o.Septets
	if septets == 0 {
		septets = 160
	}
	if c == screens.UCS2 {
		return septets * 7 / 16
	}
	return septets
}
