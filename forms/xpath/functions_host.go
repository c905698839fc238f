// SPDX-License-Identifier: Apache-2.0

package xpath

import "strings"

// hostFunctions are those that ask the form.
var hostFunctions = map[string]function{
	"instance": {min: 1, max: 1, volatile: true, build: func(c *compiler, _ *callNode, args []code) code {
		a := args[0]
		return c.node(func(m *machine) Node { return m.instance(a.str(m)) })
	}},
	"pulldata": {min: 4, max: 4, volatile: true, build: func(c *compiler, _ *callNode, args []code) code {
		space := c.options.DefaultNamespace
		return c.text(func(m *machine) string {
			return m.pulldata(space, args[0].str(m), args[1].str(m), args[2].str(m), args[3].str(m))
		})
	}},
	"jr:itext": {min: 1, max: 1, volatile: true, build: buildItext},
	"jr:choice-name": {min: 2, max: 2, volatile: true, build: func(c *compiler, n *callNode, args []code) code {
		c.volatile |= Language
		value, question := args[0], args[1]
		if !c.wantNodes(n, 1, question) {
			return value
		}
		return c.text(func(m *machine) string {
			if m.ctx.Host == nil {
				return ""
			}
			at := question.first(m)
			if at.IsZero() {
				return ""
			}
			return m.spendText(m.ctx.Host.ChoiceLabel(value.str(m), at))
		})
	}},
	"property": {min: 1, max: 1, volatile: true, build: func(c *compiler, _ *callNode, args []code) code {
		a := args[0]
		return c.text(func(m *machine) string {
			if m.ctx.Host == nil {
				return ""
			}
			return m.ctx.Host.Property(a.str(m))
		})
	}},
	"uuid": {max: 1, volatile: true, build: buildUUID},
}

func (m *machine) instance(id string) Node {
	if m.ctx.Host == nil {
		return Node{}
	}
	n, ok := m.ctx.Host.Instance(id)
	if !ok {
		return Node{}
	}
	return n
}

// pulldata is the text of instance(id)/root/item[key = value]/column.
func (m *machine) pulldata(space, id, column, key, value string) string {
	instance := m.instance(id)
	if instance.IsZero() {
		return ""
	}
	t := instance.Tree
	root := m.child(t, instance.ID, "root")
	if root == NoNode {
		return ""
	}
	if tree, ok := t.(Indexed); ok && !strings.HasPrefix(key, "@") {
		if found, ok := tree.Lookup(root, Name{Space: space, Local: "item"}, Name{Space: space, Local: key}, value); ok {
			for _, item := range found {
				if cell := m.column(t, item, column); cell != NoNode {
					return m.text(Node{Tree: t, ID: cell})
				}
			}
			return ""
		}
	}
	for item := t.FirstChild(root); item != NoNode && m.err == nil; item = t.NextSibling(item) {
		if t.NodeName(item).Local != "item" {
			continue
		}
		if cell := m.column(t, item, key); cell == NoNode || m.text(Node{Tree: t, ID: cell}) != value {
			continue
		}
		if cell := m.column(t, item, column); cell != NoNode {
			return m.text(Node{Tree: t, ID: cell})
		}
	}
	return ""
}

// column is the child element of an item, or for a name such as "@id" its
// attribute.
func (m *machine) column(t Tree, item NodeID, name string) NodeID {
	local, ok := strings.CutPrefix(name, "@")
	if !ok {
		return m.child(t, item, name)
	}
	for id := t.FirstAttr(item); id != NoNode && m.spend(1); id = t.NextAttr(id) {
		if t.NodeName(id).Local == local {
			return id
		}
	}
	return NoNode
}

// child is the first child element of that local name.
func (m *machine) child(t Tree, parent NodeID, name string) NodeID {
	for id := t.FirstChild(parent); id != NoNode && m.spend(1); id = t.NextSibling(id) {
		if t.NodeKind(id) == ElementNode && t.NodeName(id).Local == name {
			return id
		}
	}
	return NoNode
}

// buildItext is jr:itext(): a text, but a node-set for hosts whose texts are
// nodes.
func buildItext(c *compiler, _ *callNode, args []code) code {
	id := args[0]
	nodes := c.nodeset(func(m *machine, dst []Node) []Node {
		host, ok := m.ctx.Host.(ItextNodes)
		if !ok {
			m.fail(ErrNotNodes)
			return dst
		}
		return append(dst, host.ItextNodes(id.str(m))...)
	})
	a := c.mixed(func(m *machine) Value {
		if _, ok := m.ctx.Host.(ItextNodes); ok {
			return nodes.value(m)
		}
		return m.value(Value{kind: StringValue, str: m.itext(id.str(m))})
	})
	a.str = func(m *machine) string { return m.itext(id.str(m)) }
	a.nodes, a.first = nodes.nodes, nodes.first
	return a
}

func (m *machine) itext(id string) string {
	if m.ctx.Host == nil {
		return ""
	}
	return m.spendText(m.ctx.Host.Itext(id))
}

// maxUUID is the longest random text uuid(n) gives.
const maxUUID = 4096

// buildUUID is uuid(), or uuid(n): random text of n characters.
func buildUUID(c *compiler, _ *callNode, args []code) code {
	c.volatile |= Random
	return c.text(func(m *machine) string {
		if m.ctx.Host == nil {
			return ""
		}
		if len(args) == 0 {
			return m.ctx.Host.UUID()
		}
		length := args[0].num(m)
		if !(0 <= length && length <= maxUUID) {
			m.fail(ErrValue)
			return ""
		}
		text := ""
		for len(text) < int(length) {
			uuid := m.ctx.Host.UUID()
			if uuid == "" {
				return ""
			}
			text += uuid
		}
		return text[:int(length)]
	})
}
