// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// standsAbove tells whether a notice stands above its page and leaves the others
// as they are, rather than being paged.
func standsAbove(s flows.Screen, l screens.Layout) bool {
	if s.Notice.Empty() {
		return false
	}
	bare := s
	bare.Notice = flows.Phrase{}
	show := func(s flows.Screen) screens.Page { return screens.Render(screens.System(), s, "en", l) }
	alone := show(bare)
	if alone.Of == 1 {
		first := show(s)
		return first.Of == 1 && first.More
	}
	for n := range alone.Of {
		s.NoticePage, s.Page = n, (n+1)%alone.Of
		bare.Page = s.Page
		if show(s) != show(bare) {
			return false
		}
	}
	return true
}

// checkNotice: with a notice above it a page begins with what it begins with
// anyway, holds as much of it as there is room for, and the key for more shows
// the page once more if that is not all. Title, progress and hint give way to it
// where the question is fixed above the options.
func checkNotice(t *testing.T, s flows.Screen, l screens.Layout) {
	t.Helper()
	c := screens.System()
	bare := s
	bare.Notice = flows.Phrase{}
	pages := checkKeys(t, bare, l)
	head := headShown(t, bare, pages)
	fixed := above(head, bare, pages) || len(s.Options) == 0 && len(pages) == 1
	for n, whole := range pages {
		s.Page, s.NoticePage, bare.Page = n, n, n
		page, alone := screens.Render(c, s, "en", l), screens.Render(c, bare, "en", l)
		require.Equal(t, alone.Number, page.Number)
		require.Equal(t, alone.Of, page.Of)
		require.True(t, fitsLayout(page.Text.String(), l))
		body := strings.TrimSuffix(page.Text.String(), "\n"+keysBelow(s, n, page.More))
		shows, found := strings.CutPrefix(body, s.Notice.Text+"\n")
		require.True(t, found, body)
		require.NotEmpty(t, shows)
		if all := heads(bare); fixed || !strings.HasPrefix(whole, shows) && strings.HasPrefix(whole, head) {
			// Without title, progress and hint; also where a notice is paged, but the
			// pages are as many.
			whole = all[len(all)-1] + strings.TrimPrefix(whole, head)
		}
		require.True(t, strings.HasPrefix(whole, shows), "under the notice, want what begins\n%s\ngot\n%s", whole, shows)
		if page.More {
			require.Equal(t, flows.More{Same: shows != whole}, screens.Read(c, s, "en", "98", l))
		}
		if shows == whole {
			require.Equal(t, alone.More, page.More)
			continue
		}
		require.True(t, page.More)
		at, gap := len(shows), ""
		if whole[at] == ' ' || whole[at] == '\n' {
			gap = whole[at : at+1]
		}
		rest := whole[at+len(gap):]
		item := ""
		for i, o := range s.Options {
			line := number(i) + " " + o.Label.Text
			switch {
			case gap != "\n":
			case strings.HasPrefix(rest+"\n", line+"\n"):
				item = line
			case strings.HasPrefix(line, rest) && strings.HasPrefix(rest, number(i)+" "):
				item = rest // its beginning ends the page in any case
			}
		}
		if item == "" {
			item = nextItem(shows, rest, gap != "")
		}
		fuller := s.Notice.Text + "\n" + shows + gap + item + "\n" + keysBelow(s, n, alone.More || len(item) < len(rest))
		require.False(t, fitsLayout(fuller, l), "the notice leaves room for %q:\n%s", item, page.Text)
	}
}

// checkLateNotice: a notice too long to stand above its page comes before what
// that page begins with, and the pages before it stay as they are.
func checkLateNotice(t *testing.T, s flows.Screen, l screens.Layout, from int) {
	t.Helper()
	bare := s
	bare.Notice = flows.Phrase{}
	pages := checkKeys(t, bare, l)
	if len(pages) == 1 {
		return
	}
	from = 1 + from%(len(pages)-1)
	head := headShown(t, bare, pages)
	all, question := stream{paged: optionsFrom(head, bare)}, ""
	if above(head, bare, pages) {
		plain := heads(bare)
		all, question = stream{head: head + "\n", paged: optionsFrom("", bare)}, plain[len(plain)-1]+"\n"
	}
	began := checkStream(t, bare, l, pages, all)[from]
	rest := stream{paged: paged{s.Notice.Text + "\n" + question, map[int]string{}}, from: from}
	for at, option := range all.options {
		if at >= began {
			rest.options[at-began+len(rest.text)] = option
		}
	}
	rest.text += all.text[began:]

	s.NoticePage = from
	told := checkKeys(t, s, l)
	require.Equal(t, pages[:from], told[:from], "the pages before the notice")
	checkStream(t, s, l, told[from:], rest)
}
