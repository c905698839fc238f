// SPDX-License-Identifier: Apache-2.0

package sessions

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
)

// Errors that a Store returns.
var (
	// ErrNotFound: no such row, or none within the scope.
	ErrNotFound = errors.New("not found")
	// ErrConflict: the session was changed by another step since it was read.
	ErrConflict = errors.New("session changed meanwhile")
	// ErrSpent: the day's allowance is used up.
	ErrSpent = errors.New("nothing is left of the allowance")
)

// Record is one session as a store keeps it: a few columns to find it by, and
// its state, one flat record that is read and rewritten whole.
type Record struct {
	ID      uuid.UUID // version 7
	Service string    // short code of the service, e.g. "*384*96#"
	Channel string    // name of the channel that holds it now, e.g. "at"
	Party   string    // who holds it: an MSISDN, an opaque subscriber id, or an operator's id
	Ref     string    // 12 digits once a form was begun, else ""
	Form    string    // id of the form in progress, else ""
	Seq     int64     // number of steps committed; compare-and-set
	State   []byte    // see state.go
	Updated time.Time
	Parked  bool // a draft put aside; its party's next dial does not open it
	Closed  bool // nothing is in progress and no connection is open
}

// Draft is what a list of unfinished forms shows.
type Draft struct {
	ID      uuid.UUID
	Ref     string
	Form    string
	Channel string
	Updated time.Time
}

// Message is an outgoing SMS, queued in the same transaction as the step that
// wrote it.
type Message struct {
	ID      uuid.UUID
	Channel string // the channel that sends it
	To      string // MSISDN or opaque subscriber id
	Text    string
	Created time.Time
}

// Queued is a message that waits to be sent.
type Queued struct {
	Message
	Attempts int // times it was tried already
}

// Event is a line of the session's history: what happened, never what was
// answered.
type Event struct {
	At     time.Time
	Kind   string // "began", "answered", "refused", "submitted", ...
	Detail string // a form's or a question's name
}

// Change is a session beside the one that steps: the one that a draft was taken
// from, or whose draft was asked for. It is written as the node's, since whoever
// steps has proved by then that the draft is theirs.
type Change struct {
	Record Record
	Expect int64 // Seq the row must have
}

// Spend takes one from an allowance of a day.
type Spend struct {
	Name string // of the allowance
	Day  string // "2026-11-20", where it is counted
	Most int    // that there is in a day
}

// Mark is a place in the order of sessions by their last step.
type Mark struct {
	Updated time.Time
	ID      uuid.UUID
}

// Preference is what a service remembers of a party between sessions.
type Preference struct{ Language string }

// Status is what is known under a reference.
type Status struct {
	Ref   string
	Form  string
	State string          // "draft", "expired", "pending", or the registry.State of the latest verdict
	Parts []registry.Task // that are missing yet
}

// Step is everything that one step writes, in one transaction: the session's
// row, events, outgoing messages, a finished submission with its place in the
// outbox. Either all of it is kept or none.
type Step struct {
	Scope      identity.Scope
	Record     Record
	Expect     int64    // Seq the row must have; 0 inserts it
	Park       []Record // further rows to insert: drafts put aside by this step
	Changes    []Change // further rows to update
	Spend      *Spend   // an allowance that this step draws on
	Events     []Event
	Messages   []Message
	Submission *registry.Frozen
	Task       *Task       // what is missing of Submission; nil for nothing, which ends an earlier task of its Ref
	Preference *Preference // of (Record.Service, Record.Party), if it changed
}

// Store keeps sessions. Every operation acts within the scope of who asks: a
// row outside it does not exist.
type Store interface {
	// Session returns one session. It returns ErrNotFound.
	Session(ctx context.Context, scope identity.Scope, id uuid.UUID) (Record, error)
	// OpenSession returns the newest session of a party on a channel that is
	// neither parked nor closed. It returns ErrNotFound.
	OpenSession(ctx context.Context, scope identity.Scope, service, channel, party string) (Record, error)
	// SessionByRef returns the session whose form carries a reference and is
	// not finished. It returns ErrNotFound.
	SessionByRef(ctx context.Context, scope identity.Scope, ref string) (Record, error)
	// Drafts lists unfinished forms, newest first.
	Drafts(ctx context.Context, scope identity.Scope, limit int) ([]Draft, error)
	// PartyDrafts returns the unfinished forms of a party that were put aside, or
	// begun on another channel by the same number in E.164; newest first.
	PartyDrafts(ctx context.Context, scope identity.Scope, service, party string, limit int) ([]Record, error)
	// IdleDrafts returns the unfinished forms of a service whose last step was
	// before a time, in the order of their marks, from behind a mark on.
	IdleDrafts(ctx context.Context, scope identity.Scope, service string, behind Mark, before time.Time, limit int) ([]Record, error)
	// Status tells what is known under a reference. It returns ErrNotFound.
	Status(ctx context.Context, scope identity.Scope, ref string) (Status, error)
	// Task returns the task of a reference, for whoever reaches its submission. It
	// returns ErrNotFound.
	Task(ctx context.Context, scope identity.Scope, ref string) (Task, error)
	// Tasks lists tasks without their State, the oldest first.
	Tasks(ctx context.Context, scope identity.Scope, limit int) ([]Task, error)
	// Attachments lists what was attached to the task of a reference.
	Attachments(ctx context.Context, scope identity.Scope, ref string) ([]registry.File, error)
	// Preference returns what is remembered of a party; zero if nothing is.
	Preference(ctx context.Context, scope identity.Scope, service, party string) (Preference, error)
	// NextCounter returns a number that no earlier call of any process over the
	// same database returned. It is what references are made of.
	NextCounter(ctx context.Context) (uint64, error)
	// CommitStep writes a step. It returns ErrConflict when the Seq of its row, or
	// of one of its changes, is not what it expects, and ErrSpent when there is
	// nothing to spend; nothing is written then.
	CommitStep(ctx context.Context, step Step) error
}
