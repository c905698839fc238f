// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"

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
	list := name
	for n := 2; b.def.Lists[list] != nil || b.own[list]; n++ {
		list = fmt.Sprintf("%s_%d", name, n)
	}
	if b.own == nil {
		b.own = map[string]bool{}
	}
	b.own[list] = true
	b.writeItems(s, list, items)
	return list
}
