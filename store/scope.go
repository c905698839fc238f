// SPDX-License-Identifier: Apache-2.0

package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

// reach is a scope as SQL: a condition for a WHERE clause and its arguments.
// Conditions are few and constant, so each query keeps its compiled statements.
type reach struct {
	where string
	args  []any
}

var (
	everything = reach{where: "1"}
	nothing    = reach{where: "0"}
)

// after puts the arguments of a query before those of its scope.
func (r reach) after(args ...any) []any { return append(args, r.args...) }

// sessionReach filters the table session. A session has no place: an operator
// who is bound to places reaches the sessions it holds itself.
func sessionReach(s identity.Scope) reach {
	switch s.Kind {
	case identity.KindSystem:
		return everything
	case identity.KindPhone:
		if channel, party, ok := phone(s); ok {
			return reach{"channel = ? AND party = ?", []any{channel, party}}
		}
	case identity.KindOperator:
		if s.Subject == "" {
			return nothing
		}
		if len(s.Places) == 0 {
			return everything
		}
		return reach{"party = ?", []any{s.Subject}}
	}
	return nothing
}

// submissionReach filters the table submission: a phone reaches its own, an
// operator those of its places and those it keyed in. A number in E.164 is the
// same person on every channel, so a registration begun on USSD and finished at
// a desk is known to the phone; an opaque id means something on its channel only.
func submissionReach(s identity.Scope) reach {
	if _, party, ok := phone(s); ok && s.Kind == identity.KindPhone && strings.HasPrefix(party, "+") {
		return reach{"party = ?", []any{party}}
	}
	if s.Kind != identity.KindOperator || s.Subject == "" || len(s.Places) == 0 {
		return sessionReach(s)
	}
	places, err := json.Marshal(s.Places)
	if err != nil {
		return nothing
	}
	return reach{
		`(operator = ? OR EXISTS (SELECT 1 FROM json_each(?) WHERE substr(place, 1, length(value)) = value))`,
		[]any{s.Subject, string(places)},
	}
}

// partyReach filters tables that know a party but no channel.
func partyReach(s identity.Scope) reach {
	switch s.Kind {
	case identity.KindPhone:
		if _, party, ok := phone(s); ok {
			return reach{"party = ?", []any{party}}
		}
		return nothing
	default:
		return sessionReach(s)
	}
}

// phone splits the subject of a phone's scope. A channel's name has no slash.
func phone(s identity.Scope) (channel, party string, ok bool) {
	channel, party, ok = strings.Cut(s.Subject, "/")
	return channel, party, ok && channel != "" && party != ""
}

// mayHold tells whether a step of this scope may leave a session with this
// channel and party: its own, or, for the node and an operator bound to no
// place, anybody's.
func mayHold(s identity.Scope, r sessions.Record) error {
	switch s.Kind {
	case identity.KindSystem:
		return nil
	case identity.KindPhone:
		if channel, party, ok := phone(s); ok && channel == r.Channel && party == r.Party {
			return nil
		}
	case identity.KindOperator:
		if s.Subject != "" && (len(s.Places) == 0 || s.Subject == r.Party) {
			return nil
		}
	}
	return fmt.Errorf("%w: %s", ErrScope, s.Kind)
}
