// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"regexp"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// actions makes defaults and triggers of the actions that are such.
func (s *restater) actions() {
	s.def.Actions = s.split()
	left := s.def.Actions[:0]
	done := map[int]bool{}
	for i, a := range s.def.Actions {
		if done[i] {
			continue
		}
		holder := s.at[a.Holder]
		target := s.follow(holder, tidied(a.Target.Text))
		switch {
		case target == nil || target.def == nil || len(target.def.Children) > 0:
		case a.Events == forms.Changed && holder != nil:
			done[i] = s.trigger(target.def, holder, a)
		default:
			s.begins(target, i, done)
		}
		if !done[i] {
			left = append(left, a)
		}
	}
	s.def.Actions = left
}

// split takes what happens when the form begins out of the questions that such
// an action stands in.
func (s *restater) split() []forms.ActionDef {
	var all []forms.ActionDef
	for _, a := range s.def.Actions {
		if rest := a.Events &^ forms.Changed; rest == forms.FirstLoad && a.Holder != "" && strings.HasPrefix(a.Target.Text, "/") {
			all = append(all, forms.ActionDef{Events: rest, Target: a.Target, Value: a.Value, Pos: a.Pos})
			a.Events &= forms.Changed
		}
		if a.Events != 0 {
			all = append(all, a)
		}
	}
	return all
}

// trigger makes a calculation of an action that a question fires.
func (s *restater) trigger(def *forms.NodeDef, holder *spot, a forms.ActionDef) bool {
	fits := def.Calculate.Text == "" && def.Trigger == nil || def.Trigger != nil && def.Calculate.Text == a.Value.Text
	if !fits || holder.def == nil || s.names[holder.def.Name] != 1 || slices.Contains(def.Trigger, holder.def.Name) {
		return false
	}
	def.Trigger, def.Calculate = append(slices.Clone(def.Trigger), holder.def.Name), a.Value
	return true
}

// begins makes a default of the actions that set a node when the form, and each
// new instance of the repeat it is in, begins. i is the first of them.
func (s *restater) begins(target *spot, i int, done map[int]bool) {
	first, def := s.def.Actions[i], target.def
	repeat := target.repeat()
	var events forms.Event
	var same []int
	for k, a := range s.def.Actions[i:] {
		holder := s.at[a.Holder]
		if s.follow(holder, tidied(a.Target.Text)) != target || a.Events&forms.Changed != 0 || a.Value.Text != first.Value.Text {
			continue
		}
		switch {
		case a.Events&^(forms.FirstLoad|forms.NewRepeat) != 0, a.Events&forms.NewRepeat != 0 && holder != repeat, def.DynamicDefault:
			return
		}
		events |= a.Events
		same = append(same, i+k)
	}
	want := forms.FirstLoad
	if repeat != nil {
		want |= forms.NewRepeat
	}
	if repeat != nil && repeat.def.Given != nil && len(repeat.def.Given) == 0 && events == forms.NewRepeat {
		events = want // nothing is there to be set when the form begins
	}
	text := s.named(tidied(first.Value.Text), target, within)
	switch plain := literalValue.FindString(text); {
	case events != want || def.Default.Text != "":
		return
	case isDynamic(text, def.Type):
		def.Default, def.DynamicDefault = forms.Source{Text: first.Value.Text, Pos: first.Pos}, true
	case plain != "" && !isDynamic(strings.Trim(plain, `'"`), def.Type):
		def.Default = forms.Source{Text: strings.Trim(plain, `'"`), Pos: first.Pos}
	default:
		return
	}
	for _, k := range same {
		done[k] = true
	}
}

// literalValue is an expression that is a text or a number: a default as it
// stands.
var literalValue = regexp.MustCompile(`^(?:'[^']*'|"[^"]*"|-?\d+(?:\.\d+)?)$`)

// begin says how a repeat begins where a workbook can: with one instance, whose
// values are the defaults. Of a repeat that is counted, the count decides.
func (s *restater) begin(p *spot) {
	def := p.def
	if def.Count.Text != "" && len(def.Given) == 0 || len(def.Given) == 1 && s.usual(p, &def.Given[0], "") {
		def.Given = nil
	}
}

// usual tells whether the values of an instance are those that a new one has.
func (s *restater) usual(p *spot, given *forms.GivenDef, prefix string) bool {
	for _, child := range p.children {
		def, path := child.def, prefix+child.def.Name
		switch {
		case strings.HasPrefix(def.Name, "@"):
		case def.Kind == forms.Repeat:
			list := given.Repeats[path]
			if len(list) > 1 || len(list) == 1 && !s.usual(child, &list[0], "") {
				return false
			}
			if len(list) == 1 && len(def.Given) == 0 {
				def.Given = nil // pyxform lays out the first one in what the form begins with only
			}
		case def.Kind == forms.Group:
			if !s.usual(child, given, path+"/") {
				return false
			}
		case given.Values[path] != def.Default.Text && !def.DynamicDefault:
			return false
		}
	}
	return true
}
