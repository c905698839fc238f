// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// rows reads rows in order. The rows of a loop are read once for each choice of
// its list, so they are taken together.
func (s *survey) rows(records []record) {
	for i := 0; i < len(records); i++ {
		begin, _, kind, list := parseContainer(typeText(records[i]))
		if !begin || kind != "loop" {
			s.row(records[i])
			continue
		}
		end := loopEnd(records[i+1:])
		if end < 0 {
			s.fail(records[i].pos(), "the loop is never closed", "add a row \"end loop\" below its last question")
			return
		}
		s.loop(records[i], list, records[i+1:i+1+end])
		s.tableList = nil
		i += 1 + end
	}
}

func typeText(rec record) string { return strings.Join(strings.Fields(rec.text(keyType)), " ") }

// loopEnd is the index of the row that ends a loop, or -1.
func loopEnd(records []record) int {
	depth := 1
	for i, rec := range records {
		begin, end, kind, _ := parseContainer(typeText(rec))
		if kind != "loop" {
			continue
		}
		if begin {
			depth++
		}
		if end {
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// What loops, which can stand inside loops, may grow to.
const (
	maxLoopRows = 20_000
	maxLoopText = 8 << 20 // bytes that stand for %(name)s and %(label)s
)

// loop writes its rows out: a group with one group for each choice, in which
// %(name)s and %(label)s stand for the choice. A choice named "none" is left out.
func (s *survey) loop(rec record, listName string, body []record) {
	list := s.def.Lists[listName]
	if list == nil {
		s.unknownList(rec.cell(keyType).pos, listName, sheetChoices, s.def.Lists)
		return
	}
	if s.loopRows += len(list.Items) * len(body); s.loopRows > maxLoopRows {
		s.fail(rec.pos(), "the loops of this form grow too long", "use a repeat")
		return
	}
	name, ok := s.name(rec, false)
	if !ok {
		return
	}
	node := s.node(rec, name)
	s.append(node)
	around := s.top().place.inside(name.text, false, node)
	s.push(frame{kind: "group", name: name.text, pos: rec.pos(), children: &node.Children, names: newSiblings(), place: around})
	var before tableList
	inTable := s.tableList != nil
	if inTable {
		before = *s.tableList
	}
	for _, item := range list.Items {
		if s.tableList = nil; inTable { // every round begins as the first
			again := before
			s.tableList = &again
		}
		if item.Value == "none" || !s.checkName(item.Value, item.Pos) {
			continue
		}
		group := &forms.NodeDef{Name: item.Value, Label: item.Label, Pos: name.pos}
		s.append(group)
		place := around.inside(item.Value, false, group)
		s.push(frame{kind: "group", name: item.Value, pos: rec.pos(), children: &group.Children, names: newSiblings(), place: place})
		outer := s.floor
		s.floor = len(s.stack)
		s.rows(s.substituted(body, item))
		s.closeAbove(s.floor)
		s.floor = outer
		s.pop()
	}
	s.pop()
}

// substituted are the rows of a loop for one choice.
func (s *survey) substituted(body []record, item forms.ItemDef) []record {
	out := make([]record, len(body))
	for i, rec := range body {
		cells := slices.Clone(rec.cells)
		for _, c := range rec.table.columns {
			if c.index >= len(cells) || !strings.Contains(cells[c.index], "%") {
				continue
			}
			text := s.labelIn(item.Label, c.lang)
			s.loopText += strings.Count(cells[c.index], "%(") * max(len(text), len(item.Value))
			if s.loopText > maxLoopText {
				s.fail(rec.at(c).pos, "the loops of this form grow too long", "use a repeat")
				return nil
			}
			cells[c.index] = strings.NewReplacer("%(name)s", item.Value, "%(label)s", text, "%%", "%").Replace(cells[c.index])
		}
		out[i] = record{table: rec.table, row: rec.row, cells: cells}
	}
	return out
}

// labelIn is a label in a language, or else in the one that most people read.
func (s *survey) labelIn(label forms.Text, lang string) string {
	for _, name := range append([]string{lang, "", s.def.DefaultLanguage}, sortedKeys(label)...) {
		if form, ok := label[name]; ok && len(form.Long) > 0 {
			return literalText(form.Long)
		}
	}
	return ""
}

func literalText(pieces []forms.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Literal + p.Output.Text)
	}
	return b.String()
}
