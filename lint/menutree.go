// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/screens"
)

// WriteMenuTree writes what a service says, screen by screen, as the tree that a
// telco asks for before it opens a short code: every menu, every question with
// its choices and when it is asked, and every closing screen. lang is the tag of
// the language to show; "" is the service's first. now is the day that the forms
// believe it is.
func WriteMenuTree(w io.Writer, pack *packs.Pack, lang string, now time.Time) error {
	catalog, err := screens.System().With(pack.Service.DefaultLanguage(), pack.Messages)
	if err != nil {
		return fmt.Errorf("messages of the pack: %w", err)
	}
	v := pack.Service
	t := &tree{printer: printer{w: w}, pack: pack, catalog: catalog, lang: cmp.Or(lang, v.DefaultLanguage()), now: now}
	t.line("%s  %s", v.Code, t.text(flows.Literal(v.Name.In(t.lang, v.DefaultLanguage()))))
	depth := 1
	if v.AskLanguage && len(v.Languages) > 1 {
		t.at(depth, "%s (asked once)", t.message(flows.MsgChooseLanguage))
		for i, l := range v.Languages {
			t.at(depth+1, "%d %s", i+1, l.Name)
		}
	}
	for i := range v.Items {
		if v.Start == "" || v.Items[i].ID == v.Start {
			t.item(depth, i, &v.Items[i])
		}
	}
	k := screens.DefaultKeys
	t.line("")
	t.line("Keys: %s %s, %s %s, %s %s, %s %s. A text longer than a screen goes on with %s.", k.Back, t.message("nav.back"), k.Home, t.message("nav.home"),
		k.More, t.message("nav.more"), k.Skip, t.message("nav.skip"), k.More)
	if t.err != nil {
		return fmt.Errorf("write menu tree: %w", t.err)
	}
	return nil
}

// tree is a menu tree that is being written.
type tree struct {
	printer
	pack    *packs.Pack
	catalog *screens.Catalog
	lang    string
	now     time.Time
	asked   map[string]asked // questions of the form that are written already, by name
}

func (t *tree) at(depth int, format string, args ...any) {
	t.line("%s%s", strings.Repeat("   ", depth), fmt.Sprintf(format, args...))
}

// text is a phrase on one line.
func (t *tree) text(p flows.Phrase) string {
	return strings.Join(strings.Fields(t.catalog.Text(t.lang, p)), " ")
}

func (t *tree) message(key string, args ...string) string { return t.text(flows.Message(key, args...)) }

// item writes a line of the menu and what it leads to.
func (t *tree) item(depth, i int, it *flows.Item) {
	label := t.text(flows.Literal(it.Label.In(t.lang, t.pack.Service.DefaultLanguage())))
	number := ""
	if t.pack.Service.Start == "" {
		number = strconv.Itoa(i + 1)
	}
	t.at(depth, "%s", strings.TrimSpace(number+" "+label))
	switch it.Kind {
	case flows.ItemForm:
		t.registration(depth+1, it, label)
	case flows.ItemStatus:
		t.at(depth+1, "%s [a reference]", t.message(flows.MsgStatusAsk))
		t.at(depth+2, "%s", t.message(flows.MsgStatusReceived, sampleReference))
	case flows.ItemContinue:
		t.at(depth+1, "%s [a reference]", t.message(flows.MsgStatusAsk))
	case flows.ItemLanguage:
		t.at(depth+1, "%s", t.message(flows.MsgChooseLanguage))
	}
}

// registration writes what an item that runs a form asks.
func (t *tree) registration(depth int, it *flows.Item, label string) {
	s := newSubject(t.pack, it, t.catalog, Options{Members: 1, Now: t.now})
	own := s.tongues[0]
	if k := slices.IndexFunc(s.tongues, func(o tongue) bool { return o.tag == t.lang }); k >= 0 {
		own = s.tongues[k]
	}
	t.form(depth, s, own)
	if it.Review {
		t.at(depth, "%s: 1 %s, or the number of an answer to change it", t.message(flows.MsgReview), t.message(flows.MsgReviewSend))
	}
	t.at(depth, "END %s", t.message(flows.MsgReceipt, label, sampleReference))
}

