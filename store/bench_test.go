// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

// BenchmarkCommitStep is a step of a session with a state of 2 KB and one
// event, durable when it returns.
func BenchmarkCommitStep(b *testing.B) {
	for _, writers := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) { benchmarkSteps(b, writers, false) })
	}
}

// BenchmarkReadAndCommitStep is what a channel does: read the session, step,
// write it.
func BenchmarkReadAndCommitStep(b *testing.B) {
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) { benchmarkSteps(b, writers, true) })
	}
}

// live is how many sessions are open at a time in the busy hour of a country.
const live = 20_000

func benchmarkSteps(b *testing.B, writers int, read bool) {
	e := mustOpen(b, b.TempDir())
	ctx := context.Background()
	open := make([]sessions.Step, live)
	walk(b, 64, live, func(_, i int) error {
		open[i] = step(fmt.Sprintf("2547%08d", i*7919%100_000_000))
		open[i].Record.Ref = fmt.Sprintf("%012d", i*104729)
		return e.CommitStep(ctx, open[i])
	})
	took := make([][]time.Duration, writers)
	b.ResetTimer()
	cpu := processorTime(b)
	walk(b, writers, b.N, func(w, i int) error {
		begin := time.Now()
		// No two writers share a session; neighbours in time are far apart.
		share := live / writers
		s := &open[w*share+i*7919%share]
		if read {
			if _, err := e.Session(ctx, identity.System(), s.Record.ID); err != nil {
				return err
			}
		}
		*s = onward(*s)
		err := e.CommitStep(ctx, *s)
		took[w] = append(took[w], time.Since(begin))
		return err
	})
	b.StopTimer()
	cpu = processorTime(b) - cpu
	all := slices.Concat(took...)
	slices.Sort(all)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
	b.ReportMetric(float64(cpu.Microseconds())/float64(b.N), "cpu-us/op")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
}

// processorTime is what this process used so far: on a busy machine it says
// more than the clock.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// walk calls do n times from so many goroutines, with the goroutine's number
// and, over all of them, 0 to n-1.
func walk(b *testing.B, goroutines, n int, do func(g, i int) error) {
	var (
		wg    sync.WaitGroup
		taken atomic.Int64
	)
	for g := range goroutines {
		wg.Go(func() {
			for {
				i := int(taken.Add(1)) - 1
				if i >= n {
					return
				}
				if err := do(g, i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}
