// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"slices"
	"time"

	"github.com/dialform/dialform/forms/xpath"
)

// Unlisted is the code of the answer that a place is not on the list. pyxform
// gives the same code to the choice that "or_other" adds to a list.
const Unlisted = "other"

// Columns of a dataset of places that the form reads it by.
const (
	placeCode = "code"
	placeName = "name"
)

// unlistedColumn is the column of a form by which a question takes no place
// that is not on the list: bind::df:unlisted = no.
const unlistedColumn = "df:unlisted"

// Places is what is known of a dataset of places beyond its rows. It is
// immutable.
type Places interface {
	// Label is the name of the place in a row in a language, told apart from
	// its namesakes.
	Label(row int, lang Language) string
	// Current reports whether the place in a row is one on a day, "2026-11-20".
	Current(row int, day string) bool
	// Find returns the rows whose names in a language begin with what was typed,
	// in the order of the names. sure tells that nothing more than a slip parts
	// what was typed from them.
	Find(typed string, lang Language) (rows []int, sure bool)
}

// placesOf makes choices from a dataset of places: no filter is asked whether a
// place is current.
func (c *compiler) placesOf(n *Node, ch *choices, set *DatasetDef) {
	if set == nil || set.Places == nil {
		return
	}
	ch.places = set.Places
	ch.unlisted = n.Control == Select1 && n.Bind[unlistedColumn] != "no"
}

// placeColumn is the column of a dataset that a question reads if it names none.
func placeColumn(set *DatasetDef, place, other string) string {
	if set != nil && set.Places != nil {
		return place
	}
	return other
}

// IsPlace reports whether a question asks for a place of a dataset of places.
func (n *Node) IsPlace() bool { return n.choices != nil && n.choices.places != nil }

// TakesUnlisted reports whether a question for a place takes the answer
// [Unlisted] for one that is not on the list.
func (n *Node) TakesUnlisted() bool { return n.choices != nil && n.choices.unlisted }

// PlaceLabel is the name of the place that a question for one has as its answer,
// also of one that exists no longer; the code if there is none.
func (in *Instance) PlaceLabel(at At, lang string) string {
	value := in.Value(at)
	n, _, ok := in.resolve(at)
	if !ok || !n.IsPlace() {
		return value
	}
	ch := n.choices
	for _, item := range ch.table.find(ch.valueCol, value) {
		row, _, _ := ch.table.locate(item)
		return ch.places.Label(row, in.placeLanguage(lang))
	}
	return value
}

// FindPlaces are the places that a question offers and whose names begin with
// what was typed, in the order of their names, each once. See [Places.Find].
func (in *Instance) FindPlaces(at At, typed, lang string) (found []Choice, sure bool) {
	n, cell, ok := in.resolve(at)
	if !ok || !n.IsPlace() {
		return nil, false
	}
	ch := n.choices
	language := in.placeLanguage(lang)
	rows, sure := ch.places.Find(typed, language)
	if len(rows) == 0 {
		return nil, sure
	}
	var offered map[xpath.NodeID]bool // nil: all
	if ch.items != nil {
		items := in.evalNodes(ch.items, cell)
		offered = make(map[xpath.NodeID]bool, len(items))
		for _, item := range items {
			offered[item.ID] = true
		}
	}
	day := in.env.Now.Format(time.DateOnly)
	found = make([]Choice, 0, len(rows))
	for _, row := range rows {
		if offered != nil && !offered[ch.table.item(row)] || !ch.places.Current(row, day) {
			continue
		}
		if code := ch.table.cell(row, ch.valueCol); code != Unlisted {
			found = append(found, Choice{Value: code, Label: ch.places.Label(row, language)})
		}
	}
	return found, sure
}

// current are the items that are places today, and the one that is the answer,
// but for the row of those that are not listed.
func (in *Instance) current(ch *choices, items []xpath.Node, cell xpath.NodeID) []xpath.Node {
	day, answer := in.env.Now.Format(time.DateOnly), in.visible(cell)
	return slices.DeleteFunc(items, func(item xpath.Node) bool {
		row, _, _ := ch.table.locate(item.ID)
		code := ch.table.cell(row, ch.valueCol)
		return code == Unlisted || code != answer && !ch.places.Current(row, day)
	})
}

// placeLanguage is the language of the form with a name, or its default.
func (in *Instance) placeLanguage(lang string) Language { return in.languageAt(in.language(lang)) }

func (in *Instance) languageAt(i int) Language {
	if i < len(in.form.Languages) {
		return in.form.Languages[i]
	}
	return Language{}
}
