// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"errors"
	"time"

	"github.com/dialform/dialform/forms"
)

// ErrFormGone: the form in progress is neither offered nor kept any more.
var ErrFormGone = errors.New("the form in progress is gone")

// Env is the moment in which a step happens: everything that a pure function
// may not look up for itself.
type Env struct {
	Now        time.Time // in the person's zone
	InstanceID string    // "uuid:...", for a form begun in this step
	Seed       uint64    // for a form begun in this step
	Phone      string    // MSISDN of the person, "" if not known
	Device     string    // id of this installation, as the form's deviceid
	Operator   string    // who assists at a desk, "" when nobody does
	Last       time.Time // when the session took its last step; zero for a new one
	Drafts     bool      // whoever steps answers NeedDrafts
}

// Assisted reports whether an operator asks the questions.
func (e Env) Assisted() bool { return e.Operator != "" }

// NeedKind is what the engine must be told before it can go on.
type NeedKind uint8

// The needs.
const (
	NeedNothing   NeedKind = iota
	NeedReference          // a new reference, for a form that begins
	NeedStatus             // what is known under Need.Ref
	NeedDrafts             // the drafts of this person that wait elsewhere
	NeedDraft              // one draft: of this person by Need.ID, or anybody's by Need.Ref
)

// Need is a question to the world. It is answered by stepping again with Given.
type Need struct {
	Kind   NeedKind
	Ref    string
	ID     string // of a Waiting, or of the draft that Need.Ref led to
	Answer Answer // to the draft's check, to be given back as it is
}

// Event is a line of the session's history; Detail names a form or a question,
// never an answer.
type Event struct{ Kind, Detail string }

// The kinds of event.
const (
	EventDialled   = "dialled"
	EventLanguage  = "language"
	EventBegan     = "began"
	EventResumed   = "resumed"
	EventAnswered  = "answered"
	EventRefused   = "refused"
	EventSkipped   = "skipped"
	EventAdded     = "added"
	EventRemoved   = "removed"
	EventSaved     = "saved"
	EventParked    = "parked"
	EventDiscarded = "discarded"
	EventSubmitted = "submitted"
	EventTimeout   = "timeout"
	EventUnsealed  = "unsealed" // earlier answers were opened
	EventGuessed   = "guessed"  // a check was not passed
	EventTaken     = "taken"    // a draft was taken over from another session
	EventExpired   = "expired"
	EventNudged    = "nudged"
	EventHeavy     = "heavy" // working the form out was cut off
)

// Finished is a form that was sent.
type Finished struct {
	Item    *Item
	Form    *forms.Instance
	Ref     string
	Began   time.Time
	Notices []NoticeShown
	Typed   []Typed  // answers whose values do not tell all
	Tasks   []Task   // what is missing yet
	Next    *Session // the form for a desk to complete, nil if nothing is missing
}

// Result is what a step leads to. While Need is set there is no Screen.
type Result struct {
	Screen   Screen
	Need     Need
	Events   []Event
	Finished *Finished
	Parked   []*Session // drafts put aside, to be kept under their own references
	Other    *Other     // another session that the step changed, to be written with it
}

// Other is the session of a draft that was asked for with NeedDraft. It was
// changed: it has forgotten its draft, which is now in progress here (Moved), or
// a wrong try was counted.
type Other struct {
	ID      string
	Session *Session
	Moved   bool
}

// Step takes one input. It changes s and nothing else.
func (v *Service) Step(s *Session, in Input, env Env) Result {
	st := &step{v: v, s: s, env: env}
	if s.Seal.On && env.Assisted() {
		st.unseal()
	}
	was := s.heavy()
	st.take(in)
	if !was && s.heavy() {
		st.event(EventHeavy, s.Item)
		st.say(Message(MsgHeavy))
	}
	st.tidy()
	if given, ok := in.(Given); st.result.Need.Kind == NeedNothing && env.Drafts && v.showsDrafts(s.Mode) &&
		(!ok || given.For.Kind != NeedDrafts) {
		st.result.Need = Need{Kind: NeedDrafts}
	}
	if st.result.Need.Kind == NeedNothing {
		st.result.Screen = v.View(s, env)
	}
	return st.result
}

