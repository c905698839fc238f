// SPDX-License-Identifier: Apache-2.0

package registry

import (
	"errors"
	"unicode"
)

// Reference is the number that a person is given for a form: 12 ASCII digits,
// of which the first four are the block of the device that took it, the next
// six the device's counter in a keyed order, and the last two a check. It is
// never a secret: whoever knows it may learn no more than whoever does not.
type Reference string

// ReferenceDigits is the length of a reference.
const ReferenceDigits = 12

// payloadDigits is the length of what the check protects.
const payloadDigits = ReferenceDigits - 2

// Errors of ParseReference, each a different thing to tell a person.
var (
	// ErrReferenceCharacter: the text holds something other than digits, spaces and dashes.
	ErrReferenceCharacter = errors.New("reference holds a character that is no digit")
	// ErrReferenceLength: there are fewer or more than 12 digits.
	ErrReferenceLength = errors.New("reference does not have 12 digits")
	// ErrReferenceCheck: the check digits do not fit; a digit was mistaken.
	ErrReferenceCheck = errors.New("reference fails its check digits")
)

// String returns the 12 digits.
func (r Reference) String() string { return string(r) }

// Grouped returns the digits as they are shown and read out, e.g.
// "0412 3381 0277".
func (r Reference) Grouped() string {
	if len(r) != ReferenceDigits {
		return string(r)
	}
	return string(r[0:4] + " " + r[4:8] + " " + r[8:12])
}

// ParseReference reads a reference as a person types or pastes it: in the
// decimal digits of any script, with spaces and dashes anywhere. It returns
// ErrReferenceCharacter, ErrReferenceLength or ErrReferenceCheck.
func ParseReference(text string) (Reference, error) {
	var digits [ReferenceDigits]byte
	n := 0
	for _, r := range text {
		if ignorable(r) {
			continue
		}
		d, ok := decimal(r)
		if !ok {
			return "", ErrReferenceCharacter
		}
		if n < ReferenceDigits {
			digits[n] = '0' + d
		}
		n++
	}
	if n != ReferenceDigits {
		return "", ErrReferenceLength
	}
	ref := Reference(digits[:])
	// Comparing the check, rather than the remainder with 1, also refuses 00
	// and 01, which ISO 7064 never issues but which are congruent to 97 and 98.
	if ref != withCheck(string(ref[:payloadDigits])) {
		return "", ErrReferenceCheck
	}
	return ref, nil
}

// withCheck appends the two check digits of ISO/IEC 7064 MOD 97-10: the whole
// number leaves remainder 1 when divided by 97. They catch every single wrong
// digit and every exchange of two neighbours.
func withCheck(payload string) Reference {
	rem := 0
	for i := range len(payload) {
		rem = (rem*10 + int(payload[i]-'0')) % 97
	}
	check := 98 - rem*100%97
	return Reference(append([]byte(payload), '0'+byte(check/10), '0'+byte(check%10)))
}

// ignorable tells whether a rune may stand anywhere in a reference: spaces,
// dashes, the minus sign, and the invisible marks that come with pasted
// right-to-left text.
func ignorable(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '\u2212' || unicode.Is(unicode.Cf, r)
}

// decimal returns the value of a decimal digit of any script. Unicode gives
// each script's digits as a run of ten that begins with zero, and its tables
// join only whole runs.
func decimal(r rune) (byte, bool) {
	if r >= '0' && r <= '9' {
		return byte(r - '0'), true
	}
	for _, t := range unicode.Nd.R16 {
		if r <= rune(t.Hi) {
			if r < rune(t.Lo) {
				return 0, false
			}
			return byte((r - rune(t.Lo)) % 10), true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r <= rune(t.Hi) {
			if r < rune(t.Lo) {
				return 0, false
			}
			return byte((r - rune(t.Lo)) % 10), true
		}
	}
	return 0, false
}
