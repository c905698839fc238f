// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strconv"
	"strings"
)

// The pager lays lines out in pages.
//
// A page is: the head, some of the blocks, the keys. The head and the keys are
// fixed parts, the blocks are the paged part. Where the head leaves room the
// blocks are the options, and the question stands above them on every page.
// Where it does not (fixedHead below), the head is empty and the blocks are the
// lines of the question, followed by the options.
//
// Pages are filled from the first on, each as far as it goes:
//
//  1. If all that is left fits without the key for more, this is the last page.
//  2. Else blocks are taken whole while they fit beside the keys, more among
//     them, all but the very last: the keys of the end may take more room (a
//     note goes on with one of its own). An option that no longer fits begins
//     the next page.
//  3. A block is broken only if it is text, or an option that would not fit on
//     a page of its own; between words where there are any (see cut).
//
// So a page never leaves out an option that it could have held, the keys of a
// page cost it room only if it shows them, and since each page depends on
// nothing but the screen and the limits, a repeated request gives the same
// bytes. Lines are priced once and pages are sums, so a list of thousands of
// options costs one pass.
type pager struct {
	meter  meter
	head   string // "" if nothing is fixed above the blocks
	blocks []block
	rest   []cost // rest[i] is what blocks i and later cost together
	keys   [2][2]keyLines
	above  cost // of the head
}

// block is one entry of the paged part: a line of text, or an option. Its cost
// includes its number and its line break.
type block struct {
	text   string
	number int // of an option; 0 for text, which may be broken anywhere
	cost   cost
}

// keyLines are the keys below a page, each line with its break, and their cost.
type keyLines struct {
	text string
	cost cost
}

// piece is the part of a block that is on a page: bytes lo to hi of its text.
type piece struct{ block, lo, hi int }

func (m meter) block(text string, number int) block {
	return block{text, number, m.line(text).plus(numberCost(number))}
}

// line is the cost of a text and a line break.
func (m meter) line(text string) cost { return m.cost(text).plus(m.newline) }

// numberCost is what "12 " costs, nothing for 0.
func numberCost(n int) (c cost) {
	for ; n > 0; n /= 10 {
		c.septets++
		c.units++
	}
	if c.units > 0 {
		c.septets++
		c.units++
	}
	return c
}

// newPager prepares a layout. keys[later][more] are the moves of the first and
// of later pages, without and with the key for more.
func newPager(m meter, head string, blocks []block, keys [2][2]keyLines) *pager {
	p := &pager{meter: m, head: head, blocks: blocks, keys: keys, rest: make([]cost, len(blocks)+1)}
	if head != "" {
		p.above = m.line(head)
	}
	for i := len(blocks) - 1; i >= 0; i-- {
		p.rest[i] = p.rest[i+1].plus(blocks[i].cost)
	}
	return p
}

// fits tells whether lines of that cost, breaks included, are within the limit;
// the last line needs no break.
func (p *pager) fits(lines cost) bool {
	if lines.units == 0 {
		return true
	}
	return p.meter.fits(lines.minus(p.meter.newline))
}

// around is the cost of a page's fixed parts.
func (p *pager) around(page int, more bool) cost {
	return p.above.plus(p.keysOf(page, more).cost)
}

func (p *pager) keysOf(page int, more bool) keyLines {
	return p.keys[bit(page > 0)][bit(more)]
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// single tells whether everything fits on one page.
func (p *pager) single() bool { return p.fits(p.around(0, false).plus(p.rest[0])) }

// pages cuts the blocks into pages, from a page on. There is at least one.
func (p *pager) pages(from int) [][]piece {
	var out [][]piece
	at := piece{} // where the next page begins
	for {
		page, next := p.fill(from+len(out), at, true)
		out = append(out, page)
		if next.block == len(p.blocks) {
			return out
		}
		at = next
	}
}

// fill takes what one page holds, from a block on (and from its byte lo on), and
// returns where the page after it begins. A page that ends the screen, if it
// holds all that is left, needs no key for more.
func (p *pager) fill(page int, from piece, ends bool) (taken []piece, next piece) {
	i, lo := from.block, from.lo
	if ends && p.fits(p.around(page, false).plus(p.left(i, lo))) {
		taken = make([]piece, 0, len(p.blocks)-i)
		for ; i < len(p.blocks); i, lo = i+1, 0 {
			taken = append(taken, piece{i, lo, len(p.blocks[i].text)})
		}
		return taken, piece{block: i}
	}
	used := p.around(page, true)
	for {
		if i == len(p.blocks) {
			return taken, piece{block: i}
		}
		b := &p.blocks[i]
		cost := b.cost
		if lo > 0 {
			cost = p.meter.line(b.text[lo:])
		}
		// What would end the screen did not fit beside the keys of its end, so its
		// last block stays for the next page even where it fits beside these.
		last := ends && i == len(p.blocks)-1
		if !last && p.fits(used.plus(cost)) {
			taken = append(taken, piece{i, lo, len(b.text)})
			used = used.plus(cost)
			i, lo = i+1, 0
			continue
		}
		if len(taken) > 0 && b.number > 0 && p.fitsAlone(page+1, i) {
			return taken, piece{block: i}
		}
		if end, more := p.keysOf(page, false).cost, p.keysOf(page, true).cost; last && end.units > more.units {
			used = used.minus(more).plus(end)
		}
		if lo == 0 {
			used = used.plus(numberCost(b.number))
		}
		end, rest := p.meter.cut(b.text[lo:], used, len(taken) == 0)
		if end > 0 {
			taken = append(taken, piece{i, lo, lo + end})
		}
		if lo += rest; lo == len(b.text) {
			return taken, piece{block: i + 1} // nothing fits here, yet the pages must end
		}
		return taken, piece{block: i, lo: lo}
	}
}

// broken counts the pages that end within a block.
func (p *pager) broken(pages [][]piece) (n int) {
	for _, page := range pages {
		if last := len(page) - 1; last >= 0 && page[last].hi < len(p.blocks[page[last].block].text) {
			n++
		}
	}
	return n
}

// left is the cost of everything from byte lo of block i on.
func (p *pager) left(i, lo int) cost {
	if lo == 0 {
		return p.rest[i]
	}
	return p.meter.line(p.blocks[i].text[lo:]).plus(p.rest[i+1])
}

// fitsAlone tells whether a block fits whole on a page that it begins.
func (p *pager) fitsAlone(page, i int) bool {
	return p.fits(p.around(page, i < len(p.blocks)-1).plus(p.blocks[i].cost))
}

// text writes a page out.
func (p *pager) text(page int, pieces []piece, more bool) string {
	var b strings.Builder
	b.Grow(256)
	if p.head != "" {
		b.WriteString(p.head)
		b.WriteByte('\n')
	}
	for _, at := range pieces {
		block := &p.blocks[at.block]
		if block.number > 0 && at.lo == 0 {
			b.WriteString(strconv.Itoa(block.number))
			b.WriteByte(' ')
		}
		b.WriteString(block.text[at.lo:at.hi])
		b.WriteByte('\n')
	}
	b.WriteString(p.keysOf(page, more).text)
	return strings.TrimSuffix(b.String(), "\n")
}
