// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"strings"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/screens"
)

// Every question is looked at by itself: the form is compiled once more with
// every question relevant (relax.go) and filled with answers that are long where
// other texts repeat them, and the engine is asked for the screen of each.

// view is the screen of one question in a language.
type view struct {
	node   *forms.Node
	screen flows.Screen
	notice flows.Phrase // the longest that is said of a wrong answer
}

// views are the screens of all questions that are asked where the person is.
func (s *subject) views(wide *forms.Form, t tongue, desk bool) []view {
	op := ""
	if desk {
		op = "lint"
	}
	env := s.env(op)
	service := s.service(wide)
	in := wide.New(forms.Env{Now: env.Now, Seed: 1, Lang: t.name, InstanceID: env.InstanceID, PhoneNumber: env.Phone})
	var out []view
	for _, at := range s.fill(in) {
		n := &s.form.Nodes[at.Node]
		if !s.isAsked(n) || !s.isFor(n, desk) || chooses(n) && in.Offers(at) == 0 {
			continue
		}
		session := &flows.Session{Lang: t.tag, Mode: flows.ModeQuestion, At: at, Form: in, Item: s.item.ID}
		out = append(out, view{n, service.View(session, env), s.notice(n, t)})
	}
	return out
}

// fill answers every question with what makes other texts longest, and returns
// the places of all nodes; a repeat has one instance.
func (s *subject) fill(in *forms.Instance) []forms.At {
	var all []forms.At
	var visit func(from, end int, scope int32)
	visit = func(from, end int, scope int32) {
		for i := from; i < end; i++ {
			n, at := &s.form.Nodes[i], forms.At{Node: int32(i), Scope: scope}
			all = append(all, at)
			if n.Kind == forms.Repeat {
				instances := in.Repeats(at)
				if len(instances) == 0 {
					instances = []int32{in.Add(at)}
				}
				if instances[0] >= 0 {
					visit(i+1, n.End, instances[0])
				}
				i = n.End - 1
				continue
			}
			if n.Kind == forms.Question && n.Control != forms.Note {
				in.Enter(at, s.longest(in, at))
			}
		}
	}
	visit(1, len(s.form.Nodes), 0)
	return all
}

// longest is an answer that is long where it is shown again: the choice with
// the longest label or, if another list is filtered by it, with the most to
// offer there.
func (s *subject) longest(in *forms.Instance, at forms.At) string {
	n := &s.form.Nodes[at.Node]
	if !chooses(n) {
		return typical(n)
	}
	const tried = 200 // of the choices of a list that filters another one
	lists := s.filteredBy(n, at.Scope)
	best, most := "", -1
	for i, c := range in.Choices(at, "") {
		size := len(c.Label)
		if len(lists) > 0 && i < tried {
			in.Enter(at, c.Value)
			for _, list := range lists {
				size += 1000 * in.Offers(list)
			}
		}
		if size > most {
			best, most = c.Value, size
		}
	}
	return best
}

// filteredBy are the questions of the same scope whose lists are filtered by
// the answer to n.
func (s *subject) filteredBy(n *forms.Node, scope int32) []forms.At {
	var out []forms.At
	for i := n.Index + 1; i < len(s.form.Nodes); i++ {
		other := &s.form.Nodes[i]
		if def := s.defs[other.Path]; def == nil || def.Choices == nil || other.Repeat != n.Repeat || !mentions(def.Choices.Filter.Text, n) {
			continue
		}
		out = append(out, forms.At{Node: int32(i), Scope: scope})
	}
	return out
}

// mentions reports whether an expression as written reads a question.
func mentions(source string, n *forms.Node) bool {
	return strings.Contains(source, "${"+n.Name+"}") || strings.Contains(source, n.Path)
}

func chooses(n *forms.Node) bool {
	return n.Control == forms.Select1 || n.Control == forms.Select || n.Control == forms.Rank
}

