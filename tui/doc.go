// SPDX-License-Identifier: Apache-2.0

// Package tui is the operator's desk: an SSH server that lets registered
// operators in with their key and a one-time code, shows forms a page at a
// time in a terminal, and speaks plain lines to whoever has no terminal or no
// use for one (a screen reader, a slow link, a script).
//
// It keeps no state of its own: every answer is a step of a Conversation that
// is committed before the screen changes. What comes from data passes
// internal/safetext on its way to the terminal.
//
// It must not import a store, an uplink or a phone channel.
package tui
