// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strings"
	"unicode/utf8"

	"github.com/dialform/dialform/flows"
)

// referenceDigits is the length of a reference of the service.
const referenceDigits = 12

// freeText reads text, kept as typed; or, where the question takes digits only
// (an account, a phone number), the digits of any script as ASCII, with a plus
// sign in front if there is one, without the spaces and signs between them.
func (r *reading) freeText() flows.Input {
	if !r.screen.Expect.DigitsOnly {
		// A letter that the channel could not carry arrives as this mark.
		if strings.ContainsRune(r.text, utf8.RuneError) {
			return unreadable(whyText)
		}
		return flows.Answer{Value: r.text}
	}
	plus, rest := "", r.number
	if after, ok := strings.CutPrefix(rest, "+"); ok {
		plus, rest = "+", after
	}
	digits := without(rest, " -./()")
	if !allDigits(digits) {
		return unreadable(whyDigits)
	}
	return flows.Answer{Value: plus + digits}
}

// reference reads the twelve digits of a reference, in groups or not. Whether
// there is such a reference is not for the screen to say.
func (r *reading) reference() flows.Input {
	digits := without(r.number, " -./")
	if len(digits) != referenceDigits || !allDigits(digits) {
		return unreadable(whyReference)
	}
	return flows.Answer{Value: digits}
}

func without(s, signs string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(signs, r) {
			return -1
		}
		return r
	}, s)
}
