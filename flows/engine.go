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
)

// Need is a question to the world. It is answered by stepping again with Given.
type Need struct {
	Kind NeedKind
	Ref  string
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
)

// Finished is a form that was sent.
type Finished struct {
	Item    *Item
	Form    *forms.Instance
	Ref     string
	Began   time.Time
	Notices []NoticeShown
	Typed   []Typed // dates whose values do not tell all
}

// Result is what a step leads to. While Need is set there is no Screen.
type Result struct {
	Screen   Screen
	Need     Need
	Events   []Event
	Finished *Finished
	Parked   *Session // a draft put aside, to be kept under its own reference
}

// Step takes one input. It changes s and nothing else.
func (v *Service) Step(s *Session, in Input, env Env) Result {
	st := &step{v: v, s: s, env: env}
	st.take(in)
	if st.result.Need.Kind == NeedNothing {
		st.result.Screen = v.View(s, env)
	}
	return st.result
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
	case ModeMessage:
		st.home()
	case ModeDone:
		// Whatever comes after the closing screen sees it again.
	}
}

// dial opens the service for a new connection.
func (st *step) dial() {
	if st.s.Form != nil {
		st.resume()
		return
	}
	st.s.Item, st.s.Ref, st.s.Said = "", "", Phrase{}
	if st.s.Lang == "" {
		if st.v.AskLanguage && len(st.v.Languages) > 1 {
			st.enter(ModeLanguage)
			return
		}
		st.s.Lang = st.v.DefaultLanguage()
	}
	st.open()
}

// open shows what a dial leads to once the language is known.
func (st *step) open() {
	if st.v.Start != "" {
		st.begin(st.v.Start)
		return
	}
	st.enter(ModeMenu)
}

// home goes to the menu; a form in progress stays as a draft. A service
// without a menu asks what to do with the draft instead.
func (st *step) home() {
	switch {
	case st.v.Start == "":
		st.enter(ModeMenu)
	case st.s.Form != nil:
		st.enter(ModeResume)
	default:
		st.begin(st.v.Start)
	}
}

// resume is a new connection while a form is in progress.
func (st *step) resume() {
	mode := ResumeAsk
	if it, ok := st.v.Item(st.s.Item); ok {
		mode = it.Resume
	}
	switch mode {
	case ResumeContinue:
		st.goOn()
	case ResumeStart:
		st.startOver()
	default:
		st.enter(ModeResume)
	}
}

// goOn returns to the question where the form was left.
func (st *step) goOn() {
	st.event(EventResumed, st.s.Item)
	if st.s.At.Node == 0 {
		st.landAt(st.walk().firstOpen())
		return
	}
	st.landAt(st.here())
}

// startOver gives the draft up and begins the same form anew.
func (st *step) startOver() {
	st.event(EventDiscarded, st.s.Item)
	item := st.s.Item
	st.s.leaveForm()
	st.begin(item)
}

// begin starts the form of an item. A draft of another form is put aside.
func (st *step) begin(id string) {
	it, ok := st.v.Item(id)
	if !ok || it.Kind != ItemForm || it.Form == nil {
		st.enter(ModeMenu)
		st.say(Message(MsgFormGone))
		return
	}
	if st.s.Form != nil {
		if st.s.Item == id && !st.env.Assisted() {
			st.enter(ModeResume)
			return
		}
		st.park()
	}
	if st.s.Lang == "" {
		st.s.Lang = st.v.DefaultLanguage()
	}
	st.s.Item = id
	st.result.Need = Need{Kind: NeedReference}
}

// park puts the draft aside, to be found by its reference.
func (st *step) park() {
	st.result.Parked = st.s.kept(Message(MsgSaved, st.s.Ref))
	st.event(EventParked, st.s.Item)
	st.s.leaveForm()
}

// kept is a copy of the session with its draft, waiting to be found.
func (s *Session) kept(said Phrase) *Session {
	out := *s
	out.Mode, out.Page, out.Find, out.Notice, out.NoticePage, out.Said = ModeDone, 0, "", Phrase{}, 0, said
	return &out
}

// given goes on with the answer to the step's Need.
func (st *step) given(in Given) {
	if in.Reference != "" {
		st.start(in.Reference)
		return
	}
	st.told(in.Status)
}

// start begins the form of the session's item under a new reference.
func (st *step) start(ref string) {
	it, ok := st.v.Item(st.s.Item)
	if !ok || it.Form == nil {
		st.enter(ModeMenu)
		st.say(Message(MsgFormGone))
		return
	}
	s := st.s
	s.Ref, s.Began, s.Notices, s.Typed, s.Editing = ref, st.env.Now.UTC(), nil, nil, false
	s.InstanceID, s.Seed, s.Phone = st.env.InstanceID, st.env.Seed, st.env.Phone
	s.Form = it.Form.New(s.formEnv(it.Form, st.env))
	emptyRepeats(s.Form, 0)
	s.At = forms.At{}
	st.event(EventBegan, it.Form.ID)
	st.landAt(st.after(s.At))
}

// formEnv is the form's view of the moment.
func (s *Session) formEnv(f *forms.Form, env Env) forms.Env {
	return forms.Env{
		Now: env.Now, Seed: s.Seed, Lang: formLanguage(f, s.Lang), InstanceID: s.InstanceID,
		DeviceID: env.Device, Username: env.Operator, PhoneNumber: s.Phone,
	}
}
