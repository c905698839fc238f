// SPDX-License-Identifier: Apache-2.0

// Package calendar converts between the calendars that people date by and the
// Gregorian one that forms store: Ethiopian, Coptic, Islamic, Persian, Bikram
// Sambat and Buddhist, by the names that XLSForm gives them. It also reads the
// Ethiopian clock, whose hours begin at dawn.
//
// A date of any calendar is a [Date]; a [Day] counts days and is what all
// calendars share. Both directions are exact over the years that a calendar
// covers ([Calendar.Years]) and refuse all others.
//
// It imports the standard library only.
package calendar
