// SPDX-License-Identifier: Apache-2.0

package screens

// Keys of the messages that screens itself says, beside those of
// flows/messages.go. {0}, {1} are the arguments.
const (
	navBack    = "nav.back"    // key
	navHome    = "nav.home"    // key
	navMore    = "nav.more"    // key: the next page
	navSkip    = "nav.skip"    // key: leave it empty
	navNext    = "nav.next"    // key: go on from a text
	navActions = "nav.actions" // key: what a bare 00 opens at a free question

	hintMany     = "hint.many"     // several numbers may be typed
	hintRank     = "hint.rank"     // all numbers, in order
	hintRange    = "hint.range"    // {0} least, {1} most
	hintDate     = "hint.date"     // the order: day, month, year of four digits
	hintMonth    = "hint.month"    // month, year
	hintYear     = "hint.year"     // year of four digits
	hintTime     = "hint.time"     // hour, minute, of 24
	hintDateTime = "hint.datetime" // both
	hintGeopoint = "hint.geopoint" // latitude, longitude in degrees
	hintFind     = "hint.find"     // a long list: number, or first letters

	hintLetters = "hint.letters" // a list too long to show: first letters

	// The same dates in another calendar, {0}.
	hintDateIn     = "hint.date_in"
	hintMonthIn    = "hint.month_in"
	hintYearIn     = "hint.year_in"
	hintDateTimeIn = "hint.datetime_in"
	hintClock      = "hint.clock" // a time by the Ethiopian clock

	// What else is accepted of a date that is not known to the day.
	hintOrMonth = "hint.or_month"
	hintOrYear  = "hint.or_year"
	hintOrAge   = "hint.or_age"

	calendarEthiopian    = "calendar.ethiopian"
	calendarCoptic       = "calendar.coptic"
	calendarIslamic      = "calendar.islamic"
	calendarPersian      = "calendar.persian"
	calendarBikramSambat = "calendar.bikram_sambat"
	calendarBuddhist     = "calendar.buddhist"

	// The halves of the Ethiopian clock, as they are shown and typed.
	clockDay   = "clock.day"
	clockNight = "clock.night"

	// The Gregorian months, as they are shown and typed.
	monthJanuary   = "month.january"
	monthFebruary  = "month.february"
	monthMarch     = "month.march"
	monthApril     = "month.april"
	monthMay       = "month.may"
	monthJune      = "month.june"
	monthJuly      = "month.july"
	monthAugust    = "month.august"
	monthSeptember = "month.september"
	monthOctober   = "month.october"
	monthNovember  = "month.november"
	monthDecember  = "month.december"

	whyEmpty     = "unreadable.empty"     // nothing was typed
	whyText      = "unreadable.text"      // letters were lost on the way
	whyLong      = "unreadable.long"      // {0} most characters
	whyChoice    = "unreadable.choice"    // {0} highest number
	whyMany      = "unreadable.many"      // numbers like 1 3
	whyRepeated  = "unreadable.repeated"  // a number was typed twice
	whyRank      = "unreadable.rank"      // every number once, in order
	whyNumber    = "unreadable.number"    // a whole number
	whyDecimal   = "unreadable.decimal"   // a number
	whyThousands = "unreadable.thousands" // 1,500 could be two numbers
	whyRange     = "unreadable.range"     // {0} least, {1} most
	whyStep      = "unreadable.step"      // {0} least, {1} step
	whyDigits    = "unreadable.digits"    // digits only
	whyDate      = "unreadable.date"      // {0} example of day, month, year
	whyNoSuchDay = "unreadable.no_such_day"
	whyYear      = "unreadable.year"  // four digits
	whyMonth     = "unreadable.month" // {0} example of month and year
	whyTime      = "unreadable.time"
	whyDateTime  = "unreadable.datetime" // {0} example
	whyGeopoint  = "unreadable.geopoint"
	whyReference = "unreadable.reference"
	whyNotFound  = "unreadable.not_found" // no option begins with the letters typed
	whyYears     = "unreadable.years"     // {0} first, {1} last year of the calendar
	whyClock     = "unreadable.clock"     // a time by the Ethiopian clock
)
