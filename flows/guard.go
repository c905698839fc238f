// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"strconv"
	"strings"
	"time"

	"github.com/dialform/dialform/forms"
)

// Protect says what opens the earlier answers of a form on a phone. The zero
// Protect opens them at a desk only.
type Protect struct {
	PIN bool // a PIN that the person chooses when the form begins
	// Questions are names of questions that are typed: the first of them that has
	// an answer is asked again. They take no screen of the form's own.
	Questions []string
}

// Guard is what a draft keeps of its check. It goes wherever the draft goes, so
// that neither another phone nor another dial counts the tries anew.
type Guard struct {
	PIN   [sha256.Size]byte // derived from the PIN; zero when none was chosen
	Tries int               // wrong ones in a row
	Until time.Time         // no try counts before it
}

const (
	// maxTries wrong ones lock a check for lockFor: 72 guesses a day, of a few
	// thousand likely PINs, and each is in the history.
	maxTries = 3
	lockFor  = time.Hour
	// pinRounds makes one derivation take some 10 ms. It slows a thief of the
	// database down and no more: there are a million PINs at most.
	pinRounds = 30_000
)

func (g Guard) empty() bool { return g == Guard{} }

func (g Guard) locked(now time.Time) bool { return now.Before(g.Until) }

// count notes a try; so many wrong ones lock.
func (g *Guard) count(right bool, most int, now time.Time) {
	if right {
		g.Tries, g.Until = 0, time.Time{}
		return
	}
	if g.Tries++; g.Tries >= most {
		g.Tries, g.Until = 0, now.Add(lockFor).UTC()
	}
}

// check is what has to be answered before earlier answers open. The zero check
// is none.
type check struct {
	pin bool
	at  forms.At // the question that is asked again
}

func (c check) none() bool { return c == check{} }

// check is that of the form in progress.
func (v *Service) check(s *Session) check {
	it, ok := v.Item(s.Item)
	if !ok || s.Form == nil {
		return check{}
	}
	if it.Protect.PIN && s.Guard.PIN != ([sha256.Size]byte{}) {
		return check{pin: true}
	}
	nodes := s.Form.Form().Nodes
	for _, name := range it.Protect.Questions {
		for i := range nodes {
			at := forms.At{Node: int32(i)}
			if n := &nodes[i]; n.Name == name && CanCheck(n) && s.Form.Value(at) != "" {
				return check{at: at}
			}
		}
	}
	return check{}
}

// CanCheck reports whether a question can be a check: asked once in the form,
// and typed. Three tries would find an answer on a list.
func CanCheck(n *forms.Node) bool {
	return n.Kind == forms.Question && n.Control == forms.Input && n.Repeat == 0
}

