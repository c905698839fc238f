// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dialform/dialform/forms"
)

// frame is an open group or repeat; the first frame is the form itself.
type frame struct {
	kind     string // "group", "repeat" or "" for the form
	name     string
	pos      forms.Position
	children *[]*forms.NodeDef
	names    siblings
	place    *container
}

// tableList is the one choice list of a table of selects.
type tableList struct{ list string }

// survey walks the rows of the survey sheet and keeps the open groups in a
// stack.
type survey struct {
	*reader
	stack     []frame
	floor     int // frames that rows cannot end: the form, or what a loop wrote
	questions map[string]*forms.NodeDef
	repeats   map[string]bool
	triggers  []triggerRef
	unseen    map[string]bool // questions that are calculated and never shown
	tableList *tableList      // since a group with the appearance table-list began, until any group ends
	answers   []answersRef    // selects that offer other answers
	places    []nameRef       // reference-geometry
	externals map[string]bool // data files with a row of their own
	meta      []*forms.NodeDef
	named     map[string][]int // rows that give a name; 0 for what no row does
	used      []*entity        // in the order in which rows use them
	searched  map[string]bool  // lists of choices, and whether search() offers them
	includes  int
	included  []*table
	loopRows  int // written out so far
	loopText  int
}

// triggerRef is a trigger of a question that is calculated, or of a reading.
type triggerRef struct {
	nameRef
	reading bool
}

// nameRef is a name that is looked up once all rows are read.
type nameRef struct {
	name string
	pos  forms.Position
}

func (r *reader) survey(t *table) {
	s := &survey{
		reader: r, questions: map[string]*forms.NodeDef{}, repeats: map[string]bool{}, externals: map[string]bool{},
		named: map[string][]int{}, searched: map[string]bool{}, unseen: map[string]bool{},
	}
	s.stack = []frame{{children: &r.def.Root, names: newSiblings(), place: &container{depth: 1}}}
	s.floor = len(s.stack)
	s.rows(t.records)
	s.closeAbove(s.floor)
	s.resolve()
	s.resolveAnswers()
	s.checkReferences(t)
	s.placeEntities()
	s.checkInstances()
	if len(s.meta) > 0 { // the rest of the group is added to every form
		r.def.Root = append(r.def.Root, &forms.NodeDef{Name: "meta", Kind: forms.Group, Children: s.meta})
	}
}

// resolve looks up the names that triggers and places mention.
func (s *survey) resolve() {
	for _, ref := range s.triggers {
		switch node := s.questions[ref.name]; {
		case node == nil && !s.externals[ref.name]:
			s.fail(ref.pos, fmt.Sprintf("the trigger names %q, which is no question", ref.name), "correct the name")
		case s.unseen[ref.name] && !ref.reading:
			s.fail(ref.pos, fmt.Sprintf("the trigger names %q, which nobody answers", ref.name), "name a question that is shown")
		}
	}
	for _, ref := range s.places {
		list, repeat := s.def.Lists[ref.name], onlyReference.FindStringSubmatch(ref.name)
		if (list == nil || list == s.external[ref.name]) && !s.fromFile(ref.name) && (repeat == nil || !s.repeats[repeat[1]]) {
			s.fail(ref.pos, fmt.Sprintf("reference-geometry names %q, which is neither a choice list nor a repeat", ref.name), "correct the name")
		}
	}
}

// fromFile tells whether a data file is one that questions choose from.
func (s *survey) fromFile(id string) bool {
	if s.def.Datasets[id] == nil {
		return false
	}
	for _, node := range s.questions {
		if node.Choices != nil && node.Choices.Dataset == id {
			return true
		}
	}
	return s.externals[id]
}

func (s *survey) top() *frame { return &s.stack[len(s.stack)-1] }

func (s *survey) push(f frame) { s.stack = append(s.stack, f) }

func (s *survey) pop() { s.stack = s.stack[:len(s.stack)-1] }

// closeAbove reports the groups that no row ended.
func (s *survey) closeAbove(floor int) {
	for _, open := range s.stack[floor:] {
		s.fail(open.pos, fmt.Sprintf("the %s %q is never closed", open.kind, open.name),
			fmt.Sprintf("add a row \"end %s\" below its last question", open.kind))
	}
	s.stack = s.stack[:floor]
}

func (s *survey) append(nodes ...*forms.NodeDef) {
	top := s.top()
	*top.children = append(*top.children, nodes...)
}

func (s *survey) row(rec record) {
	if rec.empty() || s.disabled(rec) {
		return
	}
	word := rec.cell(keyType)
	text := typeText(rec)
	if text == "" {
		if rec.text(keyName) == "" && len(rec.translations(keyLabel)) == 0 {
			s.warn(rec.pos(), "this row has no type and is not read", "it counts as a comment")
			return
		}
		s.fail(word.pos, "this question has no type", "fill the column \"type\", for example with text or integer")
		return
	}
	s.triggersOf(rec, text)
	begin, end, kind, _ := parseContainer(text)
	switch {
	case begin:
		s.begin(rec, kind)
		return
	case end:
		s.end(rec, kind)
		return
	case s.settingRow(rec, text):
		return
	}
	if sel, ok := parseSelect(text); ok {
		s.selectRow(rec, sel)
		return
	}
	s.questionRow(rec, text)
}

