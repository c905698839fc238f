// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
)

// BenchmarkAnswer answers a question that shows another by a script, in a form
// of 400 questions with a condition each.
func BenchmarkAnswer(b *testing.B) {
	var components []string
	for i := range 400 {
		components = append(components, fmt.Sprintf(
			`{"type": "textfield", "key": "q%d", "label": "Q", "input": true, "customConditional": "show = data.q%d !== 'no'"}`, i+1, i))
	}
	def, findings := formio.Read("form.json", []byte(`{"components": [{"type": "textfield", "key": "q0", "label": "Q", "input": true},`+strings.Join(components, ",")+`]}`), nil)
	require.NoError(b, findings.Err())
	form, findings := forms.Compile(def)
	require.NoError(b, findings.Err())
	in := form.New(forms.Env{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)})
	at := forms.At{Node: int32(form.Index("/data/q200"))} //nolint:gosec // few nodes
	answers := []string{"a", "b"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if !in.Answer(at, answers[i%2]).OK() {
			b.Fatal("refused")
		}
	}
}
