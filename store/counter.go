// SPDX-License-Identifier: Apache-2.0

package store

import "context"

// reserveSize is how many counters are taken from disk at a time. A crash skips
// at most so many of a block's million.
const reserveSize = 64

// NextCounter returns a number that no earlier call returned, of this process
// or of any before it: numbers are marked on disk as given out before the first
// of them is.
func (e *Edge) NextCounter(ctx context.Context) (uint64, error) {
	r := &e.counter
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next == r.limit {
		var limit uint64
		err := e.db.update(ctx, "reserve counters", func(t *tx) error {
			return t.row(`INSERT INTO counter (name, next) VALUES ('reference', ?1)
				ON CONFLICT (name) DO UPDATE SET next = next + ?1 RETURNING next`, []any{reserveSize}, &limit)
		})
		if err != nil {
			return 0, err
		}
		r.next, r.limit = limit-reserveSize, limit
	}
	n := r.next
	r.next++
	return n, nil
}
