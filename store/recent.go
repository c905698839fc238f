// SPDX-License-Identifier: Apache-2.0

package store

import (
	"sync"

	"github.com/google/uuid"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

// recent is the sessions that were written last, so that a person's next step
// does not read again what this process wrote a moment ago. It is never out of
// date: no other process writes sessions (see lock.go), and the writer tells it
// of each step after the commit, in the order of commits.
//
// It forgets by halves: what was not written since the newer half filled up goes
// with the older one.
type recent struct {
	mu         sync.Mutex
	newer, old half
}

// recentRows is how many sessions a half holds, a kilobyte or two each.
const recentRows = 2048

type half struct {
	rows map[uuid.UUID]sessions.Record
	last map[holder]uuid.UUID // the session that the holder's own last step wrote
}

// holder is who has a session open.
type holder struct{ service, channel, party string }

func holderOf(r *sessions.Record) holder { return holder{r.Service, r.Channel, r.Party} }

// open is the session that OpenSession would find, if it is known here.
func (c *recent) open(scope identity.Scope, h holder) (sessions.Record, bool) {
	if channel, party, ok := phone(scope); !ok || scope.Kind != identity.KindPhone || channel != h.channel || party != h.party {
		return sessions.Record{}, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, each := range [...]*half{&c.newer, &c.old} {
		if id, ok := each.last[h]; ok {
			r, ok := c.row(id)
			return r, ok && holderOf(&r) == h && !r.Parked && !r.Closed
		}
	}
	return sessions.Record{}, false
}

func (c *recent) row(id uuid.UUID) (sessions.Record, bool) {
	if r, ok := c.newer.rows[id]; ok {
		return r, true
	}
	r, ok := c.old.rows[id]
	return r, ok
}

// onward reports whether a step only moves its session on: the row that it
// expects is known, and differs from the new one in no column by which sessions
// are found.
func (c *recent) onward(s *sessions.Step) bool {
	if s.Expect == 0 {
		return false
	}
	c.mu.Lock()
	was, ok := c.row(s.Record.ID)
	c.mu.Unlock()
	if !ok || was.Seq != s.Expect || hour(was.Updated) != hour(s.Record.Updated) {
		return false
	}
	is := &s.Record
	return holderOf(&was) == holderOf(is) && was.Ref == is.Ref && was.Form == is.Form && was.Parked == is.Parked && was.Closed == is.Closed
}

// keep takes a step that was committed. The session that a phone stepped is the
// one it has open; a row that changed with it may be open for somebody else, and
// which of that one's sessions is the newest is for the database to say.
func (c *recent) keep(s *sessions.Step) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.newer.rows) >= recentRows || c.newer.rows == nil {
		c.old = c.newer
		c.newer = half{make(map[uuid.UUID]sessions.Record), make(map[holder]uuid.UUID)}
	}
	for _, r := range s.Park {
		c.write(r)
	}
	for _, change := range s.Changes {
		c.write(change.Record)
	}
	c.write(s.Record)
	if s.Scope.Kind == identity.KindPhone {
		c.newer.last[holderOf(&s.Record)] = s.Record.ID
	}
}

func (c *recent) write(r sessions.Record) {
	c.newer.rows[r.ID] = r
	h := holderOf(&r)
	delete(c.newer.last, h)
	delete(c.old.last, h)
}
