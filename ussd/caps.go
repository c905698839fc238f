// SPDX-License-Identifier: Apache-2.0

package ussd

import (
	"strings"
	"time"
)

// Caps bound how many messages go to the numbers that begin with a prefix such
// as +2547, in an hour. The longest prefix counts; a number that none fits is
// not bounded, and "+" fits all. They keep somebody who makes us send to numbers
// that cost much, or that pay a share to their owner, from a bill without end.
// Whoever dials or writes is never turned away by them.
type Caps map[string]int

// capWindow is what a cap counts within.
const capWindow = time.Hour

// sentTo counts messages by the prefix of a cap. It lives in this process: after
// a restart it counts anew.
type sentTo map[string]*window

type window struct {
	begun time.Time
	sent  int
}

// take counts a message that is about to be sent, and returns 0; or, when the
// cap is reached, how long to wait.
func (s sentTo) take(caps Caps, to string, now time.Time) time.Duration {
	prefix, most, bounded := caps.of(to)
	if !bounded {
		return 0
	}
	w := s[prefix]
	if w == nil || now.Sub(w.begun) >= capWindow {
		w = &window{begun: now}
		s[prefix] = w
	}
	if w.sent >= most {
		return w.begun.Add(capWindow).Sub(now)
	}
	w.sent++
	return 0
}

// of is the longest prefix of a number that has a cap, and the cap.
func (c Caps) of(to string) (prefix string, most int, bounded bool) {
	for p, n := range c {
		if strings.HasPrefix(to, p) && len(p) >= len(prefix) {
			prefix, most, bounded = p, n, true
		}
	}
	return prefix, most, bounded
}
