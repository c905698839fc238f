// SPDX-License-Identifier: Apache-2.0

package jsonlogic

import (
	"strings"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// variable is {"var": [path, default]}.
func variable(a []Value, data Value) Value {
	missing := at(a, 1)
	if missing == nil {
		missing = jsvalue.Null
	}
	path := at(a, 0)
	if jsvalue.IsNil(path) || path == "" {
		return data
	}
	for _, name := range strings.Split(jsvalue.ToString(path), ".") {
		if data = jsvalue.Member(data, name); data == nil {
			return missing
		}
	}
	return data
}

// reach is {"val": [name, name...]}: a path in the data, or from the data of
// an iteration around it when the path begins with [levels].
func reach(c *call, a []Value) (v Value, ok bool) {
	f := c.frame
	if levels, ok := at(a, 0).(*jsvalue.Array); ok {
		for n := int(clamp(jsvalue.ToNumber(at(levels.Items, 0)), maxDepth)); n != 0 && f.parent != nil; n -= sign(n) {
			f = f.parent
		}
		a = a[1:]
	}
	v = f.data
	for _, name := range a {
		if o, object := v.(*jsvalue.Object); object && !o.Has(jsvalue.ToString(name)) {
			return nil, false
		}
		if v = jsvalue.Member(v, jsvalue.ToString(name)); v == nil {
			return nil, false
		}
	}
	return v, true
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

// names are the names of a path that is given as one list or as operands.
func names(a []Value) []Value {
	if len(a) == 1 {
		if jsvalue.IsNil(a[0]) {
			return nil
		}
		if list, ok := a[0].(*jsvalue.Array); ok {
			return list.Items
		}
	}
	return a
}

func val(c *call, a []Value) (Value, error) {
	if v, ok := reach(c, names(a)); ok {
		return v, nil
	}
	return jsvalue.Null, nil
}

func exists(c *call, a []Value) (Value, error) {
	_, ok := reach(c, names(a))
	return ok, nil
}

// missing are the names, given as operands or as one list, that the data has
// nothing for.
func missing(c *call, a []Value) (Value, error) {
	if list, ok := at(a, 0).(*jsvalue.Array); ok {
		a = list.Items
	}
	if err := c.spend(len(a)); err != nil {
		return nil, err
	}
	gone := jsvalue.NewArray()
	for _, name := range a {
		if v := variable([]Value{name}, c.frame.data); v == jsvalue.Null || v == "" {
			gone.Items = append(gone.Items, name)
		}
	}
	return gone, nil
}

// missingSome is {"missing_some": [needed, names]}: nothing when as many as
// needed are there.
func missingSome(c *call, a []Value) (Value, error) {
	options, ok := at(a, 1).(*jsvalue.Array)
	if !ok {
		return nil, fail("Invalid Arguments")
	}
	gone, err := missing(c, []Value{options})
	if err != nil {
		return nil, err
	}
	if there := len(options.Items) - len(gone.(*jsvalue.Array).Items); float64(there) >= jsvalue.ToNumber(at(a, 0)) {
		return jsvalue.NewArray(), nil
	}
	return gone, nil
}

func throw(_ *call, a []Value) (Value, error) {
	thrown := at(a, 0)
	if o, ok := thrown.(*jsvalue.Object); ok {
		return nil, &Error{Type: jsvalue.ToString(o.Get("type")), Value: o}
	}
	return nil, &Error{Type: jsvalue.ToString(thrown), Value: thrown}
}
