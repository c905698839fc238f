// SPDX-License-Identifier: Apache-2.0

// Package jsonlogic evaluates JSON Logic as the forms of Form.io rely on it:
// the rules of json-logic-js 2.0 with JavaScript's truthiness, equality and
// conversions, and the operations that Form.io adds to them. Operations of the
// later proposal that the old evaluator does not know (val, exists, ??, try,
// throw, preserve) are there too, because they contradict nothing.
//
// An evaluation is bounded in steps and depth, and reads the clock only from
// its [Options]. The package imports jsvalue and nothing else of this module.
package jsonlogic
