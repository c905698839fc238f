// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"strings"
	"time"

	"github.com/dialform/dialform/flows"
)

// What people need is an estimate. It is meant for comparing forms and for
// seeing which need several sessions, not for planning a day.
const (
	// A USSD request and its reply take 1 to 3 seconds on a live network, a
	// message each way some seconds more.
	ussdTrip, messageTrip = 2 * time.Second, 10 * time.Second
	// handling is opening the reply field and sending.
	handling = 2 * time.Second
	// perCharacter is reading at 120 words of 5 letters a minute: half the pace
	// of fluent adults (238, Brysbaert 2019), since many read in a second
	// language.
	perCharacter = 100 * time.Millisecond
	// perDigit and perLetter are typing on twelve keys: letters by multi-tap at 8
	// words a minute (James and Reisner 2001).
	perDigit, perLetter = 700 * time.Millisecond, 1500 * time.Millisecond
	// perKey is an operator at a keyboard, 40 words a minute.
	perKey = 300 * time.Millisecond
	// resuming is dialling again and choosing to go on.
	resuming = 12 * time.Second
)

// effort is the time to get one page and to read it. A page that is not the last
// one is left with a key.
func effort(p page, c Channel) time.Duration {
	takes := time.Duration(p.characters) * perCharacter
	switch {
	case c.Lines:
		return takes
	case c.Messages:
		takes += messageTrip + handling
	default:
		takes += ussdTrip + handling
	}
	if !p.last {
		takes += 2 * perDigit
	}
	return takes
}

// typing is the time to type an answer.
func typing(typed string, e flows.Expect, c Channel) time.Duration {
	if e.Kind == flows.ExpectDate {
		typed = strings.ReplaceAll(typed, "-", "")
	}
	var takes time.Duration
	for _, r := range typed {
		switch {
		case c.Lines:
			takes += perKey
		case r >= '0' && r <= '9' || r == ' ':
			takes += perDigit
		default:
			takes += perLetter
		}
	}
	return takes
}
