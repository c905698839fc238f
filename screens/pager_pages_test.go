// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// heads are what may stand above the options, the richest first: the title is
// the first to go, then the progress, then the hint.
func heads(s flows.Screen) []string {
	body := s.Body.Text
	switch e := s.Expect; {
	case e.Kind == flows.ExpectMany:
		body += " (e.g. 1 3)"
	case e.Min != "":
		body += " (" + e.Min + " to " + e.Max + ")"
	}
	var out []string
	for drop := range 4 {
		lines := []string{s.Notice.Text, s.Title.Text, body, s.Hint.Text}
		if drop > 0 {
			lines[1] = ""
		}
		if s.Progress.Of > 0 && drop < 2 {
			lines[2] = fmt.Sprintf("%d/%d %s", s.Progress.Step, s.Progress.Of, body)
		}
		if drop > 2 {
			lines[3] = ""
		}
		out = append(out, strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), "\n"))
	}
	return slices.Compact(out)
}

// headShown is the one of the heads that pages begin with.
func headShown(t *testing.T, s flows.Screen, pages []string) string {
	t.Helper()
	var text string
	for _, p := range pages {
		text += unspaced(p)
	}
	for _, head := range heads(s) {
		if strings.HasPrefix(text, unspaced(head)) {
			return head
		}
	}
	require.Fail(t, "the question is missing", "%q", pages)
	return ""
}

func unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

// above tells whether a head stands above the options of every page.
func above(head string, s flows.Screen, pages []string) bool {
	for _, p := range pages {
		if len(s.Options) == 0 || !strings.HasPrefix(p, head+"\n") {
			return false
		}
	}
	return true
}

// checkPages checks all pages of a screen and returns their number.
func checkPages(t *testing.T, s flows.Screen, l screens.Layout) int {
	t.Helper()
	switch {
	case standsAbove(s, l):
		checkNotice(t, s, l)
		s.Notice = flows.Phrase{}
	case !s.Notice.Empty() && screens.Render(screens.System(), s, "en", l).Of > 1:
		checkLateNotice(t, s, l, len(s.Body.Text))
	}
	pages := checkKeys(t, s, l)
	head := headShown(t, s, pages)
	checkExtras(t, s, l, head, len(pages))
	if above(head, s, pages) {
		checkStream(t, s, l, pages, stream{head: head + "\n", paged: optionsFrom("", s)})
	} else {
		checkStream(t, s, l, pages, stream{paged: optionsFrom(head, s)})
	}
	for i := range s.Options {
		s.Page = i % len(pages)
		var want flows.Input = flows.Choose{Index: i}
		if s.Expect.Kind == flows.ExpectMany {
			want = flows.ChooseMany{Indexes: []int{i}}
		}
		require.Equal(t, want, screens.Read(screens.System(), s, "en", number(i), l), "option %d from page %d", i, s.Page)
	}
	return len(pages)
}

// checkKeys checks what every page must have, its limit and its keys, and
// returns what stands above the keys.
func checkKeys(t *testing.T, s flows.Screen, l screens.Layout) (bodies []string) {
	t.Helper()
	c := screens.System()
	first := screens.Render(c, s, "en", l)
	for n := range first.Of {
		s.Page = n
		page := screens.Render(c, s, "en", l)
		text := page.Text.String()
		require.Equal(t, n+1, page.Number)
		require.Equal(t, first.Of, page.Of)
		require.Equal(t, n < first.Of-1, page.More)
		size, coding := measured(text)
		require.True(t, fitsLayout(text, l), "%d units is over the limit:\n%s", size, text)
		require.Equal(t, coding == "UCS-2", page.Coding == screens.UCS2)
		require.Equal(t, size, page.Size)
		if n%4 == 0 || !page.More {
			_, more := screens.Read(c, s, "en", "98", l).(flows.More)
			require.Equal(t, page.More, more, "the key for more on page %d of %d", n+1, first.Of)
		}

		body, found := strings.CutSuffix("\n"+text, "\n"+keysBelow(s, n, page.More))
		require.True(t, found || keysBelow(s, n, page.More) == "", "the keys are missing:\n%s", text)
		bodies = append(bodies, strings.TrimPrefix(body, "\n"))
	}
	return bodies
}

