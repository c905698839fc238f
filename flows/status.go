// SPDX-License-Identifier: Apache-2.0

package flows

// Status is what is known under a reference. State is "" when nothing is.
type Status struct {
	Ref   string // as it is shown
	Form  string // id of the form
	State string
	Task  bool   // a desk has to complete it
	Bring string // what the person has to bring for that, "" if nothing
}

// States that are not a verdict of the centre; the others are those of
// registry.State.
const (
	StateDraft   = "draft"   // not finished
	StatePending = "pending" // finished, and the centre said nothing yet
	StateExpired = "expired" // not finished in time, and closed
)

// statusWords words each state.
var statusWords = map[string]string{
	StateDraft:   MsgStatusDraft,
	StatePending: MsgStatusPending,
	StateExpired: MsgStatusExpired,
	"applied":    MsgStatusReceived,
	"duplicate":  MsgStatusReceived,
	"held":       MsgStatusHeld,
	"conflict":   MsgStatusHeld,
	"rejected":   MsgStatusRejected,
}

// Phrase tells the status to a person.
func (s Status) Phrase() Phrase {
	if s.Bring != "" && s.State != "rejected" {
		return Message(MsgStatusMissing, s.Ref, s.Bring)
	}
	if key, ok := statusWords[s.State]; ok {
		return Message(key, s.Ref)
	}
	return Message(MsgStatusPending, s.Ref)
}
