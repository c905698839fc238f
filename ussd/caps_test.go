// SPDX-License-Identifier: Apache-2.0

package ussd_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/ussd"
)

func TestMessagesToAPrefixAreCapped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q, s := newQueue(), &sender{}
		deliver(t, q, s, func(d *ussd.Delivery) {
			synctest.Wait()
			d.Caps = ussd.Caps{"+254": 3, "+2547": 2, "+": 1, "+881": 0}
			for _, to := range []string{"+254711000111", "+254711000112", "+254711000113", "+254100000001", "+882161000001", "+882161000002", "+881612000001"} {
				q.putTo(to, to)
			}
			d.Wake()
			synctest.Wait()
			count := func(prefix string) (n int) {
				for _, to := range q.read(&q.sent) {
					if len(to) >= len(prefix) && to[:len(prefix)] == prefix {
						n++
					}
				}
				return n
			}
			require.Equal(t, 2, count("+2547"), "the longest prefix counts")
			require.Equal(t, 1, count("+2541"))
			require.Equal(t, 1, count("+882"))
			require.Zero(t, count("+881"), "none at all")
			require.Empty(t, q.read(&q.givenUp), "what is held back is not lost")
			time.Sleep(61 * time.Minute)
			synctest.Wait()
			require.Equal(t, 3, count("+2547"))
			require.Equal(t, 2, count("+882"))
			time.Sleep(24 * time.Hour)
			synctest.Wait()
			require.Zero(t, count("+881"))
			require.Len(t, q.read(&q.givenUp), 1)
		})
	})
}
