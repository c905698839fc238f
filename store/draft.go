// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

// PartyDrafts returns the unfinished forms of a party that were put aside, or
// begun on another channel by the same number in E.164; newest first.
func (e *Edge) PartyDrafts(ctx context.Context, scope identity.Scope, service, party string, limit int) ([]sessions.Record, error) {
	if e.parties.stranger(scope, party) {
		return nil, nil
	}
	r, channel := draftReach(scope)
	// +parked keeps SQLite from another index: a party has few drafts.
	return e.sessions(ctx, "list drafts", `SELECT `+sessionColumns+` FROM session
		WHERE party = ? AND service = ? AND closed = 0 AND form <> '' AND (+parked = 1 OR channel <> ?) AND `+r.where+`
		ORDER BY updated DESC, id DESC`+atMost, append(append([]any{party, service, channel}, r.args...), limit))
}

// IdleDrafts returns the unfinished forms of a service whose last step was
// before a time, in the order of their marks, from behind a mark on.
func (e *Edge) IdleDrafts(ctx context.Context, scope identity.Scope, service string, behind sessions.Mark, before time.Time, limit int) ([]sessions.Record, error) {
	r := sessionReach(scope)
	return e.sessions(ctx, "list idle drafts", `SELECT `+sessionColumns+` FROM session
		WHERE hour BETWEEN ? AND ? AND updated < ? AND (updated, id) > (?, ?) AND service = ? AND closed = 0 AND form <> '' AND `+r.where+`
		ORDER BY hour, updated, id`+atMost,
		append(r.after(hour(behind.Updated), hour(before), millis(before), millis(behind.Updated), behind.ID[:], service), limit))
}

// draftReach lets a number in E.164 reach its drafts on every channel, as it
// does its submissions; channel is the one it is on.
func draftReach(s identity.Scope) (r reach, channel string) {
	channel, party, ok := phone(s)
	if ok && s.Kind == identity.KindPhone && strings.HasPrefix(party, "+") {
		return reach{"party = ?", []any{party}}, channel
	}
	return sessionReach(s), channel
}

func (e *Edge) sessions(ctx context.Context, what, query string, args []any) ([]sessions.Record, error) {
	var all []sessions.Record
	err := e.db.rows(ctx, what, query, args, func(rows *sql.Rows) error {
		var (
			s       sessions.Record
			id      []byte
			updated int64
		)
		err := rows.Scan(&id, &s.Service, &s.Channel, &s.Party, &s.Ref, &s.Form, &s.Seq, &s.State, &updated, &s.Parked, &s.Closed)
		if err != nil {
			return err
		}
		s.Updated = fromMillis(updated)
		if s.ID, err = uuid.FromBytes(id); err != nil {
			return ErrDamaged
		}
		all = append(all, s)
		return nil
	})
	return all, err
}

// expired returns the form of a draft that was closed unfinished. It returns
// sessions.ErrNotFound.
func (e *Edge) expired(ctx context.Context, scope identity.Scope, ref string) (form string, err error) {
	r := sessionReach(scope)
	err = e.db.row(ctx, "read status", `SELECT form FROM session
		WHERE ref = ? AND form <> '' AND closed = 1 AND `+r.where+` LIMIT 1`, r.after(ref), &form)
	return form, err
}

// spend takes one from an allowance. It returns sessions.ErrSpent.
func (t *tx) spend(s sessions.Spend) error {
	n, err := t.exec(`INSERT INTO allowance (name, day, used) SELECT ?1, ?2, 1 WHERE ?3 > 0
		ON CONFLICT (name, day) DO UPDATE SET used = used + 1 WHERE used < ?3`, s.Name, s.Day, s.Most)
	if err == nil && n == 0 {
		return sessions.ErrSpent
	}
	return err
}
