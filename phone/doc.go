// SPDX-License-Identifier: Apache-2.0

// Package phone is a feature phone and the aggregator behind it, for trying a
// service where there is no mobile network.
//
// A Handset dials a short code, answers screens, hangs up and exchanges SMS. It
// reaches the service as an aggregator would, over HTTP in the Africa's Talking
// dialect, and it plays a network's faults too: a request that is repeated, a
// session that drops. Run is the phone a person holds, in a terminal; RunScript
// plays a file and prints a transcript, which is what the end-to-end tests use.
//
// The package knows the service from the outside only. It imports
// screens/gsm7 to count what a screen costs and internal/safetext to show what
// arrived; never an engine, a session or a store.
package phone
