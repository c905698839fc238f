// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strings"

	"github.com/dialform/dialform/flows"
)

// sheet is a screen laid out for a channel.
//
// A notice stands above the page on which the last answer was given
// (flows.Screen.NoticePage), and the pages break as they do without it: who
// mistypes on page 3 goes on reading page 3. What the notice leaves no room for
// is shown by the key for more, which brings the same page without the notice
// (flows.More with Same). Only a notice that would not leave a third of the page
// is paged like the rest of the text: in front of what that page begins with,
// the pages before it being as they were.
type sheet struct {
	*pager
	pages   [][]piece
	page    int     // the one shown
	under   *pager  // that page under a notice, nil if none stands above it
	kept    []piece // what the notice leaves of it
	covered bool    // that is not all
	late    *pager  // of the pages from a long notice on, nil if there is none
	from    int     // the first of them
}

// layOut chooses what is shown and where the pages break.
func layOut(c *Catalog, s *flows.Screen, lang string, l Layout) sheet {
	m := newMeter(l)
	w := wordsOf(c, s, lang)
	options := make([]block, len(w.options))
	for i, o := range w.options {
		if s.Kind == flows.KindReview {
			o.label = c.reviewLine(lang, s.Options[o.index].Label, m)
		}
		options[i] = m.block(o.label, l.Keys.number(o.index))
	}
	// One page, as rich as can be. Its keys are those of a first and last page.
	keys := [2][2]keyLines{{m.keyLines(c.moves(s, lang, l.Keys, 0, false))}}
	if p := m.single(&w, w.notice, options, keys); p != nil {
		return sheet{pager: p, pages: p.pages(0)}
	}
	for later := range 2 {
		for more := range 2 {
			keys[later][more] = m.keyLines(c.moves(s, lang, l.Keys, later, more == 1))
		}
	}
	sh := m.several(&w, options, keys)
	sh.page = min(max(s.Page, 0), len(sh.pages)-1)
	if w.notice == "" {
		return sh
	}
	at := min(max(s.NoticePage, 0), len(sh.pages)-1)
	above := w.notice
	if sh.head != "" {
		above = joined(above, "\n", w.head(shown{}))
	}
	switch {
	case !m.roomUnder(above, sh.blocks, keys):
		sh.pageNotice(&w, options, at)
		sh.page = min(max(s.Page, 0), len(sh.pages)-1)
	case sh.page == at:
		sh.cover(above)
	}
	return sh
}

// single is all on one page, as rich as can be; nil if it does not fit.
func (m meter) single(w *words, notice string, options []block, keys [2][2]keyLines) *pager {
	for _, with := range w.variants() {
		if p := newPager(m, joined(notice, "\n", w.head(with)), options, keys); p.single() {
			return p
		}
	}
	return nil
}

// several lays a screen out without its notice: on as few pages as can be, then
// with as few texts broken between pages, then as rich as can be.
func (m meter) several(w *words, options []block, keys [2][2]keyLines) sheet {
	if w.notice != "" {
		if p := m.single(w, "", options, keys); p != nil {
			return sheet{pager: p, pages: p.pages(0)}
		}
	}
	fixed := m.fixedHead(w.head(shown{}), options, keys)
	var best sheet
	least := 0
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
		cut := p.pages(0)
		broken := p.broken(cut)
		if best.pager == nil || len(cut) < len(best.pages) || len(cut) == len(best.pages) && broken < least {
			best, least = sheet{pager: p, pages: cut}, broken
		}
	}
	return best
}

// cover puts a notice, and the head if it is fixed, above what is on the page.
func (sh *sheet) cover(above string) {
	pieces := sh.pages[sh.page]
	blocks := make([]block, len(pieces))
	for i, at := range pieces {
		blocks[i] = sh.part(at.block, at.lo, at.hi)
	}
	sh.under = newPager(sh.meter, above, blocks, sh.keys)
	kept, next := sh.under.fill(sh.page, piece{}, sh.page == len(sh.pages)-1)
	sh.kept, sh.covered = kept, next.block < len(blocks)
}

// pageNotice puts a long notice, and the question, before what a page begins
// with, and pages all that.
func (sh *sheet) pageNotice(w *words, options []block, page int) {
	lines := append([]string{w.notice}, w.lines(shown{})...)
	rest := options
	if page > 0 {
		if sh.head == "" {
			lines = lines[:1] // the question is among the blocks
		}
		first := sh.pages[page][0]
		rest = append([]block{sh.part(first.block, first.lo, len(sh.blocks[first.block].text))}, sh.blocks[first.block+1:]...)
	}
	sh.late, sh.from = newPager(sh.meter, "", sh.meter.textBlocks(lines, rest), sh.keys), page
	sh.pages = append(sh.pages[:page:page], sh.late.pages(page)...)
}

// part is a part of a block as a block of its own; its number stands before its
// beginning only.
func (sh *sheet) part(i, lo, hi int) block {
	b := &sh.blocks[i]
	number := b.number
	if lo > 0 {
		number = 0
	}
	return sh.meter.block(b.text[lo:hi], number)
}

// more tells whether something comes after what is shown.
func (sh *sheet) more() bool { return sh.covered || sh.page < len(sh.pages)-1 }

// text is the page shown.
func (sh *sheet) text() string {
	if sh.under != nil {
		return sh.under.text(sh.page, sh.kept, sh.more())
	}
	p := sh.pager
	if sh.late != nil && sh.page >= sh.from {
		p = sh.late
	}
	return p.text(sh.page, sh.pages[sh.page], sh.more())
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

// lines are the text above the options, but for the notice.
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
	add(with.title, w.title)
	add(true, body)
	add(with.hint, w.hint)
	return out
}

func (w *words) head(with shown) string { return strings.Join(w.lines(with), "\n") }

// fixedHead tells whether the head can stand above the options on every page:
// it must leave them a third of the page beside the keys.
func (m meter) fixedHead(head string, options []block, keys [2][2]keyLines) bool {
	return len(options) > 0 && m.roomUnder(head, options, keys)
}

// roomUnder tells whether a head leaves the blocks a third of the page, whichever
// keys are below: a page without the key for more may have the longer ones, since
// words that take too much of a page are left out.
func (m meter) roomUnder(head string, blocks []block, keys [2][2]keyLines) bool {
	third := cost{septets: m.septets / 3, units: m.units / 3}
	for i := range blocks {
		third.foreign = third.foreign || blocks[i].cost.foreign
	}
	beside := m.line(head).plus(third)
	for _, of := range keys {
		for _, k := range of {
			if !m.fits(beside.plus(k.cost)) {
				return false
			}
		}
	}
	return true
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
// more than half of a page are left out, and the bare keys remain; but an answer
// keeps its words as long as they take no third of it.
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
	b.Reset()
	bare := make([]string, 0, len(moves))
	for _, mv := range moves {
		if mv.answer && m.fits(m.cost(mv.label).plus(m.cost(mv.label)).plus(m.cost(mv.label))) {
			b.WriteString(mv.key + " " + mv.label + "\n")
		} else {
			bare = append(bare, mv.key)
		}
	}
	text := b.String()
	if len(bare) > 0 {
		text += strings.Join(bare, " ") + "\n"
	}
	return keyLines{text, m.cost(text)}
}
