// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// The tables below are this test's own, so that it does not share a mistake
// with what it tests.
const (
	oneSeptet  = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	twoSeptets = "^{}\\[~]|€"
)

// number is what the option at index i is chosen by: 1, 2, ... without the keys.
func number(i int) string {
	n := i + 1
	if n >= 98 {
		n += 2 // 98 and 99 are keys
	}
	return fmt.Sprint(n)
}

// keysBelow are the lines that belong below a page in English.
func keysBelow(s flows.Screen, page int, more bool) string {
	var lines []string
	add := func(show bool, line string) {
		if show {
			lines = append(lines, line)
		}
	}
	switch kind := s.Expect.Kind; {
	case s.End:
	case kind.Free():
		add(s.Can&flows.CanActions != 0, "00 Options")
	default:
		add(kind == flows.ExpectContinue && !more, "1 Next")
		add(s.Can&flows.CanSkip != 0, "99 Skip")
		add(s.Can&flows.CanBack != 0 || page > 0, "0 Back")
		add(s.Can&flows.CanHome != 0, "00 Home")
	}
	add(more, "98 More")
	return strings.Join(lines, "\n")
}

func measured(text string) (n int, coding string) {
	for _, r := range text {
		switch {
		case strings.ContainsRune(oneSeptet, r):
			n++
		case strings.ContainsRune(twoSeptets, r):
			n += 2
		default:
			return len(utf16.Encode([]rune(text))), "UCS-2"
		}
	}
	return n, "GSM-7"
}

func fitsLayout(text string, l screens.Layout) bool {
	n, coding := measured(text)
	if coding == "UCS-2" {
		return n <= l.UCS2
	}
	return n <= l.Septets
}
