// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Limits of a form. Real forms stay far below them (the largest workbook known
// has 726 nodes); they bound the memory that a hostile one can take.
const (
	maxNodes = 1 << 16
	maxDepth = 100
)

// layout numbers the nodes in document order and gives each its frame and slot.
// Slots are in the order in which the form is shown.
func (c *compiler) layout() {
	f := c.form
	name := c.def.RootName
	if name == "" {
		name = "data"
	}
	root := &NodeDef{
		Name: name, Kind: Group, Relevant: c.def.Relevant, ReadOnly: c.def.ReadOnly,
		Children: withMeta(c.def), Pos: Position{File: c.def.File},
	}
	f.frames = []frame{{repeat: 0, parent: -1}}
	f.paths = make(map[string]int32)
	c.place(root, -1, 0, 0)
	c.present()

	slots := 0
	for i := range f.frames {
		slots = max(slots, len(f.frames[i].slots))
	}
	for 1<<f.shift <= slots { // one more than slots: the document node
		f.shift++
	}
	c.names = make(map[string][]int32)
	for i := 1; i < len(f.Nodes); i++ {
		if n := &f.Nodes[i]; !f.inEntity(n) {
			c.names[n.Name] = append(c.names[n.Name], int32(i))
		}
	}
	f.instanceID, f.instanceName = f.metadata("instanceID"), f.metadata("instanceName")
	f.deprecatedID = f.metadata("deprecatedID")
}

// inEntity tells whether a node is a part of the block of an entity, which has no
// name that expressions use: a question may be named "label" too.
func (f *Form) inEntity(n *Node) bool {
	parent := &f.Nodes[n.Parent]
	return parent.Name == "entity" && parent.Parent > 0 && localName(f.Nodes[parent.Parent].Name) == "meta"
}

// metadata is a node of the group "meta", -1 if there is none. Both may have a
// prefix.
func (f *Form) metadata(name string) int32 {
	for i := 1; i < len(f.Nodes); i = f.Nodes[i].End {
		if localName(f.Nodes[i].Name) != "meta" || f.Nodes[i].Kind != Group {
			continue
		}
		for j := i + 1; j < f.Nodes[i].End; j = f.Nodes[j].End {
			if localName(f.Nodes[j].Name) == name {
				return int32(j)
			}
		}
	}
	return -1
}

// place appends def and its subtree to the form.
func (c *compiler) place(def *NodeDef, parent int, frameIndex int32, depth int) {
	f := c.form
	if len(f.Nodes) >= maxNodes {
		c.once("nodes", def.Pos, fmt.Sprintf("the form has more than %d questions", maxNodes), "split it")
		return
	}
	if depth > maxDepth {
		c.once("depth", def.Pos, fmt.Sprintf("groups are nested more than %d deep", maxDepth), "take some levels out")
		return
	}
	index := int32(len(f.Nodes))
	n := Node{
		Index: int(index), Parent: parent, Repeat: int(f.frames[frameIndex].repeat),
		Name: def.Name, Path: "/" + def.Name, Kind: def.Kind, Type: def.Type, Control: def.Control,
		Appearance: strings.Fields(def.Appearance), Params: def.Params,
		Bind: def.Bind, Body: def.Body, Attrs: def.Attrs, SaveTo: def.SaveTo,
		HasCount: def.Count.Text != "", NoAddRemove: def.NoAddRemove,
		Calculated: def.Calculate.Text != "" && len(def.Trigger) == 0,
		frame:      frameIndex, inner: -1, def: def,
	}
	n.Sensitive = n.HasAppearance("masked") || n.HasAppearance("hidden-answer")
	if parent >= 0 {
		n.Path = f.Nodes[parent].Path + n.Path
	}
	c.checkName(&n)
	f.paths[n.Path] = index

	fr := &f.frames[frameIndex]
	n.slot = int32(len(fr.slots))
	fr.slots = append(fr.slots, index)
	inside := frameIndex
	if def.Kind == Repeat {
		n.place = int32(len(fr.repeats))
		fr.repeats = append(fr.repeats, index)
		inside = int32(len(f.frames))
		n.inner = inside
		f.frames = append(f.frames, frame{repeat: index, parent: frameIndex, depth: fr.depth + 1, slots: []int32{index}})
	}
	f.Nodes = append(f.Nodes, n)
	for _, child := range def.Children {
		c.place(child, int(index), inside, depth+1)
	}
	f.Nodes[index].End = len(f.Nodes)
}

// checkName refuses names that XPath cannot write and names used twice in one
// group.
func (c *compiler) checkName(n *Node) {
	if !validName(strings.TrimPrefix(n.Name, "@")) {
		c.findings.fail(n.def.Pos, fmt.Sprintf("%q is not a name", n.Name),
			"begin with a letter or _, then use letters, digits, - _ or .")
		return
	}
	if other, ok := c.form.paths[n.Path]; ok && n.Parent >= 0 {
		where := ""
		if pos := c.form.Nodes[other].def.Pos; pos.Row > 0 {
			where = fmt.Sprintf(" (also in row %d)", pos.Row)
		}
		c.findings.fail(n.def.Pos, fmt.Sprintf("the name %s is used twice in the same group%s", n.Name, where), "rename one")
	}
}

// validName tells whether s is an XML name with at most one prefix.
func validName(s string) bool {
	prefix, local, ok := strings.Cut(s, ":")
	if !ok {
		prefix, local = "x", s
	}
	return validPart(prefix) && validPart(local)
}

func validPart(s string) bool {
	for i, r := range s {
		switch {
		case r == '_' || unicode.IsLetter(r):
		case i > 0 && (r == '-' || r == '.' || unicode.IsDigit(r) || unicode.IsMark(r)):
		default:
			return false
		}
	}
	return s != ""
}

// withMeta is the definition's top nodes with the metadata every submission
// carries: instanceID, and instanceName where the form has an expression for it.
func withMeta(def *Definition) []*NodeDef {
	children := append(make([]*NodeDef, 0, len(def.Root)+1), def.Root...)
	place := slices.IndexFunc(children, func(n *NodeDef) bool { return localName(n.Name) == "meta" && n.Kind == Group })
	if place < 0 {
		place = len(children)
		children = append(children, &NodeDef{Name: "meta", Kind: Group})
	}
	meta := *children[place]
	children[place] = &meta
	own := append([]*NodeDef(nil), meta.Children...)
	if !hasChild(own, "instanceID") {
		own = append(own, &NodeDef{Name: "instanceID", Kind: Value, Preload: "uid"})
	}
	if def.InstanceName.Text != "" && !hasChild(own, "instanceName") {
		own = append(own, &NodeDef{Name: "instanceName", Kind: Value, Calculate: def.InstanceName, Pos: def.InstanceName.Pos})
	}
	meta.Children = own
	return children
}

func hasChild(nodes []*NodeDef, local string) bool {
	return slices.ContainsFunc(nodes, func(n *NodeDef) bool { return localName(n.Name) == local })
}

func localName(name string) string {
	_, local := split(name)
	return local
}
