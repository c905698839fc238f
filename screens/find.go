// SPDX-License-Identifier: Apache-2.0

package screens

import (
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
	want := []rune(folded(typed))
	if len(want) == 0 {
		return nil, false
	}
	var near []option
	whole := true
	for _, o := range all {
		label := []rune(folded(o.label))
		switch {
		case begins(label, want):
			found = append(found, o)
		case len(want) >= typoLetter && slip(label, want, begins):
			near = append(near, o)
			whole = whole && slip(label, want, same)
		}
	}
	if len(found) > 0 {
		return found, true
	}
	return near, whole
}

func begins(label, want []rune) bool { return len(label) >= len(want) && same(label[:len(want)], want) }

func same(a, b []rune) bool { return string(a) == string(b) }

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
		if spelt, ok := spelling[unicode.ToLower(r)]; ok {
			b.WriteString(spelt)
			continue
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// spelling is how letters are typed that have no accent to leave out.
var spelling = map[rune]string{'œ': "oe", 'æ': "ae", 'ø': "o", 'ß': "ss", 'đ': "d", 'ł': "l", 'ı': "i"}

// accent tells the marks that people leave out: those above and below letters,
// and the points of Hebrew and Arabic. The vowel signs of other scripts are
// letters to those who write them (Unicode's combining classes).
func accent(r rune) bool {
	if r < utf8.RuneSelf {
		return false
	}
	class := norm.NFD.PropertiesString(string(r)).CCC()
	return class >= 200 || class >= 10 && class <= 36
}

func apostrophe(r rune) bool { return strings.ContainsRune("'`´‘’ʻʼʽ\u0640", r) }
