// SPDX-License-Identifier: Apache-2.0

package dialform_test

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// maxLines is what is read in one go.
const maxLines = 400

// longFiles are longer than that, each for a reason that is given here.
var longFiles = map[string]string{}

// TestFilesAreSmall keeps each file to one idea.
func TestFilesAreSmall(t *testing.T) {
	t.Parallel()
	var long []string
	for name, text := range sources(t, ".go") {
		if bytes.Count(text, []byte("\n")) > maxLines && !strings.HasSuffix(name, "_test.go") {
			long = append(long, name)
		}
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(longFiles)), long,
		"split a long file by idea, or defend it in longFiles; a short one needs no defence")
}

// TestEveryFileNamesItsLicence looks at the first line, where tools look too.
func TestEveryFileNamesItsLicence(t *testing.T) {
	t.Parallel()
	var without []string
	for name, text := range sources(t, ".go") {
		if !bytes.HasPrefix(text, []byte("// SPDX-License-Identifier: Apache-2.0\n")) {
			without = append(without, name)
		}
	}
	require.Empty(t, without)
}

// TestNothingIsLeftUndone finds marks of unfinished work, and paths that exist on
// one developer's machine only. The marks are spelled in two halves so that this
// file does not find itself.
func TestNothingIsLeftUndone(t *testing.T) {
	t.Parallel()
	marks := []string{"TO" + "DO", "FIX" + "ME", "XX" + "X:", "not " + "implemented", "un" + "implemented", "/ho" + "me/", "/Us" + "ers/", "/wo" + "rk/main", "/wo" + "rk/shared"}
	var found []string
	for name, text := range sources(t, ".go", ".md", ".yml", ".yaml", ".sql", ".txtar", "Makefile", "run") {
		for _, mark := range marks {
			if bytes.Contains(text, []byte(mark)) {
				found = append(found, name+": "+mark)
			}
		}
	}
	require.Empty(t, found)
}

// TestRoomsAreNouns refuses the names that gather whatever has no place.
func TestRoomsAreNouns(t *testing.T) {
	t.Parallel()
	for name := range sources(t, ".go") {
		for _, part := range strings.Split(filepath.ToSlash(filepath.Dir(name)), "/") {
			require.NotContains(t, []string{"util", "utils", "common", "helper", "helpers", "misc", "models", "shared"}, part, name)
		}
	}
}

// sources gives the text of the repository's files whose names end in one of the suffixes.
func sources(t *testing.T, suffixes ...string) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains([]string{".git", "bin"}, entry.Name()):
			return filepath.SkipDir
		case entry.IsDir(), !slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(path, s) }):
			return nil
		}
		text, err := os.ReadFile(path)
		found[filepath.ToSlash(path)] = text
		return err
	})
	require.NoError(t, err)
	require.NotEmpty(t, found)
	return found
}
