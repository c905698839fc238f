// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/xpath"
)

// lastSaved is the instance of what was answered in the form before.
const lastSaved = "__last-saved"

// refs resolves ${name} as forms does: within the innermost repeat that holds
// both sides by a relative path, else by an absolute one.
type refs struct {
	w    *formWriter
	from int
}

// Ref implements [xpath.Binder].
func (b refs) Ref(name string) (string, error) {
	to, err := b.w.named(name)
	if err != nil {
		return "", err
	}
	if to < 0 {
		return "instance('" + lastSaved + "')/root", nil
	}
	nodes := b.w.form.Nodes
	for shared := nodes[to].Repeat; shared != 0; shared = nodes[shared].Repeat {
		if b.from > shared && b.from < nodes[shared].End {
			up := strings.Count(strings.TrimPrefix(nodes[b.from].Path, nodes[shared].Path), "/")
			return strings.Repeat("../", up) + strings.TrimPrefix(nodes[to].Path, nodes[shared].Path+"/"), nil
		}
	}
	return nodes[to].Path, nil
}

// RefAll implements [xpath.SetBinder].
func (b refs) RefAll(name string) (string, error) {
	to, err := b.w.named(name)
	if err != nil {
		return "", err
	}
	if to < 0 {
		return "", fmt.Errorf("%w: ${%s}", errUnsaid, name)
	}
	return b.w.form.Nodes[to].Path, nil
}

// Bind implements [xpath.Binder].
func (refs) Bind(xpath.Path) (xpath.Slot, bool) { return 0, false }

// named is the node that ${name} stands for; -1 for one of the form before.
func (w *formWriter) named(name string) (int, error) {
	name = strings.TrimSpace(name)
	if saved, ok := strings.CutPrefix(name, "last-saved#"); ok {
		_, err := w.named(saved)
		return -1, err
	}
	found := w.names[name]
	if len(found) == 0 {
		return 0, fmt.Errorf("%w: ${%s}", errUnsaid, name)
	}
	return found[0], nil
}

// way is how a location leads to a node: up to a node around the context, and
// down from there.
type way struct {
	node   int  // where it has come to; -1 is the document
	top    int  // the highest on the way
	lost   bool // there is no such node
	within map[int][]*xpath.Syntax
}

// location translates a location path.
func (t *translator) location(s *xpath.Syntax, at standpoint) js {
	from := at
	if s.Origin {
		from = t.origin
	}
	if s.From != nil {
		switch {
		case s.From.Kind == xpath.CallSyntax && s.From.Text == "current" && len(s.Filters) == 0:
			from = t.origin
		case s.From.Kind == xpath.CallSyntax && s.From.Text == "instance":
			return t.table(s, at)
		case len(s.Steps) == 0 && len(s.Filters) == 0:
			return t.value(s.From, at)
		default:
			return t.refuse("a path from %s()", s.From.Text)
		}
	}
	if from.option != "" && !s.Absolute {
		return t.column(s, from)
	}
	way, ok := t.follow(s, from)
	switch {
	case !ok:
		return js{code: "''"}
	case way.lost:
		return js{kind: jsList, code: "[]"}
	default:
		return t.along(way, from)
	}
}

// follow follows the steps of a path.
func (t *translator) follow(s *xpath.Syntax, from standpoint) (way, bool) {
	way := way{node: from.node, top: from.node, within: map[int][]*xpath.Syntax{}}
	if s.Absolute {
		way.node, way.top = -1, 0
	}
	for _, step := range s.Steps {
		if way.lost {
			break
		}
		if !t.step(&way, step) {
			return way, false
		}
	}
	if way.node < 0 && !way.lost {
		t.refuse("the whole form")
		return way, false
	}
	return way, true
}

// nodeAt is the node that a plain path leads to, 0 for none.
func (t *translator) nodeAt(s *xpath.Syntax, from standpoint) int {
	if s.Kind != xpath.LocationSyntax || s.From != nil {
		return 0
	}
	if s.Origin {
		from = t.origin
	}
	way, ok := t.follow(s, from)
	if !ok || way.lost {
		return 0
	}
	return way.node
}

