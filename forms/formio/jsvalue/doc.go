// SPDX-License-Identifier: Apache-2.0

// Package jsvalue holds JavaScript values for those who run what was written
// for JavaScript: JSON with its members in order, the language's truthiness,
// equality and conversions (ECMA-262, sections 7.1 and 7.2), and the paths
// that Form.io reads and writes values by.
//
// A value is nil for undefined, [Null], a bool, a float64, a string, an *[Array]
// or an *[Object]. Arrays and objects are shared by reference, as there. The
// package is pure and imports nothing of this module.
package jsvalue
