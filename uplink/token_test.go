// SPDX-License-Identifier: Apache-2.0

package uplink_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/uplink"
)

func TestTokenFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "device.token")
	_, err := uplink.ReadToken(path)
	require.ErrorIs(t, err, os.ErrNotExist)

	made, fresh, err := uplink.EnsureToken(path)
	require.NoError(t, err)
	require.True(t, fresh)
	require.Len(t, made, 64)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	again, fresh, err := uplink.EnsureToken(path)
	require.NoError(t, err)
	require.False(t, fresh)
	require.Equal(t, made, again)
	require.NotEqual(t, made, uplink.NewToken())

	for _, bad := range []string{"", "\n", "short\n", strings.Repeat("a", 20) + " " + strings.Repeat("b", 20)} {
		require.NoError(t, os.WriteFile(path, []byte(bad), 0o600))
		_, err = uplink.ReadToken(path)
		require.ErrorIs(t, err, uplink.ErrToken)
		require.ErrorContains(t, err, path)
	}
	_, _, err = uplink.EnsureToken(filepath.Join(path, "deeper"))
	require.Error(t, err)
}
