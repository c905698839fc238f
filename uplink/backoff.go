// SPDX-License-Identifier: Apache-2.0

package uplink

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	firstDelay = time.Second
	lastDelay  = 15 * time.Minute
	// longestRetryAfter bounds what a hub can ask for, so that a mistake there
	// does not silence its devices for ever.
	longestRetryAfter = time.Hour
)

// delay is the longest wait after so many failures in a row.
func delay(failures int) time.Duration {
	d := firstDelay
	for range failures {
		if d *= 2; d >= lastDelay {
			return lastDelay
		}
	}
	return d
}

// jitter draws a wait between nothing and delay: devices that lost the hub
// together do not come back together ("full jitter", Brooker, "Exponential
// Backoff And Jitter", 2015).
func jitter(failures int) time.Duration { return rand.N(delay(failures)) }

// retryAfterOf reads Retry-After (RFC 9110 section 10.2.3), in seconds or as a
// date; 0 when there is none.
func retryAfterOf(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if text == "" {
		return 0
	}
	var d time.Duration
	if s, err := strconv.ParseUint(text, 10, 31); err == nil {
		d = time.Duration(s) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		d = at.Sub(now)
	}
	return max(0, min(d, longestRetryAfter))
}
