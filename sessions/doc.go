// SPDX-License-Identifier: Apache-2.0

// Package sessions makes one step durable. Every channel calls it and nothing
// else: find the session, resume it or replay its last reply; read the typed
// text; step the engine; answer its Needs; render; commit; and only then
// reply.
//
// It declares the Store it needs and knows no database, no gateway dialect and
// no terminal.
package sessions
