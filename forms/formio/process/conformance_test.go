// SPDX-License-Identifier: Apache-2.0

package process_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/conformance"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/process"
	"github.com/dialform/dialform/forms/formio/script"
)

// fault is a process.Fault as the recordings have it.
type fault struct{ Rule, Key, Path string }

type ruleCase struct {
	Component, Form, Data json.RawMessage
	Errors                []fault
}

func TestConformanceFormioRules(t *testing.T) {
	judge(t, "formio-rules", "formio-rule-cases.jsonl", func(pool *script.Pool, line []byte) error {
		var c ruleCase
		if err := json.Unmarshal(line, &c); err != nil {
			return err
		}
		components := "[" + string(c.Component) + "]"
		if len(c.Form) > 0 {
			var form struct{ Components json.RawMessage }
			if err := json.Unmarshal(c.Form, &form); err != nil {
				return err
			}
			components = string(form.Components)
		}
		in, err := input(pool, components, c.Data)
		if err != nil {
			return err
		}
		in.Processors, in.Server = process.Validation, true
		out, err := process.Run(in)
		if err != nil {
			return err
		}
		return sameFaults(out.Errors, c.Errors)
	})
}

type processCase struct {
	Kind             string
	Components, Data json.RawMessage
	Processors       []string
	Config           struct{ Server bool }
	Out              map[string]json.RawMessage
}

func TestConformanceFormioProcess(t *testing.T) {
	judge(t, "formio-process", "formio-process-cases.jsonl", func(pool *script.Pool, line []byte) error {
		var c processCase
		if err := json.Unmarshal(line, &c); err != nil {
			return err
		}
		in, err := input(pool, string(c.Components), c.Data)
		if err != nil {
			return err
		}
		if c.Kind == "processSync" {
			in.Fetch = nil
		}
		in.Processors, in.Server = c.Processors, c.Config.Server
		out, err := process.Run(in)
		if err != nil {
			return err
		}
		return c.compare(out)
	})
}

func (c *processCase) compare(out process.Output) error {
	for name, recorded := range c.Out {
		var err error
		switch name {
		case "data":
			err = sameJSON(out.Data, recorded)
		case "filtered":
			err = sameJSON(out.Filtered, recorded)
		case "errors":
			var want []fault
			if err = json.Unmarshal(recorded, &want); err == nil {
				err = sameFaults(out.Errors, want)
			}
		case "conditionals":
			var want []struct {
				Path                string
				ConditionallyHidden bool
			}
			if err = json.Unmarshal(recorded, &want); err != nil {
				return err
			}
			var a, b []string
			for _, w := range want {
				a = append(a, fmt.Sprint(w.Path, w.ConditionallyHidden))
			}
			for _, g := range out.Conditionals {
				b = append(b, fmt.Sprint(g.Path, g.Hidden))
			}
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				err = fmt.Errorf("%v instead of %v", b, a)
			}
		default:
			err = fmt.Errorf("unknown result")
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// input is a form and a submission under the clock of the recordings. Every
// fetch answers with an empty list.
func input(pool *script.Pool, components string, data []byte) (process.Input, error) {
	form, err := jsvalue.Parse([]byte(components))
	if err != nil {
		return process.Input{}, err
	}
	submission, err := jsvalue.Parse(data)
	if err != nil {
		return process.Input{}, err
	}
	zone, err := time.LoadLocation("America/Phoenix")
	return process.Input{
		Components: form.(*jsvalue.Array), Data: submission.(*jsvalue.Object), Pool: pool,
		Now:   time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC).In(zone),
		Fetch: func(string) (jsvalue.Value, error) { return jsvalue.NewArray(), nil },
	}, err
}

func sameFaults(got []process.Fault, want []fault) error {
	a, b := []string{}, []string{}
	for _, f := range got {
		a = append(a, fmt.Sprint(f.Path, " ", f.Rule, " ", f.Key))
	}
	for _, f := range want {
		b = append(b, fmt.Sprint(f.Path, " ", f.Rule, " ", f.Key))
	}
	slices.Sort(a)
	slices.Sort(b)
	if !slices.Equal(a, b) {
		return fmt.Errorf("%q instead of %q", a, b)
	}
	return nil
}

func sameJSON(got jsvalue.Value, recorded []byte) error {
	want, err := jsvalue.Parse(recorded)
	if err != nil {
		return err
	}
	again, err := jsvalue.Parse([]byte(jsvalue.JSON(got)))
	if err != nil {
		return err
	}
	if !same(again, want) {
		return fmt.Errorf("%s instead of %s", jsvalue.JSON(got), jsvalue.JSON(want))
	}
	return nil
}

// same is equality of JSON values: the order of members does not count.
func same(a, b jsvalue.Value) bool {
	switch a := a.(type) {
	case float64:
		b, ok := b.(float64)
		return ok && math.Abs(a-b) <= 1e-12*math.Max(1, math.Max(math.Abs(a), math.Abs(b)))
	case *jsvalue.Array:
		b, ok := b.(*jsvalue.Array)
		return ok && slices.EqualFunc(a.Items, b.Items, same)
	case *jsvalue.Object:
		b, ok := b.(*jsvalue.Object)
		if !ok || a.Len() != b.Len() {
			return false
		}
		for _, name := range a.Keys() {
			if !b.Has(name) || !same(a.Get(name), b.Get(name)) {
				return false
			}
		}
		return true
	default:
		return a == b
	}
}

// judge runs every case of a set that is not excluded, and holds the score
// against the bar.
func judge(t *testing.T, set, file string, run func(pool *script.Pool, line []byte) error) {
	t.Helper()
	lines, err := os.Open(filepath.Join(conformance.Dir(t, file), file))
	require.NoError(t, err)
	defer func() { _ = lines.Close() }()
	pool := script.NewPool()
	defer pool.Close()

	exclude, score := conformance.Excluded(t, set), conformance.Set(t, set)
	seen := make(map[string]bool)
	scanner := bufio.NewScanner(lines)
	scanner.Buffer(nil, 16<<20)
	for scanner.Scan() {
		id := conformance.ID(scanner.Bytes())
		if _, excluded := exclude[id]; excluded || seen[id] {
			continue
		}
		seen[id] = true
		score.Count(id, run(pool, scanner.Bytes()))
	}
	require.NoError(t, scanner.Err())
	score.Finish()
}
