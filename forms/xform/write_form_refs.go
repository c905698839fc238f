// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"regexp"
	"strings"
)

var (
	reference = regexp.MustCompile(`\$\{\s*(last-saved#)?\s*([^\s{}#]+)\s*\}`)

	// What pyxform takes for a call or a predicate. Its patterns end at the first
	// closing bracket; the same ones are needed to write the same paths.
	indexedRepeat = regexp.MustCompile(`indexed-repeat\([^)]+\)`)
	callArguments = regexp.MustCompile(`\b[^()]+\((.*)\)$`)
	instanceCall  = regexp.MustCompile(`instance\([^)]+.+`)
	predicate     = regexp.MustCompile(`\[([^]]+)\]`)
)

// lastSaved is the instance of the answers that were saved last.
const lastSaved = "__last-saved"

// standpoint is where an expression is evaluated.
type standpoint struct {
	node *formNode // nil: nowhere; every path is absolute
	// current is set in predicates over other nodes, where a relative path has
	// to begin at current().
	current bool
	// beside asks for the repeat of the target from outside, with all its
	// instances, for choices that are answers.
	beside bool
}

// resolve writes the references of an expression as paths.
func (f *formWriter) resolve(text string, at standpoint) string {
	if !strings.Contains(text, "${") {
		return text
	}
	var out strings.Builder
	end := 0
	for _, m := range reference.FindAllStringSubmatchIndex(text, -1) {
		name, saved := text[m[4]:m[5]], m[2] >= 0
		out.WriteString(text[end:m[0]])
		end = m[1]
		target := f.lookup(name)
		if target == nil {
			continue
		}
		relative := ""
		if !saved && at.node != nil && mayBeRelative(text, name, m[0], m[1]) {
			from := at
			from.current = from.current || inInstancePredicate(text, m[0], m[1])
			relative = from.pathTo(target)
		}
		switch {
		case relative != "":
			out.WriteString(relative)
		case saved:
			out.WriteString(" instance('" + lastSaved + "')" + target.path + " ")
		default:
			out.WriteString(" " + target.path + " ")
		}
	}
	return out.String() + text[end:]
}

// lookup is the node that ${name} stands for.
func (f *formWriter) lookup(name string) *formNode {
	switch found := f.names[name]; len(found) {
	case 1:
		return found[0]
	case 0:
		f.fail("${%s} is not a question of this form", name)
	default:
		f.fail("${%s} stands for %d questions", name, len(found))
	}
	return nil
}

// pathTo is the way to a node within a repeat that holds both, "" if none does.
func (at standpoint) pathTo(target *formNode) string {
	shared := sharedAncestor(at.node, target, (*formNode).isRepeat)
	if shared == nil {
		return ""
	}
	prefix := " "
	if at.current {
		prefix = " current()/"
	}
	if at.beside && target.repeat() == shared && (shared.repeat() == nil || at.node.repeat() != shared) {
		up := strings.Repeat("../", at.node.depthBelow(shared)) + ".."
		return prefix + up + target.below(shared.parent) + " "
	}
	// The nearest group in common is at least as near as the repeat.
	group := sharedAncestor(at.node, target, (*formNode).holdsNodes)
	up := strings.Repeat("../", at.node.depthBelow(group)-1) + ".."
	return prefix + up + target.below(group) + " "
}

// depthBelow counts the steps up to a node around this one.
func (n *formNode) depthBelow(holder *formNode) int {
	steps := 0
	for up := n; up != holder; up = up.parent {
		steps++
	}
	return steps
}

// sharedAncestor is the innermost node of some kind around both nodes, nil if
// there is none.
func sharedAncestor(a, b *formNode, kind func(*formNode) bool) *formNode {
	around := map[*formNode]bool{}
	for up := a.parent; up != nil; up = up.parent {
		around[up] = true
	}
	for up := b.parent; up != nil; up = up.parent {
		if around[up] && kind(up) {
			return up
		}
	}
	return nil
}

// inInstancePredicate tells whether a reference stands in a predicate over a
// secondary instance.
func inInstancePredicate(text string, start, end int) bool {
	if !instanceCall.MatchString(text) {
		return false
	}
	for _, m := range predicate.FindAllStringIndex(text, -1) {
		if start >= m[0] && end <= m[1] {
			return true
		}
	}
	return false
}

// mayBeRelative tells whether a reference can be written as a relative path:
// not where indexed-repeat() takes the place of a node instead of its value
// (arguments 1, 2, 4 and 6).
func mayBeRelative(text, name string, start, end int) bool {
	if !strings.Contains(text, "indexed-repeat(") {
		return true
	}
	calls := indexedRepeat.FindAllStringIndex(text, -1)
	for i := 0; i < len(calls); i++ {
		call := calls[i]
		if end > call[1] {
			// pyxform drops the call after one that ends before the reference.
			if i++; i >= len(calls) {
				return true
			}
			continue
		}
		if end < call[0] || start > call[1] {
			return true
		}
		place := -1
		if m := callArguments.FindStringSubmatch(text[call[0]:call[1]]); m != nil {
			for i, arg := range strings.Split(m[1], ",") {
				if strings.Contains(arg, "${"+name+"}") {
					place = i
				}
			}
		}
		return place >= 0 && place != 0 && place != 1 && place != 3 && place != 5
	}
	return false
}
