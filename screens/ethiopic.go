// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strconv"
	"strings"
)

// Ethiopic numerals are no decimal digits: ፩ to ፱ are ones, ፲ to ፺ tens, ፻ a
// hundred and ፼ ten thousand (Unicode 4.7, block U+1369..U+137C). ፲፱፻፺ is 1990.
const (
	ethiopicOne         = '፩'
	ethiopicTen         = '፲'
	ethiopicHundred     = '፻'
	ethiopicTenThousand = '፼'
)

// ethiopicToASCII writes the Ethiopic numbers of a text in ASCII digits. A run
// of numerals that makes no number stays as it is.
func ethiopicToASCII(s string) string {
	if !strings.ContainsFunc(s, isEthiopicNumeral) {
		return s
	}
	var b strings.Builder
	for s != "" {
		begin := strings.IndexFunc(s, isEthiopicNumeral)
		if begin < 0 {
			begin = len(s)
		}
		b.WriteString(s[:begin])
		s = s[begin:]
		end := strings.IndexFunc(s, func(r rune) bool { return !isEthiopicNumeral(r) })
		if end < 0 {
			end = len(s)
		}
		if n, ok := ethiopicNumber(s[:end]); ok {
			b.WriteString(strconv.FormatInt(n, 10))
		} else {
			b.WriteString(s[:end])
		}
		s = s[end:]
	}
	return b.String()
}

func isEthiopicNumeral(r rune) bool { return r >= ethiopicOne && r <= ethiopicTenThousand }

// ethiopicNumber is the value of a run of numerals: pairs of a ten and a one,
// each at most once, made hundreds and ten thousands by the sign that follows.
func ethiopicNumber(s string) (n int64, ok bool) {
	const most = 1e15 // so that no step overflows
	var hundreds, pair int64
	for _, r := range s {
		switch {
		case r == ethiopicTenThousand:
			if n += hundreds + pair; n == 0 {
				n = 1
			}
			n, hundreds, pair = n*10_000, 0, 0
		case r == ethiopicHundred:
			if hundreds > 0 {
				return 0, false
			}
			hundreds, pair = max(pair, 1)*100, 0
		case r >= ethiopicTen:
			if pair > 0 {
				return 0, false
			}
			pair = int64(r-ethiopicTen+1) * 10
		default:
			if pair%10 > 0 {
				return 0, false
			}
			pair += int64(r-ethiopicOne) + 1
		}
		if n > most {
			return 0, false
		}
	}
	return n + hundreds + pair, true
}
