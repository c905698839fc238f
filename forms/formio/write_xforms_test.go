// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
)

// TestXFormsThroughFormio is [TestWorkbooksThroughFormio] of XForms.
func TestXFormsThroughFormio(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(dataDir(t), "xform")
	files, err := filepath.Glob(filepath.Join(dir, "*.xml"))
	require.NoError(t, err)
	good, written, kept, answers := 0, 0, 0, 0
	for i, file := range files {
		if i%6 != 0 && !long() {
			continue
		}
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		name := filepath.Base(file)
		def, findings := xform.Read(name, data, os.DirFS(filepath.Join(dir, "media")))
		if findings.HasErrors() {
			continue
		}
		if _, findings = forms.Compile(def); findings.HasErrors() {
			continue
		}
		good++
		pair, err := through(xlsform.Restate(def))
		if err != nil {
			t.Logf("refused: %s: %v", name, err)
			continue
		}
		written++
		for seed := range seeds(1, 2) {
			if err = pair.play(seed); err != nil {
				break
			}
		}
		if err != nil {
			t.Logf("%s: %v", name, err)
			continue
		}
		kept++
		answers += pair.answers
	}
	t.Logf("of %d XForms %d are written, %d keep every answer, of %d", good, written, kept, answers)
	require.GreaterOrEqual(t, 100*written, 70*good)
	require.Equal(t, written, kept, "an answer was lost")
}
