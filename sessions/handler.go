// SPDX-License-Identifier: Apache-2.0

package sessions

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/screens"
)

// Channel is a way in, as the configuration describes it.
type Channel struct {
	Name   string         // unique on this node, e.g. "at"
	Layout screens.Layout // how much fits on a screen, and the keys
	// Messages: each reply is sent as a message of its own (SMS) instead of
	// being the answer to the request (USSD).
	Messages bool
	// Receipts names the message channel that sends a receipt for what was
	// registered on this one; "" sends none.
	Receipts string
	// Idle is how long a conversation in messages waits before the next one
	// opens the service again. Defaults to 24 hours.
	Idle time.Duration
}

// Inbound is one request from a gateway, its dialect already unwound as far as
// that needs no memory.
type Inbound struct {
	// Connection is the gateway's id of the USSD session; "" for messages.
	Connection string
	// Event identifies the request, so that a repeated one is recognised.
	Event string
	// Party is the MSISDN, or the opaque id that the gateway gives instead.
	Party string
	// Phone is the MSISDN in E.164, "" when the gateway hides it.
	Phone string
	// Text is what was typed: on a cumulative dialect everything typed in this
	// connection, joined by "*"; else the newest input.
	Text       string
	Cumulative bool
	// Begin says that this is the first request of its connection, even if the
	// id was in use before. Gateways that don't say it leave it to the id.
	Begin bool
	// Dialled are the answers that were dialled along with the code, if the
	// connection begins with this request. A cumulative dialect has them in Text.
	Dialled []string
	// Closed says that the connection is gone; nothing can be replied.
	Closed bool
}

// Reply is what the gateway shows.
type Reply struct {
	Text safetext.String
	End  bool // close the connection
}

// Options are what a Handler works with. Those with a default, and the
// functions that are told of things, may be left out.
type Options struct {
	Service    *flows.Service
	Store      Store
	Catalog    *screens.Catalog
	References registry.References
	Device     string // id of this installation
	Now        func() time.Time
	Random     func() uint64
	Zone       *time.Location // of the people served. Defaults to UTC
	Log        *slog.Logger   // Defaults to discarding
	// NewID makes ids of rows and submissions. Defaults to UUIDs of version 7.
	NewID func() uuid.UUID
	// Finished sees each form that is about to be frozen, for what is derived
	// from the instance itself. It must not keep it.
	Finished func(f *flows.Finished)
	// Submitted and Queued are called after a commit that put a submission in
	// the outbox, or messages in the queue. They must not block.
	Submitted, Queued func()
}

// Handler makes the steps of one service durable. It is safe for concurrent
// use.
type Handler struct {
	o     Options
	locks keyLocks
}

// New returns a Handler.
func New(o Options) *Handler {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.NewID == nil {
		o.NewID = func() uuid.UUID { return uuid.Must(uuid.NewV7()) }
	}
	if o.Submitted == nil {
		o.Submitted = func() {}
	}
	if o.Queued == nil {
		o.Queued = func() {}
	}
	return &Handler{o: o}
}

// Service is the service that the handler runs.
func (h *Handler) Service() *flows.Service { return h.o.Service }

// maxTries bounds how often a step is done anew because another node committed
// one for the same session first.
const maxTries = 4

// Handle takes one request through to its committed reply. The same request
// again gets the same reply and changes nothing. An error means that nothing
// was kept and the dialect's own failure screen is due.
func (h *Handler) Handle(ctx context.Context, ch *Channel, in Inbound) (Reply, error) {
	unlock, err := h.locks.lock(ctx, holder{ch.Name, in.Party})
	if err != nil {
		return Reply{}, fmt.Errorf("wait for the step before: %w", err)
	}
	defer unlock()
	for range maxTries {
		var reply Reply
		if reply, err = h.handle(ctx, ch, in); !errors.Is(err, ErrConflict) {
			return reply, err
		}
	}
	return Reply{}, err
}

func (h *Handler) handle(ctx context.Context, ch *Channel, in Inbound) (Reply, error) {
	scope := identity.Phone(ch.Name, in.Party)
	t, err := h.open(ctx, scope, ch, in.Party)
	if err != nil {
		return Reply{}, err
	}
	event := hashEvent(in.Event)
	if t.st.known(event) {
		if !t.st.last(event) {
			h.o.Log.Info("late repeat", "channel", ch.Name, "session", t.rec.ID)
		}
		return Reply{safetext.Text(t.st.Reply), t.st.End}, nil
	}
	t.env = h.env(in.Phone, "")
	t.env.Last, t.env.Drafts = t.rec.Updated, true
	if err := h.restore(ctx, t); err != nil {
		return Reply{}, err
	}
	if in.Closed {
		return h.closed(ctx, t, in.Connection, event)
	}
	typed, fresh := t.typed(ch, in)
	if fresh {
		if err := t.step(ctx, flows.Dial{}); err != nil {
			return Reply{}, err
		}
	}
	page := t.render(ch)
	for i, text := range typed {
		if fresh && i == 0 && t.draftsFirst() {
			break // digits dialled with the code are no answer to "continue?"
		}
		input := screens.Read(h.o.Catalog, t.screen, t.sess.Lang, text, ch.Layout)
		if _, more := input.(flows.More); more && !page.More {
			input = flows.Unreadable{Why: flows.Message(flows.MsgNotOffered)}
		}
		if err := t.step(ctx, input); err != nil {
			return Reply{}, err
		}
		page = t.render(ch)
	}
	reply := Reply{Text: page.Text, End: t.screen.End && !page.More}
	t.st.remember(event)
	t.st.Reply, t.st.End = reply.Text.String(), reply.End
	t.st.Gateway, t.st.Said = in.Connection, ""
	switch {
	case in.Cumulative:
		t.st.Said = in.Text
	case reply.End:
		t.st.Gateway = "" // where the number stands for the connection, the next dial has the same
	}
	if ch.Messages {
		t.send(ch.Name, in.Party, reply.Text)
	}
	if err := t.commit(ctx, ch); err != nil {
		return Reply{}, err
	}
	return reply, nil
}

