// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"crypto/sha256"
	_ "embed" // the bars
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// bars is the percentage that each set must reach. They may only rise.
//
//go:embed bars.txt
var bars string

// Dir is the folder of the official data. The test is skipped where there is
// none, or none with the file or folder that it needs.
func Dir(t testing.TB, needs string) string {
	t.Helper()
	dir := os.Getenv("DIALFORM_DATA")
	if dir == "" {
		dir = filepath.Join(root(t), "..", "shared", "data")
	}
	if _, err := os.Stat(filepath.Join(dir, needs)); err != nil {
		t.Skip("no conformance data: set DIALFORM_DATA to its folder")
	}
	return dir
}

// root is the folder of the repository. A test runs in the folder of its package.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		require.NotEqual(t, parent, dir, "the test runs outside the repository")
		dir = parent
	}
}

// Excluded are the cases of a set that no correct engine can pass, with the
// reasons. They count in neither number.
func Excluded(t testing.TB, set string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(Dir(t, "exclude.json"), "exclude.json"))
	require.NoError(t, err)
	var all map[string]map[string]string
	require.NoError(t, json.Unmarshal(data, &all))
	return all[set]
}

// ID names a case that has no name of its own: by the first 12 hexadecimal digits
// of the SHA-256 of its line.
func ID(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])[:12]
}

// Score counts the cases of a set.
type Score struct {
	t             testing.TB
	set           string
	passed, total int
}

// Set begins to count a set.
func Set(t testing.TB, set string) *Score { return &Score{t: t, set: set} }

// Count adds a case, and logs why it failed.
func (s *Score) Count(id string, failure error) {
	s.t.Helper()
	if s.total++; failure == nil {
		s.passed++
		return
	}
	s.t.Logf("%s: %v", id, failure)
}

// Finish prints the score and holds it against the bar.
func (s *Score) Finish() {
	s.t.Helper()
	line := fmt.Sprintf("conformance %s: %d of %d", s.set, s.passed, s.total)
	fmt.Println(line)
	s.t.Log(line)
	require.GreaterOrEqual(s.t, 100*float64(s.passed)/float64(s.total), s.bar())
}

// bar is the percentage that the set must reach.
func (s *Score) bar() float64 {
	s.t.Helper()
	for line := range strings.Lines(bars) {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] == s.set {
			percent, err := strconv.ParseFloat(fields[1], 64)
			require.NoError(s.t, err)
			return percent
		}
	}
	require.Fail(s.t, "no bar for "+s.set)
	return 0
}
