// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strconv"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens/calendar"
)

// words are the texts of a screen in a language, plain, before they are laid
// out.
type words struct {
	notice, title, body, hint, progress string
	options                             []option
}

// option is one line of a list, at its place in the whole list.
type option struct {
	label string
	index int
}

func wordsOf(c *Catalog, s *flows.Screen, lang string) words {
	w := words{
		notice: c.Text(lang, s.Notice),
		title:  c.Text(lang, s.Title),
		body:   c.Text(lang, s.Body),
		hint:   c.Text(lang, s.Hint),
	}
	// A title that says what the question says is no help.
	if w.title == w.body {
		w.title = ""
	}
	if format := c.format(lang, s.Expect); format != "" {
		w.body = joined(w.body, " ", format)
	}
	if s.Progress.Of > 0 {
		w.progress = strconv.Itoa(s.Progress.Step) + "/" + strconv.Itoa(s.Progress.Of)
	}
	w.options = c.options(s, lang)
	if key := findHint(s, len(w.options)); key != "" {
		w.body = joined(w.body, " ", c.message(lang, key))
	}
	return w
}

// format says how an answer is written, where a person could not know: the
// order of a date, several numbers, a range.
func (c *Catalog) format(lang string, e flows.Expect) string {
	switch e.Kind {
	case flows.ExpectMany:
		return c.message(lang, hintMany)
	case flows.ExpectRank:
		return c.message(lang, hintRank)
	case flows.ExpectDate, flows.ExpectTime, flows.ExpectDateTime:
		return c.dateFormat(lang, e)
	case flows.ExpectGeopoint:
		return c.message(lang, hintGeopoint)
	case flows.ExpectInteger, flows.ExpectDecimal:
		if e.Min != "" && e.Max != "" {
			return fill(c.message(lang, hintRange), []string{e.Min, e.Max})
		}
	}
	return ""
}

// calendarKeys are the messages that name the calendars.
var calendarKeys = [...]string{
	calendar.Ethiopian: calendarEthiopian, calendar.Coptic: calendarCoptic, calendar.Islamic: calendarIslamic,
	calendar.Persian: calendarPersian, calendar.BikramSambat: calendarBikramSambat, calendar.Buddhist: calendarBuddhist,
}

// dateFormat says in which order and calendar a date or a time is written.
func (c *Catalog) dateFormat(lang string, e flows.Expect) string {
	cal, _ := calendar.ByName(e.Calendar)
	key, in := hintDate, hintDateIn
	switch {
	case e.Kind == flows.ExpectTime && cal == calendar.Ethiopian:
		return c.message(lang, hintClock)
	case e.Kind == flows.ExpectTime:
		return c.message(lang, hintTime)
	case e.Kind == flows.ExpectDateTime:
		key, in = hintDateTime, hintDateTimeIn
	case e.YearOnly:
		key, in = hintYear, hintYearIn
	case e.MonthYear:
		key, in = hintMonth, hintMonthIn
	}
	text := c.message(lang, key)
	if cal != calendar.Gregorian {
		text = fill(c.message(lang, in), []string{c.message(lang, calendarKeys[cal])})
	}
	switch e.Coarsest {
	case flows.PrecisionMonth:
		text += " " + c.message(lang, hintOrMonth)
	case flows.PrecisionYear:
		text += " " + c.message(lang, hintOrYear)
	case flows.PrecisionAge:
		text += " " + c.message(lang, hintOrAge)
	}
	return text
}

// move is a key and what it does.
type move struct {
	key, label string
	answer     bool // an answer rather than a way to go: useless without its label
}

// moves are the lines below a page. Keys that the channel or the screen does
// not offer are left out.
func (c *Catalog) moves(s *flows.Screen, lang string, k Keys, page int, more bool) []move {
	out := make([]move, 0, 5)
	add := func(offered bool, key, label string) {
		if offered && key != "" {
			out = append(out, move{key: key, label: c.message(lang, label)})
		}
	}
	switch kind := s.Expect.Kind; {
	case s.End || kind == flows.ExpectNothing:
		// Nothing but the rest of a long text.
	case kind.Free():
		add(s.Can&flows.CanActions != 0, k.Home, navActions)
	default:
		for i, o := range s.Options {
			if o.Always {
				out = append(out, move{strconv.Itoa(k.number(i)), c.Text(lang, o.Label), true})
			}
		}
		add(kind == flows.ExpectContinue && !more, k.Next, navNext)
		add(s.Can&flows.CanSkip != 0, k.Skip, navSkip)
		add(s.Can&flows.CanBack != 0 || page > 0 || s.Find != "", k.Back, navBack)
		add(s.Can&flows.CanHome != 0, k.Home, navHome)
	}
	add(more, k.More, navMore)
	return out
}

// joined puts sep between two texts where there are two.
func joined(a, sep, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + sep + b
}
