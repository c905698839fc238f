// SPDX-License-Identifier: Apache-2.0

package jsvalue

import (
	"math"
	"slices"
	"unicode/utf16"
)

// StrictEqual is a === b: arrays and objects are equal to themselves only.
func StrictEqual(a, b Value) bool { return a == b }

// LooseEqual is a == b.
func LooseEqual(a, b Value) bool {
	if IsNil(a) || IsNil(b) {
		return IsNil(a) && IsNil(b)
	}
	if TypeOf(a) == TypeOf(b) {
		return a == b
	}
	a, b = primitive(a), primitive(b)
	if x, ok := a.(string); ok {
		if y, ok := b.(string); ok {
			return x == y
		}
	}
	return ToNumber(a) == ToNumber(b)
}

// primitive is what arrays and objects are in comparisons: their text.
func primitive(v Value) Value {
	switch v.(type) {
	case *Array, *Object:
		return ToString(v)
	default:
		return v
	}
}

// Less is a < b: texts by their UTF-16 units, everything else as numbers.
func Less(a, b Value) bool {
	less, _ := order(a, b)
	return less
}

// LessOrEqual is a <= b, which is not what a > b denies when one is NaN.
func LessOrEqual(a, b Value) bool {
	more, known := order(b, a)
	return known && !more
}

func order(a, b Value) (less, known bool) {
	a, b = primitive(a), primitive(b)
	if x, ok := a.(string); ok {
		if y, ok := b.(string); ok {
			return lessText(x, y), true
		}
	}
	x, y := ToNumber(a), ToNumber(b)
	return x < y, !math.IsNaN(x) && !math.IsNaN(y)
}

// lessText compares by UTF-16 units: a character beyond U+FFFF comes before
// U+E000 and later ones, which is not the order of UTF-8.
func lessText(a, b string) bool {
	if ascii(a) || ascii(b) {
		return a < b
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b))) < 0
}

// Equal compares deeply, as isEqual of lodash does: NaN is equal to itself,
// undefined members count, the order of members does not.
func Equal(a, b Value) bool {
	switch a := a.(type) {
	case float64:
		b, ok := b.(float64)
		return ok && (a == b || math.IsNaN(a) && math.IsNaN(b))
	case *Array:
		b, ok := b.(*Array)
		return ok && slices.EqualFunc(a.Items, b.Items, Equal)
	case *Object:
		b, ok := b.(*Object)
		if !ok || a.Len() != b.Len() {
			return false
		}
		for _, name := range a.Keys() {
			if !b.Has(name) || !Equal(a.Get(name), b.Get(name)) {
				return false
			}
		}
		return true
	default:
		return a == b
	}
}

// IsEmpty is isEmpty of lodash: no items, members or characters. Numbers and
// booleans are empty.
func IsEmpty(v Value) bool {
	switch v := v.(type) {
	case string:
		return v == ""
	case *Array:
		return len(v.Items) == 0
	case *Object:
		return v.Len() == 0
	default:
		return true
	}
}
