// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"testing"
	"time"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
)

// FuzzRead reads anything, and answers what comes out of it.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"components": [{"type": "textfield", "key": "a", "label": "A {{ data.b }}", "input": true, "customConditional": "show = data.b"}, {"type": "number", "key": "b", "input": true, "validate": {"max": 3}}]}`))
	f.Add([]byte(`[{"type": "datagrid", "key": "g", "components": [{"type": "select", "key": "a", "multiple": true, "data": {"values": [{"label": "x y", "value": "x y"}]}}]}]`))
	f.Add([]byte(`{"type": "day", "key": "d", "fields": {"day": {"hide": true}}, "logic": [{"trigger": {"type": "simple", "simple": {"when": "d", "eq": 1, "show": true}}, "actions": [{"type": "property", "property": {"value": "hidden"}, "state": true}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		definitions, findings := formio.ReadAll("form.json", data, nil)
		if len(definitions) == 0 && findings.Err() == nil {
			t.Fatal("nothing, and no finding")
		}
		for _, def := range definitions {
			form, _ := forms.Compile(def)
			if form == nil {
				continue
			}
			in := form.New(forms.Env{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)})
			in.Walk(func(at forms.At, _ int) bool {
				answer(in, at)
				return true
			})
			_ = formio.Submission(in, formio.Submitted)
		}
	})
}