// step follows one step of a path over the nodes of the form.
func (t *translator) step(way *way, step xpath.SyntaxStep) bool {
	nodes := t.w.form.Nodes
	switch {
	case step.Axis == xpath.SelfAxis && step.Name == (xpath.Name{}) && !step.Predicated:
		return true
	case step.Axis == xpath.ParentAxis && step.Name == (xpath.Name{}) && !step.Predicated && way.node > 0:
		way.node = nodes[way.node].Parent
		if way.node < way.top {
			way.top = way.node
		}
		return true
	case step.Axis == xpath.ChildAxis && step.Name.Local != "":
		child := t.w.child(way.node, step.Name.String())
		if child < 0 {
			way.lost = true
			return true
		}
		way.node = child
		if step.Predicated {
			if nodes[child].Kind != forms.Repeat {
				t.refuse("a predicate on %q", step.Name.String())
				return false
			}
			way.within[child] = step.Predicates
		}
		return true
	default:
		t.refuse("the axis %s", step.Axis)
		return false
	}
}

// child is the node of a name in another, -1 for none.
func (w *formWriter) child(parent int, name string) int {
	if parent < 0 {
		if w.form.Nodes[0].Name == name {
			return 0
		}
		return -1
	}
	return w.form.Index(w.form.Nodes[parent].Path + "/" + name)
}

// along writes the way to a node.
func (t *translator) along(way way, from standpoint) js {
	w, nodes := t.w, t.w.form.Nodes
	n := &nodes[way.node]
	t.nodes[way.node] = true
	if way.node == from.node && way.top == way.node && from.self != "" {
		return js{kind: jsAnswer, code: from.self, shape: w.shapes[way.node]}
	}
	home := w.rowOf(from.node, from.around)
	shared := w.rowOf(way.top, way.top == way.node && from.around)
	base := "data"
	switch {
	case shared == 0:
	case shared == home:
		base = from.row
	case from.node != t.origin.node || from.row != t.origin.row:
		return t.refuse("an answer of the repeat around that of the predicate")
	default:
		if base = t.outer(shared); base == "" {
			return js{code: "''"}
		}
	}
	if n.Kind == forms.Repeat && way.node == shared {
		return js{kind: jsHere, code: base, level: w.level(shared)}
	}
	if w.keys[way.node] == "" {
		return t.refuse("a path to %q, which the form of Form.io does not have", n.Name)
	}
	var repeats []int
	for i := way.node; i != shared && i > 0; i = nodes[i].Repeat {
		if nodes[i].Kind == forms.Repeat {
			repeats = append(repeats, i)
		}
	}
	slices.Reverse(repeats)
	if n.Kind == forms.Group {
		return t.refuse("the text of the group %q", n.Name)
	}
	if len(repeats) == 0 {
		return js{kind: jsAnswer, code: member(base, w.keys[way.node]), shape: w.shapes[way.node]}
	}
	rows := ""
	for i, repeat := range repeats {
		if i == 0 {
			rows = "(" + member(base, w.keys[repeat]) + " || [])"
		} else {
			rows = "[].concat.apply([], " + rows + ".map(function (r) { return " + member("r?", w.keys[repeat]) + " || []; }))"
		}
		for _, predicate := range way.within[repeat] {
			rows = t.filtered(rows, predicate, repeat)
		}
	}
	if n.Kind == forms.Repeat {
		return js{kind: jsRows, code: rows}
	}
	name := t.parameter()
	each := t.text(js{kind: jsAnswer, code: member(name+"?", w.keys[way.node]), shape: w.shapes[way.node]})
	t.inner--
	return js{kind: jsList, code: rows + ".map(function (" + name + ") { return " + each + "; })"}
}

// outer is JavaScript of the row of a repeat around the one that the script stands
// in. A row of an edit grid is not in the data before it is saved.
func (t *translator) outer(repeat int) string {
	base := "data"
	if around := t.w.form.Nodes[repeat].Repeat; around != 0 {
		base = t.outer(around)
	}
	if base == "" || editGrid(t.w.defs[repeat]) {
		t.refuse("an answer of the repeat around this one, which begins without rows")
		return ""
	}
	return member(base, t.w.keys[repeat]) + "?.[" + t.call("index", jsvalue.FormatNumber(float64(t.w.level(repeat)))) + "]?"
}

// level is how many repeats are around a repeat.
func (w *formWriter) level(repeat int) (level int) {
	for r := w.form.Nodes[repeat].Repeat; r != 0; r = w.form.Nodes[r].Repeat {
		level++
	}
	return level
}

