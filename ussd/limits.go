// SPDX-License-Identifier: Apache-2.0

package ussd

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits bound what one phone may ask of a channel. The zero Limits bound
// nothing.
type Limits struct {
	PerSecond float64 // requests in the long run
	Burst     int     // requests at once
}

// DefaultLimits are generous: a person reads and types for seconds, and a
// gateway repeats a request a few times at most. They stop a phone that is
// driven by a program.
var DefaultLimits = Limits{PerSecond: 5, Burst: 60}

// limitSweep is how often phones that have been quiet are forgotten.
const limitSweep = time.Minute

// limiter counts the requests of each phone.
type limiter struct {
	limits Limits
	now    func() time.Time

	mu     sync.Mutex
	phones map[string]*rate.Limiter
	swept  time.Time
}

func newLimiter(l Limits, now func() time.Time) *limiter {
	return &limiter{limits: l, now: now, phones: map[string]*rate.Limiter{}, swept: now()}
}

// allow counts a request and reports whether it is within the limits.
func (l *limiter) allow(phone string) bool {
	if l.limits == (Limits{}) {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Sub(l.swept) > limitSweep {
		l.swept = now
		for name, p := range l.phones {
			if p.TokensAt(now) >= float64(l.limits.Burst) {
				delete(l.phones, name)
			}
		}
	}
	p := l.phones[phone]
	if p == nil {
		p = rate.NewLimiter(rate.Limit(l.limits.PerSecond), l.limits.Burst)
		l.phones[phone] = p
	}
	return p.AllowN(now, 1)
}
