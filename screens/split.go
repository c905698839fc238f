// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// cut finds how much of a text fits beside what a page already holds. It
// returns the end of the part that fits and where the rest begins; between the
// two is the white space for which the page break stands. It breaks between
// words; within a word, between grapheme clusters, only if the page is empty;
// and within a cluster that no page can hold, between code points. With
// nothing to take it returns 0, 0; from an empty page it always takes
// something.
func (m meter) cut(s string, used cost, empty bool) (end, next int) {
	total := used
	word, wordNext := 0, 0 // the last break between words
	spaceless := false     // the cluster before is of a script without spaces
	for i := 0; i < len(s); {
		size := clusterLen(s[i:])
		cluster := s[i : i+size]
		r, _ := utf8.DecodeRuneInString(cluster)
		was := spaceless
		spaceless = writesNoSpaces(r)
		switch {
		case r == ' ' || r == '\n':
			word, wordNext = i, i+size
		case i > wordNext && (spaceless || was) && !unicode.IsPunct(r):
			word, wordNext = i, i
		}
		total = total.plus(m.cost(cluster))
		if m.fits(total) {
			i += size
			if r == '\u1361' { // Ethiopic word space, which is seen
				word, wordNext = i, i
			}
			continue
		}
		switch {
		case word > 0:
			return word, wordNext
		case !empty:
			return 0, 0
		case i > 0:
			return i, i
		}
		return m.cutCluster(cluster, used)
	}
	return len(s), len(s)
}

// cutCluster takes as many code points of one cluster as fit, at least one.
func (m meter) cutCluster(cluster string, used cost) (end, next int) {
	for i, r := range cluster {
		if used = used.plus(m.cost(string(r))); i > 0 && !m.fits(used) {
			return i, i
		}
	}
	return len(cluster), len(cluster)
}

// clusterLen is the length of the first grapheme cluster (Unicode UAX 29).
func clusterLen(s string) int {
	if s[0] < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return 1 // no two ASCII characters cluster but CR LF, which no plain text holds
	}
	clusters := graphemes.FromString(s)
	if !clusters.Next() {
		return len(s)
	}
	return len(clusters.Value())
}

// writesNoSpaces tells the scripts that put no spaces between words.
func writesNoSpaces(r rune) bool {
	switch {
	case r < 0x0e00:
		return false
	case r < 0x0f00, // Thai, Lao
		r >= 0x1000 && r < 0x10a0, // Myanmar
		r >= 0x1780 && r < 0x1800, // Khmer
		r >= 0x3040 && r < 0x3100, // Hiragana, Katakana
		r >= 0x3400 && r < 0xa000: // Han
		return true
	}
	return unicode.Is(unicode.Han, r)
}
