// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
)

// sameForm compares two XForms in what a workbook has words for: everything but
// the ids of texts and of lists that are offered whole, whether choices stand in
// the question or in a list, how the form's own data are laid out and the id of a
// submission is made; a dash is no text.
func sameForm(want, got string) error {
	a, err := parseForm(want)
	if err != nil {
		return err
	}
	b, err := parseForm(got)
	if err != nil {
		return err
	}
	for _, root := range []*xmlNode{a, b} {
		plainMeta(root)
		n := namelessForm{texts: map[string][]*xmlNode{}, lists: map[string][]*xmlNode{}}
		n.collect(root)
		for _, text := range n.texts {
			slices.SortFunc(text, func(x, y *xmlNode) int { return strings.Compare(x.attr("in"), y.attr("in")) })
		}
		n.spellOut(root)
		n.dropUnused(root)
		dropCounted(root)
	}
	return difference(canonicalForm(a, ""), canonicalForm(b, ""))
}

// namelessForm puts texts and lists in the places that name them.
type namelessForm struct {
	texts map[string][]*xmlNode // elements for each language and form, by id
	lists map[string][]*xmlNode // items, by id of the instance
}

func (f *namelessForm) collect(n *xmlNode) {
	switch n.name.Local {
	case "translation":
		for _, text := range n.elements("text") {
			for _, value := range text.elements("value") {
				f.texts[text.attr("id")] = append(f.texts[text.attr("id")], &xmlNode{
					name: xml.Name{Local: "label"}, children: straight(value.children),
					attrs: []xml.Attr{{Name: xml.Name{Local: "in"}, Value: n.attr("lang") + " " + value.attr("form")}},
				})
			}
		}
	case "instance":
		if root := n.elements("root"); len(root) == 1 && n.attr("id") != "" {
			f.lists[n.attr("id")] = root[0].elements("item")
		}
	}
	for _, child := range n.children {
		f.collect(child)
	}
	if n.name.Local == "itext" && len(n.children) > 0 {
		first := n.elements("translation")[0]
		for _, t := range n.elements("translation") {
			if t.attr("default") != "" {
				first = t
			}
		}
		n.attrs = []xml.Attr{{Name: xml.Name{Local: "default"}, Value: first.attr("lang")}}
	}
}

// straight is a text with the quotation marks that readers of workbooks make of
// others.
func straight(children []*xmlNode) []*xmlNode {
	for _, c := range children {
		c.text = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`, "\u00a0", " ").Replace(c.text)
	}
	return children
}

var (
	itextCall = regexp.MustCompile(`^jr:itext\('(.*)'\)$`)
	wholeList = regexp.MustCompile(`^\s*instance\('([^']*)'\)/root/item\s*$`)
)

func (f *namelessForm) spellOut(n *xmlNode) {
	for i, a := range n.attrs {
		if m := itextCall.FindStringSubmatch(a.Value); m != nil {
			switch a.Name.Local {
			case "ref":
				n.attrs = slices.Delete(n.attrs, i, i+1)
				n.children = []*xmlNode{{name: xml.Name{Local: "text"}, children: f.texts[m[1]]}}
				return
			default:
				n.attrs[i].Value = textOf(f.texts[m[1]])
			}
		}
	}
	switch n.name.Local {
	case "label", "hint":
		if straight(n.children); len(n.children) == 1 && n.children[0].text == "-" {
			n.children = nil
		}
	case "itemset":
		if m := wholeList.FindStringSubmatch(n.attr("nodeset")); m != nil && f.lists[m[1]] != nil {
			n.name, n.attrs, n.children = xml.Name{Local: "items"}, nil, nil
			for _, item := range f.lists[m[1]] {
				n.children = append(n.children, f.choice(item, false))
			}
			return
		}
		for _, label := range n.elements("label") {
			label.attrs = nil
		}
	case "select", "select1", "rank":
		var inside []*xmlNode
		n.children = slices.DeleteFunc(n.children, func(c *xmlNode) bool {
			if c.name.Local == "item" {
				inside = append(inside, f.choice(c, false))
			}
			return c.name.Local == "item"
		})
		if inside != nil {
			n.children = append(n.children, &xmlNode{name: xml.Name{Local: "items"}, children: inside})
		}
	case "instance":
		trimAttributes(n)
		for _, root := range n.elements("root") {
			if n.attr("id") != "" {
				for i, item := range root.children {
					root.children[i] = f.choice(item, true)
				}
			}
		}
	case "itext":
		n.children = nil
	case "model":
		f.binds(n)
	}
	for _, child := range n.children {
		f.spellOut(child)
	}
}

// trimAttributes takes the space off that cells have not.
func trimAttributes(n *xmlNode) {
	for i := range n.attrs {
		n.attrs[i].Value = strings.TrimSpace(n.attrs[i].Value)
	}
	for _, c := range n.children {
		trimAttributes(c)
	}
}

