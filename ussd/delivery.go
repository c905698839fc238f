// SPDX-License-Identifier: Apache-2.0

package ussd

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/ussd/gateway"
)

// Queue is where sessions put the messages of their steps.
type Queue interface {
	// DueMessages lists the messages of a channel that may be tried now, oldest
	// first.
	DueMessages(ctx context.Context, scope identity.Scope, channel string, now time.Time, limit int) ([]sessions.Queued, error)
	// MessageSent takes a message off the queue and forgets its text.
	MessageSent(ctx context.Context, scope identity.Scope, id uuid.UUID, at time.Time) error
	// MessageGivenUp takes a message off the queue that no try will deliver.
	MessageGivenUp(ctx context.Context, scope identity.Scope, id uuid.UUID, at time.Time) error
	// MessageFailed counts a failed try; the next one is not before the given
	// time.
	MessageFailed(ctx context.Context, scope identity.Scope, id uuid.UUID, notBefore time.Time) error
}

const (
	batch       = 50
	lookAgain   = 30 * time.Second // when nothing announces a message
	firstDelay  = 2 * time.Second
	longestWait = 10 * time.Minute
	maxAttempts = 12 // about an hour; an answer that late helps nobody
)

var errCapped = errors.New("as many messages as the cap allows were sent to such numbers in this hour")

// Delivery sends the queued messages of one channel. A message is taken off
// the queue only after the gateway accepted it, so one whose acceptance was not
// heard is sent again, under the same id.
type Delivery struct {
	Channel string
	Queue   Queue
	Sender  gateway.Sender
	Now     func() time.Time
	Log     *slog.Logger
	Caps    Caps // none by default

	wake   chan struct{}
	sentTo sentTo
}

// NewDelivery returns a Delivery that is woken by Wake.
func NewDelivery(channel string, q Queue, s gateway.Sender, now func() time.Time, log *slog.Logger) *Delivery {
	return &Delivery{Channel: channel, Queue: q, Sender: s, Now: now, Log: log, wake: make(chan struct{}, 1), sentTo: sentTo{}}
}

// Wake says that messages were queued. It never blocks.
func (d *Delivery) Wake() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// Run sends until ctx is done.
func (d *Delivery) Run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.wake:
		case <-timer.C:
		}
		timer.Reset(d.sendDue(ctx))
	}
}

// sendDue tries what is due and says when to look again.
func (d *Delivery) sendDue(ctx context.Context) time.Duration {
	next := lookAgain
	for ctx.Err() == nil {
		due, err := d.Queue.DueMessages(ctx, identity.System(), d.Channel, d.Now(), batch)
		if err != nil {
			if ctx.Err() == nil {
				d.Log.Error("read message queue", "channel", d.Channel, "err", err)
			}
			return lookAgain
		}
		for _, m := range due {
			if wait := d.try(ctx, m); wait > 0 && wait < next {
				next = wait
			}
		}
		if len(due) < batch {
			return next
		}
	}
	return next
}

// try sends one message. It returns how long to wait for its next try, 0 if
// there is none.
func (d *Delivery) try(ctx context.Context, m sessions.Queued) time.Duration {
	wait := d.sentTo.take(d.Caps, m.To, d.Now())
	err := errCapped
	if wait == 0 {
		err = d.Sender.Send(ctx, m.ID.String(), m.To, m.Text)
	}
	if ctx.Err() != nil && err != nil {
		return 0
	}
	var final *gateway.PermanentError
	switch {
	case err == nil:
		// A gateway has it, whoever wants to stop meanwhile: nobody gets it twice.
		err = d.Queue.MessageSent(context.WithoutCancel(ctx), identity.System(), m.ID, d.Now())
	case errors.As(err, &final) || m.Attempts+1 >= maxAttempts:
		d.Log.Warn("message given up", "channel", d.Channel, "message", m.ID, "attempts", m.Attempts+1, "err", err)
		err = d.Queue.MessageGivenUp(ctx, identity.System(), m.ID, d.Now())
	default:
		d.Log.Info("message put off", "channel", d.Channel, "message", m.ID, "attempts", m.Attempts+1, "err", err)
		wait = max(wait, min(firstDelay<<m.Attempts, longestWait))
		err = d.Queue.MessageFailed(ctx, identity.System(), m.ID, d.Now().Add(wait))
	}
	if err != nil && ctx.Err() == nil {
		d.Log.Error("settle message", "channel", d.Channel, "message", m.ID, "err", err)
	}
	return wait
}
