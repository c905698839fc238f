// SPDX-License-Identifier: Apache-2.0

package registry_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/registry"
)

func TestStates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		state                 registry.State
		known, success, final bool
	}{
		{registry.Applied, true, true, true},
		{registry.Duplicate, true, true, true},
		{registry.Held, true, false, false},
		{registry.Conflict, true, false, false},
		{registry.Rejected, true, false, true},
		{"", false, false, false},
		{"pending", false, false, false},
	}
	for _, tt := range tests {
		t.Run(string(tt.state), func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.known, tt.state.Known())
			require.Equal(t, tt.success, tt.state.Success())
			require.Equal(t, tt.final, tt.state.Final())
		})
	}
}