// draftsFirst reports whether a new connection begins with what to do about
// drafts, or with a menu that has a line for them before its usual ones.
func (t *talk) draftsFirst() bool {
	return t.sess.InForm() && t.screen.Kind == flows.KindResume || len(t.sess.Aside.Waiting) > 0
}

// closed keeps that a connection is gone; what was answered is kept already.
// The news may come late, when the person has dialled again, and is no news
// where our own reply closed the connection.
func (h *Handler) closed(ctx context.Context, t *talk, connection string, event uint64) (Reply, error) {
	if t.rec.Seq == 0 || t.st.Gateway != connection || t.st.End {
		return Reply{End: true}, nil
	}
	if err := t.step(ctx, flows.Timeout{}); err != nil {
		return Reply{}, err
	}
	t.st.remember(event)
	t.st.Gateway = ""
	return Reply{End: true}, t.commit(ctx, nil)
}

// connectionLife is longer than any USSD connection lives (networks cut at 180
// seconds). After it an id is in use for another connection: of some networks
// the ids go round, and of some the number stands for the id.
const connectionLife = 10 * time.Minute

// typed is what the person typed in this request, and whether the request
// opens a new connection. A new connection carries no answers unless digits
// were dialled along with the code ("*384*96*1*2#").
func (t *talk) typed(ch *Channel, in Inbound) (texts []string, fresh bool) {
	if ch.Messages {
		idle := ch.Idle
		if idle == 0 {
			idle = 24 * time.Hour
		}
		if t.sess.Mode == flows.ModeNew || t.sess.Mode == flows.ModeDone || t.env.Now.Sub(t.rec.Updated) > idle {
			return nil, true
		}
		return []string{in.Text}, false
	}
	if t.rec.Seq == 0 || in.Begin || t.st.Gateway != in.Connection {
		if in.Text == "" || !in.Cumulative {
			return in.Dialled, true
		}
		return strings.Split(in.Text, "*"), true
	}
	if !in.Cumulative {
		if t.env.Now.Sub(t.rec.Updated) > connectionLife {
			return in.Dialled, true
		}
		return []string{in.Text}, false
	}
	text, ok := Unwind(t.st.Said, in.Text)
	if !ok {
		return nil, false // an older request of this connection: show where it stands
	}
	return []string{text}, false
}

// Unwind is the newest answer of a cumulative text: what follows the text
// received before. An answer may itself contain "*", so the text is never
// split. It reports false for a text that does not continue the one before.
func Unwind(before, now string) (string, bool) {
	if before == "" {
		return now, now != ""
	}
	rest, ok := strings.CutPrefix(now, before)
	if !ok {
		return "", false
	}
	return strings.CutPrefix(rest, "*")
}

// env is the moment of a step.
func (h *Handler) env(phone, operator string) flows.Env {
	now := h.o.Now()
	return flows.Env{
		Now: now.In(h.o.Zone), InstanceID: "uuid:" + h.o.NewID().String(), Seed: h.o.Random(),
		Phone: phone, Device: h.o.Device, Operator: operator,
	}
}

// render fits the screen to the channel and corrects the page number, which
// the engine counts without knowing how many there are.
func (t *talk) render(ch *Channel) screens.Page {
	page := screens.Render(t.h.o.Catalog, t.screen, t.sess.Lang, ch.Layout)
	if page.Of > 0 && t.sess.Page >= page.Of {
		t.sess.Page = page.Of - 1
	}
	return page
}

// restore reads the engine's record, or begins one. A record that can't be
// read is put aside, never served and never lost.
func (h *Handler) restore(ctx context.Context, t *talk) error {
	if t.rec.Seq == 0 {
		pref, err := h.o.Store.Preference(ctx, t.scope, t.rec.Service, t.rec.Party)
		if err != nil {
			return fmt.Errorf("read preference: %w", err)
		}
		t.sess, t.lang = &flows.Session{Lang: pref.Language}, pref.Language
		t.screen = h.o.Service.View(t.sess, t.env)
		return nil
	}
	sess, err := h.o.Service.Restore(t.st.Flow, t.env)
	if err != nil {
		h.o.Log.Error("session can't be restored", "session", t.rec.ID, "err", err)
		aside := t.rec
		aside.ID, aside.Parked, aside.Seq = h.o.NewID(), true, 1
		t.parked = append(t.parked, aside)
		if sess == nil {
			sess = &flows.Session{}
		}
	}
	t.sess, t.lang = sess, sess.Lang
	t.screen = h.o.Service.View(sess, t.env)
	return nil
}
