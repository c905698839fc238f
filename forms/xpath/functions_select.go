// SPDX-License-Identifier: Apache-2.0

package xpath

// selectFunctions are those of the ODK XForms specification on the answers of
// multiple choice questions: values with white space between them.
var selectFunctions = map[string]function{
	"selected":    {min: 2, max: 2, build: buildSelected},
	"is-selected": {min: 2, max: 2, build: buildSelected},
	"selected-at": {min: 2, max: 2, build: func(c *compiler, _ *callNode, args []code) code {
		list, index := args[0], args[1]
		return c.text(func(m *machine) string {
			s, i := m.spendText(list.str(m)), index.num(m)
			for i >= 0 && s != "" {
				var value string
				if value, s = nextValue(s); value == "" {
					break
				}
				if i < 1 {
					return value
				}
				i--
			}
			return ""
		})
	}},
	"count-selected": {min: 1, max: 1, build: func(c *compiler, _ *callNode, args []code) code {
		list := args[0]
		return c.number(func(m *machine) float64 {
			n := 0.0
			for s := m.spendText(list.str(m)); ; n++ {
				var value string
				if value, s = nextValue(s); value == "" {
					return n
				}
			}
		})
	}},
}

func buildSelected(c *compiler, _ *callNode, args []code) code {
	list, value := args[0], args[1]
	return c.boolean(func(m *machine) bool { return hasValue(m.spendText(list.str(m)), trimXML(value.str(m))) })
}

// hasValue tells whether one of the values is this. An empty list has the
// empty value, as in both engines.
func hasValue(list, value string) bool {
	if value == "" {
		return trimXML(list) == ""
	}
	for {
		next, rest := nextValue(list)
		if next == value {
			return true
		}
		if next == "" {
			return false
		}
		list = rest
	}
}

// nextValue is the first value of a list, "" if there is none, and what comes
// after it.
func nextValue(list string) (value, rest string) {
	start := 0
	for start < len(list) && isSpace(list[start]) {
		start++
	}
	end := start
	for end < len(list) && !isSpace(list[end]) {
		end++
	}
	return list[start:end], list[end:]
}