// checkExtras: title, progress and hint cost no page, and are there where all
// of it fits on one.
func checkExtras(t *testing.T, s flows.Screen, l screens.Layout, head string, pages int) {
	t.Helper()
	if s.Notice.Empty() {
		bare := s
		bare.Title, bare.Hint, bare.Progress = flows.Phrase{}, flows.Phrase{}, flows.Progress{}
		// A longer head may even save a page, by where it makes the others break.
		require.LessOrEqual(t, pages, screens.Render(screens.System(), bare, "en", l).Of, "title, progress or hint cost a page")
	}
	for _, richer := range heads(s) {
		if richer == head {
			return
		}
		text := optionsFrom(richer, s).text + "\n" + keysBelow(s, 0, false)
		require.False(t, fitsLayout(strings.TrimSuffix(text, "\n"), l), "one page could have held %q", richer)
	}
}

// paged is what pages show one part after the other, with the options by where
// they begin.
type paged struct {
	text    string
	options map[int]string
}

func optionsFrom(text string, s flows.Screen) paged {
	p := paged{text, map[int]string{}}
	for i, o := range s.Options {
		if p.text != "" {
			p.text += "\n"
		}
		line := number(i) + " " + o.Label.Text
		p.options[len(p.text)] = line
		p.text += line
	}
	return p
}

// stream is the paged part and what stands above it on every page.
type stream struct {
	head string
	paged
	from int // the page that it begins on
}

// checkStream walks over all that must be shown and finds it on the pages, in
// order, to the character. It returns where each page begins.
func checkStream(t *testing.T, s flows.Screen, l screens.Layout, bodies []string, all stream) (starts []int) {
	t.Helper()
	want, head, options := all.text, all.head, all.options
	boundary := map[int]bool{}
	for g := graphemes.FromString(want); g.Next(); {
		boundary[g.Start()] = true
	}
	at := 0
	for n, body := range bodies {
		body = strings.TrimPrefix(body, head)
		require.NotEmpty(t, body, "page %d shows nothing", n+1)
		require.True(t, strings.HasPrefix(want[at:], body), "page %d: want what begins\n%.60s\ngot\n%s", n+1, want[at:], body)
		began := at
		starts = append(starts, began)
		at += len(body)
		if at == len(want) {
			require.Equal(t, len(bodies)-1, n, "a page too many")
			return starts
		}
		gap := ""
		if want[at] == ' ' || want[at] == '\n' {
			gap, at = want[at:at+1], at+1
		}
		require.True(t, boundary[at], "a grapheme is split before %q", want[at:])

		// The next item would have been too much.
		item, whole := options[at]
		if !whole {
			item = nextItem(want[began:at], want[at:], gap != "")
			checkBroken(t, s, l, all, began, at, all.from+n)
		}
		more := at+len(item) < len(want)
		fuller := strings.TrimSuffix(head+body+gap+item+"\n"+keysBelow(s, all.from+n, more), "\n")
		require.False(t, fitsLayout(fuller, l), "page %d could have taken %q:\n%s", n+1, item, head+body)
	}
	require.Equal(t, len(want), at, "the end is missing")
	return starts
}

// nextItem is what would have to come on the page whole: the next word or, if
// the page ends within one, the next grapheme. A letter of a script that writes
// no spaces is a word of its own.
func nextItem(before, after string, gap bool) string {
	if !gap {
		last := clusters(before)
		gap = spaceless(last[len(last)-1]) || spaceless(clusters(after)[0])
	}
	item := ""
	for i, c := range clusters(after) {
		if i > 0 && (!gap || c == " " || c == "\n" || spaceless(c) || spaceless(item)) {
			break
		}
		item += c
	}
	return item
}

func spaceless(cluster string) bool { return strings.Contains("ไทย中文ကြီး", cluster) }

// checkBroken: if the page ends within an option, that option fits on no page.
func checkBroken(t *testing.T, s flows.Screen, l screens.Layout, all stream, began, at, page int) {
	t.Helper()
	start := -1
	for o := range all.options {
		if o < at && o > start {
			start = o
		}
	}
	if start <= began {
		return // no option, or one that was broken before
	}
	option := all.options[start]
	alone := all.head + option + "\n" + keysBelow(s, page+1, start+len(option) < len(all.text))
	require.False(t, fitsLayout(strings.TrimSuffix(alone, "\n"), l), "page %d breaks an option that fits on a page: %q", page+1, option)
}
