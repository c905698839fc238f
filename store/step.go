// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"

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
	err := e.db.w.submit(ctx, func(t *tx) error { return t.step(step) }, func() { e.recent.keep(step) })
	if err != nil {
		return e.db.fail("commit step", err)
	}
	if step.Submission != nil {
		e.announce()
	}
	return nil
}

func (t *tx) step(s sessions.Step) error {
	if s.Expect == 0 {
		if err := t.insertSession(s.Record); err != nil {
			return err
		}
	} else if err := t.updateSession(s.Scope, s.Record, s.Expect); err != nil {
		return err
	}
	for _, r := range s.Park {
		if err := t.insertSession(r); err != nil {
			return err
		}
	}
	for _, c := range s.Changes {
		if err := t.updateSession(identity.System(), c.Record, c.Expect); err != nil {
			return err
		}
	}
	if s.Spend != nil {
		if err := t.spend(*s.Spend); err != nil {
			return err
		}
	}
	for n, ev := range s.Events {
		_, err := t.exec(`INSERT INTO event (session, seq, n, at, kind, detail) VALUES (?, ?, ?, ?, ?, ?)`,
			s.Record.ID[:], s.Record.Seq, n, millis(ev.At), ev.Kind, ev.Detail)
		if err != nil {
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
		return t.settleTask(s.Submission.Ref, s.Task)
	}
	return nil
}

// insertSession returns sessions.ErrConflict when the id exists already.
func (t *tx) insertSession(r sessions.Record) error {
	n, err := t.exec(`INSERT INTO session (`+sessionColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO NOTHING`,
		r.ID[:], r.Service, r.Channel, r.Party, r.Ref, r.Form, r.Seq, blob(r.State), millis(r.Updated), r.Parked, r.Closed)
	return changed(n, err)
}

// updateSession is the compare-and-set. A step that only moves on within a form
// is by far the most common, so it is tried first with a statement that sets no
// column which the indexes of open sessions and references hold: SQLite would
// rewrite their entries although nothing in them changed.
func (t *tx) updateSession(scope identity.Scope, r sessions.Record, expect int64) error {
	reach := sessionReach(scope)
	n, err := t.exec(`UPDATE session SET seq = ?, state = ?, updated = ?
		WHERE id = ? AND seq = ? AND service = ? AND channel = ? AND party = ?
		AND ref = ? AND form = ? AND parked = ? AND closed = ? AND `+reach.where,
		reach.after(r.Seq, blob(r.State), millis(r.Updated), r.ID[:], expect, r.Service, r.Channel, r.Party,
			r.Ref, r.Form, r.Parked, r.Closed)...)
	if err != nil || n == 1 {
		return err
	}
	n, err = t.exec(`UPDATE session SET seq = ?, state = ?, updated = ?, service = ?, channel = ?, party = ?,
		ref = ?, form = ?, parked = ?, closed = ? WHERE id = ? AND seq = ? AND `+reach.where,
		reach.after(r.Seq, blob(r.State), millis(r.Updated), r.Service, r.Channel, r.Party,
			r.Ref, r.Form, r.Parked, r.Closed, r.ID[:], expect)...)
	return changed(n, err)
}

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
