// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dialform/dialform/forms"
)

// state is what is compared of one node.
type state struct {
	at    forms.At
	class string
	typ   forms.DataType

	relevant, readOnly, required bool

	value, label, hint string
	choices            []forms.Choice
	appearances        []string
	violation          forms.Violation
}

// state is the state of every node, by ref: with a position on every repeat
// instance and nowhere else.
func (p *player) state() map[string]state {
	all := map[string]state{}
	p.visit(func(ref string, at forms.At, class string) {
		n := &p.form.Nodes[at.Node]
		s := state{
			at: at, class: class, typ: n.Type, appearances: n.Appearance,
			relevant: p.in.Relevant(at), readOnly: p.in.ReadOnly(at), required: p.in.Required(at),
			label: p.in.Label(at, ""), hint: p.in.Hint(at, ""),
		}
		if n.Kind == forms.Question || n.Kind == forms.Value {
			s.value = p.in.Value(at)
			s.violation = p.in.Violation(at)
			s.choices = p.in.Choices(at, "")
		}
		all[ref] = s
	})
	p.deprecated(all)
	return all
}

// visit goes through all nodes, relevant or not.
func (p *player) visit(yield func(ref string, at forms.At, class string)) {
	var down func(node int, scope int32, prefix string)
	down = func(node int, scope int32, prefix string) {
		n := &p.form.Nodes[node]
		for i := node + 1; i < n.End; i = p.form.Nodes[i].End {
			child := &p.form.Nodes[i]
			if strings.HasPrefix(child.Name, "@") {
				continue
			}
			ref := prefix + "/" + child.Name
			at := forms.At{Node: int32(i), Scope: scope}
			if child.Kind != forms.Repeat {
				yield(ref, at, classOf(child))
				down(i, scope, ref)
				continue
			}
			yield(ref, at, "repeat")
			for place, s := range p.in.Repeats(at) {
				instance := ref + "[" + strconv.Itoa(place+1) + "]"
				yield(instance, forms.At{Node: int32(i), Scope: s}, "repeat instance")
				down(i, s, instance)
			}
		}
	}
	root := "/" + p.form.Nodes[0].Name
	yield(root, forms.At{}, "root")
	down(0, 0, root)
}

// deprecated is the state of the id that an edited submission replaces, which
// the instance writes though the form has no node for it.
func (p *player) deprecated(all map[string]state) {
	id := p.in.DeprecatedID()
	if id == "" {
		return
	}
	for ref, s := range all {
		if parent, ok := strings.CutSuffix(ref, "instanceID"); ok {
			s.value = id
			all[parent+"deprecatedID"] = s
			return
		}
	}
}

// find is the node of a ref.
func (p *player) find(ref string) (found forms.At, ok bool) {
	p.visit(func(r string, at forms.At, _ string) {
		if r == ref {
			found, ok = at, true
		}
	})
	return found, ok
}

func classOf(n *forms.Node) string {
	switch n.Kind {
	case forms.Group:
		return "group"
	case forms.Value:
		return "value"
	}
	switch n.Control {
	case forms.Input, forms.Note:
		return "input"
	case forms.Select, forms.Select1:
		return "select"
	case forms.Rank:
		return "rank"
	case forms.Range:
		return "range"
	case forms.Trigger:
		return "trigger"
	case forms.Upload:
		return "upload"
	}
	return fmt.Sprint(n.Control)
}

// recordedClass is the class of a recorded node.
func recordedClass(typ string) string {
	switch typ {
	case "note":
		return "input"
	case "model-value":
		return "value"
	case "repeat-instance":
		return "repeat instance"
	case "repeat-range:controlled", "repeat-range:uncontrolled":
		return "repeat"
	}
	return typ
}
