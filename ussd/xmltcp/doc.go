// SPDX-License-Identifier: Apache-2.0

// Package xmltcp is the link that MTN Nigeria gives instead of HTTP: we connect,
// log in with a password, and requests come down the connection as XML in
// frames. It knows frames, login and heartbeat; what a request says is the
// dialect mtn-nigeria. The protocol is as an integration (vumi's mtn_nigeria
// transport) speaks it. It must not import anything of ours.
package xmltcp
