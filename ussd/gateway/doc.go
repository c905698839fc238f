// SPDX-License-Identifier: Apache-2.0

// Package gateway speaks the dialects of aggregators: it decodes what they
// post into a sessions.Inbound and writes a sessions.Reply the way they want
// it. Whatever goes wrong, the reply is a valid screen of the dialect with
// status 200, since most aggregators drop the session on anything else.
//
// A dialect is data: a file of the folder dialects names the fields of the
// request and gives the reply as a template. README.md there says how one is
// written; each file carries requests and replies that test it.
//
// The package keeps nothing and decides nothing; it does not import flows or a
// store.
package gateway