// passes reports whether a typed value is the answer to a check.
func (s *Session) passes(c check, in Answer, now time.Time) bool {
	if c.pin {
		derived := s.derive(in.Value)
		return subtle.ConstantTimeCompare(derived[:], s.Guard.PIN[:]) == 1
	}
	fold := func(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
	return fold(dated(in, now)) == fold(s.Form.Value(c.at))
}

// derive makes of a PIN what is kept of it. The ids of the form in progress, of
// which no two are alike, are the salt.
func (s *Session) derive(pin string) (out [sha256.Size]byte) {
	salt := binary.LittleEndian.AppendUint64([]byte(s.InstanceID), s.Seed)
	key, err := pbkdf2.Key(sha256.New, pin, salt, pinRounds, len(out))
	if err != nil {
		return out // an empty PIN in FIPS mode; the zero key is none
	}
	copy(out[:], key)
	return out
}

// pinProblem is what is wrong with a PIN, "" if nothing is.
func pinProblem(pin string) string {
	if len(pin) < 4 || len(pin) > 6 || strings.Trim(pin, "0123456789") != "" {
		return MsgPINLength
	}
	step := int(pin[1]) - int(pin[0])
	even := step >= -1 && step <= 1 // 1111, 1234, 4321
	for i := 2; i < len(pin); i++ {
		even = even && int(pin[i])-int(pin[i-1]) == step
	}
	year, _ := strconv.Atoi(pin)
	if even || year >= 1900 && year < 2100 || pin[:2] == pin[2:] {
		return MsgPINEasy
	}
	return ""
}

// asksPIN reports whether the form in progress still begins with its PIN.
func (st *step) asksPIN() bool {
	it, ok := st.v.Item(st.s.Item)
	return ok && it.Protect.PIN && !st.env.Assisted() && st.s.At.Node == 0 && st.s.Guard.PIN == [sha256.Size]byte{}
}

// inPIN takes the PIN that is chosen.
func (st *step) inPIN(in Input) {
	a, ok := in.(Answer)
	if !ok {
		st.home()
		return
	}
	if bad := pinProblem(a.Value); bad != "" {
		st.say(Message(bad))
		return
	}
	st.s.Guard.PIN = st.s.derive(a.Value)
	st.landAt(st.after(st.s.At))
}

// askCheck asks for what opens the earlier answers.
func (st *step) askCheck(then Then) {
	switch {
	case st.v.check(st.s).none():
		st.say(Message(MsgSealed))
	case st.s.Guard.locked(st.env.Now):
		st.say(Message(MsgCheckLocked))
	default:
		st.enter(ModeUnseal)
		st.s.Aside.Then = then
	}
}

// Then is what follows a check.
type Then uint8

// What may follow.
const (
	ThenReview Then = iota // the review
	ThenBack               // the stop before the one at At
	ThenStay               // the stop at At
)

// inUnseal takes the answer to the check.
func (st *step) inUnseal(in Input) {
	s := st.s
	then := s.Aside.Then
	a, ok := in.(Answer)
	if !ok {
		st.leaveCheck(then)
		return
	}
	right := s.passes(st.v.check(s), a, st.env.Now)
	s.Guard.count(right, maxTries, st.env.Now)
	switch {
	case right:
		st.event(EventUnsealed, s.Item)
		st.unseal()
		if then == ThenBack {
			s.Aside.Then = ThenReview
			st.back()
			return
		}
		st.leaveCheck(then)
		st.say(Message(MsgUnsealed))
	case s.Guard.locked(st.env.Now):
		st.event(EventGuessed, s.Item)
		st.leaveCheck(then)
		st.say(Message(MsgCheckLocked))
	default:
		st.event(EventGuessed, s.Item)
		st.say(Message(MsgCheckWrong))
	}
}

// leaveCheck goes to where the check was asked.
func (st *step) leaveCheck(then Then) {
	st.s.Aside.Then = ThenReview
	if then == ThenReview {
		st.enter(ModeReview)
		return
	}
	st.landAt(st.here())
}

// viewCheck asks a question once more, or for the PIN.
func viewCheck(c check, in *forms.Instance, lang string) Screen {
	sc := Screen{Kind: KindAsk, Title: Message(MsgCheckTitle), Can: CanActions}
	if c.pin {
		sc.Body, sc.Expect = Message(MsgCheckPIN), pinExpect
		return sc
	}
	sc.Body = Literal(questionText(in, c.at, lang))
	sc.Expect = expectOf(in, c.at)
	sc.Expect.Optional, sc.Expect.Sensitive = false, true
	return sc
}

var pinExpect = Expect{Kind: ExpectText, DigitsOnly: true, Sensitive: true}

func (g Guard) append(dst []byte) []byte {
	dst = append(dst, g.PIN[:]...)
	dst = append(dst, byte(g.Tries))
	return appendTime(dst, g.Until)
}

func (r *reader) guard() (g Guard) {
	copy(g.PIN[:], r.take(len(g.PIN)))
	g.Tries = int(r.byte())
	g.Until = r.time()
	return g
}

// appendTime writes a time to the millisecond; 0 is none.
func appendTime(dst []byte, t time.Time) []byte {
	if t.IsZero() {
		return binary.AppendVarint(dst, 0)
	}
	return binary.AppendVarint(dst, t.UnixMilli())
}

func (r *reader) time() time.Time {
	ms := r.varint()
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
