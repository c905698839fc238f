// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
)

// corpus is the folder of real workbooks; tests that need it are skipped
// without it.
func corpus(t *testing.T) string {
	t.Helper()
	data := os.Getenv("DIALFORM_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "shared", "data")
	}
	dir := filepath.Join(data, "xlsform")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no corpus of workbooks: set DIALFORM_DATA")
	}
	return dir
}

// converted lists the workbooks that the reference converter accepts.
func converted(t *testing.T, dir string) map[string]bool {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "expected", "out", "RESULTS.jsonl"))
	require.NoError(t, err)
	ok := map[string]bool{}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var result struct {
			File string
			OK   bool
		}
		require.NoError(t, json.Unmarshal(lines.Bytes(), &result))
		ok[result.File] = result.OK
	}
	return ok
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	dir := corpus(t)
	accepted := converted(t, dir)
	files, err := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	require.NoError(t, err)

	var want, read, compiled int
	for _, file := range files {
		name := filepath.Base(file)
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		def, findings := xlsform.Read(name, data, nil)
		for _, f := range findings {
			require.NotEmpty(t, f.Msg)
			require.NotEmpty(t, f.Pos.File)
		}
		if !findings.HasErrors() {
			require.NotNil(t, def)
			require.NotEmpty(t, def.Root, name)
		}
		if accepted[name] {
			want++
			if findings.HasErrors() {
				t.Logf("%s: %s", name, first(findings))
				continue
			}
			read++
			if _, findings = forms.Compile(def); findings.HasErrors() {
				t.Logf("%s: compile: %s", name, first(findings))
				continue
			}
			compiled++
		} else {
			t.Logf("not accepted by the reference: %s: %s", name, first(findings))
		}
	}
	t.Logf("workbooks read without errors: %d of %d; compiled: %d", read, want, compiled)
}

// The workbooks that the project's transcripts are made from.
var transcripts = []string{
	"socio-economic-survey-v20240515.xlsx",
	"bohemia__forms__census__census.xlsx",
	"bohemia__misc__forms_external__openhds_modified__xlsx__baseline.xlsx",
}

// find is a workbook of the corpus by the end of its name: copies carry the
// name of the project they come from.
func find(t *testing.T, dir, name string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"+name))
	require.NoError(t, err)
	require.NotEmpty(t, files, name)
	return files[0]
}

func TestRealFormsCompile(t *testing.T) {
	t.Parallel()
	dir := corpus(t)
	for _, name := range transcripts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(find(t, dir, name))
			require.NoError(t, err)
			def, findings := xlsform.Read(name, data, nil)
			require.NoError(t, findings.Err())
			form, findings := forms.Compile(def)
			require.NoError(t, findings.Err())
			require.Greater(t, len(form.Nodes), 10)
		})
	}
}

func first(findings forms.Findings) string {
	for _, f := range findings {
		if f.Severity == forms.Error {
			return f.String()
		}
	}
	return "read without errors"
}
