// SPDX-License-Identifier: Apache-2.0

// Package gateway speaks the dialects of aggregators: it decodes what they
// post into a sessions.Inbound and writes a sessions.Reply the way they want
// it. Whatever goes wrong, the reply is a valid screen of the dialect with
// status 200, since most aggregators drop the session on anything else.
//
// It keeps nothing and decides nothing; it does not import flows or a store.
package gateway
