// SPDX-License-Identifier: Apache-2.0

//go:build race

package formfile_test

// The race detector takes several times as long.
func init() { mostTime *= 8 }
