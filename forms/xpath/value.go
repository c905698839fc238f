// SPDX-License-Identifier: Apache-2.0

package xpath

import "time"

// ValueKind is the type of a [Value].
type ValueKind uint8

// The types of XPath 1.0, and the date of the XForms dialects.
const (
	BooleanValue ValueKind = iota
	NumberValue
	StringValue
	DateValue
	NodeSetValue
)

// Value is the result of an expression: a boolean, number, string, date or
// node-set. The zero Value is false.
type Value struct {
	kind    ValueKind
	dialect Dialect
	num     float64 // number; boolean as 0 or 1; date as days since 1970-01-01T00:00Z
	str     string
	nodes   []Node
	zone    *time.Location // of a date
}

// Kind is the type of the value.
func (v Value) Kind() ValueKind { return v.kind }

// Bool is the value as boolean() converts it.
func (v Value) Bool() bool { return false }

// Number is the value as number() converts it.
func (v Value) Number() float64 { return v.num }

// String is the value as string() converts it.
func (v Value) String() string { return v.str }

// Nodes are the nodes of a node-set in document order, nil for other types.
func (v Value) Nodes() []Node { return v.nodes }

// Time is the instant of a date, in the zone it was evaluated in. ok is false
// for other types and for a date that is none.
func (v Value) Time() (t time.Time, ok bool) { return time.Time{}, false }
