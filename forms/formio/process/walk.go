// SPDX-License-Identifier: Apache-2.0

package process

import (
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// root is the nested form that a component stands in.
type root struct {
	component *Component
	values    Value
}

// visit is one component at one place in the data.
type visit struct {
	component, parent *Component
	paths             *paths
	root              *root
}

// walk visits components together with their values: those of a grid once for
// every row.
type walk struct {
	*run
	values Value
	visit  func(visit) (stop bool) // before the components within
	after  func(visit)             // after them; nil for nothing
	quiet  bool                    // keeps what is known of the components
}

// eachComponent visits components by the form alone, until fn says not to go
// into one.
func (r *run) eachComponent(in []Value, parent *Component, p *paths, fn func(c, parent *Component, p *paths) bool) {
	for _, v := range in {
		c, ok := v.(*jsvalue.Object)
		if !ok {
			continue
		}
		own := r.pathsOf(c, parent, p)
		if !fn(c, parent, own) {
			within(c, func(children []Value) { r.eachComponent(children, c, own, fn) })
		}
	}
}

func (w *walk) each(in []Value, parent *Component, p *paths, form *root) {
	w.eachComponent(in, parent, p, func(c, parent *Component, own *paths) bool {
		v := visit{c, parent, own, form}
		stop := w.visit(v) || w.inside(v)
		if w.after != nil {
			w.after(v)
		}
		if !w.quiet {
			w.forget(c)
		}
		return stop
	})
}

// inside visits the components of a component that is nested or layout. It
// returns false for all others.
func (w *walk) inside(v visit) bool {
	c := v.component
	model := w.model(c)
	switch {
	case nested(c, model):
		w.nested(v, model)
		return true
	case !is(c, "type") || model == modelNone:
		within(c, func(children []Value) { w.each(children, c, v.paths, v.root) })
		return true
	default:
		return false
	}
}

// nested visits the components of one whose value holds theirs.
func (w *walk) nested(v visit, model string) {
	c := v.component
	value := jsvalue.Get(w.values, v.paths.data)
	if model != modelNestedArray && model != modelNestedDataArray {
		if !w.skips(v, value) {
			inner := v.root
			if model == modelDataObject {
				inner = &root{c, jsvalue.Get(w.values, v.paths.data+".data")}
				if inner.values == nil {
					inner.values = w.values
				}
			}
			w.each(list(c, "components"), c, v.paths, inner)
		}
		return
	}
	rows := items(value)
	for i, row := range rows {
		if jsvalue.Truthy(row) {
			v.paths.index = i
			w.each(list(c, "components"), c, v.paths, v.root)
		}
	}
	if len(rows) > 0 {
		v.paths.index = noIndex
	} else if value == nil {
		w.each(list(c, "components"), c, v.paths, v.root)
	}
}

// skips reports whether the components of a nested form are left alone: it is
// a reference that is not loaded, it is hidden, or its row has nothing.
func (w *walk) skips(v visit, value Value) bool {
	c := v.component
	if w.model(c) != modelDataObject {
		return false
	}
	o, _ := value.(*jsvalue.Object)
	reference := jsvalue.Truthy(o.Get("_id")) && jsvalue.IsEmpty(o.Get("data")) && !o.Has("form")
	cleared := (!c.Has("clearOnHide") || is(c, "clearOnHide")) && (is(c, "hidden") || w.state(c).conditionallyHidden)
	return reference || cleared && !is(c, "validateWhenHidden") || !jsvalue.Truthy(value) && v.paths.index != noIndex
}
