// SPDX-License-Identifier: Apache-2.0

// Package lint tells what becomes of a form on the channels it is meant for,
// before anybody dials: how many screens and sessions a registration takes, how
// full each screen is at its worst, what a channel can't ask, what was not
// translated, which word makes a screen twice as dear.
//
// It looks twice. Every question is laid out by itself with the longest words
// that it can have, whether or not one person could be asked them all
// (views.go). And a registration is played through the engine with the answers
// that lead to the most questions (walk.go). Nothing is estimated that the
// engine and the pager can tell exactly; what people need to read and type is
// an estimate, with its numbers in effort.go.
//
// The package reads packs, forms and screens. It does no I/O and knows no
// session, no store and no gateway.
package lint
