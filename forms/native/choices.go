// SPDX-License-Identifier: Apache-2.0

package native

import (
	"slices"

	"github.com/dialform/dialform/forms"
)

// choices is a field of what a question offers: the name of a list, the items
// themselves, or a mapping that says more.
func (c *codec) choices(key string, at **forms.ChoicesDef) field {
	return field{key, func(v value) {
		*at = &forms.ChoicesDef{}
		switch v.shape {
		case scalar:
			(*at).List = v.text
		case list:
			(*at).Items = c.readItems(v, nil)
		default:
			c.readFields(v, key, c.offer(*at))
		}
	}, func() value {
		if *at == nil {
			return value{}
		}
		v := writeFields(c.offer(*at))
		if len(v.pairs) == 1 && (v.pairs[0].key == "list" || v.pairs[0].key == "items") {
			return v.pairs[0].value
		}
		return v
	}}
}

// offer are the keys of choices.
func (c *codec) offer(def *forms.ChoicesDef) []field {
	return []field{
		c.text("list", &def.List),
		c.text("dataset", &def.Dataset),
		c.text("answers", &def.Answers),
		c.source("nodes", &def.Nodes),
		c.source("node_value", &def.Value),
		c.source("node_label", &def.Label),
		c.text("value", &def.ValueCol),
		c.text("label", &def.LabelCol),
		c.source("filter", &def.Filter),
		c.flag("randomize", &def.Randomize),
		c.source("seed", &def.Seed),
		c.itemList(&def.Items, nil),
	}
}

// itemList is the field of choices. columns are the extra ones that an item may
// fill; their names are keys of the item.
func (c *codec) itemList(at *[]forms.ItemDef, columns *[]string) field {
	if columns == nil {
		columns = new([]string)
	}
	return field{"items", func(v value) { *at = c.readItems(v, *columns) }, func() value {
		if *at == nil {
			return value{}
		}
		v := value{shape: list}
		for i := range *at {
			v.append(writeFields(c.item(&(*at)[i], *columns)))
		}
		return v
	}}
}

func (c *codec) readItems(v value, columns []string) []forms.ItemDef {
	items := []forms.ItemDef{}
	for _, entry := range c.items(v, "a list of choices") {
		item := forms.ItemDef{Pos: c.pos(entry)}
		c.readFields(entry, "a choice", c.item(&item, columns))
		items = append(items, item)
	}
	return items
}

// item are the keys of one choice. A column that is not declared, or is named
// like one of them, stands under "columns".
func (c *codec) item(def *forms.ItemDef, columns []string) []field {
	others := map[string]string{}
	fields := []field{c.text("name", &def.Value), c.label("label", &def.Label)}
	for column, value := range def.Columns {
		if !ownKey(column, columns) {
			others[column] = value
		}
	}
	for i, column := range columns {
		if ownKey(column, columns) && slices.Index(columns, column) == i {
			fields = append(fields, c.cell(column, &def.Columns))
		}
	}
	rest := c.table("columns", &others)
	return append(fields, field{"columns", func(v value) {
		rest.read(v)
		for column, value := range others {
			put(&def.Columns, column, value)
		}
	}, rest.write})
}

func ownKey(column string, declared []string) bool {
	return column != "name" && column != "label" && column != "columns" && slices.Contains(declared, column)
}

// cell is a field that holds one column of a choice.
func (c *codec) cell(column string, at *map[string]string) field {
	return field{column, func(v value) { put(at, column, c.scalar(v, column)) }, func() value {
		if s, ok := (*at)[column]; ok {
			return text(s)
		}
		return value{}
	}}
}

func put(m *map[string]string, key, value string) {
	if *m == nil {
		*m = map[string]string{}
	}
	(*m)[key] = value
}

// lists is the field of choice lists. One that is nothing but its choices is
// written as them.
func (c *codec) lists(at *map[string]*forms.ListDef) field {
	return field{"lists", func(v value) {
		for _, p := range c.pairs(v, "lists") {
			def := &forms.ListDef{Name: p.key, Pos: c.pos(value{line: p.line})}
			if p.value.shape == list {
				def.Items = c.readItems(p.value, nil)
			} else {
				c.readFields(p.value, "a list", c.list(p.key, def))
			}
			(*at)[p.key] = def
		}
	}, func() value {
		var v value
		for _, key := range sorted(*at) {
			list := writeFields(c.list(key, (*at)[key]))
			switch {
			case len(list.pairs) == 0:
				list = value{shape: mapping}
			case len(list.pairs) == 1 && list.pairs[0].key == "items":
				list = list.pairs[0].value
			}
			list.block = true
			v.add(key, list)
		}
		v.block = true
		return v
	}}
}

// list are the keys of a choice list. Its name is that it is kept under, but for
// an external list beside another of the same name.
func (c *codec) list(key string, def *forms.ListDef) []field {
	return []field{
		{"name", func(v value) { def.Name = c.scalar(v, "name") }, func() value {
			if def.Name == key {
				return value{}
			}
			return text(def.Name)
		}},
		c.flag("external", &def.External),
		c.names("columns", &def.Columns),
		c.itemList(&def.Items, &def.Columns),
	}
}