// triggersOf notes the questions that a row names as triggers.
func (s *survey) triggersOf(rec record, text string) {
	c := rec.cell(keyTrigger)
	names, ok := triggerNames(c.text)
	if !ok {
		s.fail(c.pos, fmt.Sprintf("the trigger %q is not a list of questions", c.text), "write ${question}, or ${one}, ${two}")
	}
	for _, name := range names {
		s.triggers = append(s.triggers, triggerRef{nameRef{name: name, pos: c.pos}, text == "background-geopoint"})
	}
}

func (s *survey) disabled(rec record) bool {
	c := rec.cell(keyDisabled)
	if c.text == "" {
		return false
	}
	s.warn(c.pos, "the column \"disabled\" is no longer part of XLSForm", "use relevant, or remove the row")
	return yes(c.text)
}

// settingRow reads settings in the style of the first XLSForms: a row of type
// form_id whose name is the id.
func (s *survey) settingRow(rec record, text string) bool {
	key, ok := settingsDialect.aliases[snakeCase(text)]
	if ok {
		s.setting(key, rec.cell(keyName))
	}
	return ok
}

// name reads and checks the name of a row. Notes may go without one.
func (s *survey) name(rec record, isNote bool) (cell, bool) {
	c := rec.cell(keyName)
	if c.text == "" && isNote {
		c.text = "generated_note_name_" + strconv.Itoa(rec.row)
	}
	if !s.checkName(c.text, c.pos) {
		return c, false
	}
	s.claimIn(s.top(), c.text, c.pos)
	s.count(c.text, rec.row)
	s.entityUses(rec, c.text)
	return c, true
}

func (s *survey) begin(rec record, kind string) {
	name, ok := s.name(rec, false)
	node := s.node(rec, name)
	node.Kind = forms.Group
	if len(node.Trigger) > 0 {
		s.warn(rec.cell(keyTrigger).pos, "a group has no value that a trigger could set", "put it on the questions of the group")
		node.Trigger = nil
	}
	if node.Default.Text != "" {
		s.warn(node.Default.Pos, "a group has no value, so this default is not read", "put it on a question of the group")
		node.Default = forms.Source{}
	}
	open := frame{kind: kind, name: name.text, pos: rec.pos(), children: &node.Children, names: newSiblings()}
	open.place = s.top().place.inside(name.text, kind == "repeat", node)
	if kind == "repeat" {
		node.Kind = forms.Repeat
		s.repeat(rec, node, name, ok)
	}
	if intent := rec.text(keyIntent); intent != "" {
		node.Body = put(node.Body, "intent", intent)
	}
	if slices.Contains(strings.Fields(node.Appearance), "table-list") {
		s.tableList = &tableList{}
		s.tableHead(rec, node)
	}
	s.append(node)
	s.push(open)
}

func (s *survey) repeat(rec record, node *forms.NodeDef, name cell, named bool) {
	root := firstOf(s.def.RootName, "data")
	switch {
	case !named:
	case name.text == root:
		s.fail(name.pos, fmt.Sprintf("a repeat cannot be named %q like the form itself", root), "give it another name")
	case s.repeats[name.text]:
		s.fail(name.pos, fmt.Sprintf("there are two repeats named %q", name.text), "give one of the two another name")
	}
	s.repeats[name.text] = true
	if node.Label == nil {
		s.warn(name.pos, "this repeat has no label", "people will see its name")
	}
	// An XForm's repeat may begin with no instance at all. XLSForm has no word for
	// it, and ODK's converter passes the column on as an attribute nobody reads.
	switch begin := rec.cell(keyBegin); begin.text {
	case "":
	case "0":
		node.Given = []forms.GivenDef{}
	default:
		s.fail(begin.pos, fmt.Sprintf("a repeat cannot begin with %q instances", begin.text), "write 0, or leave it empty for one")
	}
	count := s.condition(rec.cell(keyCount))
	node.NoAddRemove = yes(rec.text(keyNoAddRemove)) || count.Text != ""
	if count.Text != "" && !onlyReference.MatchString(count.Text) {
		// XForms wants a node to count by, so the expression gets one.
		counter := name.text + "_count"
		s.append(&forms.NodeDef{
			Name: counter, Kind: forms.Value, ReadOnly: forms.Source{Text: "true()", Pos: count.Pos}, Calculate: count, Pos: count.Pos,
		})
		count = forms.Source{Text: "${" + counter + "}", Pos: count.Pos}
	}
	node.Count = count
}

func (s *survey) end(rec record, kind string) {
	pos := rec.cell(keyType).pos
	if c := rec.cell(keySaveTo); c.text != "" {
		s.saveTo(rec, c)
	}
	s.tableList = nil
	top := s.top()
	switch {
	case len(s.stack) == s.floor:
		s.fail(pos, fmt.Sprintf("there is no open %s to end here", kind), "remove this row, or add the row that begins it")
	case top.kind != kind:
		s.fail(pos, fmt.Sprintf("the %s %q of row %d is still open here", top.kind, top.name, top.pos.Row),
			fmt.Sprintf("end it first with \"end %s\"", top.kind))
		s.pop()
	default:
		s.pop()
	}
}
