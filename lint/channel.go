// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/dialform/dialform/screens"
)

// ErrChannel: there is no such channel.
var ErrChannel = errors.New("use ussd, sms or plain")

// Channel is a way in that a form is measured for.
type Channel struct {
	Name     string         // "ussd", "sms" or "plain"
	Layout   screens.Layout // what a page holds
	Session  time.Duration  // the network closes the connection after this; 0 is never
	Messages bool           // each page is a message of its own, and so is each answer
	Lines    bool           // a terminal of an assisted desk: no pages
}

// sessionTime is what networks give one USSD session (Africa's Talking help:
// 180 s; 6D and Mica through vumi: 180 s). Some give 120 s.
const sessionTime = 180 * time.Second

// Channels reads a list such as "ussd,sms,plain". septets is the room on a page,
// 0 for 160. latin says that USSD carries the 7-bit alphabet only. It returns
// ErrChannel for other names.
func Channels(list string, septets int, latin bool) ([]Channel, error) {
	var out []Channel
	for _, name := range strings.Split(list, ",") {
		c := Channel{Name: strings.TrimSpace(name), Layout: screens.Layout{Septets: 160, UCS2: 70, Keys: screens.DefaultKeys}}
		if septets > 0 {
			// 160 octets hold 70 to 80 units where they hold 160 to 182 septets.
			c.Layout.Septets, c.Layout.UCS2 = septets, septets*7/16
		}
		switch c.Name {
		case "ussd":
			c.Session, c.Layout.Latin = sessionTime, latin
		case "sms":
			c.Messages = true
		case "plain":
			c.Lines = true
		default:
			return nil, fmt.Errorf("channel %q: %w", c.Name, ErrChannel)
		}
		out = append(out, c)
	}
	return out, nil
}

// limit is the room on a page in a coding; 0 where there are no pages.
func (c Channel) limit(coding screens.Coding) int {
	switch {
	case c.Lines:
		return 0
	case coding == screens.UCS2:
		return c.Layout.UCS2
	default:
		return c.Layout.Septets
	}
}
