// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dialform/dialform/flows"
)

// Read turns what a person typed at a screen into an input. It accepts what
// can be meant in one way only; anything else is flows.Unreadable with a
// message that says how to write it, never with what was typed.
//
// On menus the keys of the layout move, and options are chosen by position on
// any page, whichever page is shown, or by their exact label. Where an answer
// is typed freely everything is an answer (0 children, age 98), except a bare
// Home key, which opens the actions if the screen has any, and the More key on
// a page that says so. Nothing typed at all skips what may be left empty.
//
// Values are XForms text: 12, 3.5, 2026-11-20, 14:30:00, "-1.29 36.82 0 0".
func Read(c *Catalog, s flows.Screen, lang, typed string, l Layout) flows.Input {
	l = l.orDefaults()
	text := typedText(typed)
	r := reading{catalog: c, screen: &s, lang: lang, layout: l, text: text, number: typedNumber(text)}
	if utf8.RuneCountInString(text) > maxTyped {
		return unreadable(whyLong, strconv.Itoa(maxTyped))
	}
	kind := s.Expect.Kind
	switch {
	case s.End || kind == flows.ExpectNothing:
		return r.closing()
	case kind != flows.ExpectContinue && strings.TrimSpace(typed) == "" && (s.Expect.Optional || s.Can&flows.CanSkip != 0):
		return flows.Skip{}
	case kind.Free():
		return r.free()
	}
	if in := r.key(); in != nil {
		return in
	}
	switch kind {
	case flows.ExpectContinue:
		return r.closing()
	case flows.ExpectMany:
		return r.many()
	case flows.ExpectRank:
		return r.rank()
	default:
		return r.one()
	}
}

// reading is one call of Read.
type reading struct {
	catalog *Catalog
	screen  *flows.Screen
	lang    string
	layout  Layout
	text    string // as typed, clean
	number  string // the same to be read as numbers
}

func unreadable(key string, args ...string) flows.Input {
	return flows.Unreadable{Why: flows.Message(key, args...)}
}

// key reads the keys of a menu; nil if none was typed. A key that the screen
// does not offer is no key: number refuses it as a choice.
func (r *reading) key() flows.Input {
	k, s := r.layout.Keys, r.screen
	switch r.number {
	case "":
	case k.More:
		return r.more()
	case k.Skip:
		if s.Can&flows.CanSkip != 0 {
			return flows.Skip{}
		}
	case k.Back:
		if s.Can&flows.CanBack != 0 || s.Page > 0 || s.Find != "" {
			return flows.Back{}
		}
	case k.Home:
		if s.Can&flows.CanHome != 0 {
			return flows.Home{}
		}
	}
	return nil
}

// more is what shows the rest of the screen, nil if all of it was shown.
func (r *reading) more() flows.Input {
	switch sh := layOut(r.catalog.wording(r.screen), r.screen, r.lang, r.layout); {
	case sh.covered:
		return flows.More{Same: true}
	case sh.more():
		return flows.More{}
	}
	return nil
}

// closing reads anything typed at a text: the rest of it, if it has more pages.
func (r *reading) closing() flows.Input {
	if in := r.more(); in != nil {
		return in
	}
	return flows.Continue{}
}

// free reads an answer that is typed freely.
func (r *reading) free() flows.Input {
	s, k := r.screen, r.layout.Keys
	if r.number != "" {
		if r.number == k.Home && s.Can&flows.CanActions != 0 {
			return flows.Actions{}
		}
		// The rest of a question too long for one page. The page itself says
		// what the key means there, and no answer is lost by reading on.
		if r.number == k.More {
			if in := r.more(); in != nil {
				return in
			}
		}
	}
	if r.text == "" {
		return unreadable(whyEmpty)
	}
	switch s.Expect.Kind {
	case flows.ExpectInteger:
		return r.integer()
	case flows.ExpectDecimal:
		return r.decimal()
	case flows.ExpectDate:
		return r.date()
	case flows.ExpectTime:
		return r.time()
	case flows.ExpectDateTime:
		return r.dateTime()
	case flows.ExpectGeopoint:
		return r.geopoint()
	case flows.ExpectReference:
		return r.reference()
	default:
		return r.freeText()
	}
}
