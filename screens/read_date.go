// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dialform/dialform/flows"
)

// dateSigns may stand between the parts of a date or a time, besides spaces.
const dateSigns = "/-.*,:"

// Years that people have to do with. The limits catch a date typed year first
// without separators: 20100512 is no day of the year 512.
const (
	firstYear = 1800
	lastYear  = 2199
)

// date reads a day in the order that the prompt states: day, month, year as
// 15031990, 15 3 1990, 15/3/1990; or the international 1990-03-15, which no
// other order can be taken for. A year always has four digits.
func (r *reading) date() flows.Input {
	parts := r.dateParts("")
	e := r.screen.Expect
	switch {
	case e.YearOnly:
		if len(parts) != 1 || !isYear(parts[0]) {
			return unreadable(whyYear)
		}
		return flows.Answer{Value: parts[0] + "-01-01"}
	case e.MonthYear:
		return month(parts)
	}
	day, why := readDay(parts)
	if why != "" {
		return unreadable(why)
	}
	return flows.Answer{Value: day}
}

// dateParts splits what begins and ends with a digit.
func (r *reading) dateParts(moreSigns string) []string {
	if s := r.number; s == "" || !allDigits(s[:1]) || !allDigits(s[len(s)-1:]) {
		return nil
	}
	return fields(r.number, dateSigns+moreSigns)
}

// readDay gives a day as 1990-03-15, or the key of what is wrong with it.
func readDay(parts []string) (day, why string) {
	if len(parts) == 1 && len(parts[0]) == len("DDMMYYYY") {
		p := parts[0]
		parts = []string{p[:2], p[2:4], p[4:]}
	}
	if len(parts) != 3 {
		return "", whyDate
	}
	if len(parts[0]) == 4 {
		parts = []string{parts[2], parts[1], parts[0]}
	}
	d, m, y := parts[0], parts[1], parts[2]
	switch {
	case !allDigits(d) || !allDigits(m) || !allDigits(y) || len(d) > 2 || len(m) > 2:
		return "", whyDate
	case !isYear(y):
		return "", whyYear
	}
	date := time.Date(atoi(y), time.Month(atoi(m)), atoi(d), 0, 0, 0, 0, time.UTC)
	if date.Day() != atoi(d) || int(date.Month()) != atoi(m) {
		return "", whyNoSuchDay
	}
	return date.Format(time.DateOnly), ""
}

// month reads month and year: 031990, 3 1990, 1990-03.
func month(parts []string) flows.Input {
	if len(parts) == 1 && len(parts[0]) == len("MMYYYY") {
		parts = []string{parts[0][:2], parts[0][2:]}
	}
	if len(parts) != 2 {
		return unreadable(whyMonth)
	}
	if len(parts[0]) == 4 {
		parts = []string{parts[1], parts[0]}
	}
	m, y := parts[0], parts[1]
	switch {
	case !allDigits(m) || !allDigits(y) || len(m) > 2 || atoi(m) < 1 || atoi(m) > 12:
		return unreadable(whyMonth)
	case !isYear(y):
		return unreadable(whyYear)
	}
	return flows.Answer{Value: fmt.Sprintf("%s-%02d-01", y, atoi(m))}
}

// time reads a time of day, of 24 hours: 1430, 14:30, 9 05.
func (r *reading) time() flows.Input {
	clock, ok := readClock(r.dateParts(""))
	if !ok {
		return unreadable(whyTime)
	}
	return flows.Answer{Value: clock}
}

// readClock gives a time of day as 14:30:00.
func readClock(parts []string) (string, bool) {
	if len(parts) == 1 && len(parts[0]) == len("HHMM") {
		parts = []string{parts[0][:2], parts[0][2:]}
	}
	if len(parts) != 2 {
		return "", false
	}
	h, m := parts[0], parts[1]
	if !allDigits(h) || !allDigits(m) || len(h) > 2 || len(m) != 2 || atoi(h) > 23 || atoi(m) > 59 {
		return "", false
	}
	return fmt.Sprintf("%02d:%s:00", atoi(h), m), true
}

// dateTime reads a day and a time of day after it: 15031990 1430,
// 15/3/1990 14:30, 1990-03-15T14:30. The value has no zone: it is the
// person's.
func (r *reading) dateTime() flows.Input {
	parts := r.dateParts("Tt")
	if len(parts) == 1 && len(parts[0]) == len("DDMMYYYYHHMM") {
		parts = []string{parts[0][:8], parts[0][8:]}
	}
	days := 3 // parts that make the day
	if len(parts) > 0 && len(parts[0]) == len("DDMMYYYY") {
		days = 1
	}
	if len(parts) <= days {
		return unreadable(whyDateTime)
	}
	day, why := readDay(parts[:days])
	if why == whyDate {
		why = whyDateTime
	}
	clock, ok := readClock(parts[days:])
	switch {
	case why != "":
		return unreadable(why)
	case !ok:
		return unreadable(whyDateTime)
	}
	return flows.Answer{Value: strings.Join([]string{day, clock}, "T")}
}

func isYear(s string) bool {
	return len(s) == 4 && allDigits(s) && atoi(s) >= firstYear && atoi(s) <= lastYear
}

// atoi converts a few digits that are known to be digits.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
