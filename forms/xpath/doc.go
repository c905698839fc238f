// SPDX-License-Identifier: Apache-2.0

// Package xpath is the expression language of forms: XPath 1.0 and the
// functions of the ODK XForms specification, compiled once and evaluated many
// times.
//
// An expression is read by a lexer and a recursive descent parser into a small
// syntax tree, and compiled from there into closures whose types are known, so
// that `${age} >= 18` costs one slot read, one number conversion and one
// comparison. Nothing is ever replaced in the text of an expression: `${name}`
// is a token of the language, and the [Binder] says which path it stands for.
//
// The package knows nothing of forms. Nodes are numbers whose meaning belongs
// to a [Tree]; what a form adds (secondary instances, the clock, texts) comes
// through a [Host]. A compiled [Expr] is immutable and may be used by many
// goroutines at once.
//
// Expressions come from strangers, so every one of them is bounded: nesting
// when it is compiled, steps and text when it is evaluated.
//
// It imports the standard library and regexp2 only, and must import no other
// package of this module.
package xpath
