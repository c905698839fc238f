// SPDX-License-Identifier: Apache-2.0

package sessions

import (
	"context"
	"sync"
)

// keyLocks lets one step of a party be in flight at a time on this node; a
// repeated request that arrives meanwhile waits and then finds the stored
// reply. Between nodes the store's compare-and-set does the same.
type keyLocks struct {
	mu   sync.Mutex
	held map[holder]*queue
}

// holder is whose steps wait for each other.
type holder struct{ channel, party string }

// queue is who waits for a lock that is held.
type queue struct {
	waiting int
	turn    chan struct{} // one value is one turn; made by the first who waits
}

// lock waits for a key and returns what releases it, or the error of a context
// that ended first.
func (l *keyLocks) lock(ctx context.Context, key holder) (release func(), err error) {
	release = func() { l.release(key) }
	l.mu.Lock()
	q, held := l.held[key]
	if !held {
		if l.held == nil {
			l.held = make(map[holder]*queue)
		}
		l.held[key] = nil // nobody waits
		l.mu.Unlock()
		return release, nil
	}
	if q == nil {
		q = &queue{turn: make(chan struct{}, 1)}
		l.held[key] = q
	}
	q.waiting++
	l.mu.Unlock()
	select {
	case <-q.turn:
		return release, nil
	case <-ctx.Done():
	}
	l.mu.Lock()
	select {
	case <-q.turn: // it came at the same moment, and goes to the next
		l.mu.Unlock()
		release()
	default:
		q.waiting--
		l.mu.Unlock()
	}
	return nil, ctx.Err()
}

// release gives the key to the next who waits, or free.
func (l *keyLocks) release(key holder) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if q := l.held[key]; q != nil && q.waiting > 0 {
		q.waiting--
		q.turn <- struct{}{}
		return
	}
	delete(l.held, key)
}
