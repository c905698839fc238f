// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
)

// maxGroup bounds one transaction, and with it how long the first of a group
// waits for the last: 128 steps are about 5 ms of work.
const maxGroup = 128

// checkpointEvery is how many operations may pass before the writer moves the
// log into the database: about 8 MB of log at four pages a step.
const checkpointEvery = 512

// writer is the one goroutine that writes a database; the package comment tells
// why and how.
type writer struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
	ops   chan *operation // unbuffered: what was sent is being worked on
	quit  chan struct{}
	ended chan struct{}
	since int // operations since the last checkpoint
	group []*operation
}

type operation struct {
	do   func(*tx) error // may be run twice
	kept func()          // called once it is on disk, in the order of commits; may be nil
	err  error
	done chan error
}

// tx is what an operation sees of the writer's transaction.
type tx struct{ w *writer }

func newWriter(conn *sql.Conn) *writer {
	w := &writer{
		conn: conn, stmts: make(map[string]*sql.Stmt),
		ops: make(chan *operation), quit: make(chan struct{}), ended: make(chan struct{}),
	}
	go w.run()
	return w
}

// submit runs an operation and returns after it is on disk. The operation's own
// error undoes that operation alone. A context that ends before the writer took
// the operation cancels it; when one ends later, the operation may have happened
// or not, as if this process had died, and submit returns ErrUnknown.
func (w *writer) submit(ctx context.Context, do func(*tx) error, kept func()) error {
	if err := ctx.Err(); err != nil { // else a writer that waits might be quicker
		return err
	}
	op := &operation{do: do, kept: kept, done: make(chan error, 1)}
	select {
	case w.ops <- op:
	case <-w.quit:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-op.done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", ErrUnknown, ctx.Err())
	}
}

// close waits for the group in progress, ends the goroutine and empties the log
// into the database. Statements of one connection are not closed with it, and
// one that is open keeps the file open.
func (w *writer) close() error {
	close(w.quit)
	<-w.ended
	errs := []error{w.exec("PRAGMA wal_checkpoint(TRUNCATE)")}
	for _, s := range w.stmts {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, w.conn.Close())...)
}

func (w *writer) run() {
	defer close(w.ended)
	for {
		select {
		case op := <-w.ops:
			w.gather(op)
			w.commit()
			w.checkpoint()
		case <-w.quit:
			return
		}
	}
}

// patience is how often the writer lets others run before it commits: whoever is
// about to send something then comes along, and a transaction costs nearly the
// same for one operation and for fifty. Where nobody runs, that takes no time.
const patience = 8

// gather takes everything that waits now, and what comes while others run.
func (w *writer) gather(first *operation) {
	w.group = append(w.group[:0], first)
	for left := patience; len(w.group) < maxGroup; {
		select {
		case op := <-w.ops:
			w.group, left = append(w.group, op), patience
		default:
			if left--; left < 0 {
				return
			}
			runtime.Gosched()
		}
	}
}

// commit runs the group in one transaction and answers all of it. If the
// transaction itself fails, no operation of the group has happened and each
// hears so.
func (w *writer) commit() {
	err := w.transaction()
	if err != nil {
		// It may be gone already: SQLite itself rolls back when the disk is full.
		_ = w.exec("ROLLBACK")
	}
	for i, op := range w.group {
		if op.err == nil && err != nil {
			op.err = fmt.Errorf("commit: %w", err)
		}
		if op.err == nil && op.kept != nil {
			op.kept()
		}
		op.done <- op.err
		w.group[i] = nil
	}
}

// transaction runs the group. Nearly always every operation goes well, so they
// run without savepoints first, which would be half of the statements; when one
// fails, everything is undone and done again with them.
func (w *writer) transaction() error {
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, op := range w.group {
		if op.err = op.do(&tx{w}); op.err == nil {
			continue
		}
		if len(w.group) == 1 {
			return op.err
		}
		return w.apart()
	}
	return w.exec("COMMIT")
}

// apart runs the group again, each operation in a savepoint of its own, so that
// one that fails undoes nothing but itself.
func (w *writer) apart() error {
	_ = w.exec("ROLLBACK") // SQLite may have done so itself
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, op := range w.group {
		if err := w.exec("SAVEPOINT op"); err != nil {
			return err
		}
		if op.err = op.do(&tx{w}); op.err != nil {
			if err := w.exec("ROLLBACK TO op"); err != nil {
				// SQLite gave the whole transaction up, for the operation's reason.
				return op.err
			}
		}
		if err := w.exec("RELEASE op"); err != nil {
			return err
		}
	}
	return w.exec("COMMIT")
}

// checkpoint moves the log into the database now and then, after the answers
// have left, so that no reply waits for it. PASSIVE waits for no reader. A
// failure costs nothing but a longer log, and the next commit tells of a sick
// disk.
func (w *writer) checkpoint() {
	if w.since += len(w.group); w.since < checkpointEvery {
		return
	}
	w.since = 0
	_ = w.exec("PRAGMA wal_checkpoint(PASSIVE)")
}

// prepare returns the statement of a query, compiled once.
func (w *writer) prepare(query string) (*sql.Stmt, error) {
	if s, ok := w.stmts[query]; ok {
		return s, nil
	}
	// No caller's context: it would interrupt its neighbours' transaction.
	s, err := w.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	w.stmts[query] = s
	return s, nil
}

func (w *writer) exec(query string) error {
	_, err := (&tx{w}).exec(query)
	return err
}

// exec runs a statement and returns how many rows it changed.
func (t *tx) exec(query string, args ...any) (int64, error) {
	s, err := t.w.prepare(query) //nolint:sqlclosecheck // kept, see prepare
	if err != nil {
		return 0, err
	}
	res, err := s.Exec(args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// row reads one row into dest; sql.ErrNoRows when there is none.
func (t *tx) row(query string, args []any, dest ...any) error {
	s, err := t.w.prepare(query) //nolint:sqlclosecheck // kept, see prepare
	if err != nil {
		return err
	}
	return s.QueryRow(args...).Scan(dest...)
}
