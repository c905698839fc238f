// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/dialform/dialform/forms"
)

// searchCall is an appearance that lets the client look choices up in a csv
// file. It needs its items in the body (ODK XForms, "Appearances").
var searchCall = regexp.MustCompile(`search\(.*?\)`)

// choices writes what a question offers.
func (f *formWriter) choices(n *formNode) {
	def := n.def
	c := def.Choices
	switch {
	case def.Control == forms.Upload && def.Places != nil:
		f.tags(n, def.Places.Items)
	case def.Params["tick_labelset"] != "":
		list := f.def.Lists[def.Params["tick_labelset"]]
		f.itemset("instance('"+def.Params["tick_labelset"]+"')/root/item", "name", labelOf(list))
	case def.Places != nil:
		f.places(n, def.Places)
	case c == nil || f.query(n) != "":
	case c.Items != nil:
		f.items(c.Items, n.path+"/", ":label", translatedItems(c.Items), n)
	case isSearched(def):
		if list := f.def.Lists[c.List]; list != nil {
			f.items(list.Items, list.Name+"-", "", translatedList(list), nil)
		}
	default:
		f.offered(n, c)
	}
}

// offered writes the itemset of a list, a file, or the answers to a question.
func (f *formWriter) offered(n *formNode, c *forms.ChoicesDef) {
	nodes, value, label := c.Nodes.Text, c.Value.Text, c.Label.Text
	switch {
	case c.Answers != "":
		path := f.answers(n, c)
		end := strings.LastIndexByte(path, '/')
		if end < 0 {
			return // the reference means nothing, which is noted
		}
		nodes, value, label = path[:end], path[end+1:], path[end+1:]
	case c.Dataset != "":
		nodes = "instance('" + c.Dataset + "')/root/item"
		value, label = or(c.ValueCol, "name"), or(c.LabelCol, "label")
	case c.List != "":
		nodes = "instance('" + c.List + "')/root/item"
		value, label = or(c.ValueCol, "name"), or(c.LabelCol, labelOf(f.def.Lists[c.List]))
	}
	nodes = f.filtered(n, c, nodes, value)
	if c.Randomize && c.Seed.Text != "" {
		nodes = "randomize(" + nodes + ", " + strings.TrimSpace(f.resolve(c.Seed.Text, standpoint{node: n})) + ")"
	} else if c.Randomize {
		nodes = "randomize(" + nodes + ")"
	}
	f.itemset(nodes, value, label)
}

// answers is the path of the question whose answers are choices, or of the
// repeat whose places are.
func (f *formWriter) answers(n *formNode, c *forms.ChoicesDef) string {
	return strings.TrimSpace(f.resolve("${"+c.Answers+"}", standpoint{node: n, beside: true}))
}

// filtered adds the choice filter to the nodes that are offered. Among answers,
// those that are empty are no choices, and what stands beside an answer belongs
// to it.
func (f *formWriter) filtered(n *formNode, c *forms.ChoicesDef, nodes, value string) string {
	filter := f.resolve(c.Filter.Text, standpoint{node: n, current: true, beside: c.Answers != ""})
	if c.Answers != "" {
		filter = strings.ReplaceAll(filter, "current()/"+nodes, ".")
		filter = strings.ReplaceAll(filter, nodes, ".")
		filter = or(filter, "./"+value+" != ''")
	}
	if filter != "" {
		nodes += "[" + filter + "]"
	}
	return nodes
}

// places writes the places that a map shows beside a question.
func (f *formWriter) places(n *formNode, c *forms.ChoicesDef) {
	if c.Answers != "" {
		f.itemset(f.filtered(n, c, f.answers(n, c), "geometry"), "geometry", "geometry")
		return
	}
	f.itemset(f.filtered(n, c, "instance('"+c.List+"')/root/item", "name"), "name", labelOf(f.def.Lists[c.List]))
}

// labelOf is where the items of a list have their labels.
func labelOf(list *forms.ListDef) string {
	if list != nil && translatedList(list) {
		return "jr:itext(itextId)"
	}
	return "label"
}

func or(s, otherwise string) string {
	if s != "" {
		return s
	}
	return otherwise
}

func (f *formWriter) itemset(nodes, value, label string) {
	depth := len(f.x.stack)
	f.x.open("itemset")
	f.x.attribute("nodeset", nodes)
	f.x.open("value")
	f.x.attribute("ref", value)
	f.x.closeTo(depth + 1)
	if label != "" {
		f.x.open("label")
		f.x.attribute("ref", label)
	}
	f.x.closeTo(depth)
}

// items writes choices that stand in the body. before and after surround their
// numbers in the ids of their texts.
func (f *formWriter) items(items []forms.ItemDef, before, after string, translated bool, at *formNode) {
	for i, item := range items {
		depth := len(f.x.stack)
		f.x.open("item")
		f.x.open("label")
		if translated {
			f.x.attribute("ref", "jr:itext('"+before+strconv.Itoa(i)+after+"')")
		} else {
			f.pieces(item.Label[""].Long, at)
		}
		f.x.closeTo(depth + 1)
		f.leaf("value", item.Value)
		f.x.closeTo(depth)
	}
}

// tags writes the tags of an OpenStreetMap upload.
func (f *formWriter) tags(n *formNode, items []forms.ItemDef) {
	for i, item := range items {
		depth := len(f.x.stack)
		f.x.open("tag")
		f.x.attribute("key", item.Value)
		f.x.open("label")
		if translatedItems(items) {
			f.x.attribute("ref", "jr:itext('"+n.path+"/"+strconv.Itoa(i)+":label')")
		} else {
			f.pieces(item.Label[""].Long, n)
		}
		f.x.closeTo(depth)
	}
}

// query is the choices of a question with a list kept in itemsets.csv, which is
// asked by an input.
func (f *formWriter) query(n *formNode) string {
	c := n.def.Choices
	if c == nil || f.def.Lists[c.List] == nil || !f.def.Lists[c.List].External {
		return ""
	}
	query := "instance('" + f.def.Lists[c.List].Name + "')/root/item"
	if c.Filter.Text != "" {
		query += "[" + f.resolve(c.Filter.Text, standpoint{node: n, current: true}) + "]"
	}
	return query
}

func isSearched(def *forms.NodeDef) bool {
	return def.Choices != nil && def.Choices.List != "" && searchCall.MatchString(def.Appearance)
}

// searchedLists are the choice lists that search() offers.
func (f *formWriter) searchedLists() map[string]bool {
	if f.searched == nil {
		f.searched = map[string]bool{}
		for n := range f.root.all() {
			if isSearched(n.def) {
				f.searched[n.def.Choices.List] = true
			}
		}
	}
	return f.searched
}
