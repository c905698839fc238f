// SPDX-License-Identifier: Apache-2.0

package script

import (
	"errors"
	"runtime"
	"time"
)

// Defaults of [NewPool].
const (
	DefaultMemory = 32 << 20              // bytes of one runtime
	DefaultWall   = 50 * time.Millisecond // of one call
	maxRuntimes   = 4                     // 4 x 32 MiB stays far below what a node has
)

// ErrLimit is the error of a script that was cut off: it took too long, too
// much memory or too much work.
var ErrLimit = errors.New("script is cut off")

// Error is what a script has thrown. It has the kind of the error and no more:
// a message may quote answers.
type Error struct{ Name string }

func (e *Error) Error() string { return "script throws " + e.Name }

// Pool is a bounded number of runtimes. It may be used by any number of
// goroutines; each session has a runtime to itself, and waits for one.
type Pool struct {
	memory uintptr
	free   chan *engine // runtimes that are idle; nil stands for one that is not made yet
}

// NewPool is a pool of as many runtimes as there are processors, at most four.
// Runtimes are made when they are needed.
func NewPool() *Pool {
	n := min(runtime.GOMAXPROCS(0), maxRuntimes)
	p := &Pool{memory: DefaultMemory, free: make(chan *engine, n)}
	for range n {
		p.free <- nil
	}
	return p
}

// Close ends the runtimes that are idle. Sessions that are open end theirs.
func (p *Pool) Close() {
	for {
		select {
		case e := <-p.free:
			if e != nil {
				e.close()
			}
		default:
			return
		}
	}
}

// Setting is what scripts of a session see of the world.
type Setting struct {
	Now     time.Time // the clock, in the person's zone
	Seed    uint64    // of Math.random
	Library bool      // with _, moment and utils, as in the browser; the server of Form.io has none
}

// Open waits for a runtime and begins a session with it. The session must be
// closed; nothing of it is left in the runtime then.
func (p *Pool) Open(s Setting) *Session {
	return &Session{pool: p, engine: <-p.free, setting: s}
}
