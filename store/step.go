// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
)

// CommitStep writes a step, all of it or nothing, and returns once it is on
// disk. It returns sessions.ErrConflict when the Seq of a row is not what is
// expected or the step's own row is not within the scope, sessions.ErrSpent when
// there is nothing left to spend, and ErrScope when the step would leave rows that
// its scope may not hold.
func (e *Edge) CommitStep(ctx context.Context, step sessions.Step) error {
	if err := mayHold(step.Scope, step.Record); err != nil {
		return e.db.fail("commit step", err)
	}
	for _, r := range step.Park {
		if err := mayHold(step.Scope, r); err != nil {
			return e.db.fail("commit step", err)
		}
	}
	onward := e.recent.onward(&step)
	err := e.db.w.submit(ctx, func(t *tx) error { return t.step(&step, onward) }, func() {
		e.recent.keep(&step)
		e.parties.keep(&step)
		if step.Submission != nil {
			e.announce()
		}
	})
	if err != nil {
		return e.db.fail("commit step", err)
	}
	return nil
}

// step writes a step. onward says that its row differs from the one that Expect
// means in what a step within a form changes, and in nothing else.
func (t *tx) step(s *sessions.Step, onward bool) error {
	history, err := appendHistory(make([]byte, 0, 64*len(s.Events)), s.Events)
	if err != nil {
		return err
	}
	switch {
	case s.Expect == 0:
		err = t.insertSession(s.Record, history)
	case onward:
		err = t.moveSession(s.Record, s.Expect, history)
	default:
		err = t.updateSession(s.Scope, s.Record, s.Expect, history)
	}
	if err != nil {
		return err
	}
	for _, r := range s.Park {
		if err := t.insertSession(r, nil); err != nil {
			return err
		}
	}
	for _, c := range s.Changes {
		if err := t.updateSession(identity.System(), c.Record, c.Expect, nil); err != nil {
			return err
		}
	}
	if s.Spend != nil {
		if err := t.spend(*s.Spend); err != nil {
			return err
		}
	}
	for _, m := range s.Messages {
		if err := t.queueMessage(m); err != nil {
			return err
		}
	}
	if s.Preference != nil {
		_, err := t.exec(`INSERT INTO preference (service, party, language) VALUES (?, ?, ?)
			ON CONFLICT (service, party) DO UPDATE SET language = excluded.language`,
			s.Record.Service, s.Record.Party, s.Preference.Language)
		if err != nil {
			return err
		}
	}
	if s.Submission != nil {
		if err := t.submit(*s.Submission); err != nil {
			return err
		}
		if err := t.settleTask(s.Submission.Ref, s.Task); err != nil {
			return err
		}
	}
	return t.moveHistory(s)
}

// insertSession returns sessions.ErrConflict when the id exists already.
func (t *tx) insertSession(r sessions.Record, history []byte) error {
	n, err := t.exec(`INSERT INTO session (`+sessionColumns+`, hour, history) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO NOTHING`,
		r.ID[:], r.Service, r.Channel, r.Party, r.Ref, r.Form, r.Seq, blob(r.State), millis(r.Updated), r.Parked, r.Closed,
		hour(r.Updated), string(history))
	return changed(n, err)
}

// moreHistory puts a piece behind what a row has.
const moreHistory = `history = history || CASE WHEN history <> '' AND ?1 <> '' THEN ',' ELSE '' END || ?1`

// moveSession is the compare-and-set of a step that only moves on within a form,
// by far the most common. It sets no column that an index holds: SQLite would
// rewrite the entries although nothing in them changed.
func (t *tx) moveSession(r sessions.Record, expect int64, history []byte) error {
	n, err := t.exec(`UPDATE session SET `+moreHistory+`, seq = ?, state = ?, updated = ? WHERE id = ? AND seq = ?`,
		string(history), r.Seq, blob(r.State), millis(r.Updated), r.ID[:], expect)
	return changed(n, err)
}

// updateSession is the compare-and-set of any other step.
func (t *tx) updateSession(scope identity.Scope, r sessions.Record, expect int64, history []byte) error {
	reach := sessionReach(scope)
	n, err := t.exec(`UPDATE session SET `+moreHistory+`, seq = ?, state = ?, updated = ?, hour = ?,
		service = ?, channel = ?, party = ?, ref = ?, form = ?, parked = ?, closed = ? WHERE id = ? AND seq = ? AND `+reach.where,
		reach.after(string(history), r.Seq, blob(r.State), millis(r.Updated), hour(r.Updated),
			r.Service, r.Channel, r.Party, r.Ref, r.Form, r.Parked, r.Closed, r.ID[:], expect)...)
	return changed(n, err)
}

// hour is what drafts are ordered by first.
func hour(t time.Time) int64 { return millis(t) / time.Hour.Milliseconds() }

// blob keeps an empty value from becoming NULL.
func blob(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func changed(n int64, err error) error {
	if err == nil && n == 0 {
		return sessions.ErrConflict
	}
	return err
}

const submissionColumns = `id, ref, kind, form_id, form_version, form_hash, subject, prev, place,
	party, operator, channel, device, finished, sha256, bytes`

func submissionValues(f *registry.Frozen) []any {
	return []any{
		f.ID, f.Ref, f.Kind, f.Form.ID, f.Form.Version, f.Form.Hash, f.Subject, f.Prev, f.Place,
		f.Party, f.Operator, f.Channel, f.Device, millis(f.Finished), f.SHA256[:], f.Bytes,
	}
}

// submit writes a submission and its place in the outbox.
func (t *tx) submit(f registry.Frozen) error {
	_, err := t.exec(`INSERT INTO submission (`+submissionColumns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, submissionValues(&f)...)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO outbox (submission_id, state) VALUES (?, ?)`, f.ID, stateReady)
	return err
}
