// SPDX-License-Identifier: Apache-2.0

// Package rehearsal plays a script of answers against a form, on the channel
// that a person would use, and writes down the conversation. It takes the real
// way through sessions and a real store, which it throws away afterwards; only
// the clock, the ids and chance are its own, so that the same script always
// gives the same transcript.
package rehearsal
