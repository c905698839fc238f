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
// if there are fewer). It is never over the limits of the layout. The pages hold
// every character of body and options, but for what transliteration respells and
// for white space at a page's end; a notice stands above the page shown (see
// sheet). Title, progress and hint are shown if that costs no further page; the
// title is the first to go.
func Render(c *Catalog, s flows.Screen, lang string, l Layout) Page {
	l = l.orDefaults()
	sh := layOut(c.wording(&s), &s, lang, l)
	text := sh.text()
	k := sh.meter.cost(text)
	page := Page{Number: sh.page + 1, Of: len(sh.pages), More: sh.more(), Size: k.septets, Coding: sh.meter.coding(k)}
	if page.Coding == UCS2 {
		page.Size = k.units
	}
	if k.foreign || k.respelled {
		text = sh.meter.carry(text, page.Coding)
	}
	page.Text = safetext.Text(text)
	return page
}

// Linear is a screen as a line-by-line terminal shows it: the same words,
// options and keys as on a phone, in one piece.
func Linear(c *Catalog, s flows.Screen, lang string, l Layout) safetext.String {
	l, c = l.orDefaults(), c.wording(&s)
	w := wordsOf(c, &s, lang)
	lines := []string{joined(w.notice, "\n", w.head(shown{title: true, progress: true, hint: true}))}
	for _, o := range w.options {
		lines = append(lines, strconv.Itoa(l.Keys.number(o.index))+" "+o.label)
	}
	for _, m := range c.moves(&s, lang, l.Keys, 0, false) {
		lines = append(lines, m.key+" "+m.label)
	}
	if lines[0] == "" {
		lines = lines[1:]
	}
	return safetext.Text(strings.Join(lines, "\n"))
}
