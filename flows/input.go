// SPDX-License-Identifier: Apache-2.0

package flows

import "github.com/dialform/dialform/forms"

// Input is what happened: the person's move, already read as a type. It is
// never a magic string.
type Input interface{ input() }

type (
	// Dial is a new connection: it opens the service, or the question whether
	// to go on with an unfinished form.
	Dial struct{}
	// Answer is a value for the question shown, in XForms text: 2026-11-20, 3,
	// 3.5, "free text", "a b" for several choices; of an age, the whole years.
	Answer struct {
		Value  string
		Typing Typing
		Echo   string // what was understood, where it could be wrong; shown next
	}
	// Choose takes the option at Index, from 0.
	Choose struct {
		Index int
		Echo  string
	}
	// ChooseMany takes the options at Indexes, from 0, in the order typed.
	ChooseMany struct {
		Indexes []int
		Echo    string
	}
	// Find shows only the options that begin with what was typed.
	Find struct{ Text string }
	// Continue goes on from a note.
	Continue struct{}
	// Back goes one question back.
	Back struct{}
	// Home goes to the service's menu and keeps the draft.
	Home struct{}
	// More shows the next page of the same screen; with Same, this page once
	// more, without the notice that hid a part of it.
	More struct{ Same bool }
	// Actions opens the moves of a question that takes free input.
	Actions struct{}
	// Help shows the guidance of the question.
	Help struct{}
	// Save stops here and keeps the draft.
	Save struct{}
	// Skip leaves an optional question empty.
	Skip struct{}
	// Timeout says the network closed the connection; it is silent.
	Timeout struct{}
	// SetLanguage changes the language of the session.
	SetLanguage struct{ Tag string }
	// Unreadable is typed text that is no answer to the screen shown.
	Unreadable struct{ Why Phrase }
	// Fill answers a field of the desk's page, wherever the session stands.
	Fill struct {
		At     forms.At
		Value  string
		Typing Typing
	}
	// Attach gives a question for a file the name of the one that was attached.
	Attach struct {
		At   forms.At
		Name string
	}
	// Pickup goes on with the form in progress, at a desk that took it over.
	Pickup struct{}
	// Begin starts the form of a menu item, from a desk that has its own menu.
	Begin struct{ Item string }
	// NextPage leaves the desk's page of questions for the one that follows.
	NextPage struct{}
	// PreviousPage leaves it for the one before.
	PreviousPage struct{}
	// GoTo returns to a question, from the review or a list of problems.
	GoTo struct{ At forms.At }
	// Given answers the Need of the step before.
	Given struct {
		For       Need      // the Need itself; NeedReference and NeedStatus do without
		Reference string    // NeedReference: the new reference
		Status    Status    // NeedStatus: what is known
		Drafts    []Waiting // NeedDrafts
		// Draft is the session of NeedDraft, nil if there is none that may be
		// taken. For.ID names it, also when it was asked for by its reference.
		Draft *Session
	}
)

func (Dial) input()         {}
func (Answer) input()       {}
func (Choose) input()       {}
func (ChooseMany) input()   {}
func (Find) input()         {}
func (Continue) input()     {}
func (Back) input()         {}
func (Home) input()         {}
func (More) input()         {}
func (Actions) input()      {}
func (Help) input()         {}
func (Save) input()         {}
func (Skip) input()         {}
func (Timeout) input()      {}
func (SetLanguage) input()  {}
func (Unreadable) input()   {}
func (Attach) input()       {}
func (Fill) input()         {}
func (Pickup) input()       {}
func (Begin) input()        {}
func (NextPage) input()     {}
func (PreviousPage) input() {}
func (GoTo) input()         {}
func (Given) input()        {}
