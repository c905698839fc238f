// SPDX-License-Identifier: Apache-2.0

package process

import (
	"strconv"
	"strings"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// noIndex is the index of what stands in no row.
const noIndex = -1

// paths are the ways in which a component is named.
type paths struct {
	path, full, local, fullLocal string // through components; full with layout, local within the nested form
	data, localData              string // through values, with the rows' indexes
	row, localRow                string // of the values beside it
	index                        int    // row; noIndex outside of rows
}

var noPaths = paths{index: noIndex}

// pathsOf are the paths of a component within another.
func (r *run) pathsOf(c, parent *Component, p *paths) *paths {
	if p == nil {
		p = &noPaths
	}
	model := r.model(c)
	key, dataKey := Key(c), ""
	if data(c, model) {
		dataKey = key
	}
	if parent == nil {
		return &paths{
			path: dataKey, full: key, local: dataKey, fullLocal: key, data: dataKey, localData: dataKey, index: p.index,
		}
	}
	in := r.model(parent)
	out := &paths{
		path: join(p.path, dataKey), full: join(p.full, key), index: p.index,
		data: join(p.rowOf(p.data, in), dataKey), row: p.rowOf(p.data, in),
	}
	if in == modelDataObject {
		out.local, out.fullLocal, out.localData = dataKey, key, dataKey
		return out
	}
	out.local, out.fullLocal = join(p.local, dataKey), join(p.fullLocal, key)
	out.localRow = p.rowOf(p.localData, in)
	out.localData = join(out.localRow, dataKey)
	return out
}

// rowOf is where the values of the components in a component lie.
func (p *paths) rowOf(path, model string) string {
	if path == "" {
		return ""
	}
	if model == modelNestedArray || model == modelNestedDataArray {
		path += "[" + strconv.Itoa(max(p.index, 0)) + "]"
	}
	if model == modelDataObject || model == modelNestedDataArray {
		path += ".data"
	}
	return path
}

func join(parent, key string) string {
	switch {
	case parent == "":
		return key
	case key == "":
		return parent
	default:
		return parent + "." + key
	}
}

// name is the path that processors know a component by.
func (p *paths) name(model string) string {
	if model == modelNone {
		return p.full
	}
	return p.data
}

// match is a component that a path may mean.
type match struct {
	component *Component
	paths     paths
}

// matches are the ways in which components answer to a path, the best first.
type matches struct {
	data, localData, full, path, fullLocal, local, key *match
}

func (m *matches) best() *match {
	for _, found := range []*match{m.data, m.localData, m.full, m.path, m.fullLocal, m.local, m.key} {
		if found != nil {
			return found
		}
	}
	return nil
}

// consider notes how a component answers to a path from row index.
func (m *matches) consider(r *run, c *Component, p *paths, path string, index int) {
	property := ""
	if text(c, "type") == "selectboxes" {
		if dot := strings.LastIndexByte(path, '.'); dot >= 0 && dot < len(path)-1 && strings.HasSuffix(path[:dot], text(c, "key")) {
			path, property = path[:dot], path[dot:]
		}
	}
	model := r.model(c)
	isData := model != modelNone && model != modelContent
	sameRow := p.index != noIndex && p.index == index
	for _, way := range []struct {
		of   string
		at   **match
		data bool
	}{
		{p.path, &m.path, false},
		{p.full, &m.full, false},
		{p.local, &m.local, false},
		{p.fullLocal, &m.fullLocal, false},
		{p.data, &m.data, true},
		{p.localData, &m.localData, true},
	} {
		if way.of != path {
			continue
		}
		if *way.at != nil {
			before := r.model((*way.at).component)
			beforeIsData := before != modelNone && before != modelContent
			if way.data && !(isData && beforeIsData) || !way.data && !sameRow {
				continue
			}
		}
		found := &match{c, *p}
		if way.data {
			found.paths.data += property
			found.paths.localData += property
		}
		*way.at = found
	}
	if m.key == nil && text(c, "key") == path {
		m.key = &match{c, *p}
	}
}

// find is the component that a path means, by the form alone.
func (r *run) find(in []Value, path string, index int) *Component {
	var m matches
	r.eachComponent(in, nil, nil, func(c, _ *Component, p *paths) bool {
		m.consider(r, c, p, path, index)
		return false
	})
	if found := m.best(); found != nil {
		return found.component
	}
	return nil
}

// valueAt is the value that a path means, by the form and the rows there are.
func (r *run) valueAt(in []Value, values Value, path string, index int) Value {
	var m matches
	w := &walk{run: r, values: values, quiet: true, visit: func(v visit) bool {
		m.consider(r, v.component, v.paths, path, index)
		return false
	}}
	w.each(in, nil, nil, nil)
	found := m.best()
	switch {
	case found == nil:
		return jsvalue.Get(values, path)
	case found.paths.data == "":
		return jsvalue.Null
	default:
		return jsvalue.Get(values, found.paths.data)
	}
}
