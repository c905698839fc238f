// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"io"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

const (
	// escapeWait is how long after a bare ESC the rest of a key's sequence may
	// arrive. A slow link splits sequences over packets.
	escapeWait = 100 * time.Millisecond
	// maxUnread is how many bytes may arrive without making up a key: the
	// beginning of a paste that never ends is kept in memory.
	maxUnread = 1 << 20
)

// readKeys reads a terminal's keys for a program until ctx is done or the
// input ends, which ends the program.
//
// Bubble Tea would read the input itself, but a key that arrives while the
// program quits then blocks its reader for ever, one goroutine a session. Here
// the events are read to their end whoever is still listening.
func readKeys(ctx context.Context, p *tea.Program, in io.Reader, term string) {
	counted := &countedReader{in: in}
	keys := uv.NewTerminalReader(counted, term)
	keys.EscTimeout = escapeWait
	events := make(chan uv.Event)
	go func() {
		defer close(events)
		_ = keys.StreamEvents(ctx, events)
	}()
	go func() {
		for ev := range events {
			counted.unread.Store(0)
			p.Send(ev) // returns at once when the program has ended
		}
		p.Quit()
	}()
}

// countedReader ends when too much was read that meant nothing.
type countedReader struct {
	in     io.Reader
	unread atomic.Int64
}

// Read implements io.Reader.
func (r *countedReader) Read(b []byte) (int, error) {
	if r.unread.Load() > maxUnread {
		return 0, io.EOF
	}
	n, err := r.in.Read(b)
	r.unread.Add(int64(n))
	return n, err
}
