// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens/calendar"
	"github.com/dialform/dialform/search"
)

// clockSigns may stand between hours and minutes, besides spaces.
const clockSigns = ":.*,/-"

// time reads a time of day, of 24 hours (1430, 14:30, 9 05, 14h30) or with am
// or pm (2:30 pm); on a question in the Ethiopian way, by the Ethiopian clock.
func (r *reading) time() flows.Input {
	if r.dating().calendar == calendar.Ethiopian {
		return r.ethiopianTime()
	}
	clock, ok := readClock(r.number)
	if !ok {
		return unreadable(whyTime)
	}
	return flows.Answer{Value: clock}
}

// readClock gives a time of day as 14:30:00.
func readClock(s string) (string, bool) {
	digits, word := clockWord(s)
	half := word == "am" || word == "pm"
	if !half && word != "" && word != "h" {
		return "", false
	}
	parts := clockParts(digits, half || word == "h")
	if parts == nil {
		return "", false
	}
	hour, minute := parts[0], parts[1]
	if half {
		if hour < 1 || hour > 12 {
			return "", false
		}
		if hour %= 12; word == "pm" {
			hour += 12
		}
	}
	if hour > 23 {
		return "", false
	}
	return fmt.Sprintf("%02d:%02d:00", hour, minute), true
}

// clockWord parts a time of day from the word before or behind it, in small
// letters and without points: "2.30 p.m." is "2.30" and "pm". The h of "14h30"
// is a sign, and of "14h" a word.
func clockWord(s string) (digits, word string) {
	s = strings.ToLower(strings.TrimSpace(s))
	first := strings.IndexFunc(s, isDigit)
	last := strings.LastIndexFunc(s, isDigit)
	if first < 0 {
		return "", s
	}
	digits = s[first : last+1]
	if i := strings.IndexByte(digits, 'h'); i > 0 {
		digits = digits[:i] + ":" + strings.TrimSpace(digits[i+1:])
	}
	return digits, strings.TrimSpace(s[:first] + without(s[last+1:], ". "))
}

// clockParts are hour and minute: 1430, 14:30; where a word follows also 2 and
// 230.
func clockParts(s string, brief bool) []int {
	if strings.IndexFunc(s, unicode.IsLetter) >= 0 {
		return nil
	}
	parts := fields(s, clockSigns)
	if len(parts) == 1 {
		switch p := parts[0]; {
		case len(p) == len("HHMM") || brief && len(p) == len("HMM"):
			parts = []string{p[:len(p)-2], p[len(p)-2:]}
		case brief && len(p) <= 2:
			parts = []string{p, "00"}
		}
	}
	if len(parts) != 2 || !allDigits(parts[0]) || !allDigits(parts[1]) || len(parts[0]) > 2 || len(parts[1]) != 2 || atoi(parts[1]) > 59 {
		return nil
	}
	return []int{atoi(parts[0]), atoi(parts[1])}
}

// ethiopianHalves are what people say for the halves of the Ethiopian clock
// besides the catalogue's own words; true for the night.
var ethiopianHalves = map[string]bool{
	"ጠዋት": false, "ረፋድ": false, "ከሰዓት": false, "ከሰዓት በኋላ": false, "ምሽት": true, "ሌሊት": true,
}

// ethiopianTime reads hour, minute and half of the day: 2:30 day, ማታ 2:30. By
// that clock 2:30 of the day is 8:30.
func (r *reading) ethiopianTime() flows.Input {
	digits, word := clockWord(r.number)
	parts := clockParts(digits, true)
	night, ok := r.half(word)
	if parts == nil || !ok {
		return unreadable(whyClock)
	}
	hour, ok := calendar.EthiopianHour(parts[0], night)
	if !ok {
		return unreadable(whyClock)
	}
	key := clockDay
	if night {
		key = clockNight
	}
	said := fmt.Sprintf("%d:%02d %s (%02d:%02d)", parts[0], parts[1], r.catalog.message(r.lang, key), hour, parts[1])
	return flows.Answer{
		Value:  fmt.Sprintf("%02d:%02d:00", hour, parts[1]),
		Typing: flows.Typing{Text: r.text, Calendar: r.screen.Expect.Calendar},
		Echo:   r.echo(said),
	}
}

// half is the half of the Ethiopian clock that a word names, in any language.
func (r *reading) half(word string) (night, ok bool) {
	word = search.Fold(word)
	if word == "" {
		return false, false
	}
	for _, texts := range r.catalog.texts {
		switch word {
		case search.Fold(texts[clockDay]):
			return false, true
		case search.Fold(texts[clockNight]):
			return true, true
		}
	}
	for name, night := range ethiopianHalves {
		if word == search.Fold(name) {
			return night, true
		}
	}
	return false, false
}

// dateTime reads a day and a time of day after it: 15031990 1430,
// 15/3/1990 14:30, 15 March 1990 2:30 pm, 1990-03-15T14:30. The day is in the
// question's calendar, the time by the clock of 24 hours. The value has no zone:
// it is the person's.
func (r *reading) dateTime() flows.Input {
	d := r.dating()
	wrong := d.wrong(whyDateTime, "%02d%02d%d 1430")
	s := r.number
	if len(s) == len("DDMMYYYYHHMM") && allDigits(s) {
		s = s[:8] + " " + s[8:]
	}
	for i, c := range s {
		if c != ' ' && c != 'T' && c != 't' {
			continue
		}
		clock, ok := readClock(s[i+1:])
		if !ok {
			continue
		}
		date, turned, bad := d.day(d.parts(strings.TrimSpace(s[:i])))
		if bad != nil {
			if why := bad.(flows.Unreadable).Why.Key; why != whyDate {
				wrong = bad
			}
			continue
		}
		in, ok := d.answer(date, flows.PrecisionDay, turned && c == ' ').(flows.Answer)
		if !ok {
			return wrong
		}
		in.Value += "T" + clock
		return in
	}
	return wrong
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
