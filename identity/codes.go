// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"
)

// What a one-time code allows. Six digits are the 20 bits that NIST SP
// 800-63B 5.1.3.2 asks for; the rest keeps an attacker below 20 guesses a day.
const (
	CodeDigits    = 6
	CodeLife      = 5 * time.Minute
	CodeTries     = 3                // wrong or right, per code
	CodeGap       = 30 * time.Second // between two codes for one subject
	codeFailures  = 10               // wrong codes within codeWindow before a lock
	codeWindow    = 24 * time.Hour
	codeLock      = time.Hour
	codeSpace     = 1_000_000
	saveAttempts  = 1000 // compare-and-set rounds; each lost round is another's progress
	minCodeKeyLen = 16
)

// Errors of the codes. They say nothing about whether the subject exists.
var (
	// ErrCodeTooSoon: a code was issued within CodeGap; it still stands.
	ErrCodeTooSoon = errors.New("a code was sent a moment ago")
	// ErrCodeLocked: too many wrong codes; try again later.
	ErrCodeLocked = errors.New("too many wrong codes")
	// ErrCodeRefused: the code is wrong, used, expired or was tried too often.
	ErrCodeRefused = errors.New("code refused")
	// ErrCodeConflict is what a CodeStore returns when the state has moved on.
	ErrCodeConflict = errors.New("code state changed")
)

// CodeState is what is kept of the codes of one subject and purpose. It never
// holds the code.
type CodeState struct {
	Version       int64             // 0: nothing stored yet
	MAC           [sha256.Size]byte // of the pending code
	Issued        time.Time
	Expires       time.Time
	Tries         int
	Used          bool
	Failures      int       // wrong codes since FailuresSince, over all codes
	FailuresSince time.Time // begin of the window
	LockedUntil   time.Time
}

// CodeStore keeps code states. Ids are opaque and hold no number or name.
type CodeStore interface {
	// LoadCode returns the zero CodeState when nothing is stored for the id.
	LoadCode(ctx context.Context, id string) (CodeState, error)
	// SaveCode stores the state, with s.Version+1, if the stored version is
	// still s.Version. Returns ErrCodeConflict if it is not.
	SaveCode(ctx context.Context, id string, s CodeState) error
}

// Delivery is one code on its way to a person.
type Delivery struct {
	Subject string // the operator's id
	Purpose string
	Code    string
	Life    time.Duration
}

// Deliver hands a code to the person: printed on the console of a demo, or
// given to the configured command. It must not log the code.
type Deliver func(ctx context.Context, d Delivery) error

// Codes issues and checks one-time codes.
type Codes struct {
	key     []byte
	store   CodeStore
	deliver Deliver
	now     func() time.Time
	random  io.Reader
}

// NewCodes builds the codes service. The key (16 bytes at least) is the node's
// secret and is kept apart from the store, so that a copied store does not give
// the codes away.
func NewCodes(key []byte, store CodeStore, deliver Deliver, now func() time.Time) (*Codes, error) {
	if len(key) < minCodeKeyLen {
		return nil, fmt.Errorf("one-time codes: the key has %d bytes, at least %d are needed", len(key), minCodeKeyLen)
	}
	return &Codes{key: key, store: store, deliver: deliver, now: now, random: rand.Reader}, nil
}

// Issue makes a new code, forgets the one before, and delivers it. For a
// subject that does not exist pass known = false: everything but the delivery
// happens, with the same words. Returns ErrCodeTooSoon, ErrCodeLocked, or an
// error of the store or the delivery.
func (c *Codes) Issue(ctx context.Context, purpose, subject string, known bool) error {
	code, err := randomCode(c.random)
	if err != nil {
		return fmt.Errorf("make code: %w", err)
	}
	id := c.id(purpose, subject)
	err = c.update(ctx, id, func(s *CodeState, now time.Time) error {
		if now.Before(s.LockedUntil) {
			return ErrCodeLocked
		}
		if s.Version > 0 && now.Before(s.Issued.Add(CodeGap)) {
			return ErrCodeTooSoon
		}
		s.MAC = c.mac(purpose, subject, code)
		s.Issued, s.Expires = now, now.Add(CodeLife)
		s.Tries, s.Used = 0, false
		return nil
	})
	if err != nil || !known {
		return err
	}
	if err := c.deliver(ctx, Delivery{Subject: subject, Purpose: purpose, Code: code, Life: CodeLife}); err != nil {
		return fmt.Errorf("deliver code: %w", err)
	}
	return nil
}

// Check uses the code up. Returns nil exactly once for a right code, and
// ErrCodeRefused or ErrCodeLocked otherwise.
func (c *Codes) Check(ctx context.Context, purpose, subject, code string) error {
	mac := c.mac(purpose, subject, code)
	accepted := false
	err := c.update(ctx, c.id(purpose, subject), func(s *CodeState, now time.Time) error {
		accepted = false
		right := hmac.Equal(mac[:], s.MAC[:])
		if now.Before(s.LockedUntil) {
			return ErrCodeLocked
		}
		if s.Version == 0 || s.Used || s.Tries >= CodeTries || !now.Before(s.Expires) {
			return ErrCodeRefused
		}
		s.Tries++
		if right {
			s.Used, accepted, s.Failures = true, true, 0
			return nil
		}
		s.fail(now)
		return nil
	})
	if err == nil && !accepted {
		return ErrCodeRefused
	}
	return err
}

// fail counts a wrong code and locks the subject when there were too many.
func (s *CodeState) fail(now time.Time) {
	if now.Sub(s.FailuresSince) > codeWindow {
		s.Failures, s.FailuresSince = 0, now
	}
	if s.Failures++; s.Failures >= codeFailures {
		s.LockedUntil, s.Failures = now.Add(codeLock), 0
	}
}

// update reads, changes and saves a state, again when another was faster.
func (c *Codes) update(ctx context.Context, id string, change func(*CodeState, time.Time) error) error {
	for range saveAttempts {
		s, err := c.store.LoadCode(ctx, id)
		if err != nil {
			return fmt.Errorf("load code state: %w", err)
		}
		if err := change(&s, c.now()); err != nil {
			return err
		}
		err = c.store.SaveCode(ctx, id, s)
		if err == nil {
			return nil
		}
		if !errors.Is(err, ErrCodeConflict) {
			return fmt.Errorf("save code state: %w", err)
		}
	}
	return fmt.Errorf("save code state: %w", ErrCodeConflict)
}

// id hides the subject from whoever reads the store.
func (c *Codes) id(purpose, subject string) string {
	m := c.mac("id|"+purpose, subject, "")
	return fmt.Sprintf("%x", m[:16])
}

// mac binds a code to its purpose and subject. Lengths go in first, so that no
// two triples give the same bytes.
func (c *Codes) mac(purpose, subject, code string) (sum [sha256.Size]byte) {
	h := hmac.New(sha256.New, c.key)
	for _, part := range []string{purpose, subject, code} {
		var n [4]byte
		binary.BigEndian.PutUint32(n[:], uint32(len(part)))
		h.Write(n[:])
		h.Write([]byte(part))
	}
	h.Sum(sum[:0])
	return sum
}

// randomCode draws six digits, all equally likely: the part of the 32-bit
// range that is no multiple of a million is drawn again.
func randomCode(random io.Reader) (string, error) {
	const limit = (1 << 32) / codeSpace * codeSpace
	for {
		var b [4]byte
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return "", err
		}
		if n := uint64(binary.BigEndian.Uint32(b[:])); n < limit {
			return fmt.Sprintf("%0*d", CodeDigits, n%codeSpace), nil
		}
	}
}
