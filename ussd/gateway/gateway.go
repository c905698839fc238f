// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/dialform/dialform/sessions"
)

// ErrUnreadable: the request is none of this dialect.
var ErrUnreadable = errors.New("request is none of this dialect")

// Dialect is how one kind of aggregator posts requests and reads replies.
type Dialect interface {
	// Decode reads a request whose body has been read already. It returns
	// ErrUnreadable.
	Decode(r *http.Request, body []byte) (sessions.Inbound, error)
	// Encode writes a reply.
	Encode(w http.ResponseWriter, reply sessions.Reply)
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
// person is the same with and without the plus sign.
func party(raw string) (id, phone string) {
	raw = strings.TrimSpace(raw)
	if phone = msisdn(raw); phone != "" {
		return phone, phone
	}
	return raw, ""
}
