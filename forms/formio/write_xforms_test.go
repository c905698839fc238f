// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
)

// TestXFormsThroughFormio is [TestWorkbooksThroughFormio] of XForms.
func TestXFormsThroughFormio(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(dataDir(t), "xform")
	files, err := filepath.Glob(filepath.Join(dir, "*.xml"))
	require.NoError(t, err)
	var all tally
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
		all.add(t, name, xlsform.Restate(def), seeds(1, 2))
	}
	all.log(t, "XForms")
	require.GreaterOrEqual(t, 100*all.written, 70*all.good)
	require.Equal(t, all.written, all.kept, "an answer was lost")
}
