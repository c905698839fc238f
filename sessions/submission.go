// SPDX-License-Identifier: Apache-2.0

package sessions

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/registry"
)

// fieldColumn is the column of a form that names the registry field an answer
// sets: bind::df:field.
const fieldColumn = "df:field"

// submission freezes a finished form: the answers, and the registry fields
// that they set, so that nobody needs the form again to read it.
func (t *talk) submission(ctx context.Context, f *flows.Finished) (*registry.Frozen, error) {
	form := f.Form.Form()
	s := registry.Submission{
		ID: t.h.o.NewID().String(), Ref: refDigits(f.Ref), Kind: registry.KindRegister,
		Form:    registry.FormRef{ID: form.ID, Version: form.Version, Hash: hex.EncodeToString(form.Hash[:])},
		By:      registry.Actor{Party: t.party(), Operator: t.env.Operator, Assisted: t.env.Assisted()},
		Channel: t.rec.Channel, Device: t.env.Device, Language: t.sess.Lang,
		Started: f.Began, Finished: t.env.Now.UTC(),
	}
	if f.Item != nil && f.Item.Purpose != "" {
		s.Kind = f.Item.Purpose
	}
	for _, n := range f.Notices {
		by := n.GivenBy
		if by == "" {
			by = t.rec.Channel
		}
		s.Notices = append(s.Notices, registry.Notice{
			ID: n.ID, Version: n.Version, Language: n.Language,
			TextHash: hex.EncodeToString(n.TextHash[:]), GivenBy: by, ReadOut: n.ReadOut,
		})
	}
	for _, typed := range f.Typed {
		s.Typed = append(s.Typed, registry.Typed{
			Path: answerPath(f.Form, typed.At), Text: typed.Text, Calendar: typed.Calendar, Precision: typed.Precision.String(),
		})
	}
	s.Answers, s.Fields = answers(f.Form)
	s.Tasks = parts(f)
	if err := t.edition(ctx, f, &s); err != nil {
		return nil, err
	}
	frozen, err := s.Freeze()
	if err != nil {
		return nil, fmt.Errorf("freeze submission: %w", err)
	}
	return &frozen, nil
}

// party is the subscriber whose registration this is: the one who began the
// form on a phone, also when a desk finished it.
func (t *talk) party() string {
	if t.st.Origin != "" && t.st.Origin != DeskChannel {
		return t.st.Party
	}
	return ""
}

// answers gathers what a person answered, in the order and the groups of the
// form, and the registry fields. What is not relevant is left out, as in an
// OpenRosa submission.
func answers(in *forms.Instance) (registry.Object, map[string]string) {
	nodes := in.Form().Nodes
	fields := map[string]string{}
	type open struct {
		object registry.Object
		at     forms.At
		depth  int
		repeat bool
	}
	stack := []open{{depth: -1}}
	closeTo := func(depth int) {
		for len(stack) > 1 && stack[len(stack)-1].depth >= depth {
			done := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			parent := &stack[len(stack)-1].object
			name := nodes[done.at.Node].Name
			if !done.repeat {
				*parent = append(*parent, registry.Member{Name: name, Value: done.object})
				continue
			}
			if n := len(*parent); n > 0 && (*parent)[n-1].Name == name {
				if all, ok := (*parent)[n-1].Value.([]registry.Object); ok {
					(*parent)[n-1].Value = append(all, done.object)
					continue
				}
			}
			*parent = append(*parent, registry.Member{Name: name, Value: []registry.Object{done.object}})
		}
	}
	in.Walk(func(at forms.At, depth int) bool {
		n := &nodes[at.Node]
		closeTo(depth)
		switch n.Kind {
		case forms.Group, forms.Repeat:
			stack = append(stack, open{at: at, depth: depth, repeat: n.Kind == forms.Repeat})
			return true
		}
		if n.Control == forms.Note {
			return true
		}
		value := in.Value(at)
		top := &stack[len(stack)-1].object
		*top = append(*top, registry.Member{Name: n.Name, Value: value})
		if depth == 2 && n.Name == "instanceID" {
			*top = append(*top, replaced(in, n)...)
		}
		if field := n.Bind[fieldColumn]; field != "" && value != "" {
			fields[fieldName(in, field, at.Scope)] = value
		}
		return true
	})
	closeTo(0)
	root := stack[0].object
	if len(root) == 1 && nodes[0].Name == root[0].Name {
		if inner, ok := root[0].Value.(registry.Object); ok {
			root = inner
		}
	}
	return root, fields
}

// replaced is the id of the instance that this one is a new edition of, told
// beside its own (OpenRosa metadata), unless the form has a node for it.
func replaced(in *forms.Instance, instanceID *forms.Node) registry.Object {
	const name = "deprecatedID"
	id := in.DeprecatedID()
	if id == "" || in.Form().Index(strings.TrimSuffix(instanceID.Path, instanceID.Name)+name) >= 0 {
		return nil
	}
	return registry.Object{{Name: name, Value: id}}
}

// answerPath is where an answer stands in the form, with its position in each
// repeat: "/household/member[2]/born".
func answerPath(in *forms.Instance, at forms.At) string {
	nodes := in.Form().Nodes
	path := ""
	for i, scope := int(at.Node), at.Scope; i >= 0; i = nodes[i].Parent {
		step := nodes[i].Name
		if nodes[i].Kind == forms.Repeat {
			repeat, position := in.ScopeOf(scope)
			step += "[" + strconv.Itoa(position) + "]"
			scope = repeat.Scope
		}
		path = "/" + step + path
	}
	return path
}

// fieldName is a registry field within the instance of a repeat: "member.name"
// of the second member is "member[2].name".
func fieldName(in *forms.Instance, field string, scope int32) string {
	if scope == 0 {
		return field
	}
	_, position := in.ScopeOf(scope)
	head, tail, ok := strings.Cut(field, ".")
	if !ok {
		return field + "[" + strconv.Itoa(position) + "]"
	}
	return head + "[" + strconv.Itoa(position) + "]." + tail
}
