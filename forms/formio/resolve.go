// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/script"
)

// local is the form that a field stands in: a nested one, or the whole.
func (f *field) local() *field {
	for f.parent != nil {
		if f = f.parent; f.shape == shapeForm {
			break
		}
	}
	return f
}

// find follows keys from a field. rest are the names that are left when it
// comes to one with a plain value.
func (f *field) find(names []string) (found *field, rest []string) {
	for len(names) > 0 {
		next, used := f.child(names)
		if next == nil {
			return nil, nil
		}
		f, names = next, names[used:]
		if len(f.children) == 0 {
			break
		}
		if (f.shape == shapeForm || f.shape == shapeTree) && len(names) > 0 && names[0] == "data" {
			names = names[1:]
		}
		if f.shape == shapeAddress && len(names) > 0 && names[0] == "address" {
			names = names[1:]
		}
		if f.shape == shapeGrid && len(names) > 0 && (isIndex(names[0]) || names[0] == "*") {
			names = names[1:]
		}
	}
	return f, names
}

// child is the field below with the longest key that names begin with: a key
// may have dots.
func (f *field) child(names []string) (found *field, used int) {
	for _, c := range f.children {
		parts := strings.Split(c.key, ".")
		if len(parts) > used && len(parts) <= len(names) && slices.Equal(parts, names[:len(parts)]) {
			found, used = c, len(parts)
		}
	}
	return found, used
}

func isIndex(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// meant is the field that a condition of f names: by its path, or by its key
// wherever it is.
func (r *reader) meant(f *field, path string) (found *field, rest []string) {
	names := jsvalue.Path(path)
	for _, from := range []*field{f.local(), r.root} {
		if found, rest = from.find(names); found != nil {
			return found, rest
		}
	}
	for _, other := range r.fields {
		if other.key == path {
			return other, nil
		}
	}
	for _, other := range r.fields {
		if other.key == names[len(names)-1] && len(names) > 1 {
			return other, nil
		}
	}
	return nil, nil
}

// leaves are the fields with plain values in a field.
func (f *field) leaves(to []*field) []*field {
	if len(f.children) == 0 {
		if f.shape != shapeLayout && f.parent != nil {
			to = append(to, f)
		}
		return to
	}
	for _, c := range f.children {
		to = c.leaves(to)
	}
	return to
}

// reads are the location paths, from the node of f, of what a script reads.
func (r *reader) reads(f *field, reads []script.Read) string {
	var paths []string
	add := func(from *field) {
		for _, leaf := range from.leaves(nil) {
			if path := r.pathTo(f, leaf); leaf != f && !slices.Contains(paths, path) {
				paths = append(paths, path)
			}
		}
	}
	addAll := func(from *field) { // from the data a script sees every row, its own included
		add(from)
		for _, leaf := range from.leaves(nil) {
			if leaf != f && f.local() == r.root && !slices.Contains(paths, leaf.path) {
				paths = append(paths, leaf.path)
			}
		}
	}
	for _, read := range reads {
		switch read.Root {
		case "data":
			r.follow(f.local(), read, addAll)
		case "row":
			r.follow(f.parent, read, add)
		}
	}
	return strings.Join(paths, ", ")
}

func (r *reader) follow(from *field, read script.Read, add func(*field)) {
	if len(read.Path) == 0 {
		add(from)
		return
	}
	if found, _ := from.find(read.Path); found != nil {
		add(found)
		return
	}
	for n := len(read.Path) - 1; n > 0; n-- { // a method such as data.members.map
		if found, _ := from.find(read.Path[:n]); found != nil {
			add(found)
			return
		}
	}
}

// pathTo is how an expression at one node names another: relative within the
// innermost repeat that holds both.
func (r *reader) pathTo(f, to *field) string {
	shared := ""
	for _, other := range r.repeats {
		if strings.HasPrefix(f.path, other.path+"/") && strings.HasPrefix(to.path, other.path+"/") && len(other.path) > len(shared) {
			shared = other.path
		}
	}
	if shared == "" {
		return to.path
	}
	return strings.Repeat("../", strings.Count(f.path[len(shared):], "/")) + to.path[len(shared)+1:]
}

// standing is where a field stands in the data of its form, with the rows that a
// node is in: members[1].jobs[0].job.
func (r *reader) standing(in *forms.Instance, at forms.At, f *field) string {
	path := f.key
	for up := f.parent; up != nil && up.parent != nil && up.shape != shapeForm; up = up.parent {
		own := up.key
		if up.shape == shapeGrid {
			own += "[" + strconv.Itoa(rowIn(in, at, up)) + "]"
		}
		path = strings.TrimSuffix(own+"."+path, ".")
	}
	return path
}

// rowIn is the row of a repeat that a node is in, counted from 0.
func rowIn(in *forms.Instance, at forms.At, repeat *field) int {
	for scope := at.Scope; scope > 0; {
		around, place := in.ScopeOf(scope)
		if in.Form().Nodes[around.Node].Path == repeat.path {
			return place - 1
		}
		scope = around.Scope
	}
	return 0
}

// place finds a field in an instance, as seen from a node: in the same rows
// where it can be, else in the first.
func place(in *forms.Instance, from forms.At, to *field) (forms.At, bool) {
	form := in.Form()
	node := form.Index(to.path)
	if node < 0 {
		return forms.At{}, false
	}
	at := forms.At{Node: int32(node)} //nolint:gosec // a form has fewer nodes
	repeat := form.Nodes[node].Repeat
	if repeat == 0 {
		return at, true
	}
	for scope := from.Scope; scope > 0; {
		around, _ := in.ScopeOf(scope)
		if int(around.Node) == repeat {
			at.Scope = scope
			return at, true
		}
		scope = around.Scope
	}
	outer := form.Nodes[repeat].Repeat
	if outer != 0 {
		return at, false
	}
	rows := in.Repeats(forms.At{Node: int32(repeat)}) //nolint:gosec // a form has fewer nodes
	if len(rows) == 0 {
		return at, false
	}
	at.Scope = rows[0]
	return at, true
}
