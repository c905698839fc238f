// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"

	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
)

// KeptForm returns the source of a form that an edge served. It returns
// ErrNotFound of sessions, and does so for every form of a hub, which keeps none.
func (v *View) KeptForm(ctx context.Context, hash [32]byte) (name string, data []byte, err error) {
	if v.Hub() {
		return "", nil, v.db.fail("read form", sql.ErrNoRows)
	}
	err = v.db.row(ctx, "read form", `SELECT name, data FROM form WHERE hash = ?`, []any{hash[:]}, &name, &data)
	return name, data, err
}

// File returns the bytes of a file that was attached, by the name that an answer
// has. It returns ErrNotFound of sessions, and does so for every file of a hub,
// to which none is carried.
func (v *View) File(ctx context.Context, name string) ([]byte, error) {
	if v.Hub() {
		return nil, v.db.fail("read attachment", sql.ErrNoRows)
	}
	return v.db.file(ctx, name)
}

// History returns what happened in the session that finished a submission, until
// then, oldest first. A hub has none.
func (v *View) History(ctx context.Context, f registry.Frozen) ([]sessions.Event, error) {
	if v.Hub() {
		return nil, nil
	}
	var history []sessions.Event
	// A step is one transaction: the event that says "submitted" is as old as the
	// submission, to the millisecond.
	err := v.db.rows(ctx, "read history", `SELECT e.at, e.kind, e.detail
		FROM event AS done JOIN event AS e ON e.session = done.session AND (e.seq, e.n) <= (done.seq, done.n)
		WHERE done.kind = 'submitted' AND done.at = ? AND done.detail = ? ORDER BY e.session, e.seq, e.n`,
		[]any{f.Finished.UnixMilli(), f.Form.ID}, func(rows *sql.Rows) error {
			var (
				e  sessions.Event
				at int64
			)
			err := rows.Scan(&at, &e.Kind, &e.Detail)
			e.At = fromMillis(at)
			history = append(history, e)
			return err
		})
	return history, err
}