// heavy reports whether the form in progress could not be worked out as a whole.
func (s *Session) heavy() bool { return s.Form != nil && s.Form.Heavy() }

// tidy forgets what only another screen shows.
func (st *step) tidy() {
	a := &st.s.Aside
	if !st.v.showsDrafts(st.s.Mode) {
		a.Waiting = nil
	}
	if st.s.Mode != ModeResume && st.s.Mode != ModeAnother {
		a.Left = time.Time{}
	}
	if st.s.Mode != ModeClaimed {
		a.Claim = Claim{}
	}
}

// step is one call of Step.
type step struct {
	v      *Service
	s      *Session
	env    Env
	result Result
}

func (st *step) event(kind, detail string) {
	st.result.Events = append(st.result.Events, Event{kind, detail})
}

// enter goes to a mode and its first page, with nothing to say above it.
func (st *step) enter(m Mode) {
	st.s.Mode, st.s.Page, st.s.Find = m, 0, ""
	st.hush()
}

// say puts a notice above the page shown.
func (st *step) say(p Phrase) { st.s.Notice, st.s.NoticePage = p, st.s.Page }

// hush takes the notice away.
func (st *step) hush() { st.s.Notice, st.s.NoticePage = Phrase{}, 0 }

func (st *step) take(in Input) {
	switch in := in.(type) {
	case Dial:
		st.event(EventDialled, "")
		st.dial()
	case More:
		if in.Same {
			st.hush()
			return
		}
		st.s.Page++
	case Back:
		switch {
		case st.s.Page > 0:
			st.s.Page--
		case st.s.Find != "":
			st.s.Find = "" // back to the whole list
			st.hush()
		default:
			st.move(in)
		}
	case Timeout:
		st.event(EventTimeout, "")
	case Unreadable:
		st.say(in.Why)
	case SetLanguage:
		st.setLanguage(in.Tag)
	case Pickup:
		if st.s.Form != nil {
			st.goOn()
		}
	case Begin:
		st.begin(in.Item)
	case Given:
		st.given(in)
	case Attach:
		st.attach(in)
	case Fill:
		st.fill(in)
	case NextPage:
		st.nextPage()
	case PreviousPage:
		st.previousPage()
	case GoTo:
		st.goTo(in.At)
	default:
		st.move(in)
	}
}

// move takes an input that means something only where the session stands.
func (st *step) move(in Input) {
	switch st.s.Mode {
	case ModeLanguage:
		st.inLanguage(in)
	case ModeMenu, ModeNew:
		st.inMenu(in)
	case ModeResume:
		st.inResume(in)
	case ModeQuestion:
		st.inQuestion(in)
	case ModeActions:
		st.inActions(in)
	case ModeHelp:
		st.enter(ModeQuestion)
	case ModeRepeat:
		st.inRepeat(in)
	case ModeEdit, ModeRemove:
		st.inPick(in)
	case ModeReview:
		st.inReview(in)
	case ModeStatusAsk:
		st.inStatus(in)
	case ModeAnother:
		st.inAnother(in)
	case ModePIN:
		st.inPIN(in)
	case ModeUnseal:
		st.inUnseal(in)
	case ModeDrafts:
		st.inDrafts(in)
	case ModeClaim:
		st.inClaim(in)
	case ModeClaimed:
		st.inClaimed(in)
	case ModePlaceName:
		st.inPlaceName(in)
	case ModeMessage:
		st.home()
	case ModeMoved:
		st.home()
		st.say(Message(MsgDraftMoved))
	case ModeDone:
		// Whatever comes after the closing screen sees it again.
	}
}

// given goes on with the answer to the step's Need.
func (st *step) given(in Given) {
	switch {
	case in.Reference != "":
		st.start(in.Reference)
	case in.For.Kind == NeedDrafts:
		st.listed(in.Drafts)
	case in.For.Kind == NeedDraft && in.Draft != nil && in.Draft.Form == nil:
		in.Draft = nil
		st.given(in)
	case in.For.Kind == NeedDraft:
		switch st.s.Mode {
		case ModeDrafts:
			st.taken(in)
		case ModeClaim:
			st.found(in)
		case ModeClaimed:
			st.claimed(in)
		}
	default:
		st.told(in.Status)
	}
}
