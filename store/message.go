// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

// queueMessage is part of a step.
func (t *tx) queueMessage(m sessions.Message) error {
	_, err := t.exec(`INSERT INTO message (id, channel, party, text, created, state) VALUES (?, ?, ?, ?, ?, 'ready')`,
		m.ID[:], m.Channel, m.To, m.Text, millis(m.Created))
	return err
}

// DueMessages lists the messages of a channel that may be sent now, the oldest
// first. A message that a crash left between sending and MessageSent is listed
// again: a person may get a message twice, never not at all.
func (e *Edge) DueMessages(ctx context.Context, scope identity.Scope, channel string, now time.Time, limit int) ([]sessions.Queued, error) {
	r := messageReach(scope)
	var due []sessions.Queued
	err := e.db.rows(ctx, "list messages", `SELECT id, channel, party, text, created, attempts FROM message
		WHERE state = 'ready' AND channel = ? AND not_before <= ? AND `+r.where+`
		ORDER BY not_before, id`+atMost, append(r.after(channel, millis(now)), limit),
		func(rows *sql.Rows) error {
			var (
				m       sessions.Queued
				id      []byte
				created int64
			)
			if err := rows.Scan(&id, &m.Channel, &m.To, &m.Text, &created, &m.Attempts); err != nil {
				return err
			}
			m.Created = fromMillis(created)
			var err error
			if m.ID, err = uuid.FromBytes(id); err != nil {
				return ErrDamaged
			}
			due = append(due, m)
			return nil
		})
	return due, err
}

// MessageSent settles a message that the gateway took. Its text is deleted: it
// served its purpose, and the history holds that it was sent. It returns
// sessions.ErrNotFound when no such message waits.
func (e *Edge) MessageSent(ctx context.Context, scope identity.Scope, id uuid.UUID, at time.Time) error {
	return e.settleMessage(ctx, scope, id, "sent", at)
}

// MessageGivenUp settles a message that will not be tried again; its text is
// deleted. It returns sessions.ErrNotFound when no such message waits.
func (e *Edge) MessageGivenUp(ctx context.Context, scope identity.Scope, id uuid.UUID, at time.Time) error {
	return e.settleMessage(ctx, scope, id, "failed", at)
}

func (e *Edge) settleMessage(ctx context.Context, scope identity.Scope, id uuid.UUID, state string, at time.Time) error {
	r := messageReach(scope)
	return e.db.update(ctx, "settle message", func(t *tx) error {
		return found(t.exec(`UPDATE message SET state = ?, text = '', attempts = attempts + 1, settled = ?
			WHERE id = ? AND state = 'ready' AND `+r.where, r.after(state, millis(at), id[:])...))
	})
}

// MessageFailed counts a vain attempt and puts the message off. It returns
// sessions.ErrNotFound when no such message waits.
func (e *Edge) MessageFailed(ctx context.Context, scope identity.Scope, id uuid.UUID, notBefore time.Time) error {
	r := messageReach(scope)
	return e.db.update(ctx, "put off message", func(t *tx) error {
		return found(t.exec(`UPDATE message SET attempts = attempts + 1, not_before = ?
			WHERE id = ? AND state = 'ready' AND `+r.where, r.after(millis(notBefore), id[:])...))
	})
}

func found(n int64, err error) error {
	if err == nil && n == 0 {
		return sessions.ErrNotFound
	}
	return err
}

// messageReach filters the table message, where the party is who receives it.
func messageReach(s identity.Scope) reach { return sessionReach(s) }
