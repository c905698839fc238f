// SPDX-License-Identifier: Apache-2.0

// Package conformance counts how much of the official sets of cases passes, for
// the tests of other rooms. bars.txt says how much must. No program imports it.
package conformance
