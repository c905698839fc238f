// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"github.com/dialform/dialform/sessions"
)

// The file of each role within its data folder. One folder holds one role.
const (
	EdgeFile = "edge.db"
	HubFile  = "hub.db"
)

// readers is how many queries run at a time beside the writer. SQLite reads
// scale to the cores of a small machine and no further.
const readers = 4

// db is one SQLite database: its file, its writer and its readers.
type db struct {
	path  string
	lock  *os.File
	write *sql.DB // one connection, the writer's
	read  *sql.DB
	w     *writer

	mu    sync.RWMutex
	stmts map[string]*sql.Stmt // of read

	closing  sync.Once
	closeErr error
}

// dsn is the address of a file with the settings of every connection.
// journal_size_limit gives the space of a log that a burst made long back to
// the disk; the writer checkpoints by itself, so SQLite need not inside COMMIT.
// The writer keeps up to 16 MB of pages, the busy hour's sessions and indexes.
func dsn(path, mode string) string {
	q := url.Values{"_pragma": {
		"busy_timeout(5000)", "foreign_keys(1)", "temp_store(MEMORY)",
	}}
	switch mode {
	case "rwc":
		q["_pragma"] = append(q["_pragma"], "journal_mode(WAL)", "synchronous(FULL)",
			"wal_autocheckpoint(0)", "journal_size_limit(16777216)", "cache_size(-16384)")
	case "ro":
		q["_pragma"] = append(q["_pragma"], "query_only(1)")
	}
	q.Set("mode", mode)
	u := url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}
	return u.String()
}

// openDB takes a data folder for this process and opens its database, checked
// and migrated. Trouble with a file comes as a FileError.
func openDB(ctx context.Context, dir string, r role) (*db, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	d := &db{path: filepath.Join(dir, r.file), lock: lock, stmts: make(map[string]*sql.Stmt)}
	if err := d.open(ctx, r); err != nil {
		_ = d.close()
		return nil, fileError(d.path, fmt.Errorf("open store: %w", err))
	}
	return d, nil
}

func (d *db) open(ctx context.Context, r role) (err error) {
	// Made before SQLite would, to be readable by this user only; the log files
	// inherit its mode.
	f, err := os.OpenFile(d.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if d.write, err = sql.Open("sqlite", dsn(d.path, "rwc")); err != nil {
		return err
	}
	d.write.SetMaxOpenConns(1)
	if err := check(ctx, d.write); err != nil {
		return err
	}
	if err := migrate(ctx, d.write, r); err != nil {
		return err
	}
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return err
	}
	if d.read, err = sql.Open("sqlite", dsn(d.path, "ro")); err != nil {
		return err
	}
	d.read.SetMaxOpenConns(readers)
	d.read.SetMaxIdleConns(readers)
	d.w = newWriter(conn)
	return nil
}

// check reads the whole file once, so that damage is met at start and not in
// the middle of somebody's registration.
func check(ctx context.Context, conn *sql.DB) error {
	var found string
	if err := conn.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if found != "ok" {
		// What was found may quote stored values, so it is not repeated.
		return ErrDamaged
	}
	return nil
}

// close ends reading and writing and gives the folder free. It is safe on a db
// that did not open fully, and on one that is closed.
func (d *db) close() error {
	d.closing.Do(func() {
		var errs []error
		if d.read != nil {
			errs = append(errs, d.read.Close())
		}
		if d.w != nil {
			errs = append(errs, d.w.close())
		}
		if d.write != nil {
			errs = append(errs, d.write.Close())
		}
		if d.lock != nil {
			errs = append(errs, unlockFolder(d.lock))
		}
		if err := errors.Join(errs...); err != nil {
			d.closeErr = fmt.Errorf("close store: %w", err)
		}
	})
	return d.closeErr
}

// fail is every error that leaves this package: what was tried, and the file
// when it is the file's fault.
func (d *db) fail(verb string, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		err = sessions.ErrNotFound
	}
	return fileError(d.path, fmt.Errorf("%s: %w", verb, err))
}

// update runs an operation in the writer and returns once it is on disk.
func (d *db) update(ctx context.Context, verb string, do func(*tx) error) error {
	if err := d.w.submit(ctx, do, nil); err != nil {
		return d.fail(verb, err)
	}
	return nil
}

// prepare returns the statement of a query for the readers.
func (d *db) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	d.mu.RLock()
	s, ok := d.stmts[query]
	d.mu.RUnlock()
	if ok {
		return s, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if s, ok := d.stmts[query]; ok {
		return s, nil
	}
	s, err := d.read.PrepareContext(ctx, query) //nolint:sqlclosecheck // kept as long as the database is open
	if err != nil {
		return nil, err
	}
	d.stmts[query] = s
	return s, nil
}

// row reads one row into dest. It returns sessions.ErrNotFound. One row is read
// in less time than the two goroutines take to start that would watch for the
// end of the context.
func (d *db) row(ctx context.Context, verb, query string, args []any, dest ...any) error {
	if err := ctx.Err(); err != nil {
		return d.fail(verb, err)
	}
	s, err := d.prepare(ctx, query) //nolint:sqlclosecheck // kept, see prepare
	if err != nil {
		return d.fail(verb, err)
	}
	if err := s.QueryRowContext(context.WithoutCancel(ctx), args...).Scan(dest...); err != nil {
		return d.fail(verb, err)
	}
	return nil
}

// atMost ends a query with a bound number of rows. The sum hides that number from
// SQLite's planner, which would compile the statement anew for each value.
const atMost = ` LIMIT ? + 0`

// errEnough ends a list early.
var errEnough = errors.New("enough")

// rows reads many rows: scan is called on each, and may return errEnough.
func (d *db) rows(ctx context.Context, verb, query string, args []any, scan func(*sql.Rows) error) error {
	s, err := d.prepare(ctx, query) //nolint:sqlclosecheck // kept, see prepare
	if err != nil {
		return d.fail(verb, err)
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return d.fail(verb, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); errors.Is(err, errEnough) {
			return nil
		} else if err != nil {
			return d.fail(verb, err)
		}
	}
	if err := rows.Err(); err != nil {
		return d.fail(verb, err)
	}
	return nil
}
