// SPDX-License-Identifier: Apache-2.0

package xpath

import "time"

// Slot is a location path that a [Host] answers without walking a tree. Its
// meaning belongs to the host.
type Slot int32

// Binder resolves names while an expression is compiled.
type Binder interface {
	// Ref gives the location path that `${name}` stands for, as XPath text;
	// name is "last-saved#x" for `${last-saved#x}`. A relative path starts at
	// the context node of the whole expression, also where the reference
	// stands in a predicate. The error is for the author of the form.
	Ref(name string) (path string, err error)
	// Bind turns a path into a slot. It is asked only about paths of named
	// child, parent, self and attribute steps without predicates, that are
	// absolute, start at the context node of the whole expression, or at
	// current(). ok is false when the path is to be walked.
	Bind(Path) (slot Slot, ok bool)
}

// SetBinder is implemented by a [Binder] that tells one from all: RefAll is Ref
// for the places that mean every instance of a repeat although the expression
// stands in it, which are the paths of indexed-repeat().
type SetBinder interface {
	RefAll(name string) (path string, err error)
}

// Host is what an expression can ask of the form it belongs to.
type Host interface {
	// Instance is the document node of a secondary instance. ok is false when
	// there is none, which reads as an empty node-set.
	Instance(id string) (root Node, ok bool)
	// Now is the clock, in the person's zone, frozen while a step runs. Dates
	// without a zone are read and written in its location.
	Now() time.Time
	// Random is the next number of a stream in [0, 1).
	Random() float64
	// UUID is a new random UUID as text.
	UUID() string
	// Property is a session property such as "deviceid".
	Property(name string) string
	// Itext is the text of an itext id in the active language.
	Itext(id string) string
	// ChoiceLabel is the label, in the active language, of the choice value of
	// a question.
	ChoiceLabel(value string, question Node) string
	// SlotFirst is the first node, in document order, that a bound path leads
	// to from at.
	SlotFirst(s Slot, at Node) (Node, bool)
	// SlotAll appends all of them to dst.
	SlotAll(s Slot, at Node, dst []Node) []Node
}

// ItextNodes is implemented by a [Host] whose texts are nodes, so that
// jr:itext() gives a node-set.
type ItextNodes interface {
	ItextNodes(id string) []Node
}

// Context is where and for whom an expression is evaluated.
type Context struct {
	// Node is the context node. Position and Size are its place, from 1, in
	// the context node list; both default to 1.
	Node           Node
	Position, Size int
	// Current is what current() gives. Defaults to Node.
	Current Node
	// Host may be nil for expressions that need none: there are then no
	// secondary instances and no texts, and the clock stands at 1970 in UTC.
	Host Host
	// Budget is the number of steps the evaluation may take. Defaults to
	// [DefaultBudget].
	Budget int
	// Spent is the number of steps that the evaluation took, set when it ends.
	Spent int
}

// DefaultBudget is enough to look some twenty times at each of 5,320 choices,
// the longest list of 200 real forms, and is used up in a fraction of a second.
const DefaultBudget = 1_000_000
