// SPDX-License-Identifier: Apache-2.0

//go:build race

package script_test

// raceEnabled loosens bounds of time, which the race detector multiplies.
const raceEnabled = true
