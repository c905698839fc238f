// SPDX-License-Identifier: Apache-2.0

package ussd

import (
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"
)

// repeatWithin is how long after a reply that nobody took the same input is
// taken for the same request. Gateways try again after one to two seconds
// (Kannel 2 s).
const repeatWithin = 3 * time.Second

// repeats names the requests of gateways that send neither a number nor
// everything typed so far. "1" after "1" is a second answer, so a request is
// the one before only if it says the same while that one is being answered, or
// soon after its reply was not taken.
//
// The names live in this process: a request that is repeated after a restart,
// or to another node, counts as a new one.
type repeats struct {
	now func() time.Time

	mu    sync.Mutex
	run   string // tells this process's names from those of others
	count uint64
	last  map[string]*attempt // by connection
	swept time.Time
}

// attempt is the latest request of a connection.
type attempt struct {
	connection, input string
	event             string
	open              int       // requests that wait for the reply
	missed            time.Time // when a reply was last not taken, zero if never
}

func newRepeats(now func() time.Time) *repeats {
	return &repeats{now: now, run: uuid.NewString(), last: map[string]*attempt{}, swept: now()}
}

// begin names a request. End must follow.
func (r *repeats) begin(connection, input string) *attempt {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	r.sweep(now)
	a := r.last[connection]
	if a == nil || a.input != input || (a.open == 0 && now.Sub(a.missed) > repeatWithin) {
		r.count++
		a = &attempt{connection: connection, input: input, event: r.run + "/" + strconv.FormatUint(r.count, 10)}
		r.last[connection] = a
	}
	a.open++
	return a
}

// end says whether the reply was taken.
func (r *repeats) end(a *attempt, taken bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a.open--
	a.missed = time.Time{}
	if !taken {
		a.missed = r.now()
	}
	if a.open == 0 && a.missed.IsZero() && r.last[a.connection] == a {
		delete(r.last, a.connection)
	}
}

// sweep forgets replies that nobody asked for again.
func (r *repeats) sweep(now time.Time) {
	if now.Sub(r.swept) <= repeatWithin {
		return
	}
	r.swept = now
	for connection, a := range r.last {
		if a.open == 0 && now.Sub(a.missed) > repeatWithin {
			delete(r.last, connection)
		}
	}
}
