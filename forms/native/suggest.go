// SPDX-License-Identifier: Apache-2.0

package native

// nearest finds the candidate that a mistyped word most likely meant, or "". At
// most a third of the letters may differ, and never more than two.
func nearest(word string, candidates []string) string {
	best, least := "", min(2, (len(word)+1)/3)+1
	for _, candidate := range candidates {
		if d := distance(word, candidate); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// distance counts inserted, deleted, replaced and swapped letters (optimal
// string alignment) of words as long as keys are.
func distance(a, b string) int {
	const longest = 64
	if len(a) > longest || len(b) > longest {
		return longest
	}
	var rows [3][longest + 1]int // of the letter before the last, the last and this
	for j := range len(b) + 1 {
		rows[1][j] = j
	}
	for i := range len(a) {
		before, last, row := rows[0], rows[1], &rows[2]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		rows[0], rows[1] = last, *row
	}
	return rows[1][len(b)]
}
