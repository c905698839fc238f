// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"maps"
	"slices"
)

// nearest finds the candidate that a mistyped word most likely meant, or "".
// At most a third of the letters may differ, and never more than three.
func nearest(word string, candidates []string) string {
	best, bestDistance := "", min(3, (len([]rune(word))+1)/3)+1
	for _, c := range candidates {
		if d := editDistance(word, c, bestDistance); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// editDistance counts inserted, deleted, replaced and swapped letters (optimal
// string alignment); it stops at limit.
func editDistance(a, b string, limit int) int {
	s, t := []rune(a), []rune(b)
	if len(s)-len(t) >= limit || len(t)-len(s) >= limit || len(s) > 64 || len(t) > 64 {
		return limit
	}
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		if slices.Min(row) >= limit {
			return limit
		}
		before, last, row = last, row, before
	}
	return last[len(t)]
}

// sortedKeys are the keys of a map in order, so that findings and suggestions
// are the same every time.
func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
