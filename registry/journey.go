// SPDX-License-Identifier: Apache-2.0

package registry

import "time"

// Outgoing is a submission on its way from the device that took it.
type Outgoing struct {
	DSeq     int64 // place in the device's outbox, from 1; the centre sees gaps by it
	Attempts int   // times it was sent and not settled
	Frozen
}

// Arrival is a submission as it reached the centre. Its columns are filled only
// if the bytes could be read; the bytes are kept in any case.
type Arrival struct {
	Device string // id of the installation that sent it
	Epoch  string // life of that installation's database; DSeq restarts with it
	DSeq   int64
	Reason string // why it goes to quarantine, a Code; empty for a sound one
	State  State  // the verdict on one that has a Reason
	Frozen        // ID as the sender claims it; Bytes and their SHA256 as received
}

// Backlog is how far a device is behind the centre.
type Backlog struct {
	Pending  int       // not sent, or sent and not heard of
	Held     int       // wait at the centre: held or in conflict
	Applied  int       // the centre has them, duplicates included
	Rejected int       // not taken by the centre
	Oldest   time.Time // when the oldest pending one was finished; zero if none
	Success  time.Time // when the centre last took one; zero if never
}
