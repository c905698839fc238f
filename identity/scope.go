// SPDX-License-Identifier: Apache-2.0

package identity

import "strings"

// Kind says what sort of party a scope belongs to.
type Kind uint8

// The zero Kind is nobody, who sees nothing.
const (
	KindNobody   Kind = iota
	KindSystem        // the node itself: uplink, clean-up, the command line
	KindPhone         // one subscriber on one channel
	KindOperator      // a registered operator at a desk
)

// String names the kind for logs.
func (k Kind) String() string {
	switch k {
	case KindSystem:
		return "system"
	case KindPhone:
		return "phone"
	case KindOperator:
		return "operator"
	default:
		return "nobody"
	}
}

// Scope is the reach of one party. Every storage query takes one, so that a
// query that forgets whose data it reads does not compile. The zero Scope
// reaches nothing.
type Scope struct {
	Kind Kind
	// Subject is the party: "" for the system, "<channel>/<MSISDN>" for a
	// phone, the operator's id for an operator.
	Subject string
	// Places limits an operator to areas by the beginning of their codes
	// (P-codes nest that way). Empty: everywhere.
	Places []string
}

// System is the reach of the node itself.
func System() Scope { return Scope{Kind: KindSystem} }

// Phone is the reach of one subscriber on one channel: its own sessions only.
func Phone(channel, party string) Scope {
	return Scope{Kind: KindPhone, Subject: channel + "/" + party}
}

// Operator is the reach of an operator; no places means everywhere.
func Operator(id string, places ...string) Scope {
	return Scope{Kind: KindOperator, Subject: id, Places: places}
}

// Covers tells whether the scope reaches the place with this code. A phone is
// bound to its own party, not to places, and so covers none.
func (s Scope) Covers(place string) bool {
	switch s.Kind {
	case KindSystem:
		return true
	case KindOperator:
		if s.Subject == "" {
			return false
		}
		if len(s.Places) == 0 {
			return true
		}
		for _, p := range s.Places {
			if strings.HasPrefix(place, p) {
				return true
			}
		}
	}
	return false
}
