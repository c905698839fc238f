// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/formio"
)

// TestSubmissionBytes holds the bytes that are posted: members in the order in which
// Form.io posts them (data, metadata, state; of the metadata timezone and offset
// first), data in the order of the form, and nothing that a browser alone knows.
func TestSubmissionBytes(t *testing.T) {
	t.Parallel()
	in, _ := open(t, `
		{"type": "textfield", "key": "name", "label": "N", "input": true},
		{"type": "number", "key": "age", "label": "A", "input": true},
		{"type": "textfield", "key": "town.name", "label": "T", "input": true},
		{"type": "checkbox", "key": "agree", "label": "G", "input": true},
		{"type": "button", "action": "submit", "key": "submit", "label": "Submit", "input": true}`, nil)
	require.True(t, in.Answer(at(t, in, "name"), "Ma\"ry <é>").OK())
	require.True(t, in.Answer(at(t, in, "age"), "30.50").OK())
	require.True(t, in.Answer(at(t, in, "agree"), "true").OK())
	const data = `{"name":"Ma\"ry <é>","age":30.5,"town":{"name":""},"agree":true,"submit":true}`
	for _, state := range []formio.State{formio.Draft, formio.Submitted} {
		require.Equal(t, `{"data":`+data+`,"metadata":{"timezone":"Africa/Nairobi","offset":180},"state":"`+string(state)+`"}`, string(formio.Submission(in, state)))
	}
}
