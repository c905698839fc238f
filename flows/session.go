// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/dialform/dialform/forms"
)

// ErrRecord: a session's record can't be read.
var ErrRecord = errors.New("session record is damaged")

// Mode is where in the service a session stands.
type Mode uint8

// The modes. The order is part of the record: add at the end.
const (
	ModeNew      Mode = iota // nothing was shown yet
	ModeLanguage             // choosing a language
	ModeMenu
	ModeResume
	ModeQuestion // the question or note at At
	ModeRepeat   // the menu of the repeat at At
	ModeEdit     // which instance of the repeat at At to change
	ModeRemove   // which instance of the repeat at At to remove
	ModeReview
	ModeActions   // the moves of the question at At
	ModeHelp      // the guidance of the question at At
	ModeStatusAsk // asking for a reference
	ModeMessage   // Said is shown, then the menu follows
	ModeDone      // Said is the closing screen
	ModeAnother   // an item was chosen whose form is in progress already
	ModePIN       // choosing the PIN of the form in progress
	ModeUnseal    // the check before earlier answers; Then follows
	ModeDrafts    // which of the drafts put aside to go on with
	ModeClaim     // asking for the reference of a draft held elsewhere
	ModeClaimed   // the check before that draft is taken over
	ModeMoved     // the form in progress went on elsewhere
	ModePlaceName // asking for the name of a place that is not listed
)

// NoticeShown is a notice that the person was given before answering.
type NoticeShown struct {
	ID, Version string
	Language    string // tag
	TextHash    [32]byte
	GivenBy     string // operator's id, "" when the channel itself showed it
	ReadOut     bool   // an operator read it out
}

// Session is where one person is in a service. It is changed by Step only and
// kept as one flat record.
type Session struct {
	Lang   string // tag; "" until chosen or remembered
	Mode   Mode
	Page   int    // page of the screen shown
	Find   string // first letters of the options shown
	Notice Phrase // what to say above the screen shown
	// NoticePage is the page on which that was said first.
	NoticePage int
	Said       Phrase // of ModeMessage and ModeDone
	Item       string // id of the item whose form is in progress or just ended
	Ref        string // of the form in progress or just ended, as it is shown
	Began      time.Time
	Notices    []NoticeShown
	Typed      []Typed // dates whose values do not tell all
	At         forms.At
	Editing    bool            // came from the review and returns to it
	Form       *forms.Instance // nil when no form is in progress
	// InstanceID, Seed and Phone belong to the form in progress.
	InstanceID string
	Seed       uint64
	Phone      string
	Guard      Guard
	Seal       Seal
	Aside      Aside
}

// InForm reports whether a form is in progress.
func (s *Session) InForm() bool { return s.Form != nil }

const (
	recordVersion = 1
	headRoom      = 256 // bytes; what stands before the instance is seldom longer
)

// What a record holds beside its head.
const (
	flagEditing = 1 << iota
	flagForm
	flagFind
	flagTyped
	flagNoticePage
	flagGuard
	flagSeal
	flagAside
)

// Room is how many bytes Append writes at most, but for texts of unusual length.
func (s *Session) Room() int {
	if s.Form == nil {
		return headRoom
	}
	return headRoom + s.Form.Room()
}

// Append writes the session's record: a fixed head, texts with their lengths,
// and the instance's own record last. It is read and rewritten whole at every
// step, so it holds nothing that can be derived.
func (s *Session) Append(dst []byte) []byte {
	flags := byte(0)
	if s.Editing {
		flags |= flagEditing
	}
	if s.Form != nil {
		flags |= flagForm
	}
	if s.Find != "" {
		flags |= flagFind
	}
	if s.Form != nil && len(s.Typed) > 0 {
		flags |= flagTyped
	}
	if s.NoticePage > 0 {
		flags |= flagNoticePage
	}
	if s.Form != nil && !s.Guard.empty() {
		flags |= flagGuard
	}
	if s.Form != nil && s.Seal.On {
		flags |= flagSeal
	}
	if !s.Aside.empty() {
		flags |= flagAside
	}
	dst = slices.Grow(dst, s.Room())
	dst = append(dst, recordVersion, byte(s.Mode), flags)
	dst = binary.AppendUvarint(dst, uint64(s.Page))
	dst = binary.AppendUvarint(dst, uint64(s.At.Node))
	dst = binary.AppendUvarint(dst, uint64(s.At.Scope))
	dst = appendText(dst, s.Lang)
	dst = appendPhrase(dst, s.Notice)
	dst = appendPhrase(dst, s.Said)
	dst = appendText(dst, s.Item)
	dst = appendText(dst, s.Ref)
	if s.Find != "" {
		dst = appendText(dst, s.Find)
	}
	if s.NoticePage > 0 {
		dst = binary.AppendUvarint(dst, uint64(s.NoticePage))
	}
	if flags&flagAside != 0 {
		dst = s.Aside.append(dst)
	}
	if s.Form == nil {
		return dst
	}
	hash := s.Form.Form().Hash
	dst = append(dst, hash[:]...)
	dst = binary.AppendVarint(dst, s.Began.UnixMilli())
	dst = binary.LittleEndian.AppendUint64(dst, s.Seed)
	dst = appendText(dst, s.InstanceID)
	dst = appendText(dst, s.Phone)
	dst = binary.AppendUvarint(dst, uint64(len(s.Notices)))
	for _, n := range s.Notices {
		dst = appendText(dst, n.ID)
		dst = appendText(dst, n.Version)
		dst = appendText(dst, n.Language)
		dst = append(dst, n.TextHash[:]...)
		dst = appendText(dst, n.GivenBy)
		dst = append(dst, boolByte(n.ReadOut))
	}
	if len(s.Typed) > 0 {
		dst = appendTyped(dst, s.Typed)
	}
	if flags&flagGuard != 0 {
		dst = s.Guard.append(dst)
	}
	if flags&flagSeal != 0 {
		dst = s.Seal.append(dst)
	}
	return s.Form.Append(dst)
}

