// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strings"
	"time"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens/calendar"
)

// dayLimits are the messages about days; numberLimits those whose numbers may have
// decimals.
var (
	dayLimits    = map[string]bool{flows.MsgDayFromTo: true, flows.MsgDayAtLeast: true, flows.MsgDayAtMost: true}
	numberLimits = map[string]bool{
		flows.MsgFromTo: true, flows.MsgAtLeast: true, flows.MsgAtMost: true, flows.MsgAbove: true, flows.MsgBelow: true,
	}
)

// limits are the arguments of a message as a person writes them: days in the
// calendar that the last argument names, numbers with the decimal sign of the
// language.
func (c *Catalog) limits(lang string, p flows.Phrase) []string {
	switch {
	case dayLimits[p.Key] && len(p.Args) > 0:
		last := len(p.Args) - 1
		cal, _ := calendar.ByName(p.Args[last])
		days := make([]string, last)
		for i := range days {
			days[i] = c.day(cal, lang, p.Args[i])
		}
		return days
	case numberLimits[p.Key] && spoken(lang, decimalComma):
		numbers := make([]string, len(p.Args))
		for i, arg := range p.Args {
			numbers[i] = strings.Replace(arg, ".", ",", 1)
		}
		return numbers
	}
	return p.Args
}

// day is a day such as 2026-11-20 as it is said; another text stays as it is.
func (c *Catalog) day(cal calendar.Calendar, lang, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	since, known := calendar.Gregorian.Day(calendar.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()})
	if date, ok := cal.Date(since); ok && known {
		return c.dateText(cal, lang, date)
	}
	return day
}
