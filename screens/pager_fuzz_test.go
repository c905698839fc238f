// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// The tables below are this test's own, so that it does not share a mistake
// with what it tests.
const (
	oneSeptet  = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	twoSeptets = "^{}\\[~]|€"
)

var alphabets = []struct{ name, letters string }{
	{"ASCII", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?'()/-+=%"},
	{"accented", "abcdefghijklmnopqrstuvwxyzèéùìòÇØøÅåÆæßÉÄÖÑÜäöñüà€{}^~|]"},
	{"Ethiopic", "ሀለሐመሠረሰሸቀበተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐመልስቁጥር።፣"},
	{"mixed", "abcdefghijklmnopqrstuvwxyzéèàñ€^ሰላምعربيहिन्दीไทย中文😀👍🏽ကြီးक्षि"},
}

var limits = []screens.Layout{
	{Septets: 160, UCS2: 70}, {Septets: 182, UCS2: 80}, {Septets: 128, UCS2: 56},
}

// rounds is 100 menus and 100 texts per alphabet and limit, or 10,000 of each.
func rounds() int {
	if os.Getenv("DIALFORM_TORTURE") != "" {
		return 10_000
	}
	return 100
}

// TestPager pages random menus and texts and proves, page by page: no option is
// lost, no character altered, no page over its limit, and none that could have
// taken the next item whole.
func TestPager(t *testing.T) {
	t.Parallel()
	for _, a := range alphabets {
		for _, l := range limits {
			t.Run(fmt.Sprintf("%s %d-%d", a.name, l.Septets, l.UCS2), func(t *testing.T) {
				t.Parallel()
				g := generator{rand.New(rand.NewPCG(uint64(l.Septets), uint64(len(a.letters)))), clusters(a.letters)}
				pages, options := 0, 0
				for range rounds() {
					menu := g.menu()
					pages += checkPages(t, menu, l)
					pages += checkPages(t, g.text(), l)
					options += len(menu.Options)
				}
				t.Logf("%d menus with %d options and as many texts on %d pages", rounds(), options, pages)
			})
		}
	}
}

type generator struct {
	*rand.Rand
	letters []string
}

func clusters(s string) (out []string) {
	for g := graphemes.FromString(s); g.Next(); {
		out = append(out, g.Value())
	}
	return out
}

// words are n characters or a few more, in words of 1 to most letters.
func (g generator) words(n, most int) string {
	var b strings.Builder
	for length := 0; length < n; {
		if length > 0 {
			b.WriteByte(" \n"[g.IntN(20)/19])
		}
		for k := 1 + g.IntN(most); k > 0; k, length = k-1, length+1 {
			b.WriteString(g.letters[g.IntN(len(g.letters))])
		}
	}
	return b.String()
}

func (g generator) phrase(usual int) flows.Phrase {
	switch g.IntN(20) {
	case 0:
		return flows.Literal(g.words(usual*10, 12)) // far too long
	case 1:
		return flows.Literal(g.words(usual*4, 300)) // without spaces
	}
	return flows.Literal(g.words(1+g.IntN(usual), 10))
}

func (g generator) menu() flows.Screen {
	s := flows.Screen{Body: g.phrase(80), Expect: flows.Expect{Kind: flows.ExpectOne}, Can: flows.Can(g.IntN(8))}
	for range 1 + g.IntN(30) {
		s.Options = append(s.Options, flows.Option{Label: g.phrase(25)})
	}
	if g.IntN(50) == 0 {
		for len(s.Options) < 120 {
			s.Options = append(s.Options, flows.Option{Label: g.phrase(8)})
		}
	}
	if g.IntN(4) == 0 {
		s.Notice = g.phrase(40)
	}
	return s
}

func (g generator) text() flows.Screen {
	kinds := []flows.ExpectKind{flows.ExpectContinue, flows.ExpectNothing, flows.ExpectText, flows.ExpectInteger}
	s := flows.Screen{Body: flows.Literal(g.words(1+g.IntN(500), 12)), Can: flows.Can(g.IntN(16))}
	if g.IntN(10) == 0 {
		s.Body = g.phrase(100)
	}
	s.Expect.Kind = kinds[g.IntN(len(kinds))]
	s.End = s.Expect.Kind == flows.ExpectNothing
	return s
}

// checkPages checks all pages of a screen and returns their number.
func checkPages(t *testing.T, s flows.Screen, l screens.Layout) int {
	t.Helper()
	c := screens.System()
	if standsAbove(s, l) {
		checkNotice(t, s, l)
		s.Notice = flows.Phrase{}
	}
	head := s.Notice.Text
	if head != "" {
		head += "\n"
	}
	head += s.Body.Text
	first := screens.Render(c, s, "en", l)
	var bodies []string
	fixed := len(s.Options) > 0
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

		body, found := strings.CutSuffix("\n"+text, "\n"+keysBelow(s, n, page.More))
		require.True(t, found || keysBelow(s, n, page.More) == "", "the keys are missing:\n%s", text)
		body = strings.TrimPrefix(body, "\n")
		bodies = append(bodies, body)
		fixed = fixed && strings.HasPrefix(body, head+"\n")
	}
	checkStream(t, s, l, bodies, head, fixed)
	for i := range s.Options {
		s.Page = i % first.Of
		require.Equal(t, flows.Choose{Index: i}, screens.Read(c, s, "en", number(i), l), "option %d from page %d", i, s.Page)
	}
	return first.Of
}

