// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"github.com/dialform/dialform/screens/gsm7"
)

// Coding is how a channel carries a page.
type Coding uint8

// The codings.
const (
	GSM7 Coding = iota // the 7-bit default alphabet, after transliteration
	UCS2               // 16-bit units: any script, less than half as much of it
)

// Measure counts a text as a phone channel does: in septets if it can be said
// in the 7-bit alphabet, respelled if need be (gsm7.Transliterate), else in
// UCS-2 units.
func Measure(text string) (n int, c Coding) {
	m := meter{newline: cost{septets: 1, units: 1}}
	k := m.cost(text)
	if k.foreign {
		return k.units, UCS2
	}
	return k.septets, GSM7
}

// cost is what a text takes in both codings at once, so that costs add up
// before the coding is known.
type cost struct {
	septets, units int
	foreign        bool // has a character that the 7-bit alphabet cannot even respell
	respelled      bool // has one that it must respell
}

func (c cost) plus(d cost) cost {
	return cost{c.septets + d.septets, c.units + d.units, c.foreign || d.foreign, c.respelled || d.respelled}
}

func (c cost) minus(d cost) cost {
	return cost{c.septets - d.septets, c.units - d.units, c.foreign, c.respelled}
}

// meter prices text for one channel. A page may use either coding, whichever
// holds it: the 7-bit one is preferred.
type meter struct {
	septets, units int
	latin          bool // no UCS-2: everything is respelled
	newline        cost
}

func newMeter(l Layout) meter {
	m := meter{septets: l.Septets, units: l.UCS2, latin: l.Latin, newline: cost{septets: 1, units: 1}}
	if l.Newline != "\n" {
		m.newline = m.cost(l.Newline)
	}
	return m
}

// fits tells whether a page of that cost is within the limit. A text that the
// 7-bit alphabet has as it stands always travels in it.
func (m meter) fits(c cost) bool {
	if !c.foreign && c.septets <= m.septets {
		return true
	}
	return (c.foreign || c.respelled) && !m.latin && c.units <= m.units
}

// coding is how a page that fits is carried.
func (m meter) coding(c cost) Coding {
	if !c.foreign && c.septets <= m.septets {
		return GSM7
	}
	return UCS2
}

// asciiSeptets is what the printable ASCII characters cost; "`" is respelled.
var asciiSeptets = func() (t [128]uint8) {
	for r := range rune(128) {
		if t[r] = uint8(gsm7.Basic.Cost(r)); t[r] == 0 {
			t[r] = 1
		}
	}
	return t
}()

func (m meter) cost(s string) (c cost) {
	for _, r := range s {
		switch {
		case r == '\n':
			c = c.plus(m.newline)
		case r < 128:
			c.respelled = c.respelled || r == '`'
			c.septets += int(asciiSeptets[r])
			c.units++
		default:
			c = c.plus(m.high(r))
		}
	}
	return c
}

// high is the cost of a character beyond ASCII.
func (m meter) high(r rune) cost {
	c := cost{units: 1}
	if r > 0xffff {
		c.units = 2 // a surrogate pair
	}
	if c.septets = gsm7.Basic.Cost(r); c.septets > 0 {
		return c
	}
	c.respelled = true
	text, ok := gsm7.Respell(r)
	if !ok && m.latin {
		text, ok = gsm7.Latin(string(r)), true
	}
	c.foreign = !ok
	c.septets, _ = gsm7.Basic.Len(text)
	return c
}

// carry gives a page the characters that its coding can carry.
func (m meter) carry(s string, c Coding) string {
	switch {
	case m.latin:
		return gsm7.Latin(s)
	case c == GSM7:
		s, _ = gsm7.Transliterate(s)
	}
	return s
}
