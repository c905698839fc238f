// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens/calendar"
)

// dateSigns may stand between the parts of a date, besides spaces.
const dateSigns = "/-.*,:"

// oldest is the age up to which an age is believed.
const oldest = 120

// dating is the reading of one date.
type dating struct {
	*reading
	calendar calendar.Calendar
}

func (r *reading) dating() dating {
	cal, _ := calendar.ByName(r.screen.Expect.Calendar)
	return dating{r, cal}
}

// date reads a day in the order that the prompt states: day, month, year as
// 15031990, 15 3 1990, 15/3/1990, 15 March 1990; or the international
// 1990-03-15, which no other order can be taken for. A year always has four
// digits. The value is Gregorian, whichever calendar the question is in.
func (r *reading) date() flows.Input {
	d := r.dating()
	parts := d.parts(r.number)
	e := &r.screen.Expect
	switch {
	case e.YearOnly:
		return d.year(parts, false)
	case e.MonthYear:
		return d.month(parts, false)
	case e.Coarsest == flows.PrecisionAge && len(parts) == 1 && d.isAge(parts[0]):
		return flows.Answer{Value: strconv.Itoa(atoi(parts[0].text)), Typing: d.typing(flows.PrecisionAge)}
	case e.Coarsest >= flows.PrecisionYear && len(parts) == 1 && len(parts[0].text) == len("YYYY"):
		return d.year(parts, true)
	case e.Coarsest >= flows.PrecisionMonth && (len(parts) == 2 || len(parts) == 1 && len(parts[0].text) == len("MMYYYY")):
		return d.month(parts, true)
	}
	date, turned, bad := d.day(parts)
	if bad != nil {
		return bad
	}
	return d.answer(date, flows.PrecisionDay, turned)
}

// part is a number of a date; a month's name counts as its number.
type part struct {
	text  string
	named bool
}

// parts splits a date that begins and ends with a digit or a letter, at its
// signs and where digits meet letters. Letters that name no month make it none.
func (d dating) parts(s string) []part {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	if !wordRune(first) || !wordRune(last) {
		return nil
	}
	var out []part
	word := ""
	name := func() bool {
		if word == "" {
			return true
		}
		month, ok := d.catalog.monthNamed(d.calendar, word)
		out, word = append(out, part{strconv.Itoa(month), true}), ""
		return ok
	}
	for _, field := range fields(s, dateSigns) {
		for field != "" {
			n := strings.IndexFunc(field, func(r rune) bool { return !unicode.IsDigit(r) })
			switch {
			case n < 0:
				n = len(field)
			case n == 0:
				if n = strings.IndexFunc(field, unicode.IsDigit); n < 0 {
					n = len(field)
				}
				word, field = joined(word, " ", field[:n]), field[n:]
				continue
			}
			if !name() {
				return nil
			}
			out, field = append(out, part{text: field[:n]}), field[n:]
		}
	}
	if !name() {
		return nil
	}
	return out
}

// day gives the date of three parts, or what is wrong with them; turned tells
// that the year came first.
func (d dating) day(parts []part) (date calendar.Date, turned bool, bad flows.Input) {
	if len(parts) == 1 && len(parts[0].text) == len("DDMMYYYY") {
		p := parts[0].text
		parts = []part{{text: p[:2]}, {text: p[2:4]}, {text: p[4:]}}
	}
	wrong := d.wrong(whyDate, "%02d%02d%d")
	if len(parts) != 3 || parts[2].named {
		return date, false, wrong
	}
	day, month, year := parts[0], parts[1], parts[2]
	switch {
	case day.named: // March 15 1990
		day, month = month, day
	case len(day.text) == len("YYYY"):
		day, year, turned = year, day, true
	}
	if !short(day) || !short(month) || day.named {
		return date, false, wrong
	}
	if bad := d.badYear(year); bad != nil {
		return date, false, bad
	}
	date = calendar.Date{Year: atoi(year.text), Month: atoi(month.text), Day: atoi(day.text)}
	if _, ok := d.gregorian(date); !ok {
		return date, false, unreadable(whyNoSuchDay)
	}
	return date, turned && !month.named, nil
}

