// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
)

// TestHeavyFormIsTold once, above the next question; the answer is kept and the
// person goes on.
func TestHeavyFormIsTold(t *testing.T) {
	t.Parallel()
	var form strings.Builder
	form.WriteString("| survey |\n| | type | name | label | default | calculation |\n| | integer | a | A | 0 | |\n| | integer | b | B | | |\n| | integer | c | C | | |\n")
	for i := range 60 {
		fmt.Fprintf(&form, "| | calculate | c%d | | | if(${a} = 0, 'none', count(instance('long')/root/item[count(../item[position() < 999]) > ${a}])) |\n", i)
	}
	form.WriteString("| | select_one long | d | D | | |\n| choices |\n| | list_name | name | label |\n")
	for i := range 400 {
		fmt.Fprintf(&form, "| | long | v%d | V %d |\n", i, i)
	}
	p := newPerson(t, &flows.Service{
		Code: "*1#", Name: flows.Text{"en": "Registry"}, Start: "f",
		Languages: []flows.Language{{Tag: "en", Name: "English"}}, Items: []flows.Item{{ID: "f", Form: compile(t, "f.md", form.String()), Review: true}},
	})
	require.Empty(t, p.does(flows.Dial{}).Notice)
	next := p.answers("5")
	require.Equal(t, "B", next.Body.Text)
	require.Equal(t, flows.Message(flows.MsgHeavy), next.Notice)
	next = p.answers("6")
	require.Equal(t, "C", next.Body.Text)
	require.Empty(t, next.Notice, "once")
}
