// SPDX-License-Identifier: Apache-2.0

package sessions_test

import (
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/dialform/dialform/sessions"
)

// BenchmarkHandle is one USSD request through to its committed reply, with
// SQLite at synchronous=FULL: many phones at once, as group commit expects.
func BenchmarkHandle(b *testing.B) {
	w := newWorld(b)
	var phones atomic.Int64
	answers := []string{"", "1", "1*Amina", "1*Amina*5", "1*Amina*5*1"}
	b.SetParallelism(32)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		number := "+2547" + strconv.FormatInt(10_000_000+phones.Add(1), 10)
		for dial := 0; ; dial++ {
			connection := number + "/" + strconv.Itoa(dial)
			for _, text := range answers {
				if !pb.Next() {
					return
				}
				_, err := w.h.Handle(b.Context(), &w.ussd, sessions.Inbound{
					Connection: connection, Event: connection + "\x00" + text, Party: number, Phone: number,
					Text: text, Cumulative: true,
				})
				if err != nil {
					b.Error(err)
					return
				}
			}
		}
	})
}
