// SPDX-License-Identifier: Apache-2.0

package lint_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSARIF holds a log to what the schema of SARIF 2.1.0 (OASIS, errata 01)
// asks of the properties that we write: those that it requires, their types, the
// values that it lists, and references that lead somewhere.
func TestSARIF(t *testing.T) {
	t.Parallel()
	for _, latin := range []bool{false, true} {
		_, r := findings(t, amharic(t, bothScripts), latin)
		_, other := findings(t, service(t), false)
		r.Findings = append(r.Findings, other.Findings...)
		var log bytes.Buffer
		require.NoError(t, r.WriteSARIF(&log))
		var top map[string]any
		d := json.NewDecoder(&log)
		require.NoError(t, d.Decode(&top))
		only(t, top, "$schema", "version", "runs")
		require.Equal(t, "2.1.0", top["version"])
		require.Len(t, top["runs"], 1)
		run := object(t, top["runs"].([]any)[0], "tool", "results")
		driver := object(t, object(t, run["tool"], "driver")["driver"], "name", "rules")
		require.Equal(t, "dialform", driver["name"])
		ids := map[string]int{}
		for i, rule := range driver["rules"].([]any) {
			rule := object(t, rule, "id", "shortDescription")
			require.NotContains(t, ids, rule["id"], "ids of rules differ")
			ids[rule["id"].(string)] = i
			require.NotEmpty(t, object(t, rule["shortDescription"], "text")["text"])
		}
		require.Len(t, run["results"], len(r.Findings))
		for _, result := range run["results"].([]any) {
			checkResult(t, result, ids)
		}
	}
}

func checkResult(t *testing.T, v any, ids map[string]int) {
	t.Helper()
	result := object(t, v, "ruleId", "ruleIndex", "level", "message", "locations", "properties")
	require.Contains(t, ids, result["ruleId"])
	require.InDelta(t, ids[result["ruleId"].(string)], result["ruleIndex"], 0)
	require.Contains(t, []any{"none", "note", "warning", "error"}, result["level"])
	require.NotEmpty(t, object(t, result["message"], "text")["text"])
	for _, l := range result["locations"].([]any) {
		location := object(t, l, "physicalLocation", "logicalLocations")
		physical := object(t, location["physicalLocation"], "artifactLocation", "region")
		uri, err := url.Parse(object(t, physical["artifactLocation"], "uri")["uri"].(string))
		require.NoError(t, err)
		require.NotEmpty(t, uri.Path)
		if physical["region"] != nil {
			region := object(t, physical["region"], "startLine", "startColumn")
			require.GreaterOrEqual(t, region["startLine"], 1.0)
			if column := region["startColumn"]; column != nil {
				require.GreaterOrEqual(t, column, 1.0)
			}
		}
		if logical, ok := location["logicalLocations"].([]any); ok {
			require.NotEmpty(t, object(t, logical[0], "fullyQualifiedName", "kind")["fullyQualifiedName"])
		}
	}
}

// object is an object that has none but these properties.
func object(t *testing.T, v any, names ...string) map[string]any {
	t.Helper()
	o, ok := v.(map[string]any)
	require.True(t, ok, "%v is no object", v)
	only(t, o, names...)
	return o
}

func only(t *testing.T, o map[string]any, names ...string) {
	t.Helper()
	for name := range o {
		require.Contains(t, names, name)
	}
}
