// SPDX-License-Identifier: Apache-2.0

package identity

import "slices"

// Role is what an operator was appointed to do.
type Role string

// The roles of a node.
const (
	Enumerator Role = "enumerator" // registers people
	Supervisor Role = "supervisor" // registers, and looks after enumerators
	Admin      Role = "admin"      // looks after the node
	Auditor    Role = "auditor"    // looks, never writes
)

// Roles lists every role, for messages and documentation.
func Roles() []Role { return []Role{Enumerator, Supervisor, Admin, Auditor} }

// Action is something a subject may ask for.
type Action string

// The actions that exist.
const (
	Register Action = "register" // start a form and answer it
	Find     Action = "find"     // look a draft or a submission up by its reference
	Resume   Action = "resume"   // go on with a draft
	SeeSync  Action = "see-sync" // see how far the node is behind the centre
)

// Subject is who asks: a scope, and for operators the roles they hold.
type Subject struct {
	Scope Scope
	Roles []Role
}

// allowed is the whole table. What is not in it is refused.
var allowed = map[Role][]Action{
	Enumerator: {Register, Find, Resume, SeeSync},
	Supervisor: {Register, Find, Resume, SeeSync},
	Admin:      {SeeSync},
	Auditor:    {Find, SeeSync},
}

// phoneActions is what a subscriber may do on its own line.
var phoneActions = []Action{Register, Find, Resume}

// Can tells whether the subject may do the action.
func Can(s Subject, a Action) bool {
	switch s.Scope.Kind {
	case KindPhone:
		return s.Scope.Subject != "" && slices.Contains(phoneActions, a)
	case KindOperator:
		return s.Scope.Subject != "" && slices.ContainsFunc(s.Roles, func(r Role) bool {
			return slices.Contains(allowed[r], a)
		})
	default:
		return false
	}
}
