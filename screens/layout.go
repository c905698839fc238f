// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"cmp"
	"slices"
	"strconv"
)

// Keys are what a person types to move. An empty key is not offered. Menus
// know them all; where everything typed is an answer, only Home is a key (it
// opens the actions), and More on a page that is not the last one.
type Keys struct {
	Back, Home, More, Skip string
	Next                   string // goes on from a text; anything else typed does too
}

// DefaultKeys are those of East African menus.
var DefaultKeys = Keys{Back: "0", Home: "00", More: "98", Skip: "99", Next: "1"}

// Layout is what a channel can show.
type Layout struct {
	Septets int    // most septets of a page, escapes counted. Defaults to 160, which every gateway carries
	UCS2    int    // most UCS-2 units of a page with other characters. Defaults to 70
	Keys    Keys   // Defaults to DefaultKeys
	Newline string // what the channel writes for a line break, to count it; a page always holds "\n". Defaults to "\n"
	Latin   bool   // the channel carries the 7-bit alphabet only: all else is respelled, at worst as "?"
}

// The smallest page has room for the bare keys and a few words. A smaller limit is a
// mistake in a configuration, and the default is used.
const (
	minSeptets = 40
	minUCS2    = 30
)

// orDefaults fills what is not set.
func (l Layout) orDefaults() Layout {
	if l.Septets < minSeptets {
		l.Septets = 160
	}
	if l.UCS2 < minUCS2 {
		l.UCS2 = 70
	}
	if l.Keys == (Keys{}) {
		l.Keys = DefaultKeys
	}
	l.Newline = cmp.Or(l.Newline, "\n")
	return l
}

// number is what a person types for the option at index. Options are numbered
// from 1 through all pages and pass over the numbers that are keys, so that
// option 98 of a long list is not lost behind the key for more.
func (k Keys) number(index int) int {
	n := index + 1
	for _, key := range k.numeric() {
		if key > 0 && n >= key {
			n++
		}
	}
	return n
}

// index is the option that a number stands for; false for a number that is a
// key or less than 1.
func (k Keys) index(number int) (int, bool) {
	i := number - 1
	for _, key := range k.numeric() {
		if key == 0 {
			continue
		}
		if number == key {
			return 0, false
		}
		if number > key {
			i--
		}
	}
	return i, i >= 0
}

// numeric are the keys that read as numbers, ascending, each once; 0 for the
// others.
func (k Keys) numeric() [4]int {
	var out [4]int
	for i, key := range [...]string{k.Back, k.Home, k.More, k.Skip} {
		n, err := strconv.Atoi(key)
		if err != nil || n < 0 || strconv.Itoa(n) != key {
			continue
		}
		if !slices.Contains(out[:i], n) {
			out[i] = n
		}
	}
	slices.Sort(out[:])
	return out
}
