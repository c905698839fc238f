// SPDX-License-Identifier: Apache-2.0

package sessions

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
)

// maxWaiting is how many drafts a phone's list shows, the newest; more would
// fill page after page, and a desk finds them all.
const maxWaiting = 9

// other is a session beside the one being served, read for a Need and perhaps
// to be written with it.
type other struct {
	rec    Record
	expect int64 // Seq of its row
	st     *state
	sess   *flows.Session
}

// read restores a session beside the one being served; nil for one without a
// draft that can be read.
func (t *talk) read(rec Record) *other {
	expect := rec.Seq
	for _, c := range t.changes { // by an earlier input of this request
		if c.Record.ID == rec.ID {
			rec = c.Record
		}
	}
	if rec.ID == t.rec.ID || rec.Closed || rec.Form == "" || rec.Service != t.rec.Service {
		return nil
	}
	st, err := parseState(rec.State)
	if err != nil {
		return nil
	}
	sess, err := t.h.o.Service.Restore(st.Flow, t.env)
	if err != nil || !sess.InForm() {
		return nil
	}
	return &other{rec, expect, st, sess}
}

// drafts are the unfinished forms of the party that wait: put aside, or begun
// on another channel.
func (t *talk) drafts(ctx context.Context) ([]*other, error) {
	if t.env.Assisted() {
		return nil, nil
	}
	rows, err := t.h.o.Store.PartyDrafts(ctx, t.scope, t.rec.Service, t.rec.Party, maxWaiting+1)
	if err != nil {
		return nil, fmt.Errorf("list drafts: %w", err)
	}
	var out []*other
	for _, rec := range rows {
		if o := t.read(rec); o != nil && len(out) < maxWaiting {
			out = append(out, o)
		}
	}
	return out, nil
}

// waiting describes them for the menu.
func (t *talk) waiting(ctx context.Context) ([]flows.Waiting, error) {
	all, err := t.drafts(ctx)
	if err != nil {
		return nil, err
	}
	var out []flows.Waiting
	for _, o := range all {
		if w, ok := t.h.o.Service.Waits(o.sess, o.rec.ID.String(), o.rec.Updated, t.env); ok {
			out = append(out, w)
		}
	}
	return out, nil
}

// draft finds the one draft that a Need asks for: of the party itself by its
// id, or anybody's by its reference. A reference leads only to the draft's
// check, so it is looked up as the node; the engine opens nothing before the
// check is passed.
func (t *talk) draft(ctx context.Context, need flows.Need) (flows.Given, error) {
	given := flows.Given{For: need}
	o, err := t.wanted(ctx, need)
	if err != nil || o == nil {
		return given, err
	}
	t.other = o
	given.For.ID, given.Draft = o.rec.ID.String(), o.sess
	return given, nil
}

func (t *talk) wanted(ctx context.Context, need flows.Need) (*other, error) {
	var (
		rec Record
		err error
	)
	switch {
	case need.Ref != "":
		ref, bad := registry.ParseReference(need.Ref)
		if bad != nil {
			return nil, nil
		}
		rec, err = t.h.o.Store.SessionByRef(ctx, identity.System(), ref.String())
	case t.sess.Mode == flows.ModeDrafts:
		all, err := t.drafts(ctx)
		for _, o := range all {
			if o.rec.ID.String() == need.ID {
				return o, err
			}
		}
		return nil, err
	default:
		id, bad := uuid.Parse(need.ID)
		if bad != nil {
			return nil, nil
		}
		rec, err = t.h.o.Store.Session(ctx, identity.System(), id)
	}
	switch {
	case errors.Is(err, ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("find draft: %w", err)
	}
	return t.read(rec), nil
}

// keepOther writes the other session with the step, as the engine left it. A
// draft that moved brings along who began it and whether they were nudged; what
// was a row of its own for it is closed.
func (t *talk) keepOther(o *flows.Other) {
	if o == nil || t.other == nil || t.other.rec.ID.String() != o.ID {
		return
	}
	rec, st := t.other.rec, *t.other.st
	if o.Moved {
		t.st.draft = st.draft
		st.draft, rec.Ref, rec.Form = draft{}, "", ""
		rec.Closed = rec.Parked || rec.Channel == DeskChannel
	}
	rec.State = st.with(o.Session)
	rec.Seq++
	t.changes = slices.DeleteFunc(t.changes, func(c Change) bool { return c.Record.ID == rec.ID })
	t.changes = append(t.changes, Change{Record: rec, Expect: t.other.expect})
	t.other = nil
}
