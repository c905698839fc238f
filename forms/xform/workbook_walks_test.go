// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/conformance"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
)

// TestWalksThroughWorkbooks plays the recorded walks on forms that were written
// as workbooks and read again: who answers must not notice.
func TestWalksThroughWorkbooks(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	exclude := conformance.Excluded(t, "walks")
	converted := map[string][]byte{}
	played, same := 0, 0
	for _, line := range readLines(t, filepath.Join(dir, "xform-walks.jsonl.gz")) {
		var w walk
		decode(t, line, &w)
		source, seen := converted[w.Form]
		if !seen {
			source = throughWorkbook(t, filepath.Join(dir, filepath.FromSlash(w.Form)))
			converted[w.Form] = source
		}
		if source == nil || exclude[fmt.Sprintf("%s#%d", w.Form, w.Seed)] != "" {
			continue
		}
		played++
		original, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(w.Form)))
		require.NoError(t, err)
		if err := w.sameOn(original, source); err != nil {
			t.Errorf("%s: %v", w.Form, err)
			continue
		}
		same++
	}
	t.Logf("%d of %d walks are the same on forms that were a workbook", same, played)
}

// sameOn plays the steps of a walk on two forms, and compares the states of all
// nodes before and after.
func (w *walk) sameOn(original, other []byte) error {
	players := make([]*player, 2)
	for i, source := range [][]byte{original, other} {
		form, err := load(filepath.Base(w.Form), source, nil)
		if err != nil {
			return err
		}
		players[i] = &player{form: form, in: form.New(environment("")), same: newEquality(string(source))}
	}
	if err := sameStates(players[0].state(), players[1].state()); err != nil {
		return fmt.Errorf("start: %w", err)
	}
	for _, step := range w.Steps {
		op, _ := step[0].(string)
		a, errA := players[0].step(op, "", step[1:])
		b, errB := players[1].step(op, "", step[1:])
		if a != b || (errA == nil) != (errB == nil) {
			return fmt.Errorf("step %v: %t %w, %t %w", step, a, errA, b, errB)
		}
	}
	if err := sameStates(players[0].state(), players[1].state()); err != nil {
		return fmt.Errorf("end: %w", err)
	}
	return nil
}

// sameStates compares all nodes but the form's own data, which a workbook lays
// out its own way. A dash stands for no text, as everywhere in workbooks.
func sameStates(want, got map[string]state) error {
	for _, all := range []map[string]state{want, got} {
		maps.DeleteFunc(all, func(ref string, _ state) bool { return strings.Contains(ref, "meta") })
	}
	var faults []error
	for ref, w := range want {
		g, ok := got[ref]
		if w.label == "" {
			g.label = strings.TrimSuffix(g.label, "-")
		}
		w.at, g.at = forms.At{}, forms.At{}
		for _, s := range []*state{&w, &g} {
			s.label, s.hint = asRead(s.label), asRead(s.hint)
			for i := range s.choices {
				s.choices[i].Label, s.choices[i].Short = asRead(s.choices[i].Label), asRead(s.choices[i].Short)
			}
			s.value = uuidPattern.ReplaceAllString(s.value, "")
			s.violation.Message = asRead(s.violation.Message)
			slices.Sort(s.appearances)
		}
		if !ok || fmt.Sprint(w) != fmt.Sprint(g) {
			faults = append(faults, fmt.Errorf("%s: %+v instead of %+v", ref, g, w))
		}
		delete(got, ref)
	}
	for ref := range got {
		faults = append(faults, errors.New(ref+" is extra"))
	}
	return shortest(faults)
}

// asRead is a text as people see it, in which curly quotation marks are straight.
func asRead(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`).Replace(text)), " ")
}

// throughWorkbook is an XForm that was a workbook in between, nil where none can
// say it.
func throughWorkbook(t *testing.T, file string) []byte {
	t.Helper()
	source, err := os.ReadFile(file)
	require.NoError(t, err)
	def, findings := xform.Read(filepath.Base(file), source, nil)
	if findings.HasErrors() {
		return nil
	}
	var book, out bytes.Buffer
	if _, err := xlsform.Write(&book, def); err != nil {
		return nil
	}
	again, findings := xlsform.Read("form.xlsx", book.Bytes(), nil)
	require.NoError(t, findings.Err(), file)
	require.NoError(t, xform.WriteForm(&out, again), file)
	return out.Bytes()
}
