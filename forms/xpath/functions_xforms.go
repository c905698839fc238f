// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"math"
	"strings"
)

// xformsStringFunctions are those of the ODK XForms specification on texts and
// conditions.
var xformsStringFunctions = map[string]function{
	"concat": {max: many, build: func(c *compiler, _ *callNode, args []code) code {
		return c.text(func(m *machine) string { return m.join("", args) })
	}},
	"join": {min: 1, max: many, build: func(c *compiler, _ *callNode, args []code) code {
		return c.text(func(m *machine) string { return m.join(args[0].str(m), args[1:]) })
	}},
	"substr":    {min: 2, max: 3, build: buildSubstr},
	"ends-with": testFunction(strings.HasSuffix),
	"coalesce":  {min: 2, max: 2, build: buildCoalesce},
	"if":        {min: 3, max: 3, lazy: true, build: buildIf},
	"regex":     {min: 2, max: 2, build: buildRegex},
	"boolean-from-string": {min: 1, max: 1, build: func(c *compiler, _ *callNode, args []code) code {
		a := args[0]
		anyCase := c.options.Dialect == JavaRosa
		return c.boolean(func(m *machine) bool {
			s := a.str(m)
			return s == "1" || s == "true" || anyCase && strings.EqualFold(s, "true")
		})
	}},
	"checklist":          {min: 2, max: many, build: buildChecklist},
	"weighted-checklist": {min: 2, max: many, build: buildWeightedChecklist},
}

// buildCoalesce gives the first value unless it is empty. It is a text, but in
// JavaRosa it keeps its type, and what is no number counts as empty too.
func buildCoalesce(c *compiler, _ *callNode, args []code) code {
	a, b := args[0], args[1]
	if c.options.Dialect == JavaRosa {
		return c.mixed(func(m *machine) Value {
			v := a.value(m)
			if v.kind == NumberValue && math.IsNaN(v.num) || v.String() == "" {
				return b.value(m)
			}
			return v
		})
	}
	return c.text(func(m *machine) string {
		if s := a.str(m); s != "" {
			return s
		}
		return b.str(m)
	})
}

// join puts a separator between the texts of all nodes of all values.
func (m *machine) join(separator string, values []code) string {
	var b strings.Builder
	first := true
	for _, a := range values {
		each(m, a, func(s string) bool {
			if !first {
				b.WriteString(separator)
			}
			first = false
			b.WriteString(s)
			return m.spend(len(separator) / textPerStep)
		})
	}
	return b.String()
}

// buildIf compiles only the branch that is taken when the condition is fixed.
func buildIf(c *compiler, n *callNode, _ []code) code {
	cond := c.compile(n.args[0])
	if cond.fixed {
		if c.fixedBool(cond) {
			return c.compile(n.args[1])
		}
		return c.compile(n.args[2])
	}
	return c.choose(cond.bool, c.compile(n.args[1]), c.compile(n.args[2]))
}

// buildSubstr counts from 0, and from the end where negative; the end is not
// included.
func buildSubstr(c *compiler, _ *callNode, args []code) code {
	text, from := args[0], args[1]
	return c.text(func(m *machine) string {
		s := m.spendText(text.str(m))
		length := units(s)
		start, ok := place(from.num(m), length)
		end := length
		if len(args) == 3 && ok {
			end, ok = place(args[2].num(m), length)
		}
		if !ok || start >= end {
			return ""
		}
		return unitSlice(s, start, end)
	})
}

// place is an index of substr() within 0 and length.
func place(x float64, length int) (int, bool) {
	if math.IsNaN(x) {
		return 0, false
	}
	if x < 0 {
		x = float64(length) + float64(int64(max(x, -1e9)))
	}
	return int(min(max(x, 0), float64(length))), true
}

// limits are the first two arguments of a checklist. open says that there is
// no greatest number.
func limits(m *machine, args []code) (least, most float64, open bool) {
	least, most = args[0].num(m), args[1].num(m)
	return least, most, most == -1 || m.dialect == JavaRosa && most < 0
}

// buildChecklist counts the conditions that hold. A node counts when it has
// text.
func buildChecklist(c *compiler, _ *callNode, args []code) code {
	return c.boolean(func(m *machine) bool {
		least, most, open := limits(m, args)
		held := 0.0
		for _, a := range args[2:] {
			held += sumOf(m.truths(a))
		}
		return (held >= least || m.dialect == JavaRosa && least < 0) && (open || held <= most)
	})
}

func sumOf(truths []bool) float64 {
	n := 0.0
	for _, t := range truths {
		n += boolNumber(t)
	}
	return n
}

// truths are the conditions of one argument: one of each node of a node-set.
func (m *machine) truths(a code) []bool {
	if a.kind != kindNodes {
		return []bool{a.bool(m)}
	}
	var list []bool
	each(m, a, func(s string) bool {
		list = append(list, trimXML(s) != "")
		return true
	})
	return list
}

// buildWeightedChecklist adds up the weights of the conditions that hold.
// Conditions and weights come in pairs of arguments, which may be node-sets of
// equal length.
func buildWeightedChecklist(c *compiler, n *callNode, args []code) code {
	if len(args)%2 != 0 {
		return c.fail(n, "function weighted-checklist() needs a weight for each condition", "")
	}
	return c.boolean(func(m *machine) bool {
		least, most, open := limits(m, args)
		held := 0.0
		for i := 2; i < len(args); i += 2 {
			truths := m.truths(args[i])
			var weights []float64
			eachNumber(m, args[i+1], func(x float64) bool {
				weights = append(weights, x)
				return true
			})
			if len(weights) > len(truths) {
				return false
			}
			for j, weight := range weights {
				if truths[j] {
					held += weight
				}
			}
		}
		return held >= least && (open || held <= most)
	})
}
