// SPDX-License-Identifier: Apache-2.0

// Package screens goes from meaning to text and back.
//
// [Render] fits a flows.Screen to a channel: it words the system's messages
// from a [Catalog], strips markup, measures in the channel's own unit and cuts
// the text into pages. [Linear] is the same text for a line-by-line terminal,
// without pages. [Read] turns what a person typed into a flows.Input and never
// guesses: what is not surely an answer is flows.Unreadable with the reason.
//
// A page is laid out in this order:
//
//	what was wrong with the last answer, or understood of it
//	title
//	3/10 question (how to write the answer)
//	hint
//	1 option
//	2 option
//	98 More
//
// The question and the keys are fixed parts; exactly one part is paged, the
// options or, where the text itself is too long, the text and the options after
// it. pager.go explains how, and sheet.go what a notice does to the pages.
//
// The package is pure: no I/O, no clock, no goroutine. Of ours it imports flows,
// forms, screens/calendar, screens/gsm7 and internal/safetext, never a session or
// a channel.
package screens
