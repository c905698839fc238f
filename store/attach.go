// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
)

// MaxAttachment is the size of the largest file that is attached: a photo of a
// good phone, and an answer read aloud for some minutes.
const MaxAttachment = 8 << 20

// Errors of Attach.
var (
	// ErrNoPart: no such question of the submission waits for a file.
	ErrNoPart = errors.New("no question of that name waits for a file")
	// ErrFileSize: the file is empty, or larger than MaxAttachment.
	ErrFileSize = errors.New("the file is empty or too large")
	// ErrFileType: the content is not what the question asks for.
	ErrFileType = errors.New("the content of the file is not what the question asks for")
)

// Tasks is the tasks of an edge's database as a command on the same machine sees
// them, beside the dialform that owns the folder. SQLite lets it write between
// two of that one's transactions; it adds rows to tables which that one only
// reads.
type Tasks struct{ db *db }

// OpenTasks opens the database of a data folder. Trouble comes as a FileError:
// ErrNoDatabase when there is none of an edge.
func OpenTasks(ctx context.Context, path string) (*Tasks, error) {
	file, err := findDatabase(path)
	if err != nil {
		return nil, err
	}
	d := &db{path: file, stmts: make(map[string]*sql.Stmt)}
	if d.read, err = sql.Open("sqlite", dsn(file, "rw")); err != nil {
		return nil, d.fail("open tasks", err)
	}
	d.read.SetMaxOpenConns(1)
	var has int
	err = d.row(ctx, "open tasks", `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'task'`, nil, &has)
	if err == nil && has == 0 {
		err = &FileError{Path: file, Err: ErrNoDatabase, Hint: "name a folder that this version of dialform serve has used (--data)"}
	}
	if err != nil {
		_ = d.close()
		return nil, err
	}
	return &Tasks{d}, nil
}

// Close ends reading and writing.
func (t *Tasks) Close() error { return t.db.close() }

// List lists tasks without their state, the oldest first.
func (t *Tasks) List(ctx context.Context, limit int) ([]sessions.Task, error) {
	return t.db.tasks(ctx, everything, limit)
}

// Attach keeps a file for a question of the task of a reference: the question is
// named as in the form, or by its path where several have that name. What was
// attached to it before stays kept, for the edition that was sent with it. It
// returns sessions.ErrNotFound, ErrNoPart, ErrFileSize or ErrFileType.
func (t *Tasks) Attach(ctx context.Context, ref, question string, file io.Reader, now time.Time) (registry.File, error) {
	part, err := t.part(ctx, ref, question)
	if err != nil {
		return registry.File{}, err
	}
	data, err := io.ReadAll(io.LimitReader(file, MaxAttachment+1))
	if err != nil {
		return registry.File{}, fmt.Errorf("read file: %w", err)
	}
	if len(data) == 0 || len(data) > MaxAttachment {
		return registry.File{}, fmt.Errorf("attach: %w", ErrFileSize)
	}
	media, ending := mediaType(data)
	if want, ok := mediaOf[part.Kind]; ok && !slices.ContainsFunc(want, func(w string) bool { return strings.HasPrefix(media, w) }) {
		return registry.File{}, fmt.Errorf("attach: %w", ErrFileType)
	}
	sum := sha256.Sum256(data)
	f := registry.File{
		Path: part.Path, Name: hex.EncodeToString(sum[:nameBytes]) + ending, Type: media,
		Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:]),
	}
	if err := t.keep(ctx, ref, f, sum, data, now); err != nil {
		return registry.File{}, t.db.fail("attach", err)
	}
	return f, nil
}

// nameBytes is how much of the hash names a file: enough that no two of a
// country's are alike. The name that it had on somebody's computer tells of them.
const nameBytes = 8

// part is the part of a task that a question is.
func (t *Tasks) part(ctx context.Context, ref, question string) (registry.Task, error) {
	tasks, err := t.db.tasks(ctx, reach{"task.ref = ?", []any{ref}}, 1)
	if err != nil {
		return registry.Task{}, err
	}
	if len(tasks) == 0 {
		return registry.Task{}, fmt.Errorf("attach: %w", sessions.ErrNotFound)
	}
	var found []registry.Task
	for _, p := range tasks[0].Parts {
		if p.Path == question || p.Path[strings.LastIndexByte(p.Path, '/')+1:] == question {
			found = append(found, p)
		}
	}
	if len(found) != 1 || !attachable(found[0].Kind) {
		return registry.Task{}, fmt.Errorf("attach: %w", ErrNoPart)
	}
	return found[0], nil
}

// mediaOf is what the content of a file must be, by the kind of its task. A
// recording may be in the container of a film.
var mediaOf = map[string][]string{
	"image": {"image/"}, "signature": {"image/"}, "video": {"video/"}, "audio": {"audio/", "video/mp4", "video/webm"},
}

func attachable(kind string) bool {
	_, ok := mediaOf[kind]
	return ok || kind == "file"
}

// mediaType tells the type of a file by its content, and the ending of its name.
func mediaType(data []byte) (media, ending string) {
	if bytes.HasPrefix(data, []byte("#!AMR")) { // RFC 4867, 5.1: how simple phones record
		return "audio/amr", ".amr"
	}
	media, _, err := mime.ParseMediaType(http.DetectContentType(data))
	if err != nil {
		return "application/octet-stream", ""
	}
	if media == "application/ogg" {
		media = "audio/ogg"
	}
	return media, endings[media]
}

// endings of the names of files, so that whoever opens one knows what it is.
var endings = map[string]string{
	"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "application/pdf": ".pdf",
	"audio/mpeg": ".mp3", "audio/wave": ".wav", "audio/ogg": ".ogg", "video/mp4": ".mp4", "video/webm": ".webm", "text/plain": ".txt",
}

// keep writes a file and whose answer it is, in one transaction.
func (t *Tasks) keep(ctx context.Context, ref string, f registry.File, sum [sha256.Size]byte, data []byte, now time.Time) error {
	do, err := t.db.read.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = do.Rollback() }()
	if _, err := do.ExecContext(ctx, `INSERT INTO blob (sha256, type, size, data) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		sum[:], f.Type, f.Size, data); err != nil {
		return err
	}
	if _, err := do.ExecContext(ctx, `INSERT INTO attachment (ref, path, name, sha256, at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (ref, path) DO UPDATE SET name = excluded.name, sha256 = excluded.sha256, at = excluded.at`,
		ref, f.Path, f.Name, sum[:], millis(now)); err != nil {
		return err
	}
	return do.Commit()
}

// File returns the bytes of a file that was attached, by the name that an answer
// has. It returns sessions.ErrNotFound.
func (t *Tasks) File(ctx context.Context, name string) ([]byte, error) { return t.db.file(ctx, name) }

func (d *db) file(ctx context.Context, name string) (data []byte, err error) {
	stem, _, _ := strings.Cut(name, ".")
	sum, err := hex.DecodeString(stem)
	if err != nil || len(sum) != nameBytes {
		return nil, d.fail("read attachment", sql.ErrNoRows)
	}
	err = d.row(ctx, "read attachment", `SELECT data FROM blob WHERE sha256 >= ? AND substr(sha256, 1, ?) = ? LIMIT 1`,
		[]any{sum, nameBytes, sum}, &data)
	return data, err
}

// Path is the database file.
func (t *Tasks) Path() string { return t.db.path }
