// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dialform/dialform/forms/xpath"
)

// place is where an expression stands: a node, and the frame of the scope it
// is evaluated in. They differ only for a repeat: its own frame stands for one
// instance, the frame around it for the range of instances.
type place struct {
	node  int32
	frame int32
}

// refError says why a ${name} means nothing; hint says what to do.
type refError struct{ msg, hint string }

func (e *refError) Error() string { return e.msg }

func refHint(err error) string {
	var ref *refError
	if errors.As(err, &ref) {
		return ref.hint
	}
	return ""
}

// find is the node that ${name} stands for.
func (c *compiler) find(name string) (int32, error) {
	switch found := c.names[name]; len(found) {
	case 1:
		return found[0], nil
	case 0:
		hint := "write the name as it stands in the name column"
		if near := c.nearest(name); near != "" {
			hint = "did you mean ${" + near + "}?"
		}
		return 0, &refError{fmt.Sprintf("${%s} is not a question of this form", name), hint}
	default:
		// A question of the form goes before the metadata of the same name.
		if c.form.Nodes[found[0]].Parent == 0 && c.inMeta(found[1]) && len(found) == 2 {
			return found[0], nil
		}
		return 0, &refError{fmt.Sprintf("${%s} stands for %d questions", name, len(found)), "give each its own name"}
	}
}

func (c *compiler) inMeta(i int32) bool {
	parent := c.form.Nodes[i].Parent
	return parent > 0 && c.form.Nodes[parent].Parent == 0 && c.form.Nodes[parent].Name == "meta"
}

// nearest is a name that differs from name by case or one letter, "" if none
// or several do.
func (c *compiler) nearest(name string) string {
	near := ""
	for _, other := range sortedKeys(c.names) {
		if strings.EqualFold(other, name) || oneEdit(other, name) {
			if near != "" {
				return ""
			}
			near = other
		}
	}
	return near
}

// oneEdit tells whether one inserted, removed or replaced byte makes a into b.
func oneEdit(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i < len(a) && a[i+1:] == b[i+1:]
	}
	return len(a) == len(b)+1 && a[i+1:] == b[i:]
}

// binder resolves the names of one expression, as pyxform does: a question of
// a repeat that the expression also stands in is the one of the same repeat
// instance, by a relative path; every other name is an absolute path, which
// from outside a repeat is the set of all instances.
type binder struct {
	c  *compiler
	at place
}

// Ref implements [xpath.Binder].
func (b *binder) Ref(name string) (string, error) {
	name = strings.TrimSpace(name)
	f := b.c.form
	if saved, ok := strings.CutPrefix(name, "last-saved#"); ok {
		i, err := b.c.find(strings.TrimSpace(saved))
		if err != nil {
			return "", err
		}
		return "instance('__last-saved')" + f.Nodes[i].Path, nil
	}
	target, err := b.c.find(name)
	if err != nil {
		return "", err
	}
	return f.pathTo(b.at.node, target), nil
}

// RefAll implements [xpath.SetBinder].
func (b *binder) RefAll(name string) (string, error) {
	target, err := b.c.find(strings.TrimSpace(name))
	if err != nil {
		return "", err
	}
	return b.c.form.Nodes[target].Path, nil
}

// pathTo is how an expression at one node names another: relative within the
// innermost repeat that holds both, else absolute.
func (f *Form) pathTo(from, to int32) string {
	shared := f.sharedRepeat(from, to)
	if shared == 0 {
		return f.Nodes[to].Path
	}
	var path strings.Builder
	for i := from; i != shared; i = int32(f.Nodes[i].Parent) {
		path.WriteString("../")
	}
	path.WriteString(strings.TrimPrefix(f.Nodes[to].Path, f.Nodes[shared].Path+"/"))
	return path.String()
}

// sharedRepeat is the innermost repeat that holds both nodes, 0 if none does. A
// repeat does not hold itself.
func (f *Form) sharedRepeat(a, b int32) int32 {
	for r := f.Nodes[b].Repeat; r != 0; r = f.Nodes[r].Repeat {
		if int(a) > r && int(a) < f.Nodes[r].End {
			return int32(r)
		}
	}
	return 0
}

// Bind implements [xpath.Binder].
func (b *binder) Bind(p xpath.Path) (xpath.Slot, bool) {
	if p.Instance != "" {
		return 0, false
	}
	found, exact := b.c.follow(b.at, p)
	if !exact || len(found) != 1 || found[0].node < 0 {
		return 0, false
	}
	return b.c.slot(found[0]), true
}

// slot numbers a route; equal routes get the same number.
func (c *compiler) slot(t target) xpath.Slot {
	f := c.form
	n := &f.Nodes[t.node]
	r := route{common: t.common, slot: n.slot}
	inside := n.frame
	if n.Kind == Repeat {
		inside, r.slot = n.inner, 0
	}
	r.down = f.chain(t.common, inside)
	key := fmt.Sprint(r.common, r.slot, r.down)
	if s, ok := c.routes[key]; ok {
		return s
	}
	s := xpath.Slot(len(f.routes))
	f.routes = append(f.routes, r)
	c.routes[key] = s
	return s
}

// route leads from a scope to a slot: up to the scope of the common frame, then
// down through every instance of the repeats.
type route struct {
	common int32
	down   []int32 // repeats
	slot   int32
}

// commonFrame is the innermost frame that holds both frames.
func (f *Form) commonFrame(a, b int32) int32 {
	for a != b {
		if f.frames[a].depth >= f.frames[b].depth {
			a = f.frames[a].parent
		} else {
			b = f.frames[b].parent
		}
	}
	return a
}

// chain is the repeats from frame "from" down to frame "to" inside it.
func (f *Form) chain(from, to int32) []int32 {
	var down []int32
	for ; to != from; to = f.frames[to].parent {
		down = append([]int32{f.frames[to].repeat}, down...)
	}
	return down
}
