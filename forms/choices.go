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

// choices is what a select or rank offers.
type choices struct {
	table   *table
	value   int         // column
	filter  *xpath.Expr // the items that are offered; nil offers all
	shuffle bool        // in a random order of the session
	label   []int       // columns of a dataset's label, by language
}

// choicesOf compiles the choices of a node.
func (c *compiler) choicesOf(n *Node, at place) {
	def := n.def.Choices
	if def == nil {
		if n.Control == Select1 || n.Control == Select || n.Control == Rank {
			c.findings.fail(n.def.Pos, n.Name+" has no choices", "name a list of the choices sheet")
		}
		return
	}
	id := def.List
	if def.Dataset != "" {
		id = def.Dataset
	}
	t, ok := c.form.tables[id]
	if !ok {
		c.findings.fail(n.def.Pos, fmt.Sprintf("there is no list %q of choices", id), "add it to the choices sheet or correct the name")
		return
	}
	ch := &choices{table: t, value: t.column(orDefault(def.ValueCol, "name"))}
	if ch.value < 0 && len(t.rows) > 0 {
		c.findings.fail(n.def.Pos, fmt.Sprintf("%s has no column %q", id, orDefault(def.ValueCol, "name")), "name the column of the values")
		return
	}
	for _, lang := range c.form.defaults.names {
		label := orDefault(def.LabelCol, "label")
		col := t.column(label + "::" + lang)
		if col < 0 {
			col = t.column(label)
		}
		ch.label = append(ch.label, col)
	}
	n.choices = ch
	items := "instance('" + id + "')/root/item"
	if strings.TrimSpace(def.Filter.Text) != "" {
		if ch.filter = c.exprWithin(def.Filter, items+"[", "]", at, "the choice filter"); ch.filter == nil {
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
	ch.filter = c.exprWithin(def.Seed, "randomize("+items+", ", ")", at, "the seed")
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
	rows := in.offeredRows(n, cell)
	language := in.language(lang)
	offered := make([]Choice, len(rows))
	for i, row := range rows {
		offered[i] = in.choice(n.choices, int(row), language)
	}
	return offered
}

// Offers is how many choices a question offers now.
func (in *Instance) Offers(at At) int {
	n, cell, ok := in.resolve(at)
	switch {
	case !ok || n.choices == nil:
		return 0
	case n.choices.filter == nil:
		return len(n.choices.table.rows)
	default:
		return len(in.evalNodes(n.choices.filter, cell))
	}
}

func (in *Instance) choice(ch *choices, row, language int) Choice {
	c := Choice{Value: ch.table.cell(row, ch.value)}
	if ch.table.labels != nil {
		label := ch.table.labels[row].of(language)
		c.Label = in.render(label.long, 0)
		c.Short = in.render(label.short, 0)
	} else {
		c.Label = ch.table.cell(row, ch.label[language])
	}
	if c.Label == "" {
		c.Label = c.Value
	}
	return c
}

// offeredRows are the rows that a question offers, in order.
func (in *Instance) offeredRows(n *Node, cell xpath.NodeID) []int32 {
	ch := n.choices
	var rows []int32
	if ch.filter == nil {
		rows = make([]int32, len(ch.table.rows))
		for i := range rows {
			rows[i] = int32(i)
		}
	} else {
		nodes := in.evalNodes(ch.filter, cell)
		rows = make([]int32, len(nodes))
		for i, node := range nodes {
			row, _, _ := ch.table.locate(node.ID)
			rows[i] = int32(row)
		}
	}
	if ch.shuffle {
		in.shuffle(rows, cell)
	}
	return rows
}

// shuffle puts rows in the order that a question without a seed of its own has
// for the whole session, so that paging and repeated requests show one order.
func (in *Instance) shuffle(rows []int32, cell xpath.NodeID) {
	state := in.seed ^ uint64(cell)<<32
	for i := len(rows) - 1; i > 0; i-- {
		state++
		j := mix(state) % uint64(i+1)
		rows[i], rows[j] = rows[j], rows[i]
	}
}

// offered reports whether a question offers a value now.
func (in *Instance) offered(n *Node, cell xpath.NodeID, value string) bool {
	found := n.choices.table.find(n.choices.value, value)
	if n.choices.filter == nil || len(found) == 0 {
		return len(found) > 0
	}
	for _, node := range in.evalNodes(n.choices.filter, cell) {
		if slices.Contains(found, node.ID) {
			return true
		}
	}
	return false
}

// stillOffered is the part of a value whose choices are offered now.
func (in *Instance) stillOffered(n *Node, cell xpath.NodeID, value string) string {
	if n.Control == Select1 || !strings.ContainsAny(value, " \t\n\r") {
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
// offered, or when a ranking does not name every choice once.
func (in *Instance) chosen(n *Node, cell xpath.NodeID, value string) (canonical string, ok bool) {
	if n.Control == Select1 {
		return value, in.offered(n, cell, value)
	}
	picked := strings.Fields(value)
	rows := in.offeredRows(n, cell)
	if n.Control == Rank {
		return strings.Join(picked, " "), in.isPermutation(n.choices, rows, picked)
	}
	slices.Sort(rows)
	ordered := make([]string, 0, len(picked))
	for _, row := range rows {
		v := n.choices.table.cell(int(row), n.choices.value)
		if slices.Contains(picked, v) && !slices.Contains(ordered, v) {
			ordered = append(ordered, v)
		}
	}
	for _, v := range picked {
		if !slices.Contains(ordered, v) {
			return "", false
		}
	}
	return strings.Join(ordered, " "), true
}

func (in *Instance) isPermutation(ch *choices, rows []int32, picked []string) bool {
	if len(picked) != len(rows) {
		return false
	}
	options := make([]string, len(rows))
	for i, row := range rows {
		options[i] = ch.table.cell(int(row), ch.value)
	}
	sorted := slices.Clone(picked)
	slices.Sort(options)
	slices.Sort(sorted)
	return slices.Equal(options, sorted)
}
