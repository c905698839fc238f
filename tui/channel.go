// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"encoding/binary"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// channelsPerConnection is how many sessions one connection may multiplex.
const channelsPerConnection = 4

// The sizes of a terminal we draw for. A client may claim any; at 3000 x 1000
// cells one session's buffers took 670 MB. Zero means that it does not know.
const (
	minCols, maxCols, anyCols = 20, 250, 80
	minRows, maxRows, anyRows = 5, 100, 24
)

// sessionChannel opens a session channel whose requests pass the filter first.
func (s *Server) sessionChannel(srv *ssh.Server, conn *gossh.ServerConn, ch gossh.NewChannel, ctx ssh.Context) {
	v, ok := ctx.Value(visitorKey{}).(*visitor)
	if !ok || !v.take(channelsPerConnection) {
		_ = ch.Reject(gossh.ResourceShortage, "no more sessions")
		return
	}
	defer v.give() // the handler below returns when the channel is closed
	ssh.DefaultSessionHandler(srv, conn, filtered{ch}, ctx)
}

// filtered is a channel that lets few requests through.
type filtered struct{ gossh.NewChannel }

// Accept implements gossh.NewChannel.
func (f filtered) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	ch, in, err := f.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	out := make(chan *gossh.Request)
	go func() {
		defer close(out)
		started := false
		for req := range in {
			if !permitted(req, started) {
				if req.WantReply {
					_ = req.Reply(false, nil)
				}
				continue
			}
			started = started || req.Type == "shell" || req.Type == "exec"
			out <- req
		}
	}()
	return ch, out, nil
}

// permitted tells whether a request may pass, and clamps terminal sizes on the
// way. Environment variables, agents, X11, subsystems, signals and breaks do
// not pass. A window change passes only when the session runs and reads them.
func permitted(req *gossh.Request, started bool) bool {
	switch req.Type {
	case "shell", "exec":
		return !started
	case "pty-req":
		// string TERM, uint32 columns, uint32 rows, ... (RFC 4254 6.2)
		if started || len(req.Payload) < 4 {
			return false
		}
		term := uint64(binary.BigEndian.Uint32(req.Payload))
		if term+4 > uint64(len(req.Payload)) {
			return false
		}
		return clampSize(req.Payload[4+term:])
	case "window-change": // uint32 columns, uint32 rows, ... (RFC 4254 6.7)
		return started && clampSize(req.Payload)
	default:
		return false
	}
}

// clampSize rewrites columns and rows at the beginning of b.
func clampSize(b []byte) bool {
	if len(b) < 8 {
		return false
	}
	cols, rows := binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])
	binary.BigEndian.PutUint32(b, clamp(cols, minCols, maxCols, anyCols))
	binary.BigEndian.PutUint32(b[4:], clamp(rows, minRows, maxRows, anyRows))
	return true
}

func clamp(n, least, most, unknown uint32) uint32 {
	if n == 0 {
		return unknown
	}
	return max(least, min(n, most))
}