// month reads month and year: 031990, 3 1990, 1990-03, March 1990.
func (d dating) month(parts []part, coarse bool) flows.Input {
	if len(parts) == 1 && len(parts[0].text) == len("MMYYYY") {
		p := parts[0].text
		parts = []part{{text: p[:2]}, {text: p[2:]}}
	}
	wrong := d.wrong(whyMonth, "%02[2]d%[3]d")
	if len(parts) != 2 {
		return wrong
	}
	month, year := parts[0], parts[1]
	if len(month.text) == len("YYYY") {
		month, year = year, month
	}
	if !short(month) || atoi(month.text) < 1 || atoi(month.text) > d.calendar.Months() {
		return wrong
	}
	if bad := d.badYear(year); bad != nil {
		return bad
	}
	return d.answer(calendar.Date{Year: atoi(year.text), Month: atoi(month.text), Day: 1}, flows.PrecisionMonth, coarse)
}

// year reads a year of four digits.
func (d dating) year(parts []part, coarse bool) flows.Input {
	if len(parts) != 1 {
		return unreadable(whyYear)
	}
	if bad := d.badYear(parts[0]); bad != nil {
		return bad
	}
	return d.answer(calendar.Date{Year: atoi(parts[0].text), Month: 1, Day: 1}, flows.PrecisionYear, coarse)
}

// badYear is what is wrong with a year, nil if nothing is. The years of the
// calendar catch a date typed year first without separators: 20100512 is no day
// of the year 512.
func (d dating) badYear(p part) flows.Input {
	first, last := d.calendar.Years()
	switch {
	case p.named || !allDigits(p.text) || len(p.text) != len("YYYY"):
		return unreadable(whyYear)
	case atoi(p.text) >= first && atoi(p.text) <= last:
		return nil
	case d.calendar == calendar.Gregorian:
		return unreadable(whyYear)
	}
	return unreadable(whyYears, strconv.Itoa(first), strconv.Itoa(last))
}

func (d dating) isAge(p part) bool {
	return !p.named && len(p.text) <= len("120") && allDigits(p.text) && atoi(p.text) <= oldest
}

// short tells a day or a month: at most two digits.
func short(p part) bool { return p.named || len(p.text) <= 2 && allDigits(p.text) }

// answer is a date as it is stored, with all that its value does not tell, and
// said back where it could have been meant otherwise.
func (d dating) answer(date calendar.Date, p flows.Precision, doubtful bool) flows.Input {
	day, ok := d.gregorian(date)
	if !ok {
		return unreadable(whyNoSuchDay)
	}
	in := flows.Answer{Value: isoDate(day)}
	if d.calendar != calendar.Gregorian || p != flows.PrecisionDay {
		in.Typing = d.typing(p)
	}
	if d.calendar != calendar.Gregorian || doubtful {
		in.Echo = d.echo(d.said(date, day, p))
	}
	return in
}

func (d dating) typing(p flows.Precision) flows.Typing {
	return flows.Typing{Text: d.text, Calendar: d.screen.Expect.Calendar, Precision: p}
}

// said is a date in its own calendar and, if that is another, in the Gregorian.
func (d dating) said(date, gregorian calendar.Date, p flows.Precision) string {
	text := func(cal calendar.Calendar, date calendar.Date) string {
		switch p {
		case flows.PrecisionDay:
			return d.catalog.dateText(cal, d.lang, date)
		case flows.PrecisionMonth:
			return d.catalog.monthText(cal, d.lang, date)
		}
		return strconv.Itoa(date.Year)
	}
	own := text(d.calendar, date)
	if d.calendar == calendar.Gregorian {
		return own
	}
	return own + " (" + text(calendar.Gregorian, gregorian) + ")"
}

// gregorian is a date in the calendar in which it is stored.
func (d dating) gregorian(date calendar.Date) (calendar.Date, bool) {
	day, ok := d.calendar.Day(date)
	if !ok {
		return calendar.Date{}, false
	}
	return calendar.Gregorian.Date(day)
}

// wrong says how a date is written, by the example of 15 March 1990 in the
// calendar of the question. format takes day, month and year.
func (d dating) wrong(key, format string) flows.Input {
	day, _ := calendar.Gregorian.Day(calendar.Date{Year: 1990, Month: 3, Day: 15})
	date, _ := d.calendar.Date(day)
	example := fmt.Sprintf(format, date.Day, date.Month, date.Year)
	return unreadable(key, example)
}

func isoDate(d calendar.Date) string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// atoi converts a few digits that are known to be digits.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
