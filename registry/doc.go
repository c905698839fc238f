// SPDX-License-Identifier: Apache-2.0

// Package registry says what submissions mean: the completed form as an
// immutable record with one canonical byte form, the verdict that the centre
// gives on it, and the reference that a person can speak or key in.
//
// # The canonical form
//
// Freeze writes JSON as RFC 8785 (JCS) does: members in the order of their
// UTF-16 code units, no white space, shortest escapes, UTF-8. Any JCS library
// that reads the bytes writes the same bytes again, so a third party can check
// a hash without this program. JSON objects have no order but a form has, so
// answers are an array of members in form order:
//
//	{"name":"name","value":"Amina"}                      a question
//	{"group":[{"name":"age","value":"34"}],"name":"head"} a group
//	{"name":"member","repeat":[[...],[...]]}              a repeat, one array per instance
//
// Every value is canonical XForms text, never a JSON number. Times are UTC with
// milliseconds. A member of the envelope that is empty is left out. Thaw takes
// exactly what Freeze writes: no two byte strings mean the same submission.
//
// The package is pure: no clock, no I/O, no goroutines. It must not import any
// other package of this module except forms.
package registry
