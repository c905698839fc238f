// SPDX-License-Identifier: Apache-2.0

package sessions

import (
	"context"
	"errors"
	"fmt"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
)

// DeskChannel is the name of the channel that operators register on.
const DeskChannel = "desk"

// Operator is who sits at a desk.
type Operator struct {
	ID    string
	Scope identity.Scope
}

// Talk is a form that an operator fills in. Each step is committed before it
// returns. It is used by one goroutine at a time.
type Talk struct {
	h  *Handler
	op Operator
	t  *talk
}

// Begin starts the form of a menu item at a desk.
func (h *Handler) Begin(ctx context.Context, op Operator, lang, item string) (*Talk, flows.Screen, error) {
	t := &talk{h: h, scope: op.Scope, env: h.env("", op.ID)}
	t.fresh(DeskChannel, op.ID)
	t.sess, t.lang = &flows.Session{Lang: lang}, lang
	k := &Talk{h: h, op: op, t: t}
	screen, err := k.commit(ctx, flows.Begin{Item: item})
	return k, screen, err
}

// Resume goes on with a draft, whoever and whichever channel began it, or with
// the task of a submission. The desk holds a draft from then on: a phone that
// dials again finds it gone. It returns ErrNotFound.
func (h *Handler) Resume(ctx context.Context, op Operator, lang, typed string) (*Talk, flows.Screen, error) {
	ref, err := registry.ParseReference(typed)
	if err != nil {
		return nil, flows.Screen{}, ErrNotFound
	}
	k := &Talk{h: h, op: op, t: &talk{h: h, scope: op.Scope, env: h.env("", op.ID)}}
	k.t.fresh(DeskChannel, op.ID)
	rec, err := h.o.Store.SessionByRef(ctx, op.Scope, ref.String())
	switch {
	case err == nil:
		err = k.takeOver(rec)
	case errors.Is(err, ErrNotFound):
		err = k.openTask(ctx, ref.String())
	default:
		err = fmt.Errorf("find draft: %w", err)
	}
	if err == nil {
		err = k.attach(ctx)
	}
	if err != nil {
		return nil, flows.Screen{}, err
	}
	if lang != "" && lang != k.t.sess.Lang {
		if err := k.t.step(ctx, flows.SetLanguage{Tag: lang}); err != nil {
			return nil, flows.Screen{}, err
		}
	}
	screen, err := k.commit(ctx, flows.Pickup{})
	return k, screen, err
}

// takeOver makes the draft of another session the one in progress here.
func (k *Talk) takeOver(rec Record) error {
	if k.t.other = k.t.read(rec); k.t.other == nil {
		return ErrNotFound
	}
	k.t.sess = k.t.other.sess
	k.t.lang = k.t.sess.Lang
	left := &flows.Session{Lang: k.t.sess.Lang}
	left.Forget()
	k.t.keepOther(&flows.Other{ID: rec.ID.String(), Session: left, Moved: true})
	return nil
}

// load makes a stored session the one that the talk steps.
func (k *Talk) load(ctx context.Context, rec Record) error {
	t := &talk{h: k.h, scope: k.op.Scope, env: k.h.env("", k.op.ID)}
	t.take(rec)
	if err := k.h.restore(ctx, t); err != nil {
		return err
	}
	k.t = t
	return nil
}

// Step gives the engine one input. It returns ErrConflict when another channel
// has changed the form since.
func (k *Talk) Step(ctx context.Context, in flows.Input) (flows.Screen, error) {
	rec, err := k.h.o.Store.Session(ctx, k.op.Scope, k.t.rec.ID)
	if err != nil {
		return flows.Screen{}, fmt.Errorf("read session: %w", err)
	}
	if rec.Seq != k.t.rec.Seq {
		return flows.Screen{}, ErrConflict
	}
	if err := k.load(ctx, rec); err != nil {
		return flows.Screen{}, err
	}
	if err := k.attach(ctx); err != nil {
		return flows.Screen{}, err
	}
	return k.commit(ctx, in)
}

func (k *Talk) commit(ctx context.Context, in flows.Input) (flows.Screen, error) {
	if err := k.t.step(ctx, in); err != nil {
		return flows.Screen{}, err
	}
	if !k.t.sess.InForm() && k.t.screen.End {
		k.t.rec.Closed = true
	}
	if err := k.t.commit(ctx, nil); err != nil {
		return flows.Screen{}, err
	}
	return k.t.screen, nil
}

// Page is the page of questions at which the form stands.
func (k *Talk) Page() flows.Page { return k.h.o.Service.Page(k.t.sess, k.t.env) }

// Ref is the reference of the form, as it is shown.
func (k *Talk) Ref() string { return k.t.sess.Ref }

// Language is the tag of the language spoken.
func (k *Talk) Language() string { return k.t.sess.Lang }

// Drafts lists the unfinished forms within an operator's reach.
func (h *Handler) Drafts(ctx context.Context, op Operator, limit int) ([]Draft, error) {
	drafts, err := h.o.Store.Drafts(ctx, op.Scope, limit)
	if err != nil {
		return nil, fmt.Errorf("list drafts: %w", err)
	}
	return drafts, nil
}

// Find tells what is known under a reference. It returns ErrNotFound.
func (h *Handler) Find(ctx context.Context, op Operator, typed string) (flows.Status, error) {
	return h.status(ctx, op.Scope, typed)
}
