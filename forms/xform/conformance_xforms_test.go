// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/conformance"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
)

func TestConformanceXForms(t *testing.T) {
	dir := dataDir(t)
	recorded := map[string][]nodeFact{}
	for _, line := range readLines(t, filepath.Join(dir, "xform-walks.jsonl.gz")) {
		var w walk
		decode(t, line, &w)
		if w.Init != nil {
			recorded[filepath.Base(w.Form)] = w.Init
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "xform", "*.xml"))
	require.NoError(t, err)
	exclude := conformance.Excluded(t, "xforms")
	score := conformance.Set(t, "xforms")
	for _, file := range files {
		name := filepath.Base(file)
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		switch reason := exclude[name]; {
		case strings.HasPrefix(reason, "must be refused"):
			requireRefused(t, name, source)
		case reason == "":
			score.Count(name, fillIn(t, name, source, recorded[name]))
		}
	}
	score.Finish()
}

// requireRefused wants a finding that says where the fault is.
func requireRefused(t *testing.T, name string, source []byte) {
	t.Helper()
	def, findings := xform.Read(name, source, nil)
	if !findings.HasErrors() {
		_, findings = forms.Compile(def)
	}
	for _, f := range findings {
		if f.Severity == forms.Error {
			require.Positive(t, f.Pos.Row, "%s: %s", name, f)
			return
		}
	}
	require.Fail(t, "not refused: "+name)
}

// fillIn answers a form to its end, and reads its own submission again.
func fillIn(t *testing.T, name string, source []byte, recorded []nodeFact) error {
	t.Helper()
	form, err := load(name, source, nil)
	if err != nil {
		return err
	}
	p := &player{form: form, in: form.New(environment("")), same: newEquality("")}
	if err := p.sameNodes(recorded); err != nil {
		return err
	}
	for _, problem := range p.answerAll() {
		t.Logf("%s: cannot be answered: %s", name, form.Nodes[problem.At.Node].Path)
	}
	written, err := p.submission()
	if err != nil {
		return err
	}
	again, err := xform.ReadSubmission(form, []byte(written), environment(""))
	if err != nil {
		return err
	}
	p.in = again
	rewritten, err := p.submission()
	if err != nil {
		return err
	}
	if err := p.same.instance(form, written, rewritten); err != nil {
		return fmt.Errorf("read again: %w", err)
	}
	return nil
}

// sameNodes compares the nodes with the recorded ones by ref and class.
func (p *player) sameNodes(recorded []nodeFact) error {
	if recorded == nil {
		return nil
	}
	got := p.state()
	var faults []error
	for _, want := range recorded {
		g, ok := got[want.Ref]
		if class := recordedClass(want.Type); !ok || g.class != class {
			faults = append(faults, fmt.Errorf("%s is no %s", want.Ref, class))
		}
		delete(got, want.Ref)
	}
	for ref := range got {
		faults = append(faults, errors.New(ref+" is extra"))
	}
	return shortest(faults)
}

// answerAll answers every question it finds an answer to, again and again, since
// answers make other questions relevant. It gives what stays wrong.
func (p *player) answerAll() []forms.Problem {
	const rounds = 10
	for range rounds {
		changed := false
		p.visit(func(_ string, at forms.At, class string) {
			n := &p.form.Nodes[at.Node]
			if class == "repeat" && len(p.in.Repeats(at)) == 0 && p.in.Relevant(at) && p.in.Add(at) >= 0 {
				changed = true
			}
			if n.Kind != forms.Question || n.Calculated || !p.in.Relevant(at) || p.in.ReadOnly(at) ||
				p.in.Value(at) != "" && p.in.Violation(at).OK() {
				return
			}
			for _, candidate := range p.candidates(at) {
				if p.in.Check(at, candidate).OK() {
					p.in.Answer(at, candidate)
					changed = true
					break
				}
			}
		})
		if !changed {
			break
		}
	}
	return p.in.Problems()
}

// candidates are answers that may be good, most likely ones first.
func (p *player) candidates(at forms.At) []string {
	n := &p.form.Nodes[at.Node]
	if choices := p.in.Choices(at, ""); len(choices) > 0 {
		values := make([]string, len(choices))
		for i, c := range choices {
			values[i] = c.Value
		}
		if n.Control == forms.Rank {
			return []string{strings.Join(values, " ")}
		}
		return values
	}
	switch n.Control {
	case forms.Trigger:
		return []string{"OK"}
	case forms.Range:
		return []string{n.Params["start"], n.Params["end"]}
	case forms.Upload:
		return []string{"file.jpg"}
	case forms.Select, forms.Select1, forms.Rank:
		return nil
	}
	switch n.Type {
	case forms.Int, forms.Decimal:
		return []string{"1", "0", "2", "5", "10", "20", "25", "30", "50", "100", "365", "500", "1000", "5000", "36.6", "0.5", "-1"}
	case forms.Date:
		return []string{"2026-11-20", "2026-11-19", "2026-11-21", "2020-01-01", "1990-05-14", "2030-01-01"}
	case forms.DateTime:
		return []string{"2026-11-20T10:00:00.000-07:00", "2020-01-01T10:00:00.000-07:00"}
	case forms.Time:
		return []string{"10:20:00.000-07:00"}
	case forms.Boolean:
		return []string{"true", "false"}
	case forms.Geopoint:
		return []string{"1.5 36.8 0.0 0.0"}
	case forms.Geotrace:
		return []string{"1.5 36.8 0.0 0.0;1.6 36.8 0.0 0.0"}
	case forms.Geoshape:
		return []string{"1.5 36.8 0.0 0.0;1.6 36.8 0.0 0.0;1.6 36.9 0.0 0.0;1.5 36.8 0.0 0.0"}
	}
	return []string{"answer", "1", "100", "12345", "0712345678", "+254712345678", "A1", "a@example.org", "https://example.org", "ABCDEFGH", "001", "XXX-000-000", "XXX-000"}
}
