// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/dialform/dialform/registry"
)

// stateReady is a submission on which the centre said nothing yet.
const stateReady = "ready"

// open are the states in which the centre has not said its last word. A query
// must repeat it word for word to use the index of the same condition.
const open = `state IN ('ready', 'held', 'conflict')`

// Outbox is the edge database as the uplink sees it. It acts for the node, on
// everybody's submissions.
type Outbox struct{ e *Edge }

// Outbox returns the submissions that go to the centre.
func (e *Edge) Outbox() *Outbox { return &Outbox{e} }

// Submitted is readable after new submissions were committed. One reader is
// enough, and several submissions may come as one.
func (o *Outbox) Submitted() <-chan struct{} { return o.e.submitted }

func (e *Edge) announce() {
	select {
	case e.submitted <- struct{}{}:
	default:
	}
}

// Pending lists what the centre has not finally judged and what is due, oldest
// first: at most limit of them, and at most size bytes but for the first.
func (o *Outbox) Pending(ctx context.Context, now time.Time, limit, size int) ([]registry.Outgoing, error) {
	var due []registry.Outgoing
	total := 0
	err := o.e.db.rows(ctx, "list outbox", `SELECT dseq, attempts, id, form_id, form_version, form_hash, sha256, bytes
		FROM outbox JOIN submission ON submission.id = outbox.submission_id
		WHERE `+open+` AND not_before <= ? ORDER BY dseq`+atMost, []any{millis(now), limit},
		func(rows *sql.Rows) error {
			var (
				g   registry.Outgoing
				sum []byte
			)
			if err := rows.Scan(&g.DSeq, &g.Attempts, &g.ID, &g.Form.ID, &g.Form.Version, &g.Form.Hash, &sum, &g.Bytes); err != nil {
				return err
			}
			copy(g.SHA256[:], sum)
			if total += len(g.Bytes); total > size && len(due) > 0 {
				return errEnough
			}
			due = append(due, g)
			return nil
		})
	return due, err
}

// Settle records what the centre said. A final verdict stands: a later one
// about the same submission changes nothing. Held and conflict are asked again
// after notBefore.
func (o *Outbox) Settle(ctx context.Context, at, notBefore time.Time, verdicts []registry.Verdict) error {
	return o.e.db.update(ctx, "settle outbox", func(t *tx) error {
		for _, v := range verdicts {
			next := int64(0)
			if !v.State.Final() {
				next = millis(notBefore)
			}
			_, err := t.exec(`UPDATE outbox SET state = ?, code = ?, settled = ?, not_before = ?, attempts = attempts + 1
				WHERE submission_id = ? AND `+open, string(v.State), v.Code, millis(at), next, v.SubmissionID)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Postpone counts a vain attempt at one submission and puts it off, so that the
// others pass it.
func (o *Outbox) Postpone(ctx context.Context, id string, notBefore time.Time) error {
	return o.e.db.update(ctx, "put off submission", func(t *tx) error {
		_, err := t.exec(`UPDATE outbox SET attempts = attempts + 1, not_before = ? WHERE submission_id = ? AND `+open,
			millis(notBefore), id)
		return err
	})
}

// Backlog tells how far the node is behind the centre: a query over the outbox,
// so it cannot be out of date.
func (o *Outbox) Backlog(ctx context.Context) (registry.Backlog, error) {
	var (
		b               registry.Backlog
		oldest, success int64
	)
	err := o.e.db.row(ctx, "count outbox", `SELECT
		(SELECT count(*) FROM outbox WHERE `+open+` AND state = 'ready'),
		(SELECT count(*) FROM outbox WHERE `+open+` AND state <> 'ready'),
		(SELECT count(*) FROM outbox WHERE state IN ('applied', 'duplicate')),
		(SELECT count(*) FROM outbox WHERE state = 'rejected'),
		(SELECT coalesce(min(finished), 0) FROM outbox JOIN submission ON id = submission_id WHERE `+open+` AND state = 'ready'),
		(SELECT coalesce(max(settled), 0) FROM outbox WHERE state IN ('applied', 'duplicate'))`,
		nil, &b.Pending, &b.Held, &b.Applied, &b.Rejected, &oldest, &success)
	if err != nil {
		return registry.Backlog{}, err
	}
	b.Oldest, b.Success = fromMillis(oldest), fromMillis(success)
	return b, nil
}

// Device returns the id of this installation and the life of its database.
func (o *Outbox) Device() (id, epoch string) { return o.e.device.ID, o.e.device.Epoch }