// checkStream walks over all that must be shown and finds it on the pages, in
// order, to the character.
func checkStream(t *testing.T, s flows.Screen, l screens.Layout, bodies []string, head string, fixed bool) {
	t.Helper()
	var want string
	options := map[int]string{} // by where they begin
	if !fixed {
		want, head = head, ""
	} else {
		head += "\n"
	}
	for i, o := range s.Options {
		if want != "" {
			want += "\n"
		}
		line := number(i) + " " + o.Label.Text
		options[len(want)] = line
		want += line
	}
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
		at += len(body)
		if at == len(want) {
			require.Equal(t, len(bodies)-1, n, "a page too many")
			return
		}
		gap := ""
		if want[at] == ' ' || want[at] == '\n' {
			gap, at = want[at:at+1], at+1
		}
		require.True(t, boundary[at], "a grapheme is split before %q", want[at:])

		// The next item would have been too much.
		item, whole := options[at]
		switch {
		case whole:
		default:
			item = nextItem(want[began:at], want[at:], gap != "")
			checkBroken(t, s, l, options, head, began, at, n, len(want))
		}
		more := at+len(item) < len(want)
		fuller := strings.TrimSuffix(head+body+gap+item+"\n"+keysBelow(s, n, more), "\n")
		require.False(t, fitsLayout(fuller, l), "page %d could have taken %q:\n%s", n+1, item, head+body)
	}
	require.Equal(t, len(want), at, "the end is missing")
}

// standsAbove tells whether a notice stands above its page and leaves the others
// as they are, rather than being paged.
func standsAbove(s flows.Screen, l screens.Layout) bool {
	bare := s
	bare.Notice = flows.Phrase{}
	first, alone := screens.Render(screens.System(), s, "en", l), screens.Render(screens.System(), bare, "en", l)
	if s.Notice.Empty() || first.Of != alone.Of {
		return false
	}
	if first.Of == 1 {
		return first.More
	}
	s.Page, bare.Page = 1, 1
	return screens.Render(screens.System(), s, "en", l) == screens.Render(screens.System(), bare, "en", l)
}

// checkNotice: with a notice above it a page begins with what it begins with
// anyway, holds as much of it as there is room for, and the key for more shows
// the page once more if that is not all.
func checkNotice(t *testing.T, s flows.Screen, l screens.Layout) {
	t.Helper()
	c := screens.System()
	bare := s
	bare.Notice = flows.Phrase{}
	for n := range screens.Render(c, bare, "en", l).Of {
		s.Page, s.NoticePage, bare.Page = n, n, n
		page, alone := screens.Render(c, s, "en", l), screens.Render(c, bare, "en", l)
		require.Equal(t, alone.Number, page.Number)
		require.Equal(t, alone.Of, page.Of)
		require.True(t, fitsLayout(page.Text.String(), l))
		whole := strings.TrimSuffix(alone.Text.String(), "\n"+keysBelow(bare, n, alone.More))
		body := strings.TrimSuffix(page.Text.String(), "\n"+keysBelow(s, n, page.More))
		shows, found := strings.CutPrefix(body, s.Notice.Text+"\n")
		require.True(t, found, body)
		require.NotEmpty(t, shows)
		require.True(t, strings.HasPrefix(whole, shows), "under the notice, want what begins\n%s\ngot\n%s", whole, shows)
		if s.Expect.Kind == flows.ExpectOne && page.More {
			want := flows.More{Same: shows != whole}
			require.Equal(t, want, screens.Read(c, s, "en", "98", l))
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
func checkBroken(t *testing.T, s flows.Screen, l screens.Layout, options map[int]string, head string, began, at, page, end int) {
	t.Helper()
	start := -1
	for o := range options {
		if o < at && o > start {
			start = o
		}
	}
	if start <= began {
		return // no option, or one that was broken before
	}
	alone := head + options[start] + "\n" + keysBelow(s, page+1, start+len(options[start]) < end)
	require.False(t, fitsLayout(strings.TrimSuffix(alone, "\n"), l), "page %d breaks an option that fits on a page: %q", page+1, options[start])
}

// number is what the option at index i is chosen by: 1, 2, ... without the keys.
func number(i int) string {
	n := i + 1
	if n >= 98 {
		n += 2 // 98 and 99 are keys
	}
	return fmt.Sprint(n)
}

// keysBelow are the lines that belong below a page in English.
func keysBelow(s flows.Screen, page int, more bool) string {
	var lines []string
	add := func(show bool, line string) {
		if show {
			lines = append(lines, line)
		}
	}
	switch kind := s.Expect.Kind; {
	case s.End:
	case kind.Free():
		add(s.Can&flows.CanActions != 0, "00 Options")
	default:
		add(kind == flows.ExpectContinue && !more, "1 Next")
		add(s.Can&flows.CanSkip != 0, "99 Skip")
		add(s.Can&flows.CanBack != 0 || page > 0, "0 Back")
		add(s.Can&flows.CanHome != 0, "00 Home")
	}
	add(more, "98 More")
	return strings.Join(lines, "\n")
}

func measured(text string) (n int, coding string) {
	for _, r := range text {
		switch {
		case strings.ContainsRune(oneSeptet, r):
			n++
		case strings.ContainsRune(twoSeptets, r):
			n += 2
		default:
			return len(utf16.Encode([]rune(text))), "UCS-2"
		}
	}
	return n, "GSM-7"
}

func fitsLayout(text string, l screens.Layout) bool {
	n, coding := measured(text)
	if coding == "UCS-2" {
		return n <= l.UCS2
	}
	return n <= l.Septets
}
