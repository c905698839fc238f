// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// checkReferences looks at every ${name} of the workbook, in all columns that
// can hold one, once it is known which names there are.
func (s *survey) checkReferences(questions *table) {
	for _, node := range s.def.Root {
		s.countGenerated(node)
	}
	if !yes(s.def.Settings["omit_instanceid"]) {
		s.count("instanceID", 0)
	}
	s.count("instanceName", 0)
	for _, t := range append([]*table{questions}, s.included...) {
		s.referencesIn(t, func(c column) bool {
			return c.key != keyType && c.key != keyName && c.key != keyTrigger
		})
	}
	s.referencesIn(s.choiceTable, func(c column) bool {
		return c.key == keyLabel || c.key == keyShort || strings.HasPrefix(c.key, "media/")
	})
	s.referencesIn(s.settingsTable, func(column) bool { return true })
	s.referencesIn(s.entityTable, func(c column) bool { return c.key != keyDataset })
}

// count notes a row that gives a name. The rows of a loop count once.
func (s *survey) count(name string, row int) {
	if rows := s.named[name]; !slices.Contains(rows, row) {
		s.named[name] = append(rows, row)
	}
}

// countGenerated notes the names that no row gives, such as those of "other"
// questions.
func (s *survey) countGenerated(node *forms.NodeDef) {
	if s.named[node.Name] == nil {
		s.count(node.Name, 0)
	}
	for _, child := range node.Children {
		s.countGenerated(child)
	}
}

func (s *survey) referencesIn(t *table, holds func(column) bool) {
	if t == nil {
		return
	}
	for _, rec := range t.records {
		for _, c := range t.columns {
			if cell := rec.at(c); strings.Contains(cell.text, "${") && holds(c) {
				s.referencesOf(cell)
			}
		}
	}
}

func (s *survey) referencesOf(c cell) {
	for rest := c.text; ; {
		_, after, found := strings.Cut(rest, "${")
		if !found {
			return
		}
		name, after, closed := strings.Cut(after, "}")
		trimmed := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(name), "last-saved#"))
		switch {
		case !closed || !isNCName(trimmed):
			s.fail(c.pos, fmt.Sprintf("%q is no reference to a question", "${"+name), "write ${name} with the name of a question")
			return
		case name != strings.TrimSpace(name):
			s.warn(c.pos, fmt.Sprintf("there are spaces in ${%s}", name), "other programs refuse them")
		}
		s.reference(trimmed, c.pos)
		rest = after
	}
}

// reference reports a name that stands for nothing, or for several questions.
func (s *survey) reference(name string, pos forms.Position) {
	switch rows := s.named[name]; len(rows) {
	case 1:
	case 0:
		hint := "write the name as it stands in the column \"name\""
		if near := nearest(name, sortedKeys(s.named)); near != "" {
			hint = fmt.Sprintf("did you mean ${%s}?", near)
		}
		s.fail(pos, fmt.Sprintf("${%s} is no question of this form", name), hint)
	default:
		s.fail(pos, fmt.Sprintf("${%s} stands for %d questions, in rows %s", name, len(rows), joined(rows)), "give each its own name")
	}
}

func joined(rows []int) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(rows), "[]"), " ", " and ")
}
