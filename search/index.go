// SPDX-License-Identifier: Apache-2.0

package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// typoLetters is from how many letters on one slip is forgiven: fewer begin too
// many names.
const typoLetters = 3

// Index is an immutable list of names to search in. It is one array of folded
// names in order, so all that begin alike are neighbours, and the array is
// walked as the tree of letters that it is: a letter more is a narrower span,
// found by bisection. Nothing is kept for slips. They are tried out, at each
// letter that was typed, against the letters that do follow there, which in real
// names are few after the first two; what is left of the word must then agree
// exactly, which is one bisection more. A search takes some thousand comparisons
// in 20,000 names and allocates what it returns.
type Index struct {
	names []name
	most  int32 // the highest entry
}

// name is one name of an entry; an entry may have several.
type name struct {
	folded string
	entry  int32
}

// Names collects the names of an index.
type Names struct {
	names []name
	most  int32
}

// Add gives an entry a name; one that has no letters can't be found.
func (n *Names) Add(entry int, text string) {
	if folded := Fold(text); folded != "" {
		n.names = append(n.names, name{folded, int32(entry)})
		n.most = max(n.most, int32(entry))
	}
}

// Index makes an index of the names added so far.
func (n *Names) Index() *Index {
	slices.SortFunc(n.names, func(a, b name) int {
		return cmp.Or(strings.Compare(a.folded, b.folded), cmp.Compare(a.entry, b.entry))
	})
	return &Index{slices.Clip(slices.Compact(n.names)), n.most}
}

// New makes an index of a list in which each entry has one name.
func New(list []string) *Index {
	n := Names{names: make([]name, 0, len(list))}
	for i, text := range list {
		n.Add(i, text)
	}
	return n.Index()
}

// Find returns the entries that have a name which begins with what was typed,
// in the order of their names and each once. Where there are none, one slip is
// forgiven from three letters on: a letter too many, missing, wrong, or two of
// them in the wrong order. sure tells that there was no slip, or that nothing but
// a slip parts it from a whole name of each.
func (x *Index) Find(typed string) (entries []int, sure bool) {
	want := Fold(typed)
	if want == "" {
		return nil, false
	}
	if all := x.narrow(span{0, len(x.names)}, 0, want); all.lo < all.hi {
		return x.entries([]span{all}), true
	}
	if utf8.RuneCountInString(want) < typoLetters {
		return nil, true
	}
	s := slips{x: x}
	s.try(want)
	entries = x.entries(union(s.found))
	return entries, len(entries) > 0 && len(entries) == len(x.entries(union(s.whole)))
}

// entries are those of spans in order, each once.
func (x *Index) entries(spans []span) []int {
	size := 0
	for _, s := range spans {
		size += s.hi - s.lo
	}
	if size == 0 {
		return nil
	}
	out := make([]int, 0, size)
	var seen []uint64 // bits, where an entry may come twice
	if size > 1 {
		seen = make([]uint64, x.most/64+1)
	}
	for _, s := range spans {
		for i := s.lo; i < s.hi; i++ {
			entry := x.names[i].entry
			if seen != nil {
				if seen[entry/64]>>(entry%64)&1 != 0 {
					continue
				}
				seen[entry/64] |= 1 << (entry % 64)
			}
			out = append(out, int(entry))
		}
	}
	return out
}

// span is a run of neighbours in the index, lo to hi-1.
type span struct{ lo, hi int }

// narrow is the part of a span, all of whose names agree up to byte from, in
// which they go on with text.
func (x *Index) narrow(in span, from int, text string) span {
	lo, hi := in.lo, in.hi
	for lo < hi { // the first that is not before text
		if mid := int(uint(lo+hi) >> 1); x.names[mid].folded[from:] < text {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	first := lo
	for hi = in.hi; lo < hi; { // the first that does not begin with it
		if mid := int(uint(lo+hi) >> 1); strings.HasPrefix(x.names[mid].folded[from:], text) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return span{first, lo}
}

// slips looks for what one slip leads to.
type slips struct {
	x     *Index
	found []span
	whole []span // the names among them that end where what was typed does
}

// try makes every slip at every letter of what was typed.
func (s *slips) try(want string) {
	here := span{0, len(s.x.names)} // the names that agree so far
	for at := 0; at < len(want) && here.lo < here.hi; {
		_, size := utf8.DecodeRuneInString(want[at:])
		typed, after := want[at:at+size], want[at+size:]
		s.keep(here, at, after) // a letter too many
		if _, next := utf8.DecodeRuneInString(after); next > 0 {
			s.keep(here, at, after[:next]+typed+after[next:]) // two swapped
		}
		for i := here.lo; i < here.hi; {
			rest := s.x.names[i].folded[at:]
			if rest == "" {
				i++
				continue
			}
			_, n := utf8.DecodeRuneInString(rest)
			group := s.x.narrow(span{i, here.hi}, at, rest[:n])
			s.keep(group, at+n, want[at:]) // one missing
			s.keep(group, at+n, after)     // a wrong one
			i = group.hi
		}
		here, at = s.x.narrow(here, at, typed), at+size
	}
}

// keep notes the names of a span that go on with what is left of the word.
func (s *slips) keep(in span, from int, rest string) {
	found := s.x.narrow(in, from, rest)
	if found.lo == found.hi {
		return
	}
	s.found = append(s.found, found)
	end := found.lo // those that end here come first
	for end < found.hi && len(s.x.names[end].folded) == from+len(rest) {
		end++
	}
	s.whole = append(s.whole, span{found.lo, end})
}

// union puts spans in order and joins those that overlap.
func union(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.lo <= out[n-1].hi {
			out[n-1].hi = max(out[n-1].hi, s.hi)
		} else if s.lo < s.hi {
			out = append(out, s)
		}
	}
	return out
}
