// SPDX-License-Identifier: Apache-2.0

// Package forms holds the form and one person's answers to it.
//
// A reader (XLSForm, XForm, ...) produces a [Definition]: what the author
// wrote, cell by cell, with the place of everything. [Compile] checks it and
// gives an immutable [Form], shared by all goroutines: nodes in document
// order, compiled expressions, a dependency graph in topological order,
// indexed choice lists. [Form.New] starts an [Instance]: the answers of one
// person, which recalculates relevance, calculations, repeat counts and
// cascading choices after every answer, and nothing else than what the answer
// touches.
//
// # How an instance is stored
//
// An instance is scopes x slots, not a tree of heap nodes. The root scope has
// one slot for every node outside repeats; every repeat instance is a scope
// with one slot for every node of that repeat (nested repeats have scopes of
// their own). A reference to a node of the same or an enclosing scope is one
// slot read; a reference into a repeat from outside is the set of that slot
// over the scopes. Slots are in the order in which the form is shown, 64 to a
// page. The whole instance is written to and read from one flat, versioned
// record ([Instance.Append], [Form.Restore]), a page being taken apart only when
// somebody asks for a value of it; what is relevant is found and counted a page
// at a time ([NodeSet]). So a step costs the same after ten answers and after
// four hundred.
//
// # Semantics
//
// They are those of ODK XForms: relevance is inherited; a node that is not
// relevant reads as empty by expressions but its answer is kept and comes
// back with relevance; a constraint is checked on the candidate, before it is
// set, and only when it is not empty; references between nodes of one repeat
// mean the same repeat instance. Actions (dynamic defaults, triggers, setvalue)
// run one by one, each when everything before it is calculated. DEVIATIONS.md
// lists where the clients of ODK differ and what is done here.
//
// The package is pure: no I/O, no clock, no goroutines. Time, zone, seed and
// ids come in with [Env], so the same inputs give the same instance, byte for
// byte. It imports forms/xpath and nothing else of this module.
package forms
