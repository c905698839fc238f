// SPDX-License-Identifier: Apache-2.0

package sessions

import (
	"encoding/binary"
	"errors"
	"hash/fnv"

	"github.com/dialform/dialform/flows"
)

// errState: the head of a record can't be read.
var errState = errors.New("session state is damaged")

const (
	stateVersion = 1
	// remembered is how many events a session recognises when a gateway
	// repeats them late and out of order. A gateway that repeats a message does
	// so within minutes (Kannel after 7 s, others up to 10 minutes later), while
	// a person sends a handful in that time.
	remembered = 16
)

// state is the head of a session's record: what belongs to the channel. The
// engine's own record follows it.
type state struct {
	Gateway  string   // the gateway's id of the connection in progress
	Said     string   // cumulative text received so far on that connection
	Seen     []uint64 // hashes of the events taken, oldest first; the last one led to Reply
	Reply    string   // the exact text of the last reply
	End      bool     // the last reply closed the connection
	Operator string   // who keyed it in last, "" on a phone
	draft
	Flow []byte // flows.Session record, as it was read
}

// draft is what goes with a form in progress when it passes to another session.
type draft struct {
	Origin string // channel on which the form was begun
	Party  string // who began it there
	Nudged bool   // the party was reminded of it
}

const (
	flagEnd = 1 << iota
	flagNudged
)

// hashEvent makes a key of an event's name. It decides only which of a party's
// own last sixteen events this one is.
func hashEvent(event string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(event))
	return h.Sum64()
}

// last reports whether an event is the one that the stored reply answers.
func (s *state) last(event uint64) bool {
	return len(s.Seen) > 0 && s.Seen[len(s.Seen)-1] == event
}

// known reports whether an event was taken before.
func (s *state) known(event uint64) bool {
	for _, e := range s.Seen {
		if e == event {
			return true
		}
	}
	return false
}

func (s *state) remember(event uint64) {
	if len(s.Seen) == remembered {
		s.Seen = append(s.Seen[:0:0], s.Seen[1:]...)
	}
	s.Seen = append(s.Seen, event)
}

// with is the record of a session that the engine left like this.
func (s *state) with(sess *flows.Session) []byte { return sess.Append(s.head(sess.Room())) }

// same is the record with the engine's part as it was.
func (s *state) same() []byte { return append(s.head(len(s.Flow)), s.Flow...) }

// head writes what belongs to the channel, and leaves room behind it.
func (s *state) head(room int) []byte {
	texts := [...]string{s.Gateway, s.Said, s.Reply, s.Origin, s.Party, s.Operator}
	room += 3 + 8*len(s.Seen)
	for _, t := range texts {
		room += binary.MaxVarintLen16 + len(t)
	}
	flags := byte(0)
	if s.End {
		flags |= flagEnd
	}
	if s.Nudged {
		flags |= flagNudged
	}
	dst := append(make([]byte, 0, room), stateVersion, flags, byte(len(s.Seen)))
	for _, e := range s.Seen {
		dst = binary.LittleEndian.AppendUint64(dst, e)
	}
	for _, t := range texts {
		dst = binary.AppendUvarint(dst, uint64(len(t)))
		dst = append(dst, t...)
	}
	return dst
}

// parseState reads the head of a record. It returns errState for bytes that
// are none.
func parseState(b []byte) (*state, error) {
	if len(b) < 3 || b[0] != stateVersion || b[2] > remembered {
		return nil, errState
	}
	s := &state{End: b[1]&flagEnd != 0, Seen: make([]uint64, b[2], remembered)}
	s.Nudged = b[1]&flagNudged != 0
	b = b[3:]
	if len(b) < 8*len(s.Seen) {
		return nil, errState
	}
	for i := range s.Seen {
		s.Seen[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	b = b[8*len(s.Seen):]
	var ends [6][2]int // of each text, behind b
	at := 0
	for i := range ends {
		n, k := binary.Uvarint(b[at:])
		if k <= 0 || n > uint64(len(b)-at-k) {
			return nil, errState
		}
		ends[i] = [2]int{at + k, at + k + int(n)}
		at = ends[i][1]
	}
	texts := string(b[:at]) // one for all of them
	for i, t := range [...]*string{&s.Gateway, &s.Said, &s.Reply, &s.Origin, &s.Party, &s.Operator} {
		*t = texts[ends[i][0]:ends[i][1]]
	}
	s.Flow = b[at:]
	return s, nil
}
