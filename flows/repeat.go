// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"strconv"

	"github.com/dialform/dialform/forms"
)

const optAdd, optEdit, optRemove, optDone = "add", "edit", "remove", "done"

// repeatOptions are the lines of a repeat's menu.
func repeatOptions(s *Session) []Option {
	opts := []Option{{Label: Message(MsgRepeatAdd), Value: optAdd}}
	if len(s.Form.Repeats(s.At)) > 0 {
		opts = append(opts,
			Option{Label: Message(MsgRepeatEdit), Value: optEdit},
			Option{Label: Message(MsgRepeatRemove), Value: optRemove})
	}
	return append(opts, Option{Label: Message(MsgRepeatDone), Value: optDone})
}

// inRepeat takes a move of a repeat's menu.
func (st *step) inRepeat(in Input) {
	value, ok := chosen(in, repeatOptions(st.s))
	if !ok {
		switch in.(type) {
		case Back:
			st.back()
		case Home:
			st.home()
		case Save:
			st.save()
		default:
			st.say(Message(MsgNotOffered))
		}
		return
	}
	all := st.s.Form.Repeats(st.s.At)
	switch value {
	case optAdd:
		st.event(EventAdded, st.s.Form.Form().Nodes[st.s.At.Node].Name)
		scope := st.s.Form.Add(st.s.At)
		emptyRepeats(st.s.Form, scope)
		st.into(scope)
	case optEdit:
		if len(all) == 1 {
			st.change(all[0])
			return
		}
		st.enter(ModeEdit)
	case optRemove:
		st.enter(ModeRemove)
	case optDone:
		st.leaveRepeat()
	}
}

// leaveRepeat goes on behind the repeat at At, unless the form wants its
// instances to be others.
func (st *step) leaveRepeat() {
	if bad := st.s.Form.Violation(st.s.At); !bad.OK() {
		st.event(EventRefused, st.s.Form.Form().Nodes[st.s.At.Node].Name)
		st.say(st.s.refusal(st.s.At, bad))
		return
	}
	st.forward()
}

// emptyRepeats takes the one instance out of the open repeats of a scope that a
// form begins with: a screen that shows an empty line at once leaves room for
// it, while a conversation asks first whether there is anybody to add. Several
// instances were put there by the form's author and stay.
func emptyRepeats(in *forms.Instance, scope int32) {
	nodes := in.Form().Nodes
	holder := 0
	if scope != 0 {
		rep, _ := in.ScopeOf(scope)
		holder = int(rep.Node)
	}
	for i := range nodes {
		n := &nodes[i]
		if n.Kind != forms.Repeat || n.Repeat != holder || !openRepeat(n) {
			continue
		}
		if all := in.Repeats(forms.At{Node: int32(i), Scope: scope}); len(all) == 1 {
			in.Remove(all[0])
		}
	}
}

// into enters an instance of the repeat at At, at its first question.
func (st *step) into(scope int32) {
	st.landAt(st.walk().next(forms.At{Node: st.s.At.Node, Scope: scope}))
}

// change enters an instance that was answered before.
func (st *step) change(scope int32) {
	if st.s.sealedWithin(st.s.At, scope) {
		st.askCheck(ThenStay)
		return
	}
	st.into(scope)
}

// inPick takes which instance to change or remove.
func (st *step) inPick(in Input) {
	c, ok := in.(Choose)
	all := st.s.Form.Repeats(st.s.At)
	switch {
	case !ok:
		if _, home := in.(Home); home {
			st.home()
			return
		}
		st.enter(ModeRepeat)
	case c.Index < 0 || c.Index >= len(all):
		st.say(Message(MsgNotOffered))
	case st.s.Mode == ModeEdit:
		st.change(all[c.Index])
	case st.s.sealedWithin(st.s.At, all[c.Index]):
		st.askCheck(ThenStay)
	default:
		st.s.Form.Remove(all[c.Index])
		st.event(EventRemoved, st.s.Form.Form().Nodes[st.s.At.Node].Name)
		st.enter(ModeRepeat)
	}
}

// instanceOptions name the instances of the repeat at At.
func instanceOptions(s *Session) []Option {
	all := s.Form.Repeats(s.At)
	opts := make([]Option, len(all))
	for i, scope := range all {
		opts[i].Label = instanceName(s, s.At, scope, i+1)
	}
	return opts
}

// instanceName is what an instance is known by: its first answer, else its
// position.
func instanceName(s *Session, rep forms.At, scope int32, position int) Phrase {
	nodes := s.Form.Form().Nodes
	for i := rep.Node + 1; i < int32(nodes[rep.Node].End); i++ {
		n := &nodes[i]
		if n.Repeat != int(rep.Node) || n.Kind != forms.Question || n.Control != forms.Input || n.Sensitive {
			continue
		}
		if at := (forms.At{Node: i, Scope: scope}); s.sealed(at) {
			break
		} else if v := s.Form.Value(at); v != "" {
			return Literal(v)
		}
	}
	return Message(MsgRepeatItem, strconv.Itoa(position))
}
