// SPDX-License-Identifier: Apache-2.0

package jsvalue

import "strings"

// maxIndex bounds the arrays that [Set] makes: a path is data.
const maxIndex = 100_000

// Path splits a path such as "household.members[2].name" into its names.
func Path(path string) []string {
	var names []string
	name := strings.Builder{}
	after := false // a bracket has just closed
	for i := 0; i < len(path); i++ {
		switch c := path[i]; c {
		case '.':
			if !after {
				names = append(names, name.String())
				name.Reset()
			}
			after = false
		case '[':
			if name.Len() > 0 {
				names = append(names, name.String())
				name.Reset()
			}
			end := strings.IndexByte(path[i:], ']')
			if end < 0 {
				end = len(path) - i
			}
			names = append(names, strings.Trim(path[i+1:i+end], `"'`))
			i = min(i+end, len(path)-1)
			after = true
		default:
			name.WriteByte(c)
			after = false
		}
	}
	if !after {
		names = append(names, name.String())
	}
	return names
}

// names is the path as lodash reads it in an object: a member whose name is
// the whole path goes first.
func names(v Value, path string) []string {
	if strings.IndexByte(path, '.') < 0 && strings.IndexByte(path, '[') < 0 {
		return []string{path}
	}
	if o, ok := v.(*Object); ok && o.Has(path) {
		return []string{path}
	}
	return Path(path)
}

// Get is the value at a path, nil (undefined) when there is none.
func Get(v Value, path string) Value {
	if o, ok := v.(*Object); ok {
		if member, ok := o.members[path]; ok {
			return member
		}
	}
	for _, name := range names(v, path) {
		if v = Member(v, name); v == nil {
			return nil
		}
	}
	return v
}

// Has reports whether there is a value, be it undefined, at a path.
func Has(v Value, path string) bool {
	parts := names(v, path)
	for i, name := range parts {
		switch at := v.(type) {
		case *Object:
			if !at.Has(name) {
				return false
			}
		case *Array:
			if n, ok := index(name); !ok || n >= len(at.Items) {
				return false
			}
		default:
			return false
		}
		if i < len(parts)-1 {
			v = Member(v, name)
		}
	}
	return true
}

// Set sets the value at a path of an object or array. What is missing on the
// way is made, as arrays where the next name is an index, and what is neither
// object nor array is replaced.
func Set(v Value, path string, value Value) {
	parts := names(v, path)
	for i, name := range parts {
		if i == len(parts)-1 {
			put(v, name, value)
			return
		}
		next := Member(v, name)
		switch next.(type) {
		case *Object, *Array:
		default:
			if _, ok := index(parts[i+1]); ok {
				next = NewArray()
			} else {
				next = NewObject()
			}
			put(v, name, next)
		}
		v = next
	}
}

func put(v Value, name string, value Value) {
	switch v := v.(type) {
	case *Object:
		v.Set(name, value)
	case *Array:
		at, ok := index(name)
		if !ok || at > maxIndex {
			return
		}
		for len(v.Items) <= at {
			v.Items = append(v.Items, nil)
		}
		v.Items[at] = value
	}
}

// Unset takes the member at a path away. An item of an array becomes undefined.
func Unset(v Value, path string) {
	parts := names(v, path)
	for _, name := range parts[:len(parts)-1] {
		v = Member(v, name)
	}
	last := parts[len(parts)-1]
	switch v := v.(type) {
	case *Object:
		v.Delete(last)
	case *Array:
		if at, ok := index(last); ok && at < len(v.Items) {
			v.Items[at] = nil
		}
	}
}
