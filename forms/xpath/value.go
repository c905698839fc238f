// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"math"
	"time"
)

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
	zone    *time.Location // in which text is read as a date and a date written
}

// Kind is the type of the value.
func (v Value) Kind() ValueKind { return v.kind }

// Bool is the value as boolean() converts it.
func (v Value) Bool() bool {
	switch v.kind {
	case StringValue:
		return v.str != ""
	case DateValue:
		return dateBool(v.num, v.dialect)
	case NodeSetValue:
		if v.dialect == JavaRosa {
			return v.String() != ""
		}
		return len(v.nodes) > 0
	}
	return numberBool(v.num, v.dialect)
}

// Number is the value as number() converts it.
func (v Value) Number() float64 {
	switch v.kind {
	case StringValue, NodeSetValue:
		return textNumber(v.String(), v.dialect, v.location())
	case DateValue:
		return dateNumber(v.num, v.dialect, v.location())
	}
	return v.num
}

// String is the value as string() converts it.
func (v Value) String() string {
	switch v.kind {
	case BooleanValue:
		return boolText(v.num != 0)
	case NumberValue:
		return formatNumber(v.num, v.dialect)
	case DateValue:
		return dateText(v.num, v.dialect, v.location())
	case NodeSetValue:
		if len(v.nodes) == 0 {
			return ""
		}
		return v.nodes[0].Text()
	}
	return v.str
}

// Nodes are the nodes of a node-set in document order, nil for other types.
func (v Value) Nodes() []Node { return v.nodes }

// Time is the instant of a date, in the zone it was evaluated in. ok is false
// for other types and for a date that is none.
func (v Value) Time() (t time.Time, ok bool) {
	if v.kind != DateValue {
		return time.Time{}, false
	}
	return timeOf(v.num, v.location())
}

func (v Value) location() *time.Location {
	if v.zone == nil {
		return time.UTC
	}
	return v.zone
}

// The conversions of single values, which compiled code uses without making a
// Value.

func boolText(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func numberBool(f float64, d Dialect) bool {
	if d == JavaRosa {
		return math.Abs(f) > javaRosaEpsilon
	}
	return f != 0 && !math.IsNaN(f)
}

// dateBool is boolean() of a date: in the browser engine that of its number.
func dateBool(days float64, d Dialect) bool {
	return d == JavaRosa || numberBool(days, d)
}

// dateNumber is number() of a date: whole days of the calendar in JavaRosa.
func dateNumber(days float64, d Dialect, zone *time.Location) float64 {
	if d == JavaRosa {
		if t, ok := timeOf(days, zone); ok {
			return localDay(t)
		}
	}
	return days
}

// dateText is string() of a date: without the time in JavaRosa.
func dateText(days float64, d Dialect, zone *time.Location) string {
	t, ok := timeOf(days, zone)
	if !ok {
		return ""
	}
	if d == JavaRosa {
		return t.Format("2006-01-02")
	}
	return FormatDateTime(t)
}

// textNumber is number() of a text. In the ODK dialect a text that is a date
// is its days since 1970.
func textNumber(s string, d Dialect, zone *time.Location) float64 {
	switch d {
	case XPath1:
		return parseDecimal(trimXML(s), false)
	case JavaRosa:
		return parseJavaRosa(s)
	}
	if isDateShape(s) {
		if t, ok := ParseDateTime(s, zone); ok {
			return daysOf(t)
		}
		return math.NaN()
	}
	return ParseNumber(s)
}
