// SPDX-License-Identifier: Apache-2.0

package flows

// Phrase is text for a person. Either Text is set (it came from a form or a
// pack and is already in the person's language) or Key is (a message of the
// system's catalogue, with its arguments). The zero Phrase says nothing.
type Phrase struct {
	Key  string
	Args []string
	Text string
}

// Literal is a Phrase of text that needs no catalogue.
func Literal(text string) Phrase { return Phrase{Text: text} }

// Message is a Phrase that the catalogue words.
func Message(key string, args ...string) Phrase { return Phrase{Key: key, Args: args} }

// Empty reports whether the phrase says nothing.
func (p Phrase) Empty() bool { return p.Key == "" && p.Text == "" }

// Kind says what a Screen is for.
type Kind uint8

// The kinds of screen.
const (
	KindMenu     Kind = iota // what the service offers
	KindLanguage             // choose a language, each by its own name
	KindResume               // an unfinished form waits: continue or start over
	KindQuestion             // one question of a form
	KindNote                 // text of a form that is only read
	KindRepeat               // "Members: 2", with add, edit, remove, done
	KindPick                 // which instance of a repeat to edit or remove
	KindReview               // every answer, to be corrected or sent
	KindActions              // what a bare 00 opens where anything typed is an answer
	KindHelp                 // help on the question
	KindAsk                  // the service itself asks, e.g. for a reference
	KindReceipt              // the form is sent; the reference
	KindMessage              // anything else the service says
)

// Screen is what the person is told and asked, before it is fitted to a
// channel.
type Screen struct {
	Kind    Kind
	Title   Phrase   // the service, the form or the group; the first to go when room is short
	Notice  Phrase   // what was wrong with the last answer; always shown, and first
	Body    Phrase   // the question or the text
	Hint    Phrase   // how to answer; shown when there is room
	Options []Option // chosen by position, from 1
	Find    string   // first letters that the options shown begin with; "" shows all
	Expect  Expect
	Page    int // page of the paged part, from 0
	// NoticePage is the page on which the notice was first shown.
	NoticePage int
	Progress   Progress
	Can        Can
	End        bool // the closing screen: nothing is expected any more
}

// Option is one line of a menu. Value is the engine's own (a form's choice
// code, a menu target) and is never shown or typed.
type Option struct {
	Label  Phrase
	Value  string
	Always bool // at the end of every page; only the last options can be
}

// Progress is how far a form has come. Of is 0 when there is none to show.
type Progress struct{ Step, Of int }

// Can says which moves a screen offers beside its answer.
type Can uint8

// The moves.
const (
	CanBack    Can = 1 << iota // one question back
	CanHome                    // to the service's menu; the draft stays
	CanSkip                    // leave an optional question empty
	CanActions                 // a bare Home key opens the actions, since everything else typed is an answer
	CanHelp                    // there is guidance to read
	CanSave                    // stop here and keep the draft
)

// ExpectKind is the kind of answer a Screen waits for.
type ExpectKind uint8

// The kinds of answer.
const (
	ExpectNothing   ExpectKind = iota // a closing screen
	ExpectContinue                    // anything goes on
	ExpectOne                         // one of the options
	ExpectMany                        // any number of the options
	ExpectRank                        // all the options, in order
	ExpectText                        // free text
	ExpectInteger                     // a whole number
	ExpectDecimal                     // a number
	ExpectDate                        // a day
	ExpectTime                        // a time of day
	ExpectDateTime                    // a day and a time
	ExpectGeopoint                    // latitude and longitude
	ExpectReference                   // a reference of the service
)

// Free reports whether everything typed is an answer, so that menu keys do not
// apply.
func (k ExpectKind) Free() bool { return k >= ExpectText }

// Expect describes the answer a Screen waits for.
type Expect struct {
	Kind           ExpectKind
	Optional       bool   // may be left empty
	Sensitive      bool   // never echoed
	Search         bool   // letters typed are looked for by the engine, which has a longer list
	DigitsOnly     bool   // text made of digits (an account number), not a number
	Min, Max, Step string // of a range question, as the form writes them; "" = none
	YearOnly       bool   // a date of which only the year is asked
	MonthYear      bool   // a date of which only month and year are asked
	// Coarsest is what is accepted of a date whose day is not known.
	Coarsest Precision
	// Calendar is the one in which a date is typed, by its XLSForm appearance,
	// e.g. "bikram-sambat"; "" is Gregorian. "ethiopian" also stands for the
	// Ethiopian clock.
	Calendar string
}
