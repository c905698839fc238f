// SPDX-License-Identifier: Apache-2.0

package xpath

import "strings"

// booleanFunctions are those of XPath 1.0, section 4.3.
var booleanFunctions = map[string]function{
	"true":  {build: func(c *compiler, _ *callNode, _ []code) code { return c.literalBool(true) }},
	"false": {build: func(c *compiler, _ *callNode, _ []code) code { return c.literalBool(false) }},
	"boolean": {min: 1, max: 1, build: func(c *compiler, _ *callNode, args []code) code {
		return c.boolean(args[0].bool)
	}},
	"not": {min: 1, max: 1, build: func(c *compiler, _ *callNode, args []code) code {
		a := args[0].bool
		return c.boolean(func(m *machine) bool { return !a(m) })
	}},
	"lang": {min: 1, max: 1, volatile: true, build: func(c *compiler, _ *callNode, args []code) code {
		a := args[0]
		return c.boolean(func(m *machine) bool { return m.inLanguage(a.str(m)) })
	}},
}

// inLanguage tells whether the nearest xml:lang around the context node is the
// language, or the language with a sub-tag after it.
func (m *machine) inLanguage(lang string) bool {
	t := m.node.Tree
	if t == nil || lang == "" {
		return false
	}
	for id := m.node.ID; id != NoNode; id = t.Parent(id) {
		if !m.spend(1) {
			return false
		}
		if t.NodeKind(id) != ElementNode {
			continue
		}
		for attr := t.FirstAttr(id); attr != NoNode; attr = t.NextAttr(attr) {
			if name := t.NodeName(attr); name.Local != "lang" || name.Space != knownNamespaces["xml"] {
				continue
			}
			value := t.StringValue(attr)
			return strings.EqualFold(value, lang) ||
				len(value) > len(lang) && value[len(lang)] == '-' && strings.EqualFold(value[:len(lang)], lang)
		}
	}
	return false
}
