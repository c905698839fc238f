// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"errors"
	"strings"

	"github.com/dialform/dialform/sessions"
)

// Errors of a request.
var (
	// ErrUnreadable: the request is none of this dialect.
	ErrUnreadable = errors.New("request is none of this dialect")
	// ErrSignature: the request is not signed, or not with the channel's key.
	ErrSignature = errors.New("signature does not match")
)

// Errors of options that a dialect can't do without.
var (
	ErrSigningKey = errors.New("the gateway signs its requests; a signing key is missing")
	ErrPublicURL  = errors.New("the gateway signs our address with its requests; our public address is missing")
	ErrPushURL    = errors.New("replies are pushed; the address they go to is missing")
	ErrParameter  = errors.New("is missing")
)

// Phase is where a request stands in its connection.
type Phase uint8

// Phases. A closed connection takes no reply any more.
const (
	Ongoing Phase = iota // the gateway does not say; a connection not seen before begins
	Begin                // the first request of a connection
	Answer               // a further one
	Abort                // the person or the network broke the connection off
	Timeout              // nobody answered in time
	Ended                // a report about a connection that is over
)

// String is the phase's name as dialects' files write it; Ongoing has none.
func (p Phase) String() string {
	return [...]string{"", "begin", "answer", "abort", "timeout", "ended"}[p]
}

// Closed reports whether the connection is gone.
func (p Phase) Closed() bool { return p >= Abort }

// Request is what a gateway asked.
type Request struct {
	sessions.Inbound
	Phase Phase

	number string // as the gateway wrote it
	fields fields
}

// Sender hands a message to an aggregator.
type Sender interface {
	// Send returns nil once the aggregator has accepted the message. id is the
	// same at each try, so that the aggregator can drop a repeated one.
	// A PermanentError is not worth another try.
	Send(ctx context.Context, id, to, text string) error
}

// PermanentError is a refusal that another try will not change.
type PermanentError struct{ Err error }

func (e *PermanentError) Error() string { return e.Err.Error() }

// Unwrap returns what was refused.
func (e *PermanentError) Unwrap() error { return e.Err }

// msisdn is the number in E.164 if that is what a gateway gave, else "". A
// masked number or a hash is an opaque id and is never read as a number:
// number libraries turn "2547****5678" into somebody else's.
func msisdn(s string) string {
	digits := strings.TrimPrefix(s, "+")
	if len(digits) < 7 || len(digits) > 15 { // E.164 allows 15
		return ""
	}
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return ""
		}
	}
	return "+" + digits
}

// party is who is at the other end: the number where there is one, so that one
// person is the same with and without the plus sign, or as a global number of
// RFC 3966 (tel:+254711000111).
func party(raw string) (id, phone string) {
	raw = strings.TrimSpace(raw)
	number := raw
	if global, is := strings.CutPrefix(raw, "tel:+"); is {
		number = global
	}
	if phone = msisdn(number); phone != "" {
		return phone, phone
	}
	return raw, ""
}
