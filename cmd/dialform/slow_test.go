// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestSlowSenders is Slowloris: connections that send a byte now and then, to
// hold the node's attention for ever. They are cut, and phones are served
// meanwhile.
func TestSlowSenders(t *testing.T) {
	t.Parallel()
	address := serveDemo(t)
	tests := []struct {
		name, begins string
		within       time.Duration
	}{
		{"that never end the header", "POST /gateway/at/demo HTTP/1.1\r\nHost: x\r\nX-Slow: ", 9 * time.Second},
		{"that never end the body", "POST /gateway/at/demo HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\nsessionId=", 15 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			cut := make(chan error)
			const senders = 50
			for range senders {
				go func() { cut <- dribble(address, tt.begins, tt.within) }()
			}
			for i := range 5 {
				form := url.Values{"sessionId": {fmt.Sprint(tt.within, i)}, "phoneNumber": {"+254700000001"}, "text": {""}}
				resp, err := http.PostForm("http://"+address+"/gateway/at/demo", form)
				require.NoError(t, err)
				reply, err := io.ReadAll(resp.Body)
				require.NoError(t, err)
				require.NoError(t, resp.Body.Close())
				require.Contains(t, string(reply), "CON ")
			}
			require.Less(t, time.Since(begun), 4*time.Second, "a phone waited for the slow ones")
			for range senders {
				require.NoError(t, <-cut)
			}
		})
	}
}

// dribble sends a byte at a time and returns nil once it is cut off.
func dribble(address, begins string, within time.Duration) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // it is cut, or the test fails
	if err := conn.SetDeadline(time.Now().Add(within)); err != nil {
		return err
	}
	if _, err := io.WriteString(conn, begins); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, bufio.NewReader(conn))
		ended <- err
	}()
	for {
		select {
		case err := <-ended:
			if timeout, ok := err.(net.Error); ok && timeout.Timeout() { //nolint:errorlint // of net, never wrapped
				return fmt.Errorf("not cut within %v", within)
			}
			return nil
		case <-time.After(300 * time.Millisecond):
			_, _ = io.WriteString(conn, "x") // it may be cut already
		}
	}
}

// serveDemo runs the demonstration and returns its address for gateways.
func serveDemo(t *testing.T) string {
	t.Helper()
	return startNode(t, t.TempDir(), "--hub", "off").HTTP
}
