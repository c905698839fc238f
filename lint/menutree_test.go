// SPDX-License-Identifier: Apache-2.0

package lint_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/lint"
	"github.com/dialform/dialform/packs"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file, or writes it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

// TestMenuTree is the tree of a small service, as a telco gets it.
func TestMenuTree(t *testing.T) {
	t.Parallel()
	pack := service(t)
	var out bytes.Buffer
	require.NoError(t, lint.WriteMenuTree(&out, pack, "fr", now))
	golden(t, "menutree.txt", out.Bytes())
}

// TestMenuTreeOfTheDemonstration holds that every question of every form is in it.
func TestMenuTreeOfTheDemonstration(t *testing.T) {
	t.Parallel()
	pack, found := packs.Demo()
	require.False(t, found.HasErrors())
	var out bytes.Buffer
	require.NoError(t, lint.WriteMenuTree(&out, pack, "", now))
	require.Contains(t, out.String(), "*384*96#  Household registry\n   Language / Lugha / Langue (asked once)\n      1 English\n")
	require.Contains(t, out.String(), "\n   1 Register my household\n")
	require.Contains(t, out.String(), "(if 5 is 1) Date of birth", "a telco reads no expressions")
	require.Contains(t, out.String(), ": 1 Add, 2 Change, 3 Remove, 4 Done\n")
	require.Contains(t, out.String(), "\n      END Register my household: sent. Your reference: 1000 1234 5678\n")
}
