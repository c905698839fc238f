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
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/conformance"
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
	dir := conformance.Dir(t, "jsonlogic")
	exclude, scores := map[string]map[string]string{}, map[string]*conformance.Score{}
	sets := []string{"jsonlogic", "jsonlogic-other"}
	for _, set := range sets {
		exclude[set], scores[set] = conformance.Excluded(t, set), conformance.Set(t, set)
	}
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
			var c suiteCase
			require.NoError(t, json.Unmarshal(entry, &c))
			scores[set].Count(fmt.Sprintf("%s: %s over %s", id, c.Rule, c.Data), c.run())
		}
		return nil
	}))
	for _, set := range sets {
		scores[set].Finish()
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
