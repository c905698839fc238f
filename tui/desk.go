// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"errors"
	"time"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/identity"
)

// ErrNotFound is what a Desk returns for a reference that does not exist or
// that the operator may not see; the two must not be told apart.
var ErrNotFound = errors.New("no such reference")

// Desk is what the terminal needs of the node. Every call acts as the operator
// given, within that operator's places. Calls may be slow (they wait for a
// commit) and come from many goroutines.
type Desk interface {
	// Languages lists the languages of the service, the default first.
	Languages() []flows.Language
	// Forms lists what can be registered, in the order of the service's menu,
	// with titles in a language (BCP 47 tag).
	Forms(ctx context.Context, who identity.Account, lang string) ([]Form, error)
	// Drafts lists the operator's unfinished forms, newest first, at most limit.
	Drafts(ctx context.Context, who identity.Account, lang string, limit int) ([]Draft, error)
	// Tasks lists the submissions that wait to be completed, the oldest first, at
	// most limit. Resume opens one.
	Tasks(ctx context.Context, who identity.Account, lang string, limit int) ([]Task, error)
	// Find tells what is known under a reference, typed with or without spaces
	// and dashes. Returns ErrNotFound.
	Find(ctx context.Context, who identity.Account, lang, ref string) (Found, error)
	// Sync tells how far the node is behind the centre. It must be cheap: every
	// open session asks twice a minute.
	Sync(ctx context.Context) (Sync, error)
	// Begin starts the form of a menu item and returns its first screen.
	Begin(ctx context.Context, who identity.Account, lang, item string) (Conversation, flows.Screen, error)
	// Resume goes on with a draft, whoever and whichever channel began it, at
	// the question where it stopped. Returns ErrNotFound.
	Resume(ctx context.Context, who identity.Account, lang, ref string) (Conversation, flows.Screen, error)
}

// Conversation is one form in progress. Each step is committed before it
// returns, so a dropped line loses nothing. It is used by one goroutine at a
// time and needs no closing.
type Conversation interface {
	// Step gives the engine one input. A Notice on the screen returned says
	// that the answer was not taken, and why. A screen of KindMenu, or with End
	// set, means that the form was left or finished.
	Step(ctx context.Context, in flows.Input) (flows.Screen, error)
	// Page is the questions shown together with the current one, or the table
	// of the repeat at which the form stands. It is read again after every Step.
	Page() flows.Page
	// Ref is the reference of the form, "" when it has none yet.
	Ref() string
	// Language is the BCP 47 tag of the conversation's language.
	Language() string
}

// Form is something that can be registered.
type Form struct {
	Item  string // id of the service's menu item
	Title string
}

// Draft is an unfinished form.
type Draft struct {
	Ref, Title string
	Channel    string // where it was worked on last
	Updated    time.Time
}

// Task is a submission that waits to be completed.
type Task struct {
	Ref, Title string
	Missing    string // the questions without an answer, by their labels
	Since      time.Time
}

// Found is what is known under a reference.
type Found struct {
	Ref, Title string
	// Status is what can be told about it, as the phone channels tell it:
	// flows.MsgStatusPending and its sisters.
	Status flows.Phrase
	// Draft says that it is unfinished, or to be completed, and Resume would open it.
	Draft bool
}

// Sync is how far the node is behind the centre.
type Sync struct {
	Enabled   bool // false: this node sends nothing anywhere
	Pending   int  // submissions waiting to be sent
	Last      time.Time
	Reachable bool // the last attempt reached the centre
}
