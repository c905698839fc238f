// SPDX-License-Identifier: Apache-2.0

// Package process runs what Form.io runs over a submission: server overrides,
// filtering, defaults, calculations, conditions, logic, normalisation, clearing
// of what is hidden, and validation. It does so as @formio/core 2.8 does, in
// one pass in document order, so that what this node accepts is what the
// server it sends to accepts too.
//
// A component is the JSON of the form, an object of package jsvalue. Logic
// changes components while it runs, so [Run] works on a copy.
//
// The package imports jsvalue, jsonlogic and script; it knows nothing of
// forms.
package process
