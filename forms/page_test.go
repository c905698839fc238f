// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

// TestConstraintReadsAPageThatWasNotRead: a record is taken apart page by page, and
// a constraint may be the first to ask for one, while its own candidate is supposed.
func TestConstraintReadsAPageThatWasNotRead(t *testing.T) {
	t.Parallel()
	nodes := []*forms.NodeDef{text("first")}
	for i := range 70 { // the rest of the first page, and some more
		nodes = append(nodes, text(fmt.Sprintf("q%d", i)))
	}
	nodes = append(nodes, text("last", constraint(". != ${first}")))
	f := mustForm(t, nodes...)
	at := func(name string) forms.At { return forms.At{Node: int32(f.Index("/data/" + name))} }
	for _, candidate := range []string{"good", "Amina Wanjiru"} {
		in := f.New(env())
		require.True(t, in.Answer(at("first"), "Amina Wanjiru").OK())
		again, err := f.Restore(in.Append(nil), env())
		require.NoError(t, err)
		require.Equal(t, candidate == "good", again.Check(at("last"), candidate).OK())
		require.True(t, again.Answer(at("q69"), "x").OK())
		require.Equal(t, "Amina Wanjiru", again.Value(at("first")))
		require.Empty(t, again.Value(at("last")))
		require.Equal(t, "x", again.Value(at("q69")))
	}
}
