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

	var want, read int
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
		} else {
			t.Logf("not accepted by the reference: %s: %s", name, first(findings))
		}
	}
	t.Logf("workbooks read without errors: %d of %d", read, want)
}

func first(findings forms.Findings) string {
	for _, f := range findings {
		if f.Severity == forms.Error {
			return f.String()
		}
	}
	return "read without errors"
}