// choice is an item with its text in place of the id of that, the value in front
// and, if asked, its other columns.
func (f *namelessForm) choice(item *xmlNode, columns bool) *xmlNode {
	own := &xmlNode{name: xml.Name{Local: "text"}} // whose children have no order
	for _, c := range item.children {
		part := &xmlNode{name: c.name, children: c.children}
		switch name := c.name.Local; {
		case name == "" || len(c.children) == 0 && len(c.attrs) == 0:
			continue
		case name == "itextId":
			part.name.Local = "label"
			part.children = f.texts[strings.TrimSpace(c.children[0].text)]
		case name == "label" && c.attr("ref") != "":
			if m := itextCall.FindStringSubmatch(c.attr("ref")); m != nil {
				part.children = f.texts[m[1]]
			}
		case name == "label":
			straight(c.children)
		case name == "value" && !columns:
			part.name.Local = "name"
		case name != "name" && !columns:
			continue
		}
		if len(part.children) > 0 {
			part.name.Space = ""
			own.children = append(own.children, part)
		}
	}
	return own
}

// binds brings binds to one spelling: choices and what says no type are text,
// and a bind that says no more than that is none.
func (f *namelessForm) binds(model *xmlNode) {
	calculated := map[string]bool{}
	for _, bind := range model.elements("bind") {
		calculated[bind.attr("nodeset")] = bind.attr("calculate") != ""
	}
	model.children = slices.DeleteFunc(model.children, func(c *xmlNode) bool {
		return c.name.Local == "setvalue" && calculated[c.attr("ref")] // to no effect
	})
	model.children = slices.DeleteFunc(model.children, func(c *xmlNode) bool {
		if c.name.Local != "bind" {
			return c.name.Local == "instance" && len(c.elements("")) == 0 && c.attr("src") == ""
		}
		c.attrs = slices.DeleteFunc(c.attrs, func(a xml.Attr) bool {
			return a.Name.Local == "type" && slices.Contains([]string{"string", "select", "select1", "rank", "odk:rank"}, a.Value)
		})
		return len(c.attrs) == 1 || strings.HasSuffix(c.attr("nodeset"), "/meta/instanceID")
	})
}

// dropUnused takes out the lists that nothing reads by name.
func (f *namelessForm) dropUnused(root *xmlNode) {
	named := map[string]bool{}
	var look func(n *xmlNode)
	look = func(n *xmlNode) {
		for _, a := range n.attrs {
			for _, m := range regexp.MustCompile(`instance\(\s*['"]([^'"]*)['"]`).FindAllStringSubmatch(a.Value, -1) {
				named[m[1]] = true
			}
		}
		for _, child := range n.children {
			look(child)
		}
	}
	look(root)
	for _, head := range root.elements("head") {
		for _, model := range head.elements("model") {
			model.children = slices.DeleteFunc(model.children, func(c *xmlNode) bool {
				return c.name.Local == "instance" && f.lists[c.attr("id")] != nil && !named[c.attr("id")]
			})
		}
	}
}

// dropCounted takes out the instances that a counted repeat begins with: the
// count makes them.
func dropCounted(root *xmlNode) {
	var counted []string
	var look, drop func(n *xmlNode, path string)
	look = func(n *xmlNode, _ string) {
		if n.name.Local == "repeat" && n.attr("count") != "" {
			counted = append(counted, n.attr("nodeset"))
		}
		for _, child := range n.children {
			look(child, "")
		}
	}
	drop = func(n *xmlNode, path string) {
		n.children = slices.DeleteFunc(n.children, func(c *xmlNode) bool {
			template := slices.ContainsFunc(c.attrs, func(a xml.Attr) bool { return a.Name.Local == "template" })
			return !template && slices.Contains(counted, path+"/"+c.name.Local)
		})
		for _, child := range n.elements("") {
			drop(child, path+"/"+child.name.Local)
		}
	}
	look(root, "")
	for _, head := range root.elements("head") {
		for _, model := range head.elements("model") {
			drop(model.elements("instance")[0], "")
		}
	}
}

// plainMeta brings the form's own data to one place and one namespace.
func plainMeta(root *xmlNode) {
	for _, head := range root.elements("head") {
		for _, model := range head.elements("model") {
			data := model.elements("instance")[0].elements("")[0]
			for i, c := range data.children {
				if c.name.Local == "meta" {
					c.name.Space, c.attrs = data.name.Space, nil
					for _, child := range c.children {
						child.name.Space = data.name.Space
					}
					slices.SortStableFunc(c.children, func(x, y *xmlNode) int { return strings.Compare(x.name.Local, y.name.Local) })
					data.children = append(slices.Delete(data.children, i, i+1), c)
					break
				}
			}
			for _, bind := range model.elements("bind") {
				for i, a := range bind.attrs {
					bind.attrs[i].Value = strings.ReplaceAll(a.Value, "/orx:meta/orx:", "/meta/")
				}
			}
		}
	}
}

func (n *xmlNode) attr(local string) string {
	for _, a := range n.attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// elements are the children of that name, or all of them.
func (n *xmlNode) elements(local string) (found []*xmlNode) {
	for _, c := range n.children {
		if c.name.Local != "" && (local == "" || c.name.Local == local) {
			found = append(found, c)
		}
	}
	return found
}

// textOf is a text in all its languages as one line.
func textOf(values []*xmlNode) string {
	var lines []string
	for _, v := range values {
		lines = append(lines, canonicalForm(v, "").String())
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
