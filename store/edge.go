// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"sync"
)

// Edge is the database of a device or front node.
type Edge struct {
	db     *db
	device Device

	counter   reserve
	recent    recent
	parties   parties
	submitted chan struct{}
}

// reserve is a run of counters that is on disk as given out.
type reserve struct {
	mu          sync.Mutex
	next, limit uint64
}

// OpenEdge takes a data folder for this process and opens the edge database in
// it, made and migrated if need be. Trouble with the folder or the file comes
// as a FileError that says what to do.
func OpenEdge(ctx context.Context, dir string) (*Edge, error) {
	d, err := openDB(ctx, dir, edge)
	if err != nil {
		return nil, err
	}
	e := &Edge{db: d, submitted: make(chan struct{}, 1)}
	e.device, err = d.settle(ctx)
	if err == nil {
		err = e.parties.fill(ctx, d)
	}
	if err != nil {
		_ = d.close()
		return nil, err
	}
	return e, nil
}

// Close waits for the steps in progress and gives the folder free.
func (e *Edge) Close() error { return e.db.close() }

// Path is the database file, for messages to an operator.
func (e *Edge) Path() string { return e.db.path }
