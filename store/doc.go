// SPDX-License-Identifier: Apache-2.0

// Package store keeps sessions and submissions in SQLite. An Edge is the
// database of a device or front node: it implements the Store of package
// sessions and the outbox of package uplink. A Hub is the database of the
// centre: it takes submissions in. A View reads either while its owner runs.
//
// # How writing works
//
// All writing goes through one goroutine, because SQLite has one writer anyway
// and its own waiting is unfair: the slowest of 64 waiters waits for seconds,
// longer than a USSD network does. The goroutine takes every operation that
// waits, runs them inside one transaction, commits, and only then answers; when
// one fails, all are run again with a savepoint around each, so that it fails
// alone. While it waits for the disk the next group gathers by
// itself, so one fsync serves up to 128 steps and no timer is needed. A lone
// operation waits for nobody.
//
// A commit returns after fsync (synchronous=FULL): what was answered is still
// there after a power cut. With NORMAL it is not.
//
// # Who sees what
//
// Every operation on people's data takes an identity.Scope and its SQL filters
// by it; a row outside the scope does not exist. Outbox and Hub carry everybody's
// submissions and act for the node itself.
//
// No error of this package holds an answer, a phone number or a key. A store
// must not import any channel; it knows the types of sessions and registry.
package store
