// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xpath"
)

// equality is what counts as equal within one case.
type equality struct {
	given   map[string]bool   // UUIDs that the case itself contains
	ours    map[string]string // by the recorded UUID
	byShape map[string]bool   // refs whose value depends on the clock
}

func newEquality(input string) equality {
	e := equality{given: map[string]bool{}, ours: map[string]string{}, byShape: map[string]bool{}}
	for _, id := range uuidPattern.FindAllString(input, -1) {
		e.given[id] = true
	}
	return e
}

func (e equality) volatile(refs []string) {
	for _, ref := range refs {
		e.byShape[ref] = true
	}
}

// node compares one node with what is recorded of it.
func (e equality) node(want nodeFact, got state) error {
	if class := recordedClass(want.Type); class != got.class {
		return fmt.Errorf("is %s instead of %s", got.class, class)
	}
	for _, flag := range [...]struct {
		name      string
		want, got bool
	}{{"relevant", want.Relevant, got.relevant}, {"readonly", want.ReadOnly, got.readOnly}, {"required", want.Required, got.required}} {
		if flag.want != flag.got {
			return fmt.Errorf("%s is %t", flag.name, flag.got)
		}
	}
	value := text(want.Value)
	if !got.relevant {
		value = ""
	}
	if !e.value(want.Ref, got.typ, value, got.value) {
		return fmt.Errorf("value is %q instead of %q", got.value, value)
	}
	if !e.words(want.Label, got.label) {
		return fmt.Errorf("label is %q instead of %q", got.label, want.Label)
	}
	if !e.words(want.Hint, got.hint) {
		return fmt.Errorf("hint is %q instead of %q", got.hint, want.Hint)
	}
	if err := e.choices(want.Choices, got.choices); err != nil {
		return err
	}
	if a, b := set(want.Appearances), set(got.appearances); !slices.Equal(a, b) {
		return fmt.Errorf("appearances are %v instead of %v", b, a)
	}
	return e.violation(want, got)
}

func (e equality) violation(want nodeFact, got state) error {
	kind := forms.NoViolation
	if want.Violation != nil {
		kind = map[string]forms.ViolationKind{"required": forms.ViolationRequired, "constraint": forms.ViolationConstraint}[want.Violation.Condition]
	}
	if kind != got.violation.Kind {
		return fmt.Errorf("violation is %d instead of %d", got.violation.Kind, kind)
	}
	if want.Violation != nil && want.Violation.Message != nil && !e.words(*want.Violation.Message, got.violation.Message) {
		return fmt.Errorf("message is %q instead of %q", got.violation.Message, *want.Violation.Message)
	}
	return nil
}

// atLeast is how many choices are recorded of a longer list.
const atLeast = 60

func (e equality) choices(want [][2]string, got []forms.Choice) error {
	if len(want) == atLeast && len(got) > atLeast {
		got = got[:atLeast]
	}
	if len(want) != len(got) {
		return fmt.Errorf("%d choices instead of %d", len(got), len(want))
	}
	for i, w := range want {
		g := got[i]
		if g.Label == g.Value && (strings.TrimSpace(w[1]) == "" || w[1] == w[0]) {
			g.Label = w[1] // no label on either side
		}
		if w[0] != g.Value || !e.words(w[1], g.Label) {
			return fmt.Errorf("choice %d is %q %q instead of %q %q", i+1, g.Value, g.Label, w[0], w[1])
		}
	}
	return nil
}

// words compares text shown to people.
func (e equality) words(want, got string) bool {
	return e.exact(strings.Join(strings.Fields(want), " "), strings.Join(strings.Fields(got), " "))
}

// value compares the value of a node of a type.
func (e equality) value(ref string, typ forms.DataType, want, got string) bool {
	if want == "" || got == "" {
		return want == got
	}
	if e.byShape[ref] {
		return e.shape(want, got)
	}
	switch typ {
	case forms.Int, forms.Decimal:
		return sameNumber(want, got)
	case forms.Geopoint, forms.Geotrace, forms.Geoshape:
		return samePlaces(want, got)
	case forms.Boolean:
		return truth(want) == truth(got)
	case forms.DateTime, forms.Time:
		return sameTime(want, got)
	}
	return e.exact(want, got)
}

func truth(s string) string {
	return map[string]string{"1": "true", "0": "false"}[s] + strings.TrimLeft(s, "01")
}

func sameNumber(a, b string) bool {
	x, err := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	if err != nil || err2 != nil {
		return a == b
	}
	if math.IsNaN(x) || math.IsNaN(y) {
		return math.IsNaN(x) && math.IsNaN(y)
	}
	return x == y || math.Abs(x-y) <= 1e-12*max(1, math.Abs(x), math.Abs(y))
}

func samePlaces(a, b string) bool {
	x, y := strings.Split(strings.TrimSuffix(a, ";"), ";"), strings.Split(strings.TrimSuffix(b, ";"), ";")
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		p, q := strings.Fields(x[i]), strings.Fields(y[i])
		if !slices.EqualFunc(p, q, sameNumber) {
			return false
		}
	}
	return true
}

var offsetPattern = regexp.MustCompile(`(Z|[+-]\d\d:?\d\d)$`)

func sameTime(a, b string) bool {
	if offsetPattern.MatchString(a) != offsetPattern.MatchString(b) {
		return false
	}
	x, okX := instant(a)
	y, okY := instant(b)
	if !okX || !okY {
		return a == b
	}
	return x.Equal(y)
}

