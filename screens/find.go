// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"slices"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/search"
)

// A long list is searched: a person types the first letters of an option, and
// sees those that begin so, under the numbers they always have.
const longList = 20 // options up to which a list is only counted through

func searchable(s *flows.Screen) bool {
	return s.Kind == flows.KindQuestion && s.Expect.Kind == flows.ExpectOne && len(s.Options) > longList && !s.Expect.Search
}

// findHint is the message that letters may be typed, "" where they may not, or
// where a short list says all there is.
func findHint(s *flows.Screen, shown int) string {
	switch {
	case s.Expect.Search && shown == 0:
		return hintLetters
	case s.Expect.Search && (s.Find != "" || shown > longList), searchable(s):
		return hintFind
	}
	return ""
}

// options are those that the screen shows.
func (c *Catalog) options(s *flows.Screen, lang string) []option {
	if len(s.Options) == 0 {
		return nil
	}
	all := make([]option, 0, len(s.Options))
	for i := range s.Options {
		if !s.Options[i].Always { // those are among the keys, see moves
			all = append(all, option{c.Text(lang, s.Options[i].Label), i})
		}
	}
	if s.Find == "" || !searchable(s) {
		return all
	}
	if found, _ := find(all, s.Find); len(found) > 0 {
		return found
	}
	return all // another list by now
}

// find returns the options that begin with what was typed, in the order of the
// list; see search.Index.Find for slips and sure.
func find(all []option, typed string) (found []option, sure bool) {
	labels := make([]string, len(all))
	for i, o := range all {
		labels[i] = o.label
	}
	entries, sure := search.New(labels).Find(typed)
	slices.Sort(entries)
	for _, i := range entries {
		found = append(found, all[i])
	}
	return found, sure
}

// search reads letters typed at a long list: the only option that begins so is
// taken and said back, of several the list remains. An option that is merely
// like what was typed is taken only if it is like it as a whole; else it is
// listed, for the person to pick.
func (r *reading) search() flows.Input {
	if r.text == "" || allDigits(r.number) {
		return nil
	}
	if r.screen.Expect.Search {
		return flows.Find{Text: r.text}
	}
	if !searchable(r.screen) {
		return nil
	}
	whole := *r.screen
	whole.Find = ""
	found, sure := find(r.catalog.options(&whole, r.lang), r.text)
	switch {
	case len(found) == 0:
		return unreadable(whyNotFound)
	case len(found) == 1 && sure:
		return flows.Choose{Index: found[0].index, Echo: r.echo(found[0].label)}
	}
	return flows.Find{Text: r.text}
}
