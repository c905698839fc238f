// SPDX-License-Identifier: Apache-2.0

package script_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/formio/script"
)

// TestCompileIsBounded compiles scripts whose parts lie in each other as deep
// as they can. None may exhaust the stack.
func TestCompileIsBounded(t *testing.T) {
	t.Parallel()
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	for _, part := range []string{"(", "[", "{", "!", "- ", "a=>", "if(1)", "1?1:", "new ", "a[", "f(", "`${", "1+", "a.b", "for(;;)", "function f(){", "/", "({a:", "...", "a?.", "while(1)"} {
		for _, length := range []int{1000, 16000, 100_000} {
			source := strings.Repeat(part, length/len(part))
			begin := time.Now()
			s, err := script.Compile(source, "value")
			if err == nil {
				session := pool.Open(script.Setting{Now: now(t)})
				_, _ = session.Run(s)
				session.Close()
			}
			require.Less(t, time.Since(begin), 5*time.Second, part)
		}
	}
}
