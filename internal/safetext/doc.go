// SPDX-License-Identifier: Apache-2.0

// Package safetext is the only door through which text from data (answers,
// form labels, names, file names, what a network peer sent) reaches a
// terminal, an outgoing message or a log line.
//
// A [String] can be made only by the functions of this package, so a view that
// takes a String cannot be handed raw data by mistake: it does not compile.
// Cleaning happens when text is shown, never when it is stored: the record
// keeps what arrived.
//
// It imports the standard library only.
package safetext
