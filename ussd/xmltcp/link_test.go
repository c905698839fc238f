// SPDX-License-Identifier: Apache-2.0

package xmltcp_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/dialform/dialform/ussd/xmltcp"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// network is the peer: it takes one connection at a time.
type network struct {
	t    *testing.T
	l    net.Listener
	conn net.Conn
	in   *bufio.Reader
}

func listen(t *testing.T) *network {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	return &network{t: t, l: l}
}

// accept takes a connection and its login.
func (n *network) accept(answer string) string {
	n.t.Helper()
	var err error
	n.conn, err = n.l.Accept()
	require.NoError(n.t, err)
	n.t.Cleanup(func() { _ = n.conn.Close() })
	n.in = bufio.NewReader(n.conn)
	_, login := n.read()
	n.send("0", answer)
	return login
}

func (n *network) send(session, body string) {
	n.t.Helper()
	// The network pads the length with NUL.
	_, err := fmt.Fprintf(n.conn, "%016s%s%s", session, padded(strconv.Itoa(32+len(body))), body)
	require.NoError(n.t, err)
}

func padded(s string) string { return s + strings.Repeat("\x00", 16-len(s)) }

func (n *network) read() (session, body string) {
	n.t.Helper()
	require.NoError(n.t, n.conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	header := make([]byte, 32)
	_, err := io.ReadFull(n.in, header)
	require.NoError(n.t, err)
	length, err := strconv.Atoi(string(header[16:]))
	require.NoError(n.t, err)
	rest := make([]byte, length-32)
	_, err = io.ReadFull(n.in, rest)
	require.NoError(n.t, err)
	return string(header[:16]), string(rest)
}

// start keeps a link to the network up until the returned function is called,
// which waits for its end.
func (n *network) start(answer func(ctx context.Context, session string, body []byte) string) (stop func()) {
	ctx, cancel := context.WithCancel(n.t.Context())
	link := &xmltcp.Link{
		Addr: n.l.Addr().String(), Username: "us<er", Password: "p", Application: "app",
		Answer: answer, Log: slog.New(slog.DiscardHandler),
	}
	var done sync.WaitGroup
	done.Go(func() { link.Run(ctx) })
	return func() {
		cancel()
		done.Wait()
	}
}

const welcome = "<AUTHResponse><requestId>1</requestId><authMsg>SUCCESS</authMsg></AUTHResponse>"

func TestLink(t *testing.T) {
	t.Parallel()
	n := listen(t)
	stop := n.start(func(_ context.Context, session string, body []byte) string {
		if strings.Contains(string(body), "<EndofSession>1") {
			return ""
		}
		return "<USSDResponse>" + session + string(body) + "é</USSDResponse>"
	})
	defer stop()
	login := n.accept(welcome)
	require.Regexp(t, `^<AUTHRequest><requestId>[0-9a-f]{16}</requestId><userName>us&lt;er</userName><passWord>p</passWord><applicationId>app</applicationId></AUTHRequest>$`, login)

	n.send("7", "<ENQRequest><requestId>e1</requestId><enqCmd>ENQUIRELINK</enqCmd></ENQRequest>")
	session, body := n.read()
	require.Equal(t, "0000000000000007", session)
	require.Equal(t, "<ENQResponse><requestId>e1</requestId><enqCmd>ENQUIRELINKRSP</enqCmd></ENQResponse>", body)

	n.send("8", "<USSDRequest><requestId>1234567890123456\x00\x01\xff</requestId></USSDRequest>")
	session, body = n.read()
	require.Equal(t, "0000000000000008", session)
	require.Equal(t, "<USSDResponse>0000000000000008<USSDRequest><requestId>1234567890123456</requestId></USSDRequest>&#233;</USSDResponse>", body)

	for _, nonsense := range []string{"<What><requestId>w</requestId></What>", "no XML", ""} {
		n.send("9", nonsense)
		_, body = n.read()
		require.Contains(t, body, "<errorCode>208</errorCode>")
	}
	n.send("8", "<USSDRequest><requestId>2</requestId><EndofSession>1</EndofSession></USSDRequest>")
	n.send("8", "<ENQResponse><requestId>2</requestId></ENQResponse>")
	n.send("7", "<ENQRequest><requestId>e2</requestId></ENQRequest>")
	_, body = n.read()
	require.Contains(t, body, "e2", "nothing was said to a connection that is gone")
}

func TestLinkComesUpAgain(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		first func(n *network)
	}{
		{"after the connection broke", func(n *network) {
			n.accept(welcome)
			require.NoError(n.t, n.conn.Close())
		}},
		{"after the login was refused", func(n *network) {
			n.accept("<AUTHError><requestId>1</requestId><errorCode>001</errorCode></AUTHError>")
		}},
		{"after what is no frame", func(n *network) {
			n.accept(welcome)
			_, err := io.WriteString(n.conn, strings.Repeat("x", 32))
			require.NoError(n.t, err)
		}},
		{"after a frame without end", func(n *network) {
			n.accept(welcome)
			_, err := io.WriteString(n.conn, strings.Repeat("0", 16)+padded("99999999999"))
			require.NoError(n.t, err)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := listen(t)
			stop := n.start(func(context.Context, string, []byte) string { return "<ok/>" })
			defer stop()
			tt.first(n)
			n.accept(welcome)
			n.send("1", "<USSDRequest/>")
			_, body := n.read()
			require.Equal(t, "<ok/>", body)
		})
	}
}

func TestLinkAnswersWhatIsUnderWayBeforeItStops(t *testing.T) {
	t.Parallel()
	n := listen(t)
	began, finish := make(chan struct{}), make(chan struct{})
	stop := n.start(func(ctx context.Context, _ string, _ []byte) string {
		close(began)
		<-finish
		if ctx.Err() != nil {
			return "<undone/>"
		}
		return "<done/>"
	})
	n.accept(welcome)
	n.send("1", "<USSDRequest/>")
	<-began
	stopped := make(chan struct{})
	go func() {
		stop()
		close(stopped)
	}()
	time.Sleep(50 * time.Millisecond)
	close(finish)
	_, body := n.read()
	require.Equal(t, "<done/>", body)
	<-stopped
}

func FuzzLink(f *testing.F) {
	f.Add([]byte("0000000000000001" + "0000000000000046" + "<USSDRequest/>"))
	f.Add([]byte("0000000000000001" + "0000000000000060" + "<a><requestId>  \x00</requestId>"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		n := listen(t)
		stop := n.start(func(context.Context, string, []byte) string { return "" })
		n.accept(welcome)
		_, _ = n.conn.Write(sent)
		_ = n.conn.Close()
		stop()
	})
}