// form writes the questions of a form, numbered, and those of its repeats
// below their menus.
func (t *tree) form(depth int, s *subject, own tongue) {
	wide := unconditional(s.form)
	if wide == nil {
		wide = s.form
	}
	number, repeat := 0, 0
	t.asked = map[string]asked{}
	for _, v := range s.views(wide, own, false) {
		if v.node.Repeat != repeat {
			repeat = v.node.Repeat
			t.repeat(depth, s, own, repeat)
		}
		in := depth + s.nesting(v.node)
		number++
		t.at(in, "%d. %s%s%s", number, t.inNumbers(s.condition(v.node)), t.text(s.question(v.node, own)), input(v.screen.Expect))
		t.options(in+1, v.screen.Options)
		t.asked[v.node.Name] = asked{number, v.screen.Options}
	}
}

// question is the text of a question as it stands in the form: what is filled in
// is named.
func (s *subject) question(n *forms.Node, own tongue) flows.Phrase {
	form, _ := words(s.defs[n.Path].Label, own.name, s.form.DefaultLanguage)
	pieces := form.Long
	if len(form.Short) > 0 {
		pieces = form.Short
	}
	text := ""
	for _, p := range pieces {
		text += p.Literal
		if p.Output.Text != "" {
			text += "(" + strings.Trim(p.Output.Text, "${}") + ")"
		}
	}
	return flows.Literal(orElse(text, n.Name))
}

// nesting is the number of repeats around a node.
func (s *subject) nesting(n *forms.Node) int {
	depth := 0
	for r := n.Repeat; r > 0; r = s.form.Nodes[r].Repeat {
		depth++
	}
	return depth
}

// repeat writes the menu of a repeat; 0 is the end of one.
func (t *tree) repeat(depth int, s *subject, own tongue, node int) {
	if node == 0 {
		return
	}
	n := &s.form.Nodes[node]
	label, _ := words(s.defs[n.Path].Label, own.name, s.form.DefaultLanguage)
	name := orElse(t.text(flows.Literal(literals(label.Long))), n.Name)
	if n.HasCount || n.NoAddRemove {
		t.at(depth+s.nesting(n), "%s%s, for each:", t.inNumbers(s.condition(n)), name)
		return
	}
	t.at(depth+s.nesting(n), "%s%s: 1 %s, 2 %s, 3 %s, 4 %s", t.inNumbers(s.condition(n)), name, t.message(flows.MsgRepeatAdd), t.message(flows.MsgRepeatEdit),
		t.message(flows.MsgRepeatRemove), t.message(flows.MsgRepeatDone))
}

// condition is when a node is asked, as the form writes it, with the groups
// around it.
func (s *subject) condition(n *forms.Node) string {
	var all []string
	for i := n.Index; i > 0; i = s.form.Nodes[i].Parent {
		def := s.defs[s.form.Nodes[i].Path]
		if def != nil && strings.TrimSpace(def.Relevant.Text) != "" {
			all = append(all, strings.Join(strings.Fields(def.Relevant.Text), " "))
		}
		if s.form.Nodes[i].Kind == forms.Repeat {
			break // said at the repeat itself
		}
	}
	if len(all) == 0 {
		return ""
	}
	slices.Reverse(all)
	return "(if " + strings.Join(all, " and ") + ") "
}

// shownOptions bounds how many choices of a list are written out.
const shownOptions = 12

func (t *tree) options(depth int, opts []flows.Option) {
	for i, o := range opts {
		if i == shownOptions && len(opts) > shownOptions+1 {
			t.at(depth, "... and %d more", len(opts)-i)
			return
		}
		t.at(depth, "%d %s", i+1, t.text(o.Label))
	}
}

// input says what is typed at a question.
func input(e flows.Expect) string {
	switch e.Kind {
	case flows.ExpectMany:
		return " [several numbers]"
	case flows.ExpectRank:
		return " [all numbers, in order]"
	case flows.ExpectText:
		if e.Sensitive {
			return " [text, not shown again]"
		}
		return " [text]"
	case flows.ExpectInteger, flows.ExpectDecimal:
		return " [a number]"
	case flows.ExpectDate, flows.ExpectTime, flows.ExpectDateTime:
		return " [a date or time]"
	case flows.ExpectGeopoint:
		return " [latitude and longitude]"
	}
	return ""
}
