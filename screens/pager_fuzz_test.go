// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
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

// rounds is 40 menus and 40 texts per alphabet and limit, or 10,000 of each.
func rounds() int {
	if os.Getenv("DIALFORM_TORTURE") != "" {
		return 10_000
	}
	return 40
}

// TestPager pages random menus and texts, with and without title, progress, hint
// and notice, and proves, page by page: no option is lost, no character altered,
// no page over its limit, and none that could have taken the next item whole.
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

// extras are the parts that a screen may leave out.
func (g generator) extras(s flows.Screen) flows.Screen {
	if g.IntN(3) == 0 {
		s.Title = flows.Literal(g.words(4+g.IntN(20), 8))
	}
	if g.IntN(3) == 0 {
		s.Hint = flows.Literal(g.words(4+g.IntN(30), 8))
	}
	if g.IntN(2) == 0 {
		s.Progress = flows.Progress{Step: 1 + g.IntN(99), Of: 1 + g.IntN(120)}
	}
	if g.IntN(4) == 0 {
		s.Notice = g.phrase(40)
	}
	return s
}

func (g generator) menu() flows.Screen {
	s := flows.Screen{Body: g.phrase(80), Expect: flows.Expect{Kind: flows.ExpectOne}, Can: flows.Can(g.IntN(8))}
	if g.IntN(5) == 0 {
		s.Expect.Kind = flows.ExpectMany
	}
	for range 1 + g.IntN(30) {
		s.Options = append(s.Options, flows.Option{Label: g.phrase(25)})
	}
	if g.IntN(50) == 0 {
		for len(s.Options) < 120 {
			s.Options = append(s.Options, flows.Option{Label: g.phrase(8)})
		}
	}
	return g.extras(s)
}

func (g generator) text() flows.Screen {
	kinds := []flows.ExpectKind{flows.ExpectContinue, flows.ExpectNothing, flows.ExpectText, flows.ExpectInteger}
	s := flows.Screen{Body: flows.Literal(g.words(1+g.IntN(500), 12)), Can: flows.Can(g.IntN(16))}
	if g.IntN(10) == 0 {
		s.Body = g.phrase(100)
	}
	s.Expect.Kind = kinds[g.IntN(len(kinds))]
	s.End = s.Expect.Kind == flows.ExpectNothing
	if s.Expect.Kind == flows.ExpectInteger && g.IntN(2) == 0 {
		s.Expect.Min, s.Expect.Max = "0", strconv.Itoa(g.IntN(1000))
	}
	return g.extras(s)
}
