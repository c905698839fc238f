// SPDX-License-Identifier: Apache-2.0

//go:build race

package bench_test

// The race detector makes sync.Pool forget at random.
func init() { countsAllocations = false }
