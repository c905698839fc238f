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
	whyDate      = "unreadable.date"      // day, month, year
	whyNoSuchDay = "unreadable.no_such_day"
	whyYear      = "unreadable.year"  // four digits
	whyMonth     = "unreadable.month" // month and year
	whyTime      = "unreadable.time"
	whyDateTime  = "unreadable.datetime"
	whyGeopoint  = "unreadable.geopoint"
	whyReference = "unreadable.reference"
)
