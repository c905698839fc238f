// SPDX-License-Identifier: Apache-2.0

package registry

// State is what the centre says of a submission.
type State string

// States of a verdict.
const (
	Applied   State = "applied"   // taken into the registry
	Duplicate State = "duplicate" // the centre had it already: a success
	Held      State = "held"      // waits for something else at the centre; asked again later
	Conflict  State = "conflict"  // waits for a person's decision at the centre; asked again later
	Rejected  State = "rejected"  // not taken; a correction is a new submission
)

// Known tells whether this is a state that this program understands.
func (s State) Known() bool {
	switch s {
	case Applied, Duplicate, Held, Conflict, Rejected:
		return true
	}
	return false
}

// Success tells whether the centre has the submission for good.
func (s State) Success() bool { return s == Applied || s == Duplicate }

// Final tells whether nothing further will be said.
func (s State) Final() bool { return s.Success() || s == Rejected }

// Codes say why a verdict is not a success. They are stable: programs and
// catalogues of messages look them up.
const (
	CodeHashMismatch = "hash_mismatch"       // the bytes are not those that were hashed
	CodeIDConflict   = "id_conflict"         // other bytes are already known under this id
	CodeMalformed    = "malformed"           // the bytes are no frozen submission, or of another id
	CodeVersion      = "unsupported_version" // the centre is older than the device
)

// Verdict is what the centre says of one submission.
type Verdict struct {
	SubmissionID string `json:"submission_id"`
	State        State  `json:"state"`
	Code         string `json:"code,omitempty"` // empty for a success
}
