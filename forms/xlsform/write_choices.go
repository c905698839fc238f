// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"maps"
	"slices"

	"github.com/dialform/dialform/forms"
)

// writeLists writes the choice lists of the form.
func (b *bookWriter) writeLists() {
	for _, key := range sortedKeys(b.def.Lists) {
		list := b.def.Lists[key]
		sheet := b.choices
		if list.External {
			sheet = b.external
		}
		for _, column := range list.Columns {
			if column == "name" || column == "label" || column == "list_name" {
				b.refuse("the list %q has a column %q of its own", list.Name, column)
			}
			sheet.column(column)
		}
		b.writeItems(sheet, list.Name, list.Items)
	}
}

func (b *bookWriter) writeItems(s *sheetWriter, list string, items []forms.ItemDef) {
	for i := range items {
		item := &items[i]
		r := b.row(s)
		r.put("list_name", list)
		r.put("name", item.Value)
		r.text("label", item.Label)
		for _, column := range sortedKeys(item.Columns) {
			r.put(column, item.Columns[column])
		}
	}
}

// ownList writes choices that belong to one question and gives the name of
// their list.
func (b *bookWriter) ownList(s *sheetWriter, name string, items []forms.ItemDef) string {
	for _, list := range sortedKeys(b.own) {
		if sameItems(b.own[list], items) {
			return list
		}
	}
	list := name
	for n := 2; b.def.Lists[list] != nil || b.own[list] != nil; n++ {
		list = fmt.Sprintf("%s_%d", name, n)
	}
	if b.own == nil {
		b.own = map[string][]forms.ItemDef{}
	}
	b.own[list] = items
	b.writeItems(s, list, items)
	return list
}

func sameItems(a, b []forms.ItemDef) bool {
	return slices.EqualFunc(a, b, func(x, y forms.ItemDef) bool {
		return x.Value == y.Value && sameText(x.Label, y.Label)
	})
}

// sameText compares texts by their words, wherever they stand.
func sameText(a, b forms.Text) bool {
	samePieces := func(x, y []forms.Piece) bool {
		return slices.EqualFunc(x, y, func(p, q forms.Piece) bool { return p.Literal == q.Literal && p.Output.Text == q.Output.Text })
	}
	return maps.EqualFunc(a, b, func(x, y forms.TextForm) bool {
		return samePieces(x.Long, y.Long) && samePieces(x.Short, y.Short) && samePieces(x.Guidance, y.Guidance) && maps.Equal(x.Media, y.Media)
	})
}

// repeatsNames tells whether a list of the sheet has a choice twice, which its
// settings must allow.
func (b *bookWriter) repeatsNames() bool {
	seen := map[[2]string]bool{}
	for _, row := range b.choices.rows {
		key := [2]string{row["list_name"], row["name"]}
		if seen[key] {
			return true
		}
		seen[key] = true
	}
	return false
}
