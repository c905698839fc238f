// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/process"
	"github.com/dialform/dialform/forms/formio/script"
)

// logic gives a node its conditions, calculations and checks.
func (r *reader) logic(f *field) {
	if f.node.Kind == forms.Value && f.shape == shapeLayout {
		return
	}
	r.relevance(f)
	r.rewording(f)
	if len(f.children) > 0 || f.shape == shapeLayout {
		r.count(f)
		r.whole(f)
		return
	}
	r.calculation(f)
	r.defaults(f)
	r.setting(f)
	r.checks(f)
	r.keepValues(f)
	r.choices(f)
}

// function adds a function to the definition and gives a call of it.
func (r *reader) function(reads string, f forms.Foreign) string {
	name := fmt.Sprintf("formio-%d", len(r.def.Functions)+1)
	r.def.Functions[name] = f
	return name + "(" + reads + ")"
}

// compile compiles a script of a component. What it uses and nothing defines is
// a finding.
func (r *reader) compile(f *field, source, result, what string) *script.Script {
	s, err := script.Compile(source, result)
	if err != nil {
		r.unreadable(f, what, err)
		return nil
	}
	for _, u := range s.Unknown {
		r.warn(f, fmt.Sprintf("%s of %s uses %s (line %d), which nothing defines", what, f.key, u.Name, u.Line),
			"the script stops there; write it without")
	}
	return s
}

func (r *reader) unreadable(f *field, what string, err error) {
	msg := err.Error()
	var syntax *script.SyntaxError
	if errors.As(err, &syntax) {
		msg = syntax.Msg
	}
	r.warn(f, fmt.Sprintf("%s of %s cannot be read: %s", what, f.key, msg), "it is left out")
}

// test is one condition: whether it holds at a node, when it says anything.
type test struct {
	reads string
	holds func(in *forms.Instance, at forms.At) (holds, known bool)
}

// relevance combines everything that shows or hides a component, or makes it
// required or read only.
func (r *reader) relevance(f *field) {
	c := f.component
	var all []test
	if t, ok := r.conditional(f, object(c, "conditional")); ok {
		all = append(all, t)
	}
	if source := text(c, "customConditional"); strings.TrimSpace(source) != "" && !byHand(f, source) {
		if t, ok := r.condition(f, source, "show", "the condition"); ok {
			all = append(all, t)
		}
	}
	if t, ok := r.flag(f, "hidden"); ok {
		shown := t
		all = append(all, test{t.reads, func(in *forms.Instance, at forms.At) (bool, bool) {
			hidden, known := shown.holds(in, at)
			return !hidden, known
		}})
	}
	if len(all) > 0 {
		f.node.Relevant = forms.Source{Text: r.function(joined(all), every(all)), Pos: f.node.Pos}
	}
	if is(c, "hidden") && len(items(c, "logic")) == 0 && (f.node.Kind == forms.Group || f.node.Kind == forms.Repeat) {
		f.node.Relevant = forms.Source{Text: "false()", Pos: f.node.Pos}
	}
	if t, ok := r.flag(f, "disabled"); ok {
		f.node.ReadOnly = forms.Source{Text: r.function("", every([]test{t})), Pos: f.node.Pos}
	}
	if t, ok := r.flag(f, "validate.required"); ok {
		f.node.Required = forms.Source{Text: r.function("", every([]test{t})), Pos: f.node.Pos}
	} else if jsvalue.Truthy(jsvalue.Get(c, "validate.required")) || needsParts(c) {
		f.node.Required = forms.Source{Text: "true()", Pos: f.node.Pos}
	}
}

// byHand reports whether a condition shows the parts of an address to who types it.
// A map is not asked here, so everybody does.
func byHand(f *field, source string) bool {
	return text(f.parent.component, "type") == "address" && strings.Contains(source, "manualMode")
}

func joined(tests []test) string {
	var reads []string
	for _, t := range tests {
		for _, path := range strings.Split(t.reads, ", ") {
			if path != "" && !slices.Contains(reads, path) {
				reads = append(reads, path)
			}
		}
	}
	return strings.Join(reads, ", ")
}

func every(tests []test) forms.Foreign {
	return func(in *forms.Instance, at forms.At) (string, error) {
		for _, t := range tests {
			if holds, known := t.holds(in, at); known && !holds {
				return "", nil
			}
		}
		return "1", nil
	}
}

// conditional is a condition in its legacy, simple or JSON form.
func (r *reader) conditional(f *field, c *jsvalue.Object) (test, bool) {
	if rule := c.Get("json"); isRule(rule) {
		return test{r.reads(f, ruleReads(rule)), func(in *forms.Instance, at forms.At) (bool, bool) {
			v := r.apply(in, at, f, rule)
			return jsvalue.Truthy(v), !jsvalue.IsNil(v)
		}}, true
	}
	paths := process.Paths(c)
	if len(paths) == 0 {
		return test{}, false
	}
	var reads []string
	for _, path := range paths {
		on, _ := r.meant(f, path)
		if on == nil {
			r.warn(f, fmt.Sprintf("the condition of %s names %s, which is not in the form", f.key, path), "correct the key")
			continue
		}
		for _, leaf := range on.leaves(nil) {
			if leaf != f {
				reads = append(reads, r.pathTo(f, leaf))
			}
		}
	}
	return test{strings.Join(reads, ", "), func(in *forms.Instance, at forms.At) (bool, bool) {
		return process.Shown(c, in.Env().Now, func(path string) (*process.Component, jsvalue.Value) {
			return r.answer(in, at, f, path)
		})
	}}, true
}

func isRule(v jsvalue.Value) bool {
	switch v := v.(type) {
	case *jsvalue.Object:
		return v.Len() > 0
	case *jsvalue.Array:
		return true
	default:
		return false
	}
}

// condition is a script that may set a variable, which is true before.
func (r *reader) condition(f *field, source, variable, what string) (test, bool) {
	s := r.compile(f, variable+" = true; "+source+";", variable, what)
	if s == nil {
		return test{}, false
	}
	return test{r.reads(f, s.Reads), func(in *forms.Instance, at forms.At) (bool, bool) {
		v, err := r.run(in, at, f, s)
		return jsvalue.Truthy(v), err == nil && v != jsvalue.Null
	}}, true
}

func (r *reader) trigger(f *field, t *jsvalue.Object) (test, bool) {
	switch text(t, "type") {
	case "simple":
		return r.conditional(f, object(t, "simple"))
	case "json":
		return r.conditional(f, t)
	case "javascript":
		return r.condition(f, text(t, "javascript"), "result", "the logic")
	default:
		r.warn(f, "the logic of "+f.key+" waits for an event, which there is none of here", "use a condition")
		return test{}, false
	}
}

// ruleReads are the answers that a rule of JSON Logic reads.
func ruleReads(rule jsvalue.Value) (reads []script.Read) {
	switch rule := rule.(type) {
	case *jsvalue.Array:
		for _, item := range rule.Items {
			reads = append(reads, ruleReads(item)...)
		}
	case *jsvalue.Object:
		for _, name := range rule.Keys() {
			if name != "var" && name != "missing" && name != "val" {
				reads = append(reads, ruleReads(rule.Get(name))...)
				continue
			}
			path := rule.Get(name)
			if list, ok := path.(*jsvalue.Array); ok && len(list.Items) > 0 && name == "var" {
				path = list.Items[0]
			}
			s, ok := path.(string)
			parts := strings.Split(s, ".")
			if !ok {
				parts = []string{"data"}
			}
			reads = append(reads, script.Read{Root: parts[0], Path: parts[1:]})
		}
	}
	return reads
}
