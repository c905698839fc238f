// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

const sessionColumns = `id, service, channel, party, ref, form, seq, state, updated, parked, closed`

// Session returns one session. It returns sessions.ErrNotFound.
func (e *Edge) Session(ctx context.Context, scope identity.Scope, id uuid.UUID) (sessions.Record, error) {
	r := sessionReach(scope)
	return e.session(ctx, `SELECT `+sessionColumns+` FROM session WHERE id = ? AND `+r.where, r.after(id[:]))
}

// OpenSession returns the newest session of a party on a channel that is
// neither parked nor closed. It returns sessions.ErrNotFound.
func (e *Edge) OpenSession(ctx context.Context, scope identity.Scope, service, channel, party string) (sessions.Record, error) {
	if r, ok := e.recent.open(scope, holder{service, channel, party}); ok {
		return r, nil
	}
	if e.parties.stranger(scope, party) {
		return sessions.Record{}, sessions.ErrNotFound
	}
	r := sessionReach(scope)
	return e.session(ctx, `SELECT `+sessionColumns+` FROM session
		WHERE channel = ? AND party = ? AND service = ? AND closed = 0 AND parked = 0 AND `+r.where+`
		ORDER BY updated DESC, id DESC LIMIT 1`, r.after(channel, party, service))
}

// SessionByRef returns the session whose form carries a reference and is not
// finished. It returns sessions.ErrNotFound.
func (e *Edge) SessionByRef(ctx context.Context, scope identity.Scope, ref string) (sessions.Record, error) {
	r := sessionReach(scope)
	return e.session(ctx, `SELECT `+sessionColumns+` FROM session
		WHERE ref = ? AND ref <> '' AND form <> '' AND closed = 0 AND `+r.where+`
		ORDER BY updated DESC, id DESC LIMIT 1`, r.after(ref))
}

func (e *Edge) session(ctx context.Context, query string, args []any) (sessions.Record, error) {
	var (
		r       sessions.Record
		id      []byte
		updated int64
	)
	err := e.db.row(ctx, "read session", query, args, &id, &r.Service, &r.Channel, &r.Party, &r.Ref, &r.Form,
		&r.Seq, &r.State, &updated, &r.Parked, &r.Closed)
	if err != nil {
		return sessions.Record{}, err
	}
	r.Updated = fromMillis(updated)
	if r.ID, err = uuid.FromBytes(id); err != nil {
		return sessions.Record{}, e.db.fail("read session", ErrDamaged)
	}
	return r, nil
}

// Drafts lists unfinished forms, newest first.
func (e *Edge) Drafts(ctx context.Context, scope identity.Scope, limit int) ([]sessions.Draft, error) {
	r := sessionReach(scope)
	var drafts []sessions.Draft
	err := e.db.rows(ctx, "list drafts", `SELECT id, ref, form, channel, updated FROM session
		WHERE form <> '' AND closed = 0 AND `+r.where+` ORDER BY hour DESC, updated DESC, id DESC`+atMost, append(r.after(), limit),
		func(rows *sql.Rows) error {
			var (
				d       sessions.Draft
				id      []byte
				updated int64
			)
			if err := rows.Scan(&id, &d.Ref, &d.Form, &d.Channel, &updated); err != nil {
				return err
			}
			d.Updated = fromMillis(updated)
			var err error
			if d.ID, err = uuid.FromBytes(id); err != nil {
				return ErrDamaged
			}
			drafts = append(drafts, d)
			return nil
		})
	return drafts, err
}

// Status tells what is known under a reference. It returns sessions.ErrNotFound.
func (e *Edge) Status(ctx context.Context, scope identity.Scope, ref string) (sessions.Status, error) {
	r := submissionReach(scope)
	s := sessions.Status{Ref: ref}
	err := e.db.row(ctx, "read status", `SELECT form_id, outbox.state
		FROM submission JOIN outbox ON outbox.submission_id = submission.id
		WHERE ref = ? AND `+r.where+` ORDER BY outbox.dseq DESC LIMIT 1`, r.after(ref), &s.Form, &s.State)
	if err == nil {
		if s.State == stateReady {
			s.State = "pending"
		}
		s.Parts, err = e.missing(ctx, ref)
		return s, err
	}
	if !errors.Is(err, sessions.ErrNotFound) {
		return sessions.Status{}, err
	}
	draft, err := e.SessionByRef(ctx, scope, ref)
	if errors.Is(err, sessions.ErrNotFound) {
		if s.Form, err = e.expired(ctx, scope, ref); err != nil {
			return sessions.Status{}, err
		}
		s.State = "expired"
		return s, nil
	}
	if err != nil {
		return sessions.Status{}, err
	}
	return sessions.Status{Ref: ref, Form: draft.Form, State: "draft"}, nil
}

// Preference returns what is remembered of a party; zero if nothing is.
func (e *Edge) Preference(ctx context.Context, scope identity.Scope, service, party string) (sessions.Preference, error) {
	if e.parties.stranger(scope, party) {
		return sessions.Preference{}, nil
	}
	r := partyReach(scope)
	var p sessions.Preference
	err := e.db.row(ctx, "read preference", `SELECT language FROM preference
		WHERE service = ? AND party = ? AND `+r.where, r.after(service, party), &p.Language)
	if errors.Is(err, sessions.ErrNotFound) {
		return sessions.Preference{}, nil
	}
	return p, err
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