func instant(s string) (time.Time, bool) {
	if !strings.Contains(s, "T") && strings.Contains(s, ":") {
		s = "1970-01-01T" + s
	}
	return xpath.ParseDateTime(s, recordedNow().Location())
}

// exact compares text in which recorded UUIDs stand for ours.
func (e equality) exact(want, got string) bool {
	if want == got {
		return true
	}
	recorded := uuidPattern.FindAllString(want, -1)
	if recorded == nil {
		return false
	}
	pattern := "(?s)^" + uuidPattern.ReplaceAllString(regexp.QuoteMeta(want), "("+uuidPattern.String()+")") + "$"
	found := regexp.MustCompile(strings.ReplaceAll(pattern, `\-`, "-")).FindStringSubmatch(got)
	if found == nil {
		return false
	}
	for i, id := range recorded {
		ours := found[i+1]
		if e.given[id] {
			return id == ours
		}
		if before, ok := e.ours[id]; ok && before != ours {
			return false
		}
		e.ours[id] = ours
	}
	return true
}

// shape compares a value in which UUIDs are any UUIDs and date-times the clock.
func (e equality) shape(want, got string) bool {
	pattern := regexp.QuoteMeta(uuidPattern.ReplaceAllString(dateTimePattern.ReplaceAllString(want, "\x01"), "\x02"))
	pattern = strings.NewReplacer("\x01", "("+dateTimePattern.String()+")", "\x02", uuidPattern.String()).Replace(pattern)
	found := regexp.MustCompile("(?s)^" + pattern + "$").FindStringSubmatch(got)
	if found == nil {
		return false
	}
	for _, moment := range found[1:] {
		t, ok := instant(moment)
		if !ok || !t.Equal(recordedNow()) {
			return false
		}
	}
	return true
}

func set(words []string) []string {
	words = slices.Clone(words)
	slices.Sort(words)
	return slices.Compact(words)
}

// instance compares two instances as XML.
func (e equality) instance(form *forms.Form, want, got string) error {
	a, err := xpath.ParseXML([]byte(want))
	if err != nil {
		return fmt.Errorf("recorded instance: %w", err)
	}
	b, err := xpath.ParseXML([]byte(got))
	if err != nil {
		return fmt.Errorf("written instance: %w", err)
	}
	x, y := tag{a, a.Element()}, tag{b, b.Element()}
	return e.tags(form, x, y, "/"+x.name(), "/"+y.written())
}

// tag is an element of an instance.
type tag struct {
	doc *xpath.Document
	id  xpath.NodeID
}

func (t tag) written() string { return t.doc.NodeName(t.id).String() }

func (t tag) name() string { return expanded(t.doc.NodeName(t.id)) }

// expanded is a name by namespace; that of XForms counts as none.
func expanded(n xpath.Name) string {
	if n.Space == "" || n.Space == "http://www.w3.org/2002/xforms" {
		return n.Local
	}
	return "{" + n.Space + "}" + n.Local
}

func (t tag) children() []tag {
	var list []tag
	for id := t.doc.FirstChild(t.id); id != xpath.NoNode; id = t.doc.NextSibling(id) {
		if t.doc.NodeKind(id) == xpath.ElementNode {
			list = append(list, tag{t.doc, id})
		}
	}
	return list
}

func (t tag) attributes() []string {
	var list []string
	for id := t.doc.FirstAttr(t.id); id != xpath.NoNode; id = t.doc.NextAttr(id) {
		list = append(list, expanded(t.doc.NodeName(id))+"="+t.doc.StringValue(id))
	}
	slices.Sort(list)
	return list
}

// tags compares elements. path leads to ours in the form, ref to the recorded
// one.
func (e equality) tags(form *forms.Form, want, got tag, ref, path string) error {
	if want.name() != got.name() {
		return fmt.Errorf("instance: element %s instead of %s", got.name(), ref)
	}
	if err := e.attributesOf(want, got); err != nil {
		return fmt.Errorf("instance: %s: %w", ref, err)
	}
	a, b := want.children(), got.children()
	if len(a) != len(b) {
		return fmt.Errorf("instance: %s has %d elements instead of %d", ref, len(b), len(a))
	}
	if len(a) == 0 {
		typ := forms.String
		if i := form.Index(path); i >= 0 {
			typ = form.Nodes[i].Type
		}
		x, y := want.doc.StringValue(want.id), got.doc.StringValue(got.id)
		if !e.value(ref, typ, x, y) {
			return fmt.Errorf("instance: %s is %q instead of %q", ref, y, x)
		}
	}
	counts := map[string]int{}
	for i := range a {
		name := a[i].written()
		counts[name]++
		step := ref + "/" + name
		if at := form.Index(path + "/" + b[i].written()); at >= 0 && form.Nodes[at].Kind == forms.Repeat {
			step += "[" + strconv.Itoa(counts[name]) + "]"
		}
		if err := e.tags(form, a[i], b[i], step, path+"/"+b[i].written()); err != nil {
			return err
		}
	}
	return nil
}

func (e equality) attributesOf(want, got tag) error {
	a, b := want.attributes(), got.attributes()
	if !slices.EqualFunc(a, b, e.exact) {
		return errors.New("attributes are " + strings.Join(b, " ") + " instead of " + strings.Join(a, " "))
	}
	return nil
}
