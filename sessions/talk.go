// SPDX-License-Identifier: Apache-2.0

package sessions

import (
	"context"
	"errors"
	"fmt"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/registry"
)

// errNeeds: the engine asks for more than the world can tell.
var errNeeds = errors.New("a step needed too much")

// maxNeeds bounds the Needs of one step.
const maxNeeds = 8

// talk is one request being served: a session read, stepped and about to be
// committed.
type talk struct {
	h      *Handler
	scope  identity.Scope
	rec    Record
	st     *state
	sess   *flows.Session
	env    flows.Env
	screen flows.Screen

	lang     string // before the steps
	other    *other // read for a Need
	changes  []Change
	parked   []Record
	events   []Event
	messages []Message
	frozen   *registry.Frozen
	missing  *Task  // of frozen
	bring    string // for that, by the person
}

// open finds the party's session, or prepares a new one.
func (h *Handler) open(ctx context.Context, scope identity.Scope, ch *Channel, party string) (*talk, error) {
	t := &talk{h: h, scope: scope}
	rec, err := h.o.Store.OpenSession(ctx, scope, h.o.Service.Code, ch.Name, party)
	switch {
	case errors.Is(err, ErrNotFound):
		t.fresh(ch.Name, party)
		return t, nil
	case err != nil:
		return nil, fmt.Errorf("find session: %w", err)
	}
	t.take(rec)
	return t, nil
}

// fresh prepares a session that the store does not know yet.
func (t *talk) fresh(channel, party string) {
	t.rec = Record{
		ID: t.h.o.NewID(), Service: t.h.o.Service.Code, Channel: channel, Party: party,
	}
	t.st = &state{}
}

// take makes a stored session the one to step.
func (t *talk) take(rec Record) {
	st, err := parseState(rec.State)
	if err != nil {
		t.h.o.Log.Error("session can't be read", "session", rec.ID, "err", err)
		st = &state{}
	}
	t.rec, t.st = rec, st
}

// step gives the engine one input and answers its Needs.
func (t *talk) step(ctx context.Context, in flows.Input) error {
	for range maxNeeds {
		result := t.h.o.Service.Step(t.sess, in, t.env)
		if err := t.keep(ctx, result); err != nil {
			return err
		}
		if result.Need.Kind == flows.NeedNothing {
			t.screen = result.Screen
			return nil
		}
		given, err := t.answer(ctx, result.Need)
		if err != nil {
			return err
		}
		in = given
	}
	return errNeeds
}

// keep collects what a step leaves behind, for the commit.
func (t *talk) keep(ctx context.Context, r flows.Result) error {
	for _, e := range r.Events {
		t.events = append(t.events, Event{At: t.env.Now, Kind: e.Kind, Detail: e.Detail})
		if e.Kind == flows.EventBegan {
			t.st.draft = draft{Origin: t.rec.Channel, Party: t.rec.Party}
		}
	}
	t.st.Operator = t.env.Operator
	t.keepDrafts(r)
	if r.Finished != nil {
		if t.h.o.Finished != nil {
			t.h.o.Finished(r.Finished)
		}
		s, err := t.submission(ctx, r.Finished)
		if err != nil {
			return err
		}
		t.frozen = s
		missing := parts(r.Finished)
		t.missing, t.bring = t.task(r.Finished, missing), bringOf(missing)
	}
	return nil
}

// keepDrafts writes what a step did with drafts. The one in progress is put
// aside before another takes its place, and perhaps that one right after.
func (t *talk) keepDrafts(r flows.Result) {
	for _, s := range r.Parked {
		if t.other != nil && t.other.rec.Ref == refDigits(s.Ref) {
			t.keepOther(r.Other)
		}
		t.park(s)
	}
	t.keepOther(r.Other)
}

