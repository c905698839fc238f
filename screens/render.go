// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strconv"
	"strings"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/internal/safetext"
)

// Page is a screen as one channel shows it.
type Page struct {
	Text   safetext.String // line breaks are "\n"
	Number int             // of this page, from 1
	Of     int             // pages that the screen has
	More   bool            // another page follows; a closing screen stays open for it
	Size   int             // of Text in its coding, with the channel's line breaks
	Coding Coding
}

// Render fits a screen to a channel and returns its page s.Page (the last one
// if there are fewer). It is never over the limits of the layout, and holds
// every character of notice, body and options on one page or another, but for
// what transliteration respells and for white space at a page's end. Title,
// progress and hint are shown if that costs no further page; the title is the
// first to go.
func Render(c *Catalog, s flows.Screen, lang string, l Layout) Page {
	l = l.orDefaults()
	p, pages := layOut(c, &s, lang, l)
	n := min(max(s.Page, 0), len(pages)-1)
	more := n < len(pages)-1
	text := p.text(n, pages[n], more)
	k := p.meter.cost(text)
	page := Page{Number: n + 1, Of: len(pages), More: more, Size: k.septets, Coding: p.meter.coding(k)}
	if page.Coding == UCS2 {
		page.Size = k.units
	}
	if k.foreign || k.respelled {
		text = p.meter.carry(text, page.Coding)
	}
	page.Text = safetext.Text(text)
	return page
}

// pageCount is how many pages a screen has.
func pageCount(c *Catalog, s *flows.Screen, lang string, l Layout) int {
	_, pages := layOut(c, s, lang, l)
	return len(pages)
}

// Linear is a screen as a line-by-line terminal shows it: the same words,
// options and keys as on a phone, in one piece.
func Linear(c *Catalog, s flows.Screen, lang string, l Layout) safetext.String {
	l = l.orDefaults()
	w := wordsOf(c, &s, lang)
	lines := []string{w.head(shown{title: true, progress: true, hint: true})}
	for i, label := range w.options {
		lines = append(lines, strconv.Itoa(l.Keys.number(i))+" "+label)
	}
	for _, m := range c.moves(&s, lang, l.Keys, 0, false) {
		lines = append(lines, m.key+" "+m.label)
	}
	if lines[0] == "" {
		lines = lines[1:]
	}
	return safetext.Text(strings.Join(lines, "\n"))
}

// shown says which of the lines that may be dropped are on the screen.
type shown struct{ title, progress, hint bool }

// variants are what may be shown, from the richest on. The title goes first,
// then the progress, then the hint.
func (w *words) variants() []shown {
	all := make([]shown, 0, 4)
	with := shown{w.title != "", w.progress != "", w.hint != ""}
	for _, drop := range []*bool{&with.title, &with.progress, &with.hint} {
		if *drop {
			all = append(all, with)
			*drop = false
		}
	}
	return append(all, with)
}

// lines are the text above the options.
func (w *words) lines(with shown) []string {
	body := w.body
	if with.progress {
		body = joined(w.progress, " ", body)
	}
	out := make([]string, 0, 4)
	add := func(show bool, text string) {
		if show && text != "" {
			out = append(out, text)
		}
	}
	add(true, w.notice)
	add(with.title, w.title)
	add(true, body)
	add(with.hint, w.hint)
	return out
}

func (w *words) head(with shown) string { return strings.Join(w.lines(with), "\n") }

// layOut chooses what is shown and where the pages break.
func layOut(c *Catalog, s *flows.Screen, lang string, l Layout) (*pager, [][]piece) {
	m := newMeter(l)
	w := wordsOf(c, s, lang)
	options := make([]block, len(w.options))
	for i, label := range w.options {
		options[i] = m.block(label, l.Keys.number(i))
	}
	// One page, as rich as can be. Its keys are those of a first and last page.
	keys := [2][2]keyLines{{m.keyLines(c.moves(s, lang, l.Keys, 0, false))}}
	for _, with := range w.variants() {
		p := newPager(m, w.head(with), options, keys)
		if p.single() {
			return p, p.pages()
		}
	}
	for later := range 2 {
		for more := range 2 {
			keys[later][more] = m.keyLines(c.moves(s, lang, l.Keys, later, more == 1))
		}
	}
	// Several pages, as few as can be, and then as rich as can be.
	fixed := m.fixedHead(w.head(shown{}), options, keys)
	var best *pager
	var pages [][]piece
	for _, with := range w.variants() {
		head, blocks := "", options
		if fixed {
			if head = w.head(with); !m.fixedHead(head, options, keys) {
				continue
			}
		} else {
			blocks = m.textBlocks(w.lines(with), options)
		}
		p := newPager(m, head, blocks, keys)
		if cut := p.pages(); best == nil || len(cut) < len(pages) {
			best, pages = p, cut
		}
	}
	return best, pages
}

// fixedHead tells whether the head can stand above the options on every page:
// it must leave them a third of the page beside the keys.
func (m meter) fixedHead(head string, options []block, keys [2][2]keyLines) bool {
	if len(options) == 0 {
		return false
	}
	third := cost{septets: m.septets / 3, units: m.units / 3}
	for i := range options {
		third.foreign = third.foreign || options[i].cost.foreign
	}
	return m.fits(m.line(head).plus(keys[1][1].cost).plus(third))
}

// textBlocks puts lines of text before the options.
func (m meter) textBlocks(lines []string, options []block) []block {
	blocks := make([]block, 0, len(lines)+len(options))
	for _, text := range lines {
		blocks = append(blocks, m.block(text, 0))
	}
	return append(blocks, options...)
}

// keyLines writes the keys out, one a line. Words of a pack that would take
// more than half of a page are left out, and the bare keys remain.
func (m meter) keyLines(moves []move) (k keyLines) {
	if len(moves) == 0 {
		return keyLines{}
	}
	var b strings.Builder
	b.Grow(64)
	for _, mv := range moves {
		b.WriteString(mv.key)
		b.WriteByte(' ')
		b.WriteString(mv.label)
		b.WriteByte('\n')
	}
	k = keyLines{b.String(), m.cost(b.String())}
	if m.fits(k.cost.plus(k.cost)) {
		return k
	}
	bare := make([]string, len(moves))
	for i, mv := range moves {
		bare[i] = mv.key
	}
	text := strings.Join(bare, " ") + "\n"
	return keyLines{text, m.cost(text)}
}
