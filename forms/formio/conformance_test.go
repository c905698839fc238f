// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/conformance"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/process"
	"github.com/dialform/dialform/forms/formio/script"
)

func TestConformanceFormioForms(t *testing.T) {
	dir := dataDir(t)
	exclude, score := conformance.Excluded(t, "formio-forms"), conformance.Set(t, "formio-forms")
	pool := script.NewPool()
	t.Cleanup(pool.Close)

	names, err := filepath.Glob(filepath.Join(dir, "formio", "*.json"))
	require.NoError(t, err)
	for _, name := range names {
		id := filepath.Base(name)
		if _, excluded := exclude[id]; excluded {
			continue
		}
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		score.Count(id, judgeForm(pool, id, data))
	}
	score.Finish()
}

// judgeForm loads a file, compares the keys of its inputs with those that a
// walk over the JSON finds, answers each form and validates the answers.
func judgeForm(pool *script.Pool, id string, data []byte) error {
	source, err := jsvalue.Parse(data)
	if err != nil {
		return err
	}
	sources := loadable(source)
	definitions, findings := formio.ReadAll(id, data, nil)
	if len(sources) == 0 && len(definitions) == 0 {
		return nil // refused, as it should be
	}
	if len(sources) != len(definitions) {
		return fmt.Errorf("%d forms instead of %d: %v", len(definitions), len(sources), findings)
	}
	for i, def := range definitions {
		want, got := keys(sources[i].Items, nil), inputs(def.Root, nil)
		if !slices.Equal(got, want) {
			return fmt.Errorf("form %d: keys %v instead of %v", i, got, want)
		}
		form, findings := forms.Compile(def)
		if form == nil {
			return fmt.Errorf("form %d: %w", i, findings.Err())
		}
		if err := answered(pool, form, sources[i]); err != nil {
			return fmt.Errorf("form %d: %w", i, err)
		}
	}
	return nil
}

// loadable are the lists of components of the forms in a file.
func loadable(v jsvalue.Value) (found []*jsvalue.Array) {
	o, ok := v.(*jsvalue.Object)
	if !ok {
		a, _ := v.(*jsvalue.Array)
		for _, item := range a.Items {
			if jsvalue.TypeOf(jsvalue.Get(item, "type")) != "string" {
				return nil
			}
		}
		if len(a.Items) == 0 {
			return nil
		}
		return []*jsvalue.Array{a}
	}
	components, has := o.Get("components").(*jsvalue.Array)
	inner, nested := jsvalue.Get(o, "form.components").(*jsvalue.Array)
	kind, _ := o.Get("type").(string)
	switch {
	case kind != "" && o.Has("key") && !(has && (kind == "form" || kind == "resource")):
		return []*jsvalue.Array{jsvalue.NewArray(o)}
	case has:
		return []*jsvalue.Array{components}
	case nested:
		return []*jsvalue.Array{inner}
	}
	for _, part := range []string{"forms", "resources"} {
		all, _ := o.Get(part).(*jsvalue.Object)
		for _, name := range all.Keys() {
			if a, ok := jsvalue.Get(all.Get(name), "components").(*jsvalue.Array); ok {
				found = append(found, a)
			}
		}
	}
	return found
}

// keys are the keys of the inputs, by the JSON alone.
func keys(list []jsvalue.Value, to []string) []string {
	for _, v := range list {
		c, ok := v.(*jsvalue.Object)
		if !ok {
			continue
		}
		key, _ := c.Get("key").(string)
		if jsvalue.Truthy(c.Get("input")) && key != "" {
			to = append(to, key)
		}
		if columns, ok := c.Get("columns").(*jsvalue.Array); ok {
			for _, column := range columns.Items {
				to = keysOf(column, to)
			}
		} else if rows, ok := c.Get("rows").(*jsvalue.Array); ok {
			for _, row := range rows.Items {
				cells, _ := row.(*jsvalue.Array)
				if cells == nil {
					continue
				}
				for _, cell := range cells.Items {
					to = keysOf(cell, to)
				}
			}
		} else {
			to = keysOf(c, to)
		}
	}
	return to
}

