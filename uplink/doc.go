// SPDX-License-Identifier: Apache-2.0

// Package uplink carries submissions to the centre. Worker is the device's
// side: it empties the outbox whenever the hub can be reached. Hub is the
// centre's side: it takes each submission once and says so.
//
// # What can go wrong on the way
//
// A submission gets its id and its bytes when it is finished, long before it is
// sent. So a lost answer, a restart in the middle, or the same batch sent twice
// at once does no harm: the hub knows the id and answers "duplicate", which is
// a success. The hub hashes the bytes that arrived; other bytes are rejected and
// kept apart, never applied and never thrown away. Verdicts are per item: one
// bad submission stops neither its batch nor the queue.
//
// Nothing marks a submission as being sent. Until the hub has said its last word
// it is simply still in the outbox, and how far the device is behind is a query,
// not a flag that could be wrong.
//
// The package declares the storage it needs (Outbox, Inbox) in types of package
// registry. It must not import a store, a channel or sessions. Nothing it logs
// holds an answer, a number or the token.
package uplink