// notice is the longest that the form, or else the system, says of a wrong
// answer.
func (s *subject) notice(n *forms.Node, t tongue) flows.Phrase {
	def := s.defs[n.Path]
	longest := ""
	for _, text := range []forms.Text{def.ConstraintMsg, def.RequiredMsg} {
		form, _ := words(text, t.name, s.form.DefaultLanguage)
		if said := literals(form.Long); len(said) > len(longest) {
			longest = said
		}
	}
	if longest == "" {
		return flows.Message(flows.MsgWrongAnswer)
	}
	return flows.Literal(longest)
}

// measure lays every question out on every channel, in every language.
func (s *subject) measure() {
	wide := unconditional(s.form)
	if wide == nil {
		wide = s.form
	}
	for _, t := range s.tongues {
		var views [2][]view // on a phone, at a desk; nil until a channel needs them
		for _, c := range s.on {
			desk := 0
			if c.Lines {
				desk = 1
			}
			if views[desk] == nil {
				views[desk] = s.views(wide, t, c.Lines)
			}
			for _, v := range views[desk] {
				s.out.Screens = append(s.out.Screens, s.size(v, c, t))
			}
		}
		s.checkRoom(views[0], t)
	}
}

// measuredPages bounds how many pages of one list are laid out to find the
// fullest; all but the last are about as full.
const measuredPages = 20

// size measures a screen on a channel.
func (s *subject) size(v view, c Channel, t tongue) Screen {
	out := Screen{Question: v.node.Name, Channel: c.Name, Language: t.tag, Pages: 1, Refused: 1, Unit: "septets"}
	if c.Lines {
		out.Size, _ = screens.Measure(screens.Linear(s.catalog, v.screen, t.tag, c.Layout).String())
		return out
	}
	refused := v.screen
	refused.Notice = v.notice
	out.Refused = screens.Render(s.catalog, refused, t.tag, c.Layout).Of
	for page := 0; page < min(out.Pages, measuredPages); page++ {
		v.screen.Page = page
		p := screens.Render(s.catalog, v.screen, t.tag, c.Layout)
		out.Pages = p.Of
		// A page is as full as its share of the room: 65 of 70 is fuller than 90 of 160.
		if limit := c.limit(p.Coding); out.Limit == 0 || p.Size*out.Limit > out.Size*limit {
			out.Size, out.Limit, out.Unit = p.Size, limit, "septets"
			if p.Coding == screens.UCS2 {
				out.Unit = "ucs2"
			}
		}
	}
	return out
}

const (
	// manyPages is where a list stops being readable on a phone: people give up
	// after a few pages of five or six lines each.
	manyPages = 5
	// textPages is what a question without choices may take.
	textPages = 1
)

// checkRoom finds screens that take too many pages.
func (s *subject) checkRoom(views []view, t tongue) {
	for _, v := range views {
		var where []string
		pages := 0
		for _, c := range s.on {
			most := textPages
			if len(v.screen.Options) > 0 {
				most = manyPages
			}
			if c.Lines {
				continue
			}
			if n := screens.Render(s.catalog, v.screen, t.tag, c.Layout).Of; n > most {
				where, pages = append(where, c.Name), max(pages, n)
			}
		}
		if len(where) == 0 {
			continue
		}
		f := Finding{Channel: strings.Join(where, ","), Language: t.tag}
		pos := s.cell(part{pos: s.defs[v.node.Path].Pos, key: "label"}, t.name)
		if len(v.screen.Options) > 0 {
			f.Rule = RuleManyPages
			s.find(f, pos, "ask for a group first and filter the list by it, or shorten the labels", "%s offers %d choices on %d screens", v.node.Name, len(v.screen.Options), pages)
			continue
		}
		f.Rule = RuleLongText
		s.find(f, pos, "shorten it, or give a short form beside it", "%s takes %d screens", v.node.Name, pages)
	}
}
