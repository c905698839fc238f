// SPDX-License-Identifier: Apache-2.0

package jsonlogic_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/formio/jsonlogic"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// suiteCase is one entry of a suite; entries that are texts are headings.
type suiteCase struct {
	Rule, Data, Result json.RawMessage
	Decimal            bool
	Error              *struct{ Type string }
}

func TestConformanceJSONLogic(t *testing.T) {
	dir := dataDir(t)
	var exclude map[string]map[string]string
	text, err := os.ReadFile(filepath.Join(dir, "exclude.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &exclude))

	type score struct{ passed, total int }
	scores := map[string]*score{"jsonlogic": {}, "jsonlogic-other": {}}
	suites := os.DirFS(filepath.Join(dir, "jsonlogic", "suites"))
	require.NoError(t, fs.WalkDir(suites, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".json") {
			return err
		}
		set := "jsonlogic-other"
		if name == "compatible.json" {
			set = "jsonlogic"
		}
		content, err := fs.ReadFile(suites, name)
		require.NoError(t, err)
		var entries []json.RawMessage
		require.NoError(t, json.Unmarshal(content, &entries))
		for i, entry := range entries {
			id := fmt.Sprintf("%s#%d", name, i)
			if _, excluded := exclude[set][id]; excluded || entry[0] == '"' {
				continue
			}
			scores[set].total++
			var c suiteCase
			require.NoError(t, json.Unmarshal(entry, &c))
			if err := c.run(); err != nil {
				t.Logf("%s: %s over %s: %v", id, c.Rule, c.Data, err)
				continue
			}
			scores[set].passed++
		}
		return nil
	}))
	for _, set := range []string{"jsonlogic", "jsonlogic-other"} {
		s := scores[set]
		fmt.Printf("conformance %s: %d of %d\n", set, s.passed, s.total)
		t.Logf("conformance %s: %d of %d", set, s.passed, s.total)
		require.GreaterOrEqual(t, 100*float64(s.passed)/float64(s.total), bar(t, set))
	}
}

func (c *suiteCase) run() error {
	rule, err := jsvalue.Parse(c.Rule)
	if err != nil {
		return err
	}
	data := jsvalue.Null
	if len(c.Data) > 0 {
		if data, err = jsvalue.Parse(c.Data); err != nil {
			return err
		}
	}
	got, err := jsonlogic.Apply(rule, data, jsonlogic.Options{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)})
	if c.Error != nil {
		var failure *jsonlogic.Error
		if !errors.As(err, &failure) || failure.Type != c.Error.Type {
			return fmt.Errorf("%s, %w instead of the error %s", jsvalue.JSON(got), err, c.Error.Type)
		}
		return nil
	}
	if err != nil {
		return err
	}
	want, err := jsvalue.Parse(c.Result)
	if err != nil {
		return err
	}
	tolerance := 1e-12
	if c.Decimal {
		tolerance = 1e-9
	}
	if !same(got, want, tolerance) {
		return fmt.Errorf("%s instead of %s", jsvalue.JSON(got), c.Result)
	}
	return nil
}

// same is equality of JSON values.
func same(a, b jsvalue.Value, tolerance float64) bool {
	switch a := a.(type) {
	case float64:
		b, ok := b.(float64)
		return ok && math.Abs(a-b) <= tolerance*math.Max(1, math.Max(math.Abs(a), math.Abs(b)))
	case *jsvalue.Array:
		b, ok := b.(*jsvalue.Array)
		if !ok || len(a.Items) != len(b.Items) {
			return false
		}
		for i := range a.Items {
			if !same(a.Items[i], b.Items[i], tolerance) {
				return false
			}
		}
		return true
	case *jsvalue.Object:
		b, ok := b.(*jsvalue.Object)
		if !ok || a.Len() != b.Len() {
			return false
		}
		for _, name := range a.Keys() {
			if !b.Has(name) || !same(a.Get(name), b.Get(name), tolerance) {
				return false
			}
		}
		return true
	default:
		return a == b
	}
}

// dataDir is the folder of the conformance data. The test is skipped where
// there is none.
func dataDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("DIALFORM_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(filepath.Join(dir, "jsonlogic")); err != nil {
		t.Skip("no conformance data: set DIALFORM_DATA to its folder")
	}
	return dir
}

// bar is the percentage that a set must reach, from conformance/bars.txt.
func bar(t *testing.T, set string) float64 {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "conformance", "bars.txt"))
	require.NoError(t, err)
	for _, line := range strings.Split(string(text), "\n") {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] == set {
			percent, err := strconv.ParseFloat(fields[1], 64)
			require.NoError(t, err)
			return percent
		}
	}
	require.Fail(t, "no bar for "+set)
	return 0
}
