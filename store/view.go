// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
)

// View reads the submissions of an edge's or a hub's database. It takes no lock
// and changes nothing, so it works beside the dialform that owns the folder.
type View struct {
	db   *db
	from string // the tables and columns of the role
}

// Entry is a submission and how it stands.
type Entry struct {
	registry.Frozen
	State   string    // "pending", or the registry.State of the latest verdict
	Code    string    // why, if it is not a success
	Settled time.Time // on an edge when the centre judged it, on a hub when it arrived; zero if never
}

// What follows SELECT and the columns of submission, by role. The two agree in
// the columns' order.
const (
	edgeEntries = `, CASE outbox.state WHEN 'ready' THEN 'pending' ELSE outbox.state END, outbox.code, outbox.settled
		FROM submission JOIN outbox ON outbox.submission_id = submission.id`
	hubEntries = `, state, code, received FROM submission`
)

// OpenView opens the database of a data folder, or a database file, for
// reading. Trouble comes as a FileError: ErrNoDatabase when there is none.
func OpenView(ctx context.Context, path string) (*View, error) {
	file, err := findDatabase(path)
	if err != nil {
		return nil, err
	}
	d := &db{path: file, stmts: make(map[string]*sql.Stmt)}
	if d.read, err = sql.Open("sqlite", dsn(file, "ro")); err != nil {
		return nil, d.fail("open view", err)
	}
	v := &View{db: d}
	if v.from, err = d.entries(ctx); err != nil {
		_ = d.close()
		return nil, err
	}
	return v, nil
}

// findDatabase returns the database file of a folder, or the file itself.
func findDatabase(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("open view: %w", err)
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return path, nil
	}
	var found []string
	for _, name := range []string{EdgeFile, HubFile} {
		file := filepath.Join(path, name)
		if _, err := os.Stat(file); err == nil {
			found = append(found, file)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", fileError(file, fmt.Errorf("open view: %w", err))
		}
	}
	switch len(found) {
	case 0:
		return "", noDatabase(path)
	case 1:
		return found[0], nil
	default:
		return "", &FileError{Path: path, Err: ErrTwoDatabases, Hint: "name one of the files " + EdgeFile + " and " + HubFile + " in it (--data)"}
	}
}

// entries tells the role of a database by its tables.
func (d *db) entries(ctx context.Context) (string, error) {
	var outbox, quarantine int
	err := d.row(ctx, "open view", `SELECT count(*) FILTER (WHERE name = 'outbox'), count(*) FILTER (WHERE name = 'quarantine')
		FROM sqlite_schema WHERE type = 'table'`, nil, &outbox, &quarantine)
	switch {
	case err != nil:
		return "", err
	case outbox == 1:
		return edgeEntries, nil
	case quarantine == 1:
		return hubEntries, nil
	default:
		return "", noDatabase(d.path)
	}
}

func noDatabase(path string) error {
	return &FileError{Path: path, Err: ErrNoDatabase, Hint: "name a folder that dialform serve or dialform hub has used (--data)"}
}

// Path is the database file that is read.
func (v *View) Path() string { return v.db.path }

// Hub tells whether the database is a hub's.
func (v *View) Hub() bool { return v.from == hubEntries }

// Close ends reading.
func (v *View) Close() error { return v.db.close() }

// Submissions lists the newest submissions, newest first.
func (v *View) Submissions(ctx context.Context, scope identity.Scope, limit int) ([]Entry, error) {
	r := submissionReach(scope)
	var entries []Entry
	err := v.db.rows(ctx, "list submissions", `SELECT `+entryColumns+v.from+`
		WHERE `+r.where+` ORDER BY id DESC`+atMost, append(r.after(), limit),
		func(rows *sql.Rows) error {
			e, err := scanEntry(rows)
			entries = append(entries, e)
			return err
		})
	return entries, err
}

// Submission returns one submission by its id or reference; of several with one
// reference, the newest. It returns sessions.ErrNotFound.
func (v *View) Submission(ctx context.Context, scope identity.Scope, key string) (Entry, error) {
	r := submissionReach(scope)
	var entries []Entry
	err := v.db.rows(ctx, "read submission", `SELECT `+entryColumns+v.from+`
		WHERE (id = ?1 OR ref = ?1) AND `+r.where+` ORDER BY id DESC LIMIT 1`, r.after(key),
		func(rows *sql.Rows) error {
			e, err := scanEntry(rows)
			entries = append(entries, e)
			return err
		})
	if err != nil {
		return Entry{}, err
	}
	if len(entries) == 0 {
		return Entry{}, v.db.fail("read submission", sql.ErrNoRows)
	}
	return entries[0], nil
}

const entryColumns = `submission.id, ref, kind, form_id, form_version, form_hash, subject, prev, place,
	party, operator, channel, device, finished, sha256, bytes`

func scanEntry(rows *sql.Rows) (Entry, error) {
	var (
		e                 Entry
		sum               []byte
		finished, settled int64
	)
	err := rows.Scan(&e.ID, &e.Ref, &e.Kind, &e.Form.ID, &e.Form.Version, &e.Form.Hash, &e.Subject, &e.Prev, &e.Place,
		&e.Party, &e.Operator, &e.Channel, &e.Device, &finished, &sum, &e.Bytes, &e.State, &e.Code, &settled)
	if err != nil {
		return Entry{}, err
	}
	if len(sum) != len(e.SHA256) {
		return Entry{}, ErrDamaged
	}
	copy(e.SHA256[:], sum)
	e.Finished, e.Settled = fromMillis(finished), fromMillis(settled)
	return e, nil
}
