// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dialform/dialform/forms"
)

// selectRow reads a question with choices.
func (s *survey) selectRow(rec record, sel selectType) {
	name, ok := s.name(rec, false)
	if !ok {
		return
	}
	node := s.node(rec, name)
	s.questions[name.text] = node
	accepts := selectParams
	if sel.fromFile {
		accepts = fromFileParams
	}
	s.applyType(rec, node, "", questionType{control: sel.control, accepts: accepts})
	choices := s.offer(rec, sel, node)
	if node.Kind == forms.Question {
		node.Choices = choices
	}
	if s.tableList != nil {
		s.tableRow(rec, node, choices, sel)
	}
	s.checkSelect(rec, node, sel)
	s.append(node)
	if sel.orOther {
		s.orOther(rec, node, choices)
	}
}

// checkSelect reports what choices do not go with.
func (s *survey) checkSelect(rec record, node *forms.NodeDef, sel selectType) {
	c := rec.cell(keyBindType)
	if asked := node.Kind == forms.Question && !sel.external; asked && c.text != "" && c.text != "string" && c.text != "odk:rank" {
		s.fail(c.pos, fmt.Sprintf("choices cannot have the type %q", c.text), "remove it: they are text")
	}
	search := strings.Contains(node.Appearance, "search(")
	if search && fileExtension(sel.list) != "" {
		s.fail(rec.cell(keyAppearance).pos, "search() does not go with choices from a file", "remove one of the two")
	}
	// What search() offers cannot be offered by other questions too.
	if other, seen := s.searched[sel.list]; seen && other != search {
		s.fail(rec.cell(keyType).pos, fmt.Sprintf("some questions look the choices of %q up with search() and some do not", sel.list), "give each kind a list of its own")
	}
	s.searched[sel.list] = search
}

// orOther adds the question that asks what "other" is.
func (s *survey) orOther(rec record, node *forms.NodeDef, choices *forms.ChoicesDef) {
	pos := rec.cell(keyType).pos
	if choices.Filter.Text != "" {
		s.fail(rec.cell(keyChoiceFilter).pos, "or_other does not go with a choice_filter", "add a choice \"other\" and a text question below")
		return
	}
	list := s.def.Lists[choices.List]
	if list == nil {
		s.fail(pos, "or_other needs a choice list", "name a list of the sheet \"choices\"")
		return
	}
	if len(s.def.Languages) > 1 {
		s.warn(pos, "or_other writes \"Other\" in English only", "add a choice \"other\" and a text question below")
	}
	s.addOther(list)
	other := &forms.NodeDef{
		Name: node.Name + "_other", Kind: forms.Question, Control: forms.Input, Label: literal("Specify other."), Pos: node.Pos,
		Relevant: forms.Source{Text: "selected(../" + node.Name + ", 'other')", Pos: pos},
	}
	s.claim(s.top().names, other.Name, pos)
	s.append(other)
}

// tableHead turns a table-list into what it stands for: a group on one screen
// whose first rows are its label and the labels of the choices.
func (s *survey) tableHead(rec record, node *forms.NodeDef) {
	others := slices.DeleteFunc(strings.Fields(node.Appearance), func(w string) bool { return w == "table-list" })
	node.Appearance = strings.Join(append([]string{"field-list"}, others...), " ")
	if !hasWords(node.Label) && node.Hint == nil {
		return
	}
	words, files := splitMedia(node.Label)
	node.Children = append(node.Children, &forms.NodeDef{
		Name: "generated_table_list_label_" + strconv.Itoa(rec.row), Kind: forms.Question, Control: forms.Note,
		Label: words, Hint: node.Hint, ReadOnly: forms.Source{Text: "true()", Pos: node.Pos}, Pos: node.Pos,
	})
	node.Label, node.Hint = files, nil
}

// splitMedia takes the files out of a label.
func splitMedia(label forms.Text) (words, files forms.Text) {
	for lang, form := range label {
		if len(form.Media) > 0 {
			files = putForm(files, lang, forms.TextForm{Media: form.Media})
			form.Media = nil
		}
		if len(form.Long)+len(form.Short)+len(form.Guidance) > 0 {
			words = putForm(words, lang, form)
		}
	}
	return words, files
}

func putForm(t forms.Text, lang string, form forms.TextForm) forms.Text {
	if t == nil {
		t = forms.Text{}
	}
	t[lang] = form
	return t
}

func (s *survey) tableRow(rec record, node *forms.NodeDef, choices *forms.ChoicesDef, sel selectType) {
	table := s.tableList
	switch {
	case table.list == "" && choices.Filter.Text != "":
		s.fail(rec.cell(keyChoiceFilter).pos, "a table-list does not go with a choice_filter", "remove one of the two")
	case table.list == "":
		table.list = sel.list
		shown := *choices
		shown.Randomize = false
		s.append(&forms.NodeDef{
			Name: "reserved_name_for_field_list_labels_" + strconv.Itoa(rec.row), Kind: forms.Question, Control: sel.control,
			Choices: &shown, Appearance: "label", Pos: node.Pos,
		})
	case table.list != sel.list:
		s.fail(rec.cell(keyType).pos, fmt.Sprintf("a table-list has one choice list; this one began with %q", table.list), "use the same list in all its rows")
	}
	node.Appearance = "list-nolabel"
}
