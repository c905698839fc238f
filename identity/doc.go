// SPDX-License-Identifier: Apache-2.0

// Package identity says who is speaking and what they may do: the operators of
// a node with their keys, places and roles, the scope that every storage query
// carries, the table of permissions, and one-time codes.
//
// Everything is refused unless a rule here allows it. The package knows no
// channel and imports none of ours.
package identity