// filtered are the rows of a repeat that a predicate keeps.
func (t *translator) filtered(rows string, predicate *xpath.Syntax, repeat int) string {
	if predicate.Kind == xpath.NumberSyntax {
		return rows + ".filter(function (r, i) { return i === " + jsvalue.FormatNumber(predicate.Number-1) + "; })"
	}
	name := t.parameter()
	v := t.value(predicate, standpoint{node: repeat, row: name})
	if v.kind == jsNumber || v.kind == jsEither {
		t.refuse("a predicate that counts")
	}
	t.inner--
	return rows + ".filter(function (" + name + ") { return " + t.boolean(v) + "; })"
}

// rowOf is the repeat in whose rows the values beside a node are.
func (w *formWriter) rowOf(node int, around bool) int {
	if n := &w.form.Nodes[node]; n.Kind != forms.Repeat || around {
		return n.Repeat
	}
	return node
}

// member is JavaScript for a value at a path of keys. What is around it may not
// be there, nor what the path begins at when that ends with a question mark.
func member(base, path string) string {
	for i, name := range strings.Split(path, ".") {
		plain := strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == "" && (name[0] < '0' || name[0] > '9')
		switch {
		case plain && i == 0:
			base += "." + name
		case plain:
			base += "?." + name
		case i == 0 && !strings.HasSuffix(base, "?"):
			base += "[" + quoted(name) + "]"
		default:
			base = strings.TrimSuffix(base, "?") + "?.[" + quoted(name) + "]"
		}
	}
	return base
}

// column is a column of the row of choices that a filter looks at.
func (t *translator) column(s *xpath.Syntax, at standpoint) js {
	if len(s.Steps) != 1 || s.Steps[0].Axis != xpath.ChildAxis || s.Steps[0].Predicated || s.Absolute {
		return t.refuse("a path within a row of choices")
	}
	name := s.Steps[0].Name.String()
	key, ok := at.columns[name]
	if !ok {
		return js{kind: jsList, code: "[]"} // no row has it
	}
	t.read[name] = true
	if t.filter {
		return js{kind: jsText, code: member(at.option, key)} // every choice has it
	}
	return js{kind: jsAnswer, code: member(at.option, key), shape: shapeText}
}

// table is the path instance('list')/root/item[...]/column: the rows are written
// into the script, with the columns that it reads.
func (t *translator) table(s *xpath.Syntax, at standpoint) js {
	if len(s.From.Args) == 1 && s.From.Args[0].Text == lastSaved {
		if def := t.w.defs[t.origin.node]; def != nil {
			t.w.warn(def, "%q does not begin with what was answered last: Form.io does not know it", def.Name)
		}
		return js{code: "''"}
	}
	if len(s.From.Args) != 1 || s.From.Args[0].Kind != xpath.LiteralSyntax || len(s.Filters) > 0 || len(s.Steps) < 2 || len(s.Steps) > 3 ||
		s.Steps[0].Name.Local != "root" || s.Steps[1].Name.Local != "item" {
		return t.refuse("instance() with another path than /root/item")
	}
	id := s.From.Args[0].Text
	rows, ok := t.w.tables(id)
	if !ok {
		return t.refuse("the table %q, which is not in the form", id)
	}
	name := t.parameter()
	defer func() { t.inner-- }()
	row := standpoint{node: at.node, row: at.row, option: name, columns: map[string]string{}}
	for _, column := range rows.columns {
		row.columns[column] = column
	}
	outer := t.read
	t.read = map[string]bool{}
	defer func() { t.read = outer }()
	var conditions []string
	for _, predicate := range s.Steps[1].Predicates {
		v := t.value(predicate, row)
		if v.kind == jsNumber || v.kind == jsEither {
			return t.refuse("a predicate that counts")
		}
		conditions = append(conditions, t.boolean(v))
	}
	column := ""
	if len(s.Steps) == 3 {
		column = s.Steps[2].Name.String()
		t.read[column] = true
	}
	t.w.reads(id, t.read)
	code := rows.script(t.read)
	if len(conditions) > 0 {
		code += ".filter(function (" + name + ") { return " + strings.Join(conditions, " && ") + "; })"
	}
	if column == "" {
		return js{kind: jsRows, code: code}
	}
	return js{kind: jsList, code: code + ".map(function (" + name + ") { return " + t.call("text", member(name, column)) + "; })"}
}
