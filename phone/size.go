// SPDX-License-Identifier: Apache-2.0

package phone

import (
	"fmt"
	"unicode/utf16"

	"github.com/dialform/dialform/screens/gsm7"
)

const (
	// A USSD string has 160 octets, which is 182 septets or 80 UCS-2 units (3GPP
	// TS 23.038 6.1.2.3), but some networks allow less. 160 and 70 pass everywhere.
	screenSeptets, screenUnits = 160, 70
	// A short message has 140 octets, which is 160 septets or 70 units; each part
	// of a longer one gives 6 octets to the header that joins them (3GPP TS 23.040
	// 9.2.3.24).
	messageSeptets, messageUnits = 160, 70
	partSeptets, partUnits       = 153, 67
)

// Size is what a text costs: septets of the GSM 7-bit alphabet, or units of UCS-2
// as soon as one character is outside it.
type Size struct {
	Used, Limit int
	UCS2        bool
}

func measure(text string, septets, units int) Size {
	if used, ok := gsm7.Basic.Len(text); ok {
		return Size{Used: used, Limit: septets}
	}
	used := 0
	for _, r := range text {
		used += utf16.RuneLen(r)
	}
	return Size{Used: used, Limit: units, UCS2: true}
}

// Over tells whether the text does not fit.
func (s Size) Over() bool { return s.Used > s.Limit }

// String is "63/160", or "41/70 ucs2".
func (s Size) String() string {
	if s.UCS2 {
		return fmt.Sprintf("%d/%d ucs2", s.Used, s.Limit)
	}
	return fmt.Sprintf("%d/%d", s.Used, s.Limit)
}
