// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/dialform/dialform/flows"
)

// A long list is searched: a person types the first letters of an option, and
// sees those that begin so, under the numbers they always have.
const (
	longList   = 20 // options up to which a list is only counted through
	typoLetter = 3  // letters from which one slip is forgiven
)

func searchable(s *flows.Screen) bool {
	return s.Kind == flows.KindQuestion && s.Expect.Kind == flows.ExpectOne && len(s.Options) > longList
}

// options are those that the screen shows.
func (c *Catalog) options(s *flows.Screen, lang string) []option {
	if len(s.Options) == 0 {
		return nil
	}
	all := make([]option, len(s.Options))
	for i := range s.Options {
		all[i] = option{c.Text(lang, s.Options[i].Label), i}
	}
	if s.Find == "" || !searchable(s) {
		return all
	}
	if found, _ := find(all, s.Find); len(found) > 0 {
		return found
	}
	return all // another list by now
}

// find returns the options that begin with what was typed, whatever its capitals
// and accents. Where there are none, one slip is forgiven: a letter too many,
// missing, wrong, or two of them in the wrong order. sure tells that there was
// no slip, or that nothing but a slip parts it from a whole label.
func find(all []option, typed string) (found []option, sure bool) {
	want := folded(typed)
	if want == "" {
		return nil, false
	}
	labels := make([]string, len(all))
	for i, o := range all {
		if labels[i] = folded(o.label); strings.HasPrefix(labels[i], want) {
			found = append(found, o)
		}
	}
	letters := []rune(want)
	if len(found) > 0 || len(letters) < typoLetter {
		return found, true
	}
	sure = true
	for i, o := range all {
		if label := []rune(labels[i]); slip(label, letters, begins) {
			found = append(found, o)
			sure = sure && slip(label, letters, same)
		}
	}
	return found, sure
}

func begins(label, typed []rune) bool {
	return len(label) >= len(typed) && same(label[:len(typed)], typed)
}

func same(label, typed []rune) bool { return slices.Equal(label, typed) }

// slip tells whether one slip makes the label agree with what was typed; agree
// compares what follows the slip.
func slip(label, typed []rune, agree func(label, typed []rune) bool) bool {
	i := 0
	for i < len(label) && i < len(typed) && label[i] == typed[i] {
		i++
	}
	l, t := label[i:], typed[i:]
	switch {
	case len(t) > 0 && agree(l, t[1:]): // a letter too many
		return true
	case len(l) == 0:
		return false
	case agree(l[1:], t): // one missing
		return true
	case len(t) == 0:
		return false
	case agree(l[1:], t[1:]): // a wrong one
		return true
	}
	return len(l) > 1 && len(t) > 1 && l[0] == t[1] && l[1] == t[0] && agree(l[2:], t[2:])
}

// search reads letters typed at a long list: the only option that begins so is
// taken and said back, of several the list remains. An option that is merely
// like what was typed is taken only if it is like it as a whole; else it is
// listed, for the person to pick.
func (r *reading) search() flows.Input {
	if r.text == "" || allDigits(r.number) || !searchable(r.screen) {
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

// folded is a text as far as letters tell texts apart: without capitals, accents,
// apostrophes, and with one space for whatever stands between words.
func folded(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case accent(r) || apostrophe(r):
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r):
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		r = unicode.ToLower(r)
		if r >= utf8.RuneSelf {
			if spelt, ok := spelling[r]; ok {
				b.WriteString(spelt)
				continue
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// spelling is how letters are typed that have no accent to leave out.
var spelling = map[rune]string{'œ': "oe", 'æ': "ae", 'ø': "o", 'ß': "ss", 'đ': "d", 'ł': "l", 'ı': "i"}

// accent tells the marks that people leave out: those above and below letters,
// and the points of Hebrew and Arabic. The vowel signs of other scripts are
// letters to those who write them (Unicode's combining classes).
func accent(r rune) bool {
	if !unicode.Is(unicode.Mn, r) {
		return false
	}
	class := norm.NFD.PropertiesString(string(r)).CCC()
	return class >= 200 || class >= 10 && class <= 36
}

// apostrophe tells the signs within a word that people leave out; the last is the
// Arabic tatweel, which only makes a word longer.
func apostrophe(r rune) bool {
	switch r {
	case '\'', '`', '´', '‘', '’', 'ʻ', 'ʼ', 'ʽ', '\u0640':
		return true
	}
	return false
}
