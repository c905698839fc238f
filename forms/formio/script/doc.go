// SPDX-License-Identifier: Apache-2.0

// Package script runs the JavaScript that a Form.io form carries: conditions,
// calculations, defaults, validations. The text comes from whoever wrote the
// form, the values from whoever answers it, and neither is trusted.
//
// [Compile] reads a script's syntax tree once: what it reads of the answers,
// which names it uses that nothing defines, and where a tick must stand. A tick
// is put at the start of every loop and every function, because the engine
// looks at its clock only every ten thousand jumps, each of which may be an
// expensive call. What cannot be read this way does not run.
//
// A [Pool] holds a bounded number of QuickJS runtimes. Each has a memory limit,
// a wall clock limit for every call, no host object, no way to make code from
// text, and frozen intrinsics, so that nothing a script does outlives its call
// or reaches the next person's. The length-dependent builtins are charged
// against a budget. [Session] is one person's turn with a runtime: values are
// set by name, and scripts run over them.
//
// Scripts see the clock of the session and its zone, never the machine's. Of
// lodash and moment they get what forms use, as documented in library.js. The
// package imports jsvalue and nothing else of this module.
package script
