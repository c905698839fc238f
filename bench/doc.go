// SPDX-License-Identifier: Apache-2.0

// Package bench measures the house as a whole: what a step costs beside a JSON
// round trip of the same answers, and what a durable step costs beside an empty
// handler and beside one durable write. It holds tests only; r10 is the form of
// ten questions that they measure with.
package bench
