// SPDX-License-Identifier: Apache-2.0

package sessions

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
)

// Keeper does what falls due without a request, since nobody tells when a
// person has gone: it closes drafts that nobody went on with, and reminds people
// once of a session that broke off. Several keepers on one database do no harm.
type Keeper struct {
	h        *Handler
	receipts map[string]string // message channel by channel
	passed   Mark              // drafts up to here were looked at for a reminder
}

// Keeper returns a keeper of the handler's service.
func (h *Handler) Keeper(channels []Channel) *Keeper {
	k := &Keeper{h: h, receipts: map[string]string{}}
	for _, ch := range channels {
		if ch.Receipts != "" {
			k.receipts[ch.Name] = ch.Receipts
		}
	}
	return k
}

const (
	keeperBatch = 200
	// nudgeWindow is how long after a session broke off a reminder still helps; it
	// bridges the hours in which none is sent.
	nudgeWindow = 24 * time.Hour
)

// Every is how often to look: a tenth of the shortest wait, and at least once a
// minute.
func (k *Keeper) Every() time.Duration {
	shortest := k.shortestLife()
	if after := k.h.o.Service.Nudge.After; after > 0 {
		shortest = min(shortest, after)
	}
	return min(max(shortest/10, time.Second), time.Minute)
}

// Run does a round at every tick until ctx is done.
func (k *Keeper) Run(ctx context.Context, tick <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
		if err := k.Round(ctx); err != nil && ctx.Err() == nil {
			k.h.o.Log.Error("keep drafts", "err", err)
		}
	}
}

// Round does once what is due.
func (k *Keeper) Round(ctx context.Context) error {
	if err := k.expire(ctx); err != nil {
		return fmt.Errorf("expire drafts: %w", err)
	}
	if err := k.nudge(ctx); err != nil {
		return fmt.Errorf("remind of drafts: %w", err)
	}
	return nil
}

// shortestLife is how long a draft waits at least.
func (k *Keeper) shortestLife() time.Duration {
	shortest := flows.DefaultExpires
	for i := range k.h.o.Service.Items {
		if it := &k.h.o.Service.Items[i]; it.Expires > 0 {
			shortest = min(shortest, it.Expires)
		}
	}
	return shortest
}

// each calls do with the drafts that took no step since a time, in order, until
// it says to stop.
func (k *Keeper) each(ctx context.Context, behind Mark, before time.Time, do func(Record) (bool, error)) error {
	for {
		rows, err := k.h.o.Store.IdleDrafts(ctx, identity.System(), k.h.o.Service.Code, behind, before, keeperBatch)
		if err != nil {
			return err
		}
		for _, rec := range rows {
			if goOn, err := do(rec); err != nil || !goOn {
				return err
			}
			behind = Mark{rec.Updated, rec.ID}
		}
		if len(rows) < keeperBatch {
			return nil
		}
	}
}

// session reads a draft; nil if it can't be read.
func (k *Keeper) session(rec Record) (*state, *flows.Session) {
	st, err := parseState(rec.State)
	if err != nil {
		return nil, nil
	}
	sess, err := k.h.o.Service.Restore(st.Flow, k.h.env("", ""))
	if err != nil || !sess.InForm() {
		return st, nil
	}
	return st, sess
}

// expire closes drafts whose time is over. Nothing of them is deleted.
func (k *Keeper) expire(ctx context.Context) error {
	now := k.h.o.Now()
	return k.each(ctx, Mark{}, now.Add(-k.shortestLife()), func(rec Record) (bool, error) {
		life := flows.DefaultExpires
		if _, sess := k.session(rec); sess != nil {
			if it, ok := k.h.o.Service.Item(sess.Item); ok && it.Expires > 0 {
				life = it.Expires
			}
		}
		if now.Sub(rec.Updated) <= life {
			return true, nil
		}
		step := Step{
			Scope: identity.System(), Record: rec, Expect: rec.Seq,
			Events: []Event{{At: now, Kind: flows.EventExpired, Detail: rec.Form}},
		}
		step.Record.Seq++
		step.Record.Closed = true
		return true, k.commit(ctx, step)
	})
}

// commit writes a step; one that came too late has nothing left to do.
func (k *Keeper) commit(ctx context.Context, step Step) error {
	if err := k.h.o.Store.CommitStep(ctx, step); err != nil && !errors.Is(err, ErrConflict) {
		return fmt.Errorf("commit step: %w", err)
	}
	return nil
}

// nudge reminds of sessions that broke off. Outside of the hours, and when the
// day's messages are sent, they wait.
func (k *Keeper) nudge(ctx context.Context) error {
	n, now := &k.h.o.Service.Nudge, k.h.o.Now().In(k.h.o.Zone)
	clock := time.Duration(now.Hour())*time.Hour + time.Duration(now.Minute())*time.Minute
	if n.After == 0 || len(k.receipts) == 0 || clock < n.From || clock >= n.Till {
		return nil
	}
	if oldest := now.Add(-nudgeWindow - n.After); k.passed.Updated.Before(oldest) {
		k.passed = Mark{Updated: oldest}
	}
	sent := 0
	err := k.each(ctx, k.passed, now.Add(-n.After), func(rec Record) (bool, error) {
		if step, ok := k.reminder(rec, now); ok {
			err := k.commit(ctx, step)
			if errors.Is(err, ErrSpent) {
				return false, nil
			}
			if err != nil {
				return false, err
			}
			sent++
		}
		k.passed = Mark{rec.Updated, rec.ID}
		return true, nil
	})
	if sent > 0 {
		k.h.o.Queued()
	}
	return err
}

// reminder is the step that reminds of a draft and marks that it did; false for
// a draft that calls for none: put aside or saved on purpose, begun where no
// message can follow, or reminded of before.
func (k *Keeper) reminder(rec Record, now time.Time) (Step, bool) {
	channel := k.receipts[rec.Channel]
	if rec.Parked || channel == "" {
		return Step{}, false
	}
	st, sess := k.session(rec)
	if sess == nil || st.Nudged || sess.Mode == flows.ModeDone {
		return Step{}, false
	}
	to := rec.Party
	if !strings.HasPrefix(to, "+") {
		if to = sess.Phone; st.Party != rec.Party || to == "" {
			return Step{}, false
		}
	}
	st.Nudged = true
	rec.State = st.same()
	rec.Seq++
	v := k.h.o.Service
	words := flows.Message(flows.MsgNudge, v.Code)
	if len(v.Nudge.Text) > 0 {
		words = flows.Literal(v.Nudge.Text.In(sess.Lang, v.DefaultLanguage()))
	}
	return Step{
		Scope: identity.System(), Record: rec, Expect: rec.Seq - 1,
		Events: []Event{{At: now, Kind: flows.EventNudged, Detail: rec.Form}},
		Messages: []Message{{
			ID: k.h.o.NewID(), Channel: channel, To: to, Text: safetext.Text(k.h.o.Catalog.Text(sess.Lang, words)).String(), Created: now,
		}},
		Spend: &Spend{Name: "nudge " + v.Code, Day: now.Format(time.DateOnly), Most: v.Nudge.Budget},
	}, true
}
