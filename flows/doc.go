// SPDX-License-Identifier: Apache-2.0

// Package flows is the engine: it decides what to ask next.
//
// A Service says what a short code offers; a Session is where one person is in
// it; Step takes a Session, one typed Input and the Env of the moment, changes
// the Session and returns either a Screen to show or a Need to answer first.
// A Screen is meaning, not layout: it knows no channel, no page size and no
// key.
//
// The engine is a function. It reads no clock, does no I/O and starts no
// goroutine; time, ids and chance come in with the Env, so a session can be
// replayed, fuzzed and moved between machines. It imports forms and nothing
// else of ours.
package flows