// park gives a draft that the engine put aside a row of its own.
func (t *talk) park(s *flows.Session) {
	st := *t.st
	st.Seen, st.Gateway, st.Said, st.Reply, st.End = nil, "", "", "", true
	rec := t.rec
	rec.ID, rec.Seq, rec.Parked, rec.Updated = t.h.o.NewID(), 1, true, t.env.Now
	rec.Ref, rec.Form = refDigits(s.Ref), s.Form.Form().ID
	rec.State = st.with(s)
	t.parked = append(t.parked, rec)
}

// answer looks up what the engine must know.
func (t *talk) answer(ctx context.Context, need flows.Need) (flows.Input, error) {
	switch need.Kind {
	case flows.NeedReference:
		n, err := t.h.o.Store.NextCounter(ctx)
		if err != nil {
			return nil, fmt.Errorf("next reference: %w", err)
		}
		ref, err := t.h.o.References.At(n)
		if err != nil {
			return nil, fmt.Errorf("next reference: %w", err)
		}
		return flows.Given{Reference: ref.Grouped()}, nil
	case flows.NeedDrafts:
		waiting, err := t.waiting(ctx)
		return flows.Given{For: need, Drafts: waiting}, err
	case flows.NeedDraft:
		return t.draft(ctx, need)
	default:
		status, err := t.h.status(ctx, t.scope, need.Ref)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, err
		}
		return flows.Given{Status: status}, nil
	}
}

// status is what is known under a reference, as typed. It returns ErrNotFound.
func (h *Handler) status(ctx context.Context, scope identity.Scope, typed string) (flows.Status, error) {
	ref, err := registry.ParseReference(typed)
	if err != nil {
		return flows.Status{}, ErrNotFound
	}
	found, err := h.o.Store.Status(ctx, scope, ref.String())
	if err != nil {
		if errors.Is(err, ErrNotFound) {
			return flows.Status{}, err
		}
		return flows.Status{}, fmt.Errorf("look up reference: %w", err)
	}
	return flows.Status{
		Ref: ref.Grouped(), Form: found.Form, State: found.State, Task: len(found.Parts) > 0, Bring: bringOf(found.Parts),
	}, nil
}

// send queues a message with the step.
func (t *talk) send(channel, to string, text safetext.String) {
	t.messages = append(t.messages, Message{
		ID: t.h.o.NewID(), Channel: channel, To: to, Text: text.String(), Created: t.env.Now,
	})
}

// commit writes the step. Nothing may leave before it returned nil.
func (t *talk) commit(ctx context.Context, ch *Channel) error {
	if t.frozen != nil && ch != nil && ch.Receipts != "" && t.env.Phone != "" {
		t.send(ch.Receipts, t.env.Phone, t.receipt())
	}
	rec := t.rec
	rec.Seq++
	rec.Updated = t.env.Now
	rec.Ref, rec.Form = "", ""
	if t.sess.InForm() {
		rec.Ref, rec.Form = refDigits(t.sess.Ref), t.sess.Form.Form().ID
	}
	rec.State = t.st.with(t.sess)
	step := Step{
		Scope: t.scope, Record: rec, Expect: t.rec.Seq, Park: t.parked, Changes: t.changes,
		Events: t.events, Messages: t.messages, Submission: t.frozen, Task: t.missing,
	}
	if t.sess.Lang != t.lang && t.sess.Lang != "" {
		step.Preference = &Preference{Language: t.sess.Lang}
	}
	if err := t.h.o.Store.CommitStep(ctx, step); err != nil {
		return fmt.Errorf("commit step: %w", err)
	}
	t.rec = rec
	if t.frozen != nil {
		t.h.o.Submitted()
	}
	if len(t.messages) > 0 {
		t.h.o.Queued()
	}
	return nil
}

// itemLabel names the form that a session runs or just ended.
func (h *Handler) itemLabel(s *flows.Session) string {
	if it, ok := h.o.Service.Item(s.Item); ok {
		return it.Label.In(s.Lang, h.o.Service.DefaultLanguage())
	}
	return s.Item
}

// refDigits is a shown reference as it is stored.
func refDigits(shown string) string {
	ref, err := registry.ParseReference(shown)
	if err != nil {
		return ""
	}
	return ref.String()
}
