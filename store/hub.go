// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"time"

	"github.com/dialform/dialform/registry"
)

// Hub is the database of the centre.
type Hub struct{ db *db }

// OpenHub takes a data folder for this process and opens the hub database in
// it, made and migrated if need be. Trouble with the folder or the file comes
// as a FileError that says what to do.
func OpenHub(ctx context.Context, dir string) (*Hub, error) {
	d, err := openDB(ctx, dir, hub)
	if err != nil {
		return nil, err
	}
	return &Hub{d}, nil
}

// Close waits for the pushes in progress and gives the folder free.
func (h *Hub) Close() error { return h.db.close() }

// Path is the database file, for messages to an operator.
func (h *Hub) Path() string { return h.db.path }

// Ingest takes what one device sent, in one transaction, and judges each item.
// Whatever arrives is kept: what cannot be taken goes to quarantine. An item
// that was here before, byte for byte, is a duplicate, however many are sent at
// the same time; the same id with other bytes is rejected, and both are kept.
func (h *Hub) Ingest(ctx context.Context, at time.Time, arrivals []registry.Arrival) ([]registry.Verdict, error) {
	verdicts := make([]registry.Verdict, len(arrivals))
	err := h.db.update(ctx, "ingest", func(t *tx) error {
		for i, arrival := range arrivals { // a copy: what fails may be done again
			v, err := t.ingest(&arrival, at)
			if err != nil {
				return err
			}
			verdicts[i] = v
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return verdicts, nil
}

func (t *tx) ingest(a *registry.Arrival, at time.Time) (registry.Verdict, error) {
	if err := t.seen(a, at); err != nil {
		return registry.Verdict{}, err
	}
	v := registry.Verdict{SubmissionID: a.ID, State: a.State, Code: a.Reason}
	if a.Reason != "" {
		return v, t.quarantine(a, at)
	}
	n, err := t.exec(`INSERT INTO submission (`+submissionColumns+`, sender, epoch, dseq, state, code, received)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		append(submissionValues(&a.Frozen), a.Device, a.Epoch, a.DSeq, string(registry.Applied), "", millis(at))...)
	if err != nil {
		return v, err
	}
	if n == 1 {
		v.State = registry.Applied
		return v, nil
	}
	var sum []byte
	if err := t.row(`SELECT sha256, state, code FROM submission WHERE id = ?`, []any{a.ID}, &sum, &v.State, &v.Code); err != nil {
		return v, err
	}
	if !bytes.Equal(sum, a.SHA256[:]) {
		a.State, a.Reason = registry.Rejected, registry.CodeIDConflict
		v.State, v.Code = a.State, a.Reason
		return v, t.quarantine(a, at)
	}
	if v.State == registry.Applied {
		v.State = registry.Duplicate
	}
	return v, nil
}

func (t *tx) quarantine(a *registry.Arrival, at time.Time) error {
	_, err := t.exec(`INSERT INTO quarantine (submission_id, reason, sha256, bytes, sender, epoch, dseq, received)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		a.ID, a.Reason, a.SHA256[:], a.Bytes, a.Device, a.Epoch, a.DSeq, millis(at))
	return err
}

// seen notes who sends and how far it is.
func (t *tx) seen(a *registry.Arrival, at time.Time) error {
	_, err := t.exec(`INSERT INTO device (id, epoch, dseq, first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?4)
		ON CONFLICT (id, epoch) DO UPDATE SET dseq = max(dseq, excluded.dseq), last_at = excluded.last_at`,
		a.Device, a.Epoch, a.DSeq, millis(at))
	return err
}
