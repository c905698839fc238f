// SPDX-License-Identifier: Apache-2.0

package script_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/formio/script"
)

// TestMemoryOfARuntime: 32 MiB in all, of which the library and the sandbox take some.
func TestMemoryOfARuntime(t *testing.T) {
	t.Parallel()
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	require.NoError(t, pool.Allocate(24<<20))
	require.Error(t, pool.Allocate(32<<20))
}
