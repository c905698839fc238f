// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms/xpath"
)

// Choice is one offered choice.
type Choice struct {
	Value string
	Label string // in the asked language; the value if there is no label
	Short string // short form of the label; "" if there is none
}

// choices is what a select or rank offers. Its items are the rows of a table
// (a choice list or a dataset), or whatever nodes an expression finds.
type choices struct {
	table   *table      // nil for other nodes
	items   *xpath.Expr // the items that are offered; nil offers the whole table
	shuffle bool        // in a random order of the session

	valueCol  int   // column of the table
	labelCols []int // columns of a dataset's label, by language

	value, label *xpath.Expr // of other nodes, evaluated at each; no label is nil

	made func(in *Instance, at At) []ItemDef // makes the items; see made.go

	places   Places // of a table of places, see places.go; nil for others
	unlisted bool   // takes a place that is not listed
}

// choicesOf compiles the choices of a node.
func (c *compiler) choicesOf(n *Node, at place) {
	switch def := n.def.Choices; {
	case def == nil:
		if n.Control == Select1 || n.Control == Select || n.Control == Rank {
			c.findings.fail(n.def.Pos, n.Name+" has no choices", "name a list of the choices sheet")
		}
	case def.Made != nil:
		n.choices = c.made(def.Made, at)
	case def.Nodes.Text != "":
		c.itemset(n, def, at)
	case def.Items != nil:
		n.choices = c.rows(c.list(&ListDef{Name: n.Path, Items: def.Items}, at), "name", "label")
	default:
		c.listed(n, def, at)
	}
}

// itemset compiles choices that an expression finds.
func (c *compiler) itemset(n *Node, def *ChoicesDef, at place) {
	ch := &choices{items: c.expr(def.Nodes, at, "the choices")}
	ch.value, ch.label = c.unbound(def.Value, "the value of the choices"), c.unbound(def.Label, "the label of the choices")
	if ch.items != nil && ch.value != nil {
		n.choices = ch
	}
}

// unbound compiles an expression that is evaluated at nodes of any document.
func (c *compiler) unbound(src Source, what string) *xpath.Expr {
	if src.Text == "" {
		return nil
	}
	e, err := xpath.Compile(src.Text, xpath.Options{Namespaces: c.def.Namespaces})
	if err != nil {
		c.refuse(src, what, 0, err)
	}
	return e
}

// offering tells whether a node has choices to offer.
func (n *Node) offering() Certainty {
	switch ch := n.choices; {
	case ch == nil || ch.table != nil && len(ch.table.rows) == 0:
		return Never
	case ch.items != nil:
		return Sometimes
	default:
		return Always
	}
}

// rows are choices that are all rows of a table.
func (c *compiler) rows(t *table, value, label string) *choices {
	ch := &choices{table: t, valueCol: t.column(value)}
	for _, lang := range c.form.defaults.names {
		col := t.column(label + "::" + lang)
		if col < 0 {
			col = t.column(label)
		}
		ch.labelCols = append(ch.labelCols, col)
	}
	return ch
}

// listed compiles choices from a list or dataset.
func (c *compiler) listed(n *Node, def *ChoicesDef, at place) {
	id := def.List
	if def.Dataset != "" {
		id = def.Dataset
	}
	t, ok := c.form.tables[id]
	if !ok {
		c.findings.fail(n.def.Pos, fmt.Sprintf("there is no list %q of choices", id), "add it to the choices sheet or correct the name")
		return
	}
	set := c.def.Datasets[def.Dataset]
	value, label := placeColumn(set, placeCode, "name"), placeColumn(set, placeName, "label")
	ch := c.rows(t, orDefault(def.ValueCol, value), orDefault(def.LabelCol, label))
	if ch.valueCol < 0 && len(t.rows) > 0 {
		c.findings.fail(n.def.Pos, fmt.Sprintf("%s has no column %q", id, orDefault(def.ValueCol, value)), "name the column of the values")
		return
	}
	c.placesOf(n, ch, set)
	n.choices = ch
	items := "instance('" + id + "')/root/item"
	if strings.TrimSpace(def.Filter.Text) != "" {
		if ch.items = c.exprWithin(def.Filter, items+"[", "]", at, "the choice filter"); ch.items == nil {
			return
		}
		items += "[" + def.Filter.Text + "]"
	}
	if !def.Randomize {
		return
	}
	if c.expr(def.Seed, at, "the seed") == nil {
		ch.shuffle = true // no seed: one order for the whole session
		return
	}
	ch.items = c.exprWithin(def.Seed, "randomize("+items+", ", ")", at, "the seed")
}

