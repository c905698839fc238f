// SPDX-License-Identifier: Apache-2.0

package ussd

import (
	"sync"
	"time"
)

// callerKept is longer than a connection lives (networks cut at 180 seconds).
const callerKept = 10 * time.Minute

// callers remembers who is at the end of a connection, for gateways whose first
// request alone tells the number. It lives in this process: after a restart a
// person is asked to dial again, and finds the form where it was.
type callers struct {
	now func() time.Time

	mu    sync.Mutex
	known map[string]callerSeen // by connection
	swept time.Time
}

type callerSeen struct {
	party, phone string
	at           time.Time
}

func newCallers(now func() time.Time) *callers {
	return &callers{now: now, known: map[string]callerSeen{}, swept: now()}
}

// put remembers who calls.
func (c *callers) put(connection, party, phone string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if now.Sub(c.swept) > callerKept {
		c.swept = now
		for name, seen := range c.known {
			if now.Sub(seen.at) > callerKept {
				delete(c.known, name)
			}
		}
	}
	c.known[connection] = callerSeen{party, phone, now}
}

// get tells who calls, "" if that is not known.
func (c *callers) get(connection string) (party, phone string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen, ok := c.known[connection]
	if !ok || c.now().Sub(seen.at) > callerKept {
		return "", ""
	}
	return seen.party, seen.phone
}