func keysOf(v jsvalue.Value, to []string) []string {
	if a, ok := jsvalue.Get(v, "components").(*jsvalue.Array); ok {
		return keys(a.Items, to)
	}
	return to
}

// inputs are the keys of the inputs of a definition.
func inputs(nodes []*forms.NodeDef, to []string) []string {
	for _, n := range nodes {
		if key := n.Body["formio:key"]; key != "" && n.Body["formio:part"] == "" && n.Body["formio:input"] != "" {
			to = append(to, key)
		}
		to = inputs(n.Children, to)
	}
	return to
}

// candidates are answers to try, until one is taken.
var candidates = []string{
	"true", "Amina", "12", "5", "1", "0", "25", "18", "100", "1000", "2020-01-15", "1990-05-17", "2026-11-20", "2026-12-24", "2030-01-01",
	"2020-01-15T10:30:00.000+03:00", "10:30:00", "a@example.org", "https://example.org/a", "0700123456", "(555) 123-4567", "555-123-4567",
	"12345678901", "12345678", "10:30", "13097248022", "123456789", "1234", "12345", "AB", "ABC", "Amina Odhiambo", "a.b", "2020", "99", "file.txt",
}

// answered answers every question of a form as well as it can be, and
// validates what comes out by the rules of Form.io.
func answered(pool *script.Pool, form *forms.Form, components *jsvalue.Array) error {
	zone, err := time.LoadLocation("America/Phoenix")
	if err != nil {
		return err
	}
	in := form.New(forms.Env{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC).In(zone), Seed: 1})
	for range 4 { // an answer may show other questions
		in.Walk(func(at forms.At, _ int) bool {
			answer(in, at)
			return true
		})
	}
	data := formio.Data(in)
	attach(form, in, data)
	out, err := process.Run(process.Input{
		Components: components, Data: data, Processors: []string{"conditions", "logic", "clearHidden", "validate"}, Pool: pool,
		Now: in.Env().Now, Library: true,
	})
	if err != nil {
		return err
	}
	if len(out.Errors) > 0 {
		return fmt.Errorf("%v over %s", out.Errors, jsvalue.JSON(data))
	}
	return nil
}

func answer(in *forms.Instance, at forms.At) {
	n := &in.Form().Nodes[at.Node]
	if n.Kind != forms.Question || n.Control == forms.Note || in.ReadOnly(at) || in.Value(at) != "" && in.Violation(at).OK() {
		return
	}
	offered := in.Choices(at, "")
	for _, c := range offered {
		if in.Answer(at, c.Value).OK() {
			return
		}
	}
	if len(offered) > 1 && n.Control == forms.Select {
		var several []string
		for _, c := range offered {
			several = append(several, c.Value)
			if in.Answer(at, strings.Join(several, " ")).OK() {
				return
			}
		}
	}
	for _, candidate := range candidates {
		if in.Answer(at, candidate).OK() {
			return
		}
	}
}

// attach puts files into the data, which a phone leaves to later.
func attach(form *forms.Form, in *forms.Instance, data *jsvalue.Object) {
	in.Walk(func(at forms.At, _ int) bool {
		n := &form.Nodes[at.Node]
		if n.Control != forms.Upload || n.Repeat != 0 {
			return true
		}
		path := n.Body["formio:key"]
		for p := n.Parent; p > 0; p = form.Nodes[p].Parent {
			switch form.Nodes[p].Body["formio:shape"] {
			case "container":
				path = form.Nodes[p].Body["formio:key"] + "." + path
			case "form":
				path = form.Nodes[p].Body["formio:key"] + ".data." + path
			}
		}
		file := jsvalue.NewObject()
		file.Set("name", "a.png")
		jsvalue.Set(data, path, jsvalue.NewArray(file))
		return true
	})
}

// dataDir is the folder of the conformance data. The test is skipped where
// there is none.
func dataDir(t *testing.T) string {
	t.Helper()
	return conformance.Dir(t, "formio")
}
