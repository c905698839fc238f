// SPDX-License-Identifier: Apache-2.0

package lint_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAPINIsOneScreen(t *testing.T) {
	t.Parallel()
	const item = "form: forms/household.md,"
	open := check(t, service(t), "ussd").Forms[0].Runs
	guarded := check(t, service(t, item, item+" protect: pin,"), "ussd").Forms[0].Runs
	require.Len(t, guarded, len(open))
	for i := range open {
		require.Equal(t, open[i].Questions, guarded[i].Questions)
		require.Equal(t, open[i].Screens+1, guarded[i].Screens)
	}
}