// Restore reads a session's record. It returns ErrRecord for bytes that are no
// record, and ErrFormGone (with a usable session, back at its menu) when the
// form in progress is neither offered nor kept.
func (v *Service) Restore(record []byte, env Env) (*Session, error) {
	r := reader{b: record}
	if v := r.byte(); v != recordVersion {
		return nil, fmt.Errorf("%w: version %d", ErrRecord, v)
	}
	s := &Session{Mode: Mode(r.byte())}
	flags := r.byte()
	s.Editing = flags&flagEditing != 0
	s.Page = int(r.uvarint() & 0xffff)
	s.At = forms.At{Node: int32(r.uvarint()), Scope: int32(r.uvarint())}
	s.Lang = r.text()
	s.Notice = r.phrase()
	s.Said = r.phrase()
	s.Item = r.text()
	s.Ref = r.text()
	if flags&flagFind != 0 {
		s.Find = r.text()
	}
	if flags&flagNoticePage != 0 {
		s.NoticePage = int(r.uvarint() & 0xffff)
	}
	if flags&flagAside != 0 {
		s.Aside = r.aside()
	}
	if flags&flagForm == 0 || r.bad {
		return s, r.err()
	}
	var hash [32]byte
	copy(hash[:], r.take(32))
	s.Began = time.UnixMilli(r.varint()).UTC()
	s.Seed = r.uint64()
	s.InstanceID = r.text()
	s.Phone = r.text()
	for n := r.uvarint(); n > 0 && !r.bad; n-- {
		shown := NoticeShown{ID: r.text(), Version: r.text(), Language: r.text()}
		copy(shown.TextHash[:], r.take(32))
		shown.GivenBy = r.text()
		shown.ReadOut = r.byte() == 1
		s.Notices = append(s.Notices, shown)
	}
	if flags&flagTyped != 0 {
		s.Typed = r.typed()
	}
	if flags&flagGuard != 0 {
		s.Guard = r.guard()
	}
	if flags&flagSeal != 0 {
		s.Seal = r.seal()
	}
	if r.bad {
		return nil, r.err()
	}
	form := v.form(s.Item, hash)
	if form == nil {
		s.leaveForm()
		s.Mode, s.Notice = ModeMenu, Message(MsgFormGone)
		return s, ErrFormGone
	}
	in, err := form.Restore(r.b, s.formEnv(form, env))
	if err != nil {
		return nil, fmt.Errorf("restore form: %w", err)
	}
	s.Form = in
	s.veil(env)
	if int(s.At.Node) >= len(form.Nodes) {
		return nil, fmt.Errorf("%w: no such question", ErrRecord)
	}
	return s, nil
}

// leaveForm forgets the form in progress; Item and Ref stay for what is said
// about it.
func (s *Session) leaveForm() {
	s.Form, s.Notices, s.Typed, s.Editing = nil, nil, nil, false
	s.InstanceID, s.Seed, s.Phone = "", 0, ""
	s.Guard, s.Seal = Guard{}, Seal{}
	s.At = forms.At{}
}

func appendText(dst []byte, s string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(s)))
	return append(dst, s...)
}

func appendPhrase(dst []byte, p Phrase) []byte {
	dst = appendText(dst, p.Key)
	if p.Key == "" {
		return appendText(dst, p.Text)
	}
	dst = binary.AppendUvarint(dst, uint64(len(p.Args)))
	for _, a := range p.Args {
		dst = appendText(dst, a)
	}
	return dst
}

func boolByte(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// reader reads a record; after the first fault everything reads as zero.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) err() error {
	if r.bad {
		return fmt.Errorf("%w: it ends too early", ErrRecord)
	}
	return nil
}

func (r *reader) take(n int) []byte {
	if r.bad || n < 0 || n > len(r.b) {
		r.bad = true
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) uint64() uint64 {
	if b := r.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) text() string {
	n := r.uvarint()
	if n > uint64(len(r.b)) {
		r.bad = true
		return ""
	}
	return string(r.take(int(n)))
}

func (r *reader) phrase() Phrase {
	p := Phrase{Key: r.text()}
	if p.Key == "" {
		p.Text = r.text()
		return p
	}
	for n := r.uvarint(); n > 0 && !r.bad; n-- {
		p.Args = append(p.Args, r.text())
	}
	return p
}
