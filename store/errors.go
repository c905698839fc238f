// SPDX-License-Identifier: Apache-2.0

package store

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Errors that callers tell apart.
var (
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("store is closed")
	// ErrUnknown: whoever asked stopped waiting before it was known whether the
	// operation happened.
	ErrUnknown = errors.New("outcome is not known yet")
	// ErrScope: a step writes rows that are not within its own scope.
	ErrScope = errors.New("step is outside its scope")
	// ErrLocked: another dialform holds the data folder.
	ErrLocked = errors.New("data folder is in use by another dialform")
	// ErrDamaged: the file is not a sound database of this kind.
	ErrDamaged = errors.New("database is damaged")
	// ErrFull: the volume has no room.
	ErrFull = errors.New("disk is full")
	// ErrUnwritable: the file or its folder cannot be opened, or not for writing.
	ErrUnwritable = errors.New("database cannot be opened or written")
	// ErrNewer: the database was written by a later dialform.
	ErrNewer = errors.New("database was made by a later dialform")
	// ErrNoDatabase: there is no database where one should be read.
	ErrNoDatabase = errors.New("no dialform database here")
	// ErrTwoDatabases: a folder holds an edge's and a hub's database.
	ErrTwoDatabases = errors.New("both an edge's and a hub's database are here")
)

// FileError is trouble with a file that an operator can do something about.
type FileError struct {
	Path string
	Hint string // what to do
	Err  error  // one of the errors above, wrapping the cause
}

// Error names the file, what is wrong and what to do.
func (e *FileError) Error() string { return e.Path + ": " + e.Err.Error() + ": " + e.Hint }

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// fileError turns what SQLite or the system says about a database file into a
// FileError. Other errors pass unchanged: SQLite's messages name tables and
// columns, never values.
func fileError(path string, err error) error {
	var known *FileError
	if err == nil || errors.As(err, &known) {
		return err
	}
	switch {
	case errors.Is(err, ErrDamaged):
		return &FileError{Path: path, Hint: damagedHint, Err: err}
	case errors.Is(err, ErrNewer):
		return &FileError{Path: path, Hint: "start that version, or give this one another folder (--data)", Err: err}
	}
	kind, hint := ErrUnwritable, "give this user read and write permission to the file and its folder, and check that the volume is not mounted read-only"
	var (
		se *sqlite.Error
		pe *fs.PathError
	)
	switch {
	case errors.As(err, &se):
		switch se.Code() & 0xff {
		case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
			kind, hint = ErrDamaged, damagedHint
		case sqlite3.SQLITE_FULL:
			kind, hint = ErrFull, "free some space on this volume; nothing that was acknowledged is lost"
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		case sqlite3.SQLITE_IOERR:
			hint = "the disk reports errors; copy the folder to another disk and check this one"
		default:
			return err
		}
	case errors.Is(err, syscall.ENOSPC):
		kind, hint = ErrFull, "free some space on this volume; nothing that was acknowledged is lost"
	case errors.As(err, &pe): // a path that cannot be made or opened
	default:
		return err
	}
	return &FileError{Path: path, Hint: hint, Err: fmt.Errorf("%w: %w", kind, err)}
}

const damagedHint = "stop, and keep a copy of the whole folder, which may hold submissions that were not sent yet; " +
	"then move it aside or restore a backup, and start again with an empty folder"
