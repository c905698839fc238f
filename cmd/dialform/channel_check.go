// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/ussd"
	"github.com/dialform/dialform/ussd/gateway"
)

// dialectHints say where the configuration gives what a dialect can't do
// without.
var dialectHints = []struct {
	err  error
	hint string
}{
	{gateway.ErrSigningKey, "give the file that holds it, signing_key_file: FILE"},
	{gateway.ErrPublicURL, "give it for the node, public_url: https://..."},
	{gateway.ErrPushURL, "give push: {url: https://..., secret_file: FILE}"},
	{gateway.ErrParameter, "give parameters: {NAME: VALUE}; the dialect's file tells what they are"},
}

// dialectError says what is wrong with a channel's dialect, and what to write.
func (c *config) dialectError(name string, err error) error {
	for _, h := range dialectHints {
		if errors.Is(err, h.err) {
			return c.errorf("channel %q: %v; %s", name, err, h.hint)
		}
	}
	return c.errorf("channel %q: %v", name, err)
}

// The room on a USSD screen: 182 septets or 80 UCS-2 units are all that a network
// can carry (3GPP TS 23.038 6.1.2.3), and on less than 40 and 30 no menu fits. A
// message may go out in several parts.
const (
	leastSeptets, mostSeptets = 40, 182
	leastUCS2, mostUCS2       = 30, 80
	mostParts                 = 10
)

// checkChannel finds what is wrong with one channel by itself.
func (c *config) checkChannel(cc channelConfig) error {
	for _, wrong := range []struct {
		is   bool
		what string
	}{
		{cc.Name == "" || strings.ContainsAny(cc.Name, "/ "), "needs a name without spaces and slashes"},
		{cc.Dialect == "", "dialect: is missing; it says how the gateway talks, e.g. africastalking"},
		{cc.Code != "" && !isCode(cc.Code), fmt.Sprintf(`code: %q is no short code; write it as it is dialled, "*384*96#"`, cc.Code)},
		{clash(keysOf(cc.Keys.keys())), "keys: two moves have the same key"},
		{!isWeb(cc.Push.URL), "push: url: is no address; write https://HOST/PATH"},
		{!isWeb(cc.Send.URL), "send: url: is no address; write https://HOST/PATH"},
	} {
		if wrong.is {
			return c.errorf("channel %q: %s", cc.Name, wrong.what)
		}
	}
	return c.checkCaps(cc)
}

// checkRoom finds room that no network has.
func (c *config) checkRoom(cc channelConfig, messages bool) error {
	parts := 1
	if messages {
		parts = mostParts
	}
	switch {
	case outside(cc.Septets, leastSeptets, parts*mostSeptets):
		return c.errorf("channel %q: septets: %d is no room on a screen; networks carry up to %d, and 160 is what all do", cc.Name, cc.Septets, mostSeptets)
	case outside(cc.UCS2, leastUCS2, parts*mostUCS2):
		return c.errorf("channel %q: ucs2: %d is no room on a screen; networks carry up to %d, and 70 is what all do", cc.Name, cc.UCS2, mostUCS2)
	default:
		return nil
	}
}

func (c *config) checkCaps(cc channelConfig) error {
	for prefix, most := range cc.Send.Caps {
		if digits, is := strings.CutPrefix(prefix, "+"); !is || strings.Trim(digits, "0123456789") != "" || most < 0 {
			return c.errorf(`channel %q: send: caps: %q: %d is no cap; write "+2547": 1000, for at most 1000 messages an hour to numbers that begin so`, cc.Name, prefix, most)
		}
	}
	return nil
}

// checkTogether finds what is wrong between channels.
func (c *config) checkTogether(channels []ussd.Channel) error {
	messages := map[string]bool{}
	for _, ch := range channels {
		if _, twice := messages[ch.Name]; twice {
			return c.errorf("channel %q stands twice; the name is part of the address that the gateway calls", ch.Name)
		}
		messages[ch.Name] = ch.Messages
	}
	for _, ch := range channels {
		if ch.Receipts != "" && !messages[ch.Receipts] {
			return c.errorf("channel %q: receipts: %q is no channel of messages; name one, such as one with the dialect africastalking-sms", ch.Name, ch.Receipts)
		}
	}
	return nil
}

func isCode(s string) bool {
	return len(s) > 2 && s[0] == '*' && s[len(s)-1] == '#' && strings.Trim(s, "*#0123456789") == ""
}

// outside reports whether a number was given and is out of bounds.
func outside(n, least, most int) bool { return n != 0 && (n < least || n > most) }

// isWeb reports whether a text is an address of HTTP, or empty.
func isWeb(s string) bool {
	u, err := url.Parse(s)
	return s == "" || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// clash reports whether two moves have the same key.
func clash(k screens.Keys) bool {
	seen := map[string]bool{}
	for _, key := range []string{k.Back, k.Home, k.More, k.Skip} {
		if seen[key] {
			return true
		}
		seen[key] = true
	}
	return false
}
