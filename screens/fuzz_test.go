// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// chance is a source of chance made of bytes, so that a fuzzer chooses what
// TestPager leaves to a generator. Behind the bytes it goes on by itself.
type chance struct {
	bytes []byte
	rest  *rand.PCG
}

func (c *chance) Uint64() uint64 {
	if len(c.bytes) < 8 {
		return c.rest.Uint64()
	}
	n := binary.LittleEndian.Uint64(c.bytes)
	c.bytes = c.bytes[8:]
	return n
}

// FuzzPager pages menus and texts that the fuzzer makes up, and asks of every
// page what TestPager asks.
func FuzzPager(f *testing.F) {
	g := rand.New(rand.NewPCG(1, 2))
	for alphabet := range alphabets {
		for limit := range limits {
			seed := make([]byte, 400)
			for i := range seed {
				seed[i] = byte(g.Uint32())
			}
			f.Add(byte(alphabet), byte(limit), seed)
		}
	}
	f.Fuzz(func(t *testing.T, alphabet, limit byte, data []byte) {
		g := generator{
			rand.New(&chance{data, rand.NewPCG(uint64(len(data)), 0)}),
			clusters(alphabets[int(alphabet)%len(alphabets)].letters),
		}
		l := limits[int(limit)%len(limits)]
		checkPages(t, g.menu(), l)
		checkPages(t, g.text(), l)
	})
}

// FuzzRender fits any strings at all to any limit: no page is over it, the key
// for more leads to the last page, and every option can be chosen.
func FuzzRender(f *testing.F) {
	f.Add("Which crop?", "Maize\nBeans\nCassava", "", "Farm", "one only", byte(7), byte(2), byte(160), byte(70))
	f.Add("የትኛው ሰብል?", "በቆሎ\nባቄላ", "ከዝርዝሩ ይምረጡ።", "", "", byte(3), byte(2), byte(128), byte(56))
	f.Add("ما صلة \u202e جمعة؟", "أب\nأم", "خطأ", "رب الأسرة", "", byte(3), byte(3), byte(182), byte(80))
	f.Add("\x1b[2J\x00\xff <b>*a*</b>", strings.Repeat("क्षि\n", 40), "😀👍🏽", "`^{}", "\u0301", byte(15), byte(5), byte(0), byte(0))
	f.Add("0", "0", "👍", "0", "0", byte(15), byte('7'), byte(0), byte(0))
	f.Fuzz(func(t *testing.T, body, options, notice, title, hint string, can, kind, septets, units byte) {
		if len(body)+len(options)+len(notice)+len(title)+len(hint) > 1200 || strings.Count(options, "\n") > 120 {
			return
		}
		s := flows.Screen{
			Kind: flows.KindQuestion, Body: flows.Literal(body), Notice: flows.Literal(notice), Title: flows.Literal(title), Hint: flows.Literal(hint),
			Can: flows.Can(can), Expect: flows.Expect{Kind: flows.ExpectKind(kind) % (flows.ExpectReference + 1)}, Progress: flows.Progress{Step: int(can), Of: int(kind)},
		}
		s.End = s.Expect.Kind == flows.ExpectNothing
		if k := s.Expect.Kind; options != "" && (k == flows.ExpectOne || k == flows.ExpectMany) {
			for _, label := range strings.Split(options, "\n") {
				s.Options = append(s.Options, flows.Option{Label: flows.Literal(label)})
			}
		}
		l := screens.Layout{Septets: 60 + int(septets), UCS2: 40 + int(units)/2}
		c := screens.System()
		for shown := 0; ; shown++ {
			require.Less(t, shown, 6000, "the pages do not end")
			page := screens.Render(c, s, "en", l)
			require.True(t, fitsLayout(page.Text.String(), l), "%q is over %+v", page.Text, l)
			more, ok := screens.Read(c, s, "en", "98", l).(flows.More)
			require.Equal(t, page.More, ok)
			if !ok {
				break
			}
			if more.Same {
				s.Notice = flows.Phrase{}
			} else {
				s.Page++
			}
		}
		for i := range s.Options {
			want := flows.Input(flows.Choose{Index: i})
			if s.Expect.Kind == flows.ExpectMany {
				want = flows.ChooseMany{Indexes: []int{i}}
			}
			require.Equal(t, want, screens.Read(c, s, "en", number(i), l))
		}
	})
}
