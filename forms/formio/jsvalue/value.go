// SPDX-License-Identifier: Apache-2.0

package jsvalue

import (
	"slices"
	"strconv"
)

// Value is nil (undefined), Null, bool, float64, string, *Array or *Object.
type Value = any

type null struct{}

// Null is the value null, which is not undefined.
var Null Value = null{}

// Array is a list of values, shared by reference.
type Array struct{ Items []Value }

// NewArray is an array of the given items.
func NewArray(items ...Value) *Array { return &Array{Items: items} }

// Object is a set of members in the order in which JavaScript lists them:
// array indexes first, by number, then the others as they came.
type Object struct {
	keys    []string
	indexes int // how many of keys are array indexes
	members map[string]Value
}

// NewObject is an empty object.
func NewObject() *Object { return &Object{} }

// Get is the member with a name, nil (undefined) when there is none.
func (o *Object) Get(name string) Value {
	if o == nil {
		return nil
	}
	return o.members[name]
}

// Has reports whether the object has a member with that name, be it undefined.
func (o *Object) Has(name string) bool {
	if o == nil {
		return false
	}
	_, ok := o.members[name]
	return ok
}

// Set adds a member or replaces its value.
func (o *Object) Set(name string, v Value) {
	if o.members == nil {
		o.members = make(map[string]Value)
	}
	if _, ok := o.members[name]; !ok {
		if at, ok := index(name); ok {
			place, _ := slices.BinarySearchFunc(o.keys[:o.indexes], at, func(key string, at int) int {
				other, _ := index(key)
				return other - at
			})
			o.keys = slices.Insert(o.keys, place, name)
			o.indexes++
		} else {
			o.keys = append(o.keys, name)
		}
	}
	o.members[name] = v
}

// Delete takes a member away.
func (o *Object) Delete(name string) {
	if !o.Has(name) {
		return
	}
	delete(o.members, name)
	at := slices.Index(o.keys, name)
	if at < o.indexes {
		o.indexes--
	}
	o.keys = slices.Delete(o.keys, at, at+1)
}

// Keys are the names of the members, in order. They must not be changed.
func (o *Object) Keys() []string {
	if o == nil {
		return nil
	}
	return o.keys
}

// Len is the number of members.
func (o *Object) Len() int { return len(o.Keys()) }

// index is the array index that a member's name spells: "0", "12", never "01".
func index(name string) (int, bool) {
	if name == "" || len(name) > 9 || name[0] < '0' || name[0] > '9' || name[0] == '0' && len(name) > 1 {
		return 0, false
	}
	at, err := strconv.Atoi(name)
	return at, err == nil
}

// Clone is a deep copy.
func Clone(v Value) Value {
	switch v := v.(type) {
	case *Array:
		items := make([]Value, len(v.Items))
		for i, item := range v.Items {
			items[i] = Clone(item)
		}
		return &Array{Items: items}
	case *Object:
		copied := &Object{
			keys: slices.Clone(v.keys), indexes: v.indexes, members: make(map[string]Value, len(v.members)),
		}
		for name, member := range v.members {
			copied.members[name] = Clone(member)
		}
		return copied
	default:
		return v
	}
}

// IsNil reports whether a value is undefined or null.
func IsNil(v Value) bool { return v == nil || v == Null }

// Member is v[name] as JavaScript reads it: members, items, characters and
// lengths; nil for everything else, also where JavaScript would throw.
func Member(v Value, name string) Value {
	switch v := v.(type) {
	case *Object:
		return v.Get(name)
	case *Array:
		if name == "length" {
			return float64(len(v.Items))
		}
		if at, ok := index(name); ok && at < len(v.Items) {
			return v.Items[at]
		}
	case string:
		if name == "length" {
			return float64(Length(v))
		}
		if at, ok := index(name); ok && at < Length(v) {
			return Substring(v, at, at+1)
		}
	}
	return nil
}
