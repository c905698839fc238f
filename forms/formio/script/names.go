// SPDX-License-Identifier: Apache-2.0

package script

import (
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

func (a *analysis) use(n *ast.Identifier) {
	name := n.Name.String()
	a.free(n)
	if _, ok := a.lines[name]; !ok {
		offset := min(max(a.offset(n.Idx), 0), len(a.source))
		a.lines[name] = 1 + strings.Count(a.source[:offset], "\n")
		a.used = append(a.used, name)
	}
}

// free refuses a name that the instrumented source uses.
func (a *analysis) free(n *ast.Identifier) {
	if n.Name == "$tick" {
		a.refuse(n.Idx, "the name $tick is taken")
	}
}

// declare takes the names of a binding, which may be a pattern.
func (a *analysis) declare(target any) {
	switch t := target.(type) {
	case nil:
	case *ast.Identifier:
		if t != nil {
			a.free(t)
			a.declared[t.Name.String()] = true
		}
	case *ast.ArrayPattern:
		for _, element := range t.Elements {
			a.declare(element)
		}
		a.declare(t.Rest)
	case *ast.ObjectPattern:
		for _, property := range t.Properties {
			switch p := property.(type) {
			case *ast.PropertyShort:
				a.declare(&p.Name)
				a.each(p.Initializer)
			case *ast.PropertyKeyed:
				if p.Computed {
					a.each(p.Key)
				}
				a.declare(p.Value)
			}
		}
		a.declare(t.Rest)
	case *ast.AssignExpression:
		a.declare(t.Left)
		a.each(t.Right)
	default:
		a.each(t)
	}
}

// target notes a name that is assigned to, which makes it a variable of the
// script, not of the world.
func (a *analysis) target(e ast.Expression, assigned bool) {
	if id, ok := e.(*ast.Identifier); ok && assigned {
		a.assigned[id.Name.String()] = true
	}
}

// assign reads an assignment. A plain one to a name does not read it.
func (a *analysis) assign(n *ast.AssignExpression) {
	a.target(n.Left, true)
	if id, ok := n.Left.(*ast.Identifier); ok && n.Operator == token.ASSIGN {
		a.use(id)
	} else {
		a.each(n.Left)
	}
	a.each(n.Right)
}

// anyName stands in a path for a name that is worked out.
const anyName = "*"

// member reads a chain such as data.household["size"]. A name that is worked out,
// such as the row in data.members[i].age, is *; what begins with it is all there is.
func (a *analysis) member(e ast.Expression) {
	var path []string
	whole := false
	for {
		switch n := e.(type) {
		case *ast.DotExpression:
			path = append(path, n.Identifier.Name.String())
			e = n.Left
			continue
		case *ast.BracketExpression:
			switch key := n.Member.(type) {
			case *ast.StringLiteral:
				path = append(path, key.Value.String())
			default:
				a.each(key)
				path, whole = append(path, anyName), true
			}
			e = n.Left
			continue
		case *ast.OptionalChain:
			e = n.Expression
			continue
		case *ast.Optional:
			e = n.Expression
			continue
		case *ast.Identifier:
			a.use(n)
			slices.Reverse(path)
			if len(path) > 0 && path[0] == anyName {
				path = nil
			}
			c := chain{n.Name.String(), path, whole}
			a.chains = append(a.chains, c)
			if !whole {
				a.members = append(a.members, c)
			}
			return
		default:
			a.each(n)
			return
		}
	}
}

// get reads _.get(data, "a.b"), the way in which generated scripts read a
// member. It returns false for every other call.
func (a *analysis) get(n *ast.CallExpression) bool {
	dot, ok := n.Callee.(*ast.DotExpression)
	if !ok || dot.Identifier.Name != "get" || len(n.ArgumentList) < 2 {
		return false
	}
	library, ok := dot.Left.(*ast.Identifier)
	if !ok || library.Name != "_" {
		return false
	}
	root, ok := n.ArgumentList[0].(*ast.Identifier)
	if !ok {
		return false
	}
	path, ok := n.ArgumentList[1].(*ast.StringLiteral)
	if !ok || strings.ContainsAny(path.Value.String(), "[]") {
		return false
	}
	a.use(library)
	a.use(root)
	a.chains = append(a.chains, chain{root.Name.String(), strings.Split(path.Value.String(), "."), false})
	a.each(n.ArgumentList[2:])
	return true
}

// reads are what the script reads of the answers, each once.
func (a *analysis) reads() []Read {
	var reads []Read
	for _, c := range a.chains {
		r := Read{c.root, c.path, c.whole}
		switch c.root {
		case "data", "row":
			r.Whole = r.Whole || len(r.Path) == 0
		case "value", "input", "rowIndex":
			r.Whole = false
		case "submission":
			if len(c.path) > 0 && c.path[0] != "data" {
				continue
			}
			r.Root = "data"
			if r.Path = c.path[min(len(c.path), 1):]; len(r.Path) > 0 && r.Path[0] == anyName {
				r.Path = nil
			}
			r.Whole = r.Whole || len(r.Path) == 0
		case "instance":
			if known(c) && len(c.path) > 0 {
				continue
			}
			r = Read{Root: "data", Whole: true}
		default:
			continue
		}
		if !a.declared[c.root] && !slices.ContainsFunc(reads, func(o Read) bool {
			return o.Root == r.Root && o.Whole == r.Whole && slices.Equal(o.Path, r.Path)
		}) {
			reads = append(reads, r)
		}
	}
	return reads
}

// undeclared are the names that the script assigns to without declaring them,
// which JavaScript would make global. Here they are the script's own.
func (a *analysis) undeclared() []string {
	var names []string
	for _, name := range a.used {
		if a.assigned[name] && !a.declared[name] && !slices.Contains(Variables, name) && !slices.Contains(libraries, name) {
			names = append(names, name)
		}
	}
	return names
}

// unknown are the names that nothing defines, and the members of libraries that
// these libraries do not have.
func (a *analysis) unknown() []string {
	var names []string
	for _, name := range a.used {
		if !a.declared[name] && !a.assigned[name] && !slices.Contains(Variables, name) &&
			!slices.Contains(libraries, name) && !slices.Contains(globals, name) {
			names = append(names, name)
		}
	}
	for _, c := range a.members {
		if name := c.root + "." + strings.Join(c.path[:min(len(c.path), 1)], ""); !a.declared[c.root] && !known(c) && !slices.Contains(names, name) {
			names = append(names, name)
			a.lines[name] = a.lines[c.root]
		}
	}
	return names
}

// known reports whether the first member of a chain is one that its library,
// if it is a library, has.
func known(c chain) bool {
	members, ok := library[c.root]
	return !ok || len(c.path) == 0 || slices.Contains(members, c.path[0])
}

// globals are the names of the language that scripts may use.
var globals = strings.Fields(`undefined NaN Infinity Math JSON Date Object Array String Number Boolean RegExp Map Set
	Error TypeError RangeError Symbol parseInt parseFloat isNaN isFinite arguments console
	encodeURIComponent decodeURIComponent encodeURI decodeURI`)

// library are the members of what scripts are given beside the language. A test
// holds it against library.js.
var library = map[string][]string{
	"_": strings.Fields(`assign ceil clamp cloneDeep compact concat difference each every filter find findIndex first
		flatten floor forEach get groupBy has head includes isArray isBoolean isEmpty isEqual isFunction isNaN isNil isNull isNumber
		isObject isPlainObject isString isUndefined join keys last map max maxBy min minBy omit orderBy pick range reduce reject
		round set size some sortBy sum sumBy toLower toNumber toString toUpper trim uniq uniqBy upperFirst values`),
	"moment": strings.Fields(`utc isMoment duration`),
	"utils":  strings.Fields(`_ moment getValue boolValue`),
	"util":   strings.Fields(`_ moment getValue boolValue`),
	// root, the form as a page of it is drawn, is never there: a script tells by it
	// where it runs.
	"instance": strings.Fields(`rowIndex key path label defaultValue component root`),
}
