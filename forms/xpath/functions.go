// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"fmt"
	"maps"
	"strings"
)

// function is one function of the language. build makes the code of a call
// from that of its arguments; args of a lazy function are compiled by build.
type function struct {
	min, max int // number of arguments; max is many for any number
	build    func(c *compiler, n *callNode, args []code) code
	lazy     bool
	// volatile functions and those that read nodes are not computed beforehand
	// when their arguments are fixed.
	volatile bool
}

const many = int(^uint(0) >> 1)

// The functions by dialect. XPath1 has the core and current(); the XForms
// dialects redefine some of it. They are filled in by init because functions
// that compile their own arguments refer to them.
var coreLibrary, xformsLibrary, chtLibrary map[string]function

func init() {
	coreLibrary = library(booleanFunctions, stringFunctions, numberFunctions, nodeFunctions)
	xformsLibrary = library(coreLibrary, xformsStringFunctions, xformsNumberFunctions, selectFunctions,
		dateFunctions, geoFunctions, hostFunctions, repeatFunctions, cryptoFunctions)
	chtLibrary = library(xformsLibrary, chtFunctions)
}

func library(parts ...map[string]function) map[string]function {
	all := map[string]function{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

func (o *Options) library() map[string]function {
	switch {
	case o.Dialect == XPath1:
		return coreLibrary
	case o.CHT:
		return chtLibrary
	}
	return xformsLibrary
}

func (c *compiler) call(n *callNode) code {
	name := n.name
	if c.options.CHT {
		name = strings.TrimPrefix(name, "cht:")
	}
	f, ok := c.options.library()[name]
	if foreign, known := c.options.Foreign[n.name]; !ok && known {
		return c.foreign(foreign)
	}
	if !ok {
		return c.fail(n, "function "+n.name+"() is not known", c.options.hint(n.name))
	}
	least := f.min
	if c.options.Dialect == JavaRosa && (name == "number" || name == "string") {
		least = 1
	}
	if len(n.args) < least || len(n.args) > f.max {
		return c.fail(n, fmt.Sprintf("function %s() takes %s, not %d", n.name, arity(least, f.max), len(n.args)), "")
	}
	if f.lazy {
		return f.build(c, n, nil)
	}
	args := make([]code, len(n.args))
	for i, arg := range n.args {
		args[i] = c.compile(arg)
	}
	a := f.build(c, n, args)
	if f.volatile || c.err != nil || len(args) == 0 {
		return a
	}
	return c.fold(a, args...)
}

func arity(least, most int) string {
	switch {
	case most == many:
		return fmt.Sprintf("%d or more arguments", least)
	case least == most:
		return fmt.Sprintf("%d arguments", least)
	}
	return fmt.Sprintf("%d to %d arguments", least, most)
}

// hint tells where a function that is not known here can be found.
func (o *Options) hint(name string) string {
	if _, ok := chtLibrary[strings.TrimPrefix(name, "cht:")]; ok {
		return "it belongs to another dialect"
	}
	return "check its spelling"
}

// The shapes that most functions have.

func textFunction(f func(s string) string) func(*compiler, *callNode, []code) code {
	return func(c *compiler, _ *callNode, args []code) code {
		a := args[0]
		return c.text(func(m *machine) string { return f(m.spendText(a.str(m))) })
	}
}

func testFunction(f func(s, t string) bool) function {
	return function{min: 2, max: 2, build: func(c *compiler, _ *callNode, args []code) code {
		a, b := args[0], args[1]
		return c.boolean(func(m *machine) bool {
			s, t := a.str(m), b.str(m)
			m.spendText(s)
			return f(s, t)
		})
	}}
}

func splitFunction(f func(s, t string) string) function {
	return function{min: 2, max: 2, build: func(c *compiler, _ *callNode, args []code) code {
		a, b := args[0], args[1]
		return c.text(func(m *machine) string {
			s, t := a.str(m), b.str(m)
			m.spendText(s)
			return f(s, t)
		})
	}}
}

func mathFunction(f func(float64) float64) function {
	return function{min: 1, max: 1, build: func(c *compiler, _ *callNode, args []code) code {
		a := args[0]
		return c.number(func(m *machine) float64 { return f(a.num(m)) })
	}}
}

// contextOr is the only argument, or the context node where there is none.
func contextOr(c *compiler, args []code) code {
	if len(args) > 0 {
		return args[0]
	}
	return c.node(func(m *machine) Node { return m.node })
}

// each calls f with every text of an argument: those of all its nodes if it is
// a node-set. It stops when f says no.
func each(m *machine, a code, f func(s string) bool) {
	if a.kind == kindMixed {
		v := a.mixed(m)
		if v.kind == NodeSetValue {
			eachNode(m, v.nodes, f)
		} else {
			f(v.String())
		}
		return
	}
	if a.kind != kindNodes {
		f(m.spendText(a.str(m)))
		return
	}
	list := a.nodes(m, m.take())
	eachNode(m, list, f)
	m.give(list)
}

func eachNode(m *machine, list []Node, f func(s string) bool) {
	for _, n := range list {
		if !f(m.text(n)) || m.err != nil {
			return
		}
	}
}

// eachNumber is each with numbers.
func eachNumber(m *machine, a code, f func(x float64) bool) {
	switch a.kind {
	case kindNodes:
		each(m, a, func(s string) bool { return f(m.number(s)) })
	case kindMixed:
		v := a.mixed(m)
		if v.kind == NodeSetValue {
			eachNode(m, v.nodes, func(s string) bool { return f(m.number(s)) })
		} else {
			f(v.Number())
		}
	default:
		f(a.num(m))
	}
}