func orDefault(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// Choices are what a select or rank question offers now, in order: filtered,
// and shuffled where the form says so. lang is as for [Instance.Label].
func (in *Instance) Choices(at At, lang string) []Choice {
	n, cell, ok := in.resolve(at)
	if !ok || n.choices == nil {
		return nil
	}
	items := in.offers(n, cell)
	language := in.language(lang)
	offered := make([]Choice, len(items))
	for i, item := range items {
		offered[i] = in.choice(n.choices, item, cell, language)
	}
	return offered
}

// Offers is how many choices a question offers now; of places, those of the past
// among them, and one more where it takes what is not listed.
func (in *Instance) Offers(at At) int {
	n, cell, ok := in.resolve(at)
	if !ok || n.choices == nil {
		return 0
	}
	if n.choices.made != nil {
		return len(in.offers(n, cell))
	}
	offers := 0
	if n.choices.unlisted {
		offers++
	}
	if n.choices.items == nil {
		return offers + len(n.choices.table.rows)
	}
	return offers + len(in.evalNodes(n.choices.items, cell))
}

func (in *Instance) choice(ch *choices, item xpath.Node, cell xpath.NodeID, language int) Choice {
	if ch.made != nil {
		return madeChoice(item, language)
	}
	c := Choice{Value: in.valueOf(ch, item, cell)}
	switch {
	case ch.table == nil:
		if ch.label != nil {
			lang := in.env.Lang
			in.env.Lang = in.form.defaults.names[language]
			c.Label = in.veiled(func() string { return in.evalAt(ch.label, item, cell) })
			in.env.Lang = lang
		}
	case ch.table.labels != nil:
		row, _, _ := ch.table.locate(item.ID)
		label := ch.table.labels[row].of(language)
		c.Label = in.render(label.long, cell)
		c.Short = in.render(label.short, cell)
	case ch.places != nil:
		row, _, _ := ch.table.locate(item.ID)
		c.Label = ch.places.Label(row, in.languageAt(language))
	default:
		row, _, _ := ch.table.locate(item.ID)
		c.Label = ch.table.cell(row, ch.labelCols[language])
	}
	if c.Label == "" && ch.table == nil {
		c.Label = in.veiled(func() string { return in.valueOf(ch, item, cell) })
	} else if c.Label == "" {
		c.Label = c.Value
	}
	return c
}

// valueOf is the value of an item that the question in a cell offers.
func (in *Instance) valueOf(ch *choices, item xpath.Node, cell xpath.NodeID) string {
	if ch.made != nil {
		return madeChoice(item, 0).Value
	}
	if ch.table != nil {
		row, _, _ := ch.table.locate(item.ID)
		return ch.table.cell(row, ch.valueCol)
	}
	return in.evalAt(ch.value, item, cell)
}

// offers are the items that a question offers, in order.
func (in *Instance) offers(n *Node, cell xpath.NodeID) []xpath.Node {
	ch := n.choices
	if ch.made != nil {
		return in.makeItems(ch, cell)
	}
	var items []xpath.Node
	if ch.items == nil {
		items = make([]xpath.Node, len(ch.table.rows))
		for row := range items {
			items[row] = xpath.Node{Tree: ch.table, ID: ch.table.item(row)}
		}
	} else {
		items = slices.Clone(in.evalNodes(ch.items, cell))
	}
	if ch.places != nil {
		items = in.current(ch, items, cell)
	}
	if ch.shuffle {
		in.shuffle(items, cell)
	}
	return items
}

// shuffle puts items in the order that a question without a seed of its own has
// for the whole session, so that paging and repeated requests show one order.
func (in *Instance) shuffle(items []xpath.Node, cell xpath.NodeID) {
	state := in.seed ^ uint64(cell)<<32
	for i := len(items) - 1; i > 0; i-- {
		state++
		j := mix(state) % uint64(i+1)
		items[i], items[j] = items[j], items[i]
	}
}

// offered reports whether a question offers a value now.
func (in *Instance) offered(n *Node, cell xpath.NodeID, value string) bool {
	ch := n.choices
	if ch.table == nil {
		return slices.ContainsFunc(in.offers(n, cell), func(item xpath.Node) bool {
			return in.valueOf(ch, item, cell) == value
		})
	}
	if ch.unlisted && value == Unlisted {
		return true
	}
	found := ch.table.find(ch.valueCol, value)
	if ch.items == nil || len(found) == 0 {
		return len(found) > 0
	}
	for _, item := range in.evalNodes(ch.items, cell) {
		if slices.Contains(found, item.ID) {
			return true
		}
	}
	return false
}

// stillOffered is the part of a value whose choices are offered now.
func (in *Instance) stillOffered(n *Node, cell xpath.NodeID, value string) string {
	if n.Control == Select1 {
		if in.offered(n, cell, value) {
			return value
		}
		return ""
	}
	var kept []string
	for _, v := range strings.Fields(value) {
		if in.offered(n, cell, v) {
			kept = append(kept, v)
		}
	}
	return strings.Join(kept, " ")
}

// chosen checks the candidate of a question with choices and puts the values
// of a select in the order of the list. ok is false when a value is not
// offered, or when a ranking does not name every choice once; canonical is then
// what is left of it.
func (in *Instance) chosen(n *Node, cell xpath.NodeID, value string) (canonical string, ok bool) {
	if n.Control == Select1 {
		if in.offered(n, cell, value) {
			return value, true
		}
		return "", false
	}
	picked := strings.Fields(value)
	items := in.offers(n, cell)
	if n.Control == Rank {
		return strings.Join(picked, " "), in.isPermutation(n.choices, items, cell, picked)
	}
	slices.SortStableFunc(items, func(a, b xpath.Node) int { return a.Tree.Compare(a.ID, b.ID) })
	ordered := make([]string, 0, len(picked))
	for _, item := range items {
		v := in.valueOf(n.choices, item, cell)
		if slices.Contains(picked, v) && !slices.Contains(ordered, v) {
			ordered = append(ordered, v)
		}
	}
	ok = true
	for _, v := range picked {
		ok = ok && slices.Contains(ordered, v)
	}
	return strings.Join(ordered, " "), ok
}

func (in *Instance) isPermutation(ch *choices, items []xpath.Node, cell xpath.NodeID, picked []string) bool {
	if len(picked) != len(items) {
		return false
	}
	options := make([]string, len(items))
	for i, item := range items {
		options[i] = in.valueOf(ch, item, cell)
	}
	sorted := slices.Clone(picked)
	slices.Sort(options)
	slices.Sort(sorted)
	return slices.Equal(options, sorted)
}
