// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"testing/fstest"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
)

// player plays a recording against an instance.
type player struct {
	form *forms.Form
	in   *forms.Instance
	same equality
}

func load(name string, source []byte, resources map[string]*string) (*forms.Form, error) {
	files := fstest.MapFS{}
	for url, text := range resources {
		if text != nil {
			files[path.Base(url)] = &fstest.MapFile{Data: []byte(*text)}
		}
	}
	def, findings := xform.Read(name, source, files)
	if err := findings.Err(); err != nil {
		return nil, err
	}
	form, findings := forms.Compile(def)
	return form, findings.Err()
}

func environment(lang string) forms.Env {
	return forms.Env{Now: recordedNow(), Seed: 1, Lang: lang}
}

func (s *scenario) play() error {
	form, err := load(s.ID+".xml", []byte(s.Form), s.Resources)
	if err != nil {
		return err
	}
	p := &player{form: form, same: newEquality(s.Form + s.Edit)}
	if p.in, err = s.open(form); err != nil {
		return err
	}
	want := map[string]nodeFact{}
	learn(want, s.Init.Nodes, nil)
	if err := p.compare(want, s.Init.Instance); err != nil {
		return fmt.Errorf("start: %w", err)
	}
	for i, step := range s.Steps {
		ok, err := p.step(step.Op, step.At, step.Args)
		switch {
		case err != nil:
			return fmt.Errorf("step %d: %w", i+1, err)
		case ok == (step.Error != nil):
			return fmt.Errorf("step %d: refused: %t", i+1, !ok)
		}
		learn(want, step.Changed, step.Removed)
		if err := p.compare(want, step.Instance); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	return nil
}

func (s *scenario) open(form *forms.Form) (*forms.Instance, error) {
	if s.Edit == "" {
		return form.New(environment("")), nil
	}
	in, err := xform.ReadSubmission(form, []byte(s.Edit), environment(""))
	if err == nil {
		in.Revise()
	}
	return in, err
}

// learn brings recorded facts up to date.
func learn(facts map[string]nodeFact, changed []nodeFact, removed []string) {
	for _, ref := range removed {
		delete(facts, ref)
	}
	for _, f := range changed {
		facts[f.Ref] = f
	}
}

func (w *walk) play(source []byte) error {
	form, err := load(filepath.Base(w.Form), source, nil)
	if err != nil {
		return err
	}
	p := &player{form: form, same: newEquality(string(source))}
	p.same.volatile(w.Volatile)
	p.in = form.New(environment(""))
	want := map[string]nodeFact{}
	if w.Init != nil {
		learn(want, w.Init, nil)
		if err := p.compare(want, ""); err != nil {
			return fmt.Errorf("start: %w", err)
		}
	}
	for i, step := range w.Steps {
		if last, ok := step[len(step)-1].(map[string]any); ok && last["error"] != nil {
			continue
		}
		op, _ := step[0].(string)
		ok, err := p.step(op, "", step[1:])
		if err == nil && !ok {
			err = errors.New("refused")
		}
		if err != nil {
			return fmt.Errorf("step %d %v: %w", i+1, step, err)
		}
	}
	clear(want)
	learn(want, w.Final, nil)
	if err := p.compare(want, w.Instance); err != nil {
		return fmt.Errorf("end: %w", err)
	}
	return nil
}

// initials are the recorded first states of forms; only the first walk of each
// has one.
var initials = map[string]map[string]nodeFact{}

// hasLogic tells whether a node that was not answered changes.
func (w *walk) hasLogic() bool {
	if w.Init != nil {
		first := map[string]nodeFact{}
		learn(first, w.Init, nil)
		initials[w.Form] = first
	}
	answered := map[string]bool{}
	for _, ref := range w.Volatile {
		answered[ref] = true // another clock is no logic
	}
	for _, step := range w.Steps {
		if ref, ok := step[1].(string); ok {
			answered[ref] = true
		}
	}
	for _, f := range w.Final {
		before, ok := initials[w.Form][f.Ref]
		if !answered[f.Ref] && (!ok || fingerprint(before) != fingerprint(f)) {
			return true
		}
	}
	return len(w.Final) < len(initials[w.Form])
}

func fingerprint(f nodeFact) string {
	text, err := json.Marshal(f)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// step does what a person did. ok is false when it is refused.
func (p *player) step(op, at string, args []any) (ok bool, err error) {
	if op == "setLanguage" {
		env := p.in.Env()
		env.Lang = fmt.Sprint(args[0])
		p.in.SetEnv(env)
		return true, nil
	}
	ref := at
	if op != "answer" || len(args) > 1 {
		ref, args = fmt.Sprint(args[0]), args[1:]
	}
	place, found := p.find(ref)
	if !found {
		return false, fmt.Errorf("no node %s", ref)
	}
	switch op {
	case "answer":
		var values []string
		for _, a := range args {
			if yes, ok := a.(bool); ok && p.form.Nodes[place.Node].Control == forms.Trigger {
				a = map[bool]string{true: "OK"}[yes]
			}
			values = append(values, text(a))
		}
		return p.in.Enter(place, strings.Join(values, " ")), nil
	case "addRepeat":
		return p.in.Add(place) >= 0, nil
	case "removeRepeat":
		return p.in.Remove(place.Scope), nil
	}
	return false, fmt.Errorf("unknown step %s", op)
}

// text is an answer as text.
func text(answer any) string {
	switch a := answer.(type) {
	case nil:
		return ""
	case map[string]any:
		return fmt.Sprint(a["str"])
	case []any:
		var values []string
		for _, v := range a {
			values = append(values, text(v))
		}
		return strings.Join(values, " ")
	default:
		return fmt.Sprint(a)
	}
}

// submission is the instance as XML.
func (p *player) submission() (string, error) {
	var b bytes.Buffer
	err := xform.WriteSubmission(&b, p.in)
	return b.String(), err
}

// compare compares the whole state, and the instance where it is recorded.
func (p *player) compare(want map[string]nodeFact, instance string) error {
	var faults []error
	got := p.state()
	for ref, w := range want {
		g, ok := got[ref]
		if !ok {
			faults = append(faults, fmt.Errorf("%s (%s) is missing", ref, w.Type))
			continue
		}
		if err := p.same.node(w, g); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", ref, err))
		}
	}
	for ref, g := range got {
		if _, ok := want[ref]; !ok {
			faults = append(faults, fmt.Errorf("%s (%s) is extra", ref, g.class))
		}
	}
	if instance != "" && len(faults) == 0 {
		written, err := p.submission()
		if err == nil {
			err = p.same.instance(p.form, instance, written)
		}
		if err != nil {
			faults = append(faults, err)
		}
	}
	return shortest(faults)
}

// shortest is one of several faults, always the same, and how many there are.
func shortest(faults []error) error {
	if len(faults) == 0 {
		return nil
	}
	first := faults[0]
	for _, f := range faults[1:] {
		if f.Error() < first.Error() {
			first = f
		}
	}
	if len(faults) > 1 {
		return fmt.Errorf("%w (and %d more)", first, len(faults)-1)
	}
	return first
}
