// SPDX-License-Identifier: Apache-2.0

// Package formio reads forms of Form.io, as a registry exports them, writes them
// from forms of other formats, and writes and reads the submissions of its server.
//
// [Read] makes a [forms.Definition] of a form. A component with a value becomes
// a question, named by its key; a container a group, a grid a repeat, a nested
// form a group; panels, columns, tabs and tables are groups that leave no trace
// in the submission. Conditions, calculations and validations stay in the
// language that they are written in: they become functions of the definition
// ([forms.Foreign]) that are called with the paths of what they read, so that
// the engine evaluates them when, and only when, one of these is answered.
//
// [Data] turns the answers back into the values that the components hold, and
// [Submission] writes them as the portal posts them; [Open] reads what was saved.
//
// [Write] makes a form of Form.io of any other. A group is a panel whose questions
// have keys with its name (household.size), so that every script sees the answers
// beside it as row; a repeat is a data grid, a counted one with a calculation of
// its rows; a ranking is a container with a select for each place. Expressions
// become JavaScript that brings the few functions it needs, and says every
// conversion that XPath makes; they need no library, which the server of Form.io
// has not. What cannot be said is an error that names it, what is only shown less
// well a warning. [Scripts] names what of a form of Form.io has
// no place in another format.
//
// What the logic of a component changes while a person answers (what it is called,
// whether it is asked, what it offers, its value) is worked out when it is asked
// for, from the component as its logic leaves it. Choices that a script makes of
// answers are made then, too. What a grid wants of its rows holds a person at the
// menu of the repeat. A phone number is one of the country that is nearest; see
// phone.go.
//
// Scripts of all forms share one pool of runtimes; see package script. Nothing
// is fetched: choices from a URL or a resource, and those of a select that its
// application fills, come from files beside the form: resources/<name>.json, by
// the last part of the address, the id of the resource or the key of the select.
package formio
