// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

// kannelConf is a Kannel whose only SMSC is a socket that plays the network
// ("fake"): what is written there arrives as a message of a phone, and what is
// sent to a phone is read there. %[1]s is the folder, %[2]d to %[5]d the ports of
// administration, boxes, the SMSC and sendsms, %[6]s what smsbox calls.
const kannelConf = `
group = core
admin-port = %[2]d
admin-password = admin
admin-deny-ip = "*.*.*.*"
admin-allow-ip = "127.0.0.1"
smsbox-port = %[3]d
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
log-file = "%[1]s/bearerbox.log"
log-level = 0
store-type = file
store-location = "%[1]s/kannel.store"

group = smsc
smsc = fake
smsc-id = network
port = %[4]d
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = %[5]d
global-sender = 13013
log-file = "%[1]s/smsbox.log"
log-level = 0
http-request-retry = 3
http-queue-delay = 1

group = sms-service
keyword = default
catch-all = true
omit-empty = true
get-url = "%[6]s?from=%%p&to=%%P&text=%%b&coding=%%c&charset=%%C&id=%%I"

group = sendsms-user
username = dialform
password = letmesend
user-deny-ip = "*.*.*.*"
user-allow-ip = "127.0.0.1"
`

const (
	kannelSecret = "00112233445566778899aabbccddeeff"
	kannelNode   = `
demo: true
channels:
  - name: kannel
    dialect: kannel
    secret_file: %[1]s/secret
    send: {url: "http://127.0.0.1:%[2]d/cgi-bin/sendsms", username: dialform, api_key_file: %[1]s/password, from: "13013"}
`
)

// TestKannel registers a person by SMS through a real Kannel: its smsbox asks
// the node, and the node's replies go back through its sendsms. Skipped where
// Debian's package kannel is not installed.
func TestKannel(t *testing.T) {
	t.Parallel()
	bearerbox, smsbox := debianProgram(t, "kannel", "bearerbox"), debianProgram(t, "kannel", "smsbox")
	dir := t.TempDir()
	ports := freePorts(t, 4)
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		return file
	}
	write("secret", kannelSecret)
	write("password", "letmesend")
	node := startNode(t, dir, "--config", write("dialform.yaml", fmt.Sprintf(kannelNode, dir, ports[3])), "--hub", "127.0.0.1:0")

	// The answer to every third request gets lost on its way to Kannel, which
	// asks again within a second.
	var asked, lost atomic.Int32
	target, err := url.Parse("http://" + node.HTTP)
	require.NoError(t, err)
	forward := httputil.NewSingleHostReverseProxy(target)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1)%3 == 0 {
			lost.Add(1)
			forward.ServeHTTP(httptest.NewRecorder(), r)
			http.Error(w, "lost", http.StatusInternalServerError)
			return
		}
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	conf := write("kannel.conf", fmt.Sprintf(kannelConf, dir, ports[0], ports[1], ports[2], ports[3], proxy.URL+"/gateway/kannel/"+kannelSecret))
	startProgram(t, bearerbox, conf)
	network := dialUntil(t, ports[2])
	dialUntil(t, ports[1])
	startProgram(t, smsbox, conf)
	dialUntil(t, ports[3])

	phone := kannelPhone{t: t, conn: network, in: bufio.NewReader(network)}
	for _, turn := range []struct{ says, reads string }{
		{"Hello", "Language / Lugha"},
		{"4", "የቤተሰብ መዝገብ"}, // UCS-2
		{"ሰላም", "የቤተሰብ መዝገብ"},
		{"6", "Kiswahili"},
		{"98", "Amarinya"}, // of two pages
		{"3", "Registre des ménages"},
		{"6", "English"},
		{"1", "Household registry"},
		{"4", "When may we call you?"},
		{"1", "Which number should we call?"},
		{"0712345678", "Your reference:"},
	} {
		phone.says(turn.says)
		phone.reads(turn.reads)
	}
	require.Eventually(t, func() bool { return asked.Load() == 11+lost.Load() }, patience, 50*time.Millisecond, "Kannel asks again")
	phone.says("Hello again")
	phone.reads("Household registry")
	phone.says("6")
	phone.reads("Kiswahili") // after all that a repeated request could have sent
	require.Equal(t, 13, phone.received, "each message has one reply, those that Kannel asked about twice too")
	require.Positive(t, lost.Load())

	list := func() string {
		out, err := exec.Command("dialform", "submission", "list", "--data", filepath.Join(dir, "data", "hub"), "--json").Output()
		require.NoError(t, err)
		return string(out)
	}
	require.Eventually(t, func() bool { return strings.Contains(list(), "0712345678") }, patience, 100*time.Millisecond)
	require.Equal(t, 1, strings.Count(list(), `"channel":"kannel"`), "a request that was repeated is one record")
}

// kannelPhone is a phone on Kannel's socket.
type kannelPhone struct {
	t        *testing.T
	conn     net.Conn
	in       *bufio.Reader
	received int // messages
}

// says sends a message.
func (p *kannelPhone) says(text string) {
	p.t.Helper()
	kind := "text " + text
	if strings.IndexFunc(text, func(r rune) bool { return r > 0x7f }) >= 0 {
		kind = "ucs2 "
		for _, unit := range utf16.Encode([]rune(text)) {
			kind += fmt.Sprintf("%%%02X%%%02X", unit>>8, unit&0xff)
		}
	}
	_, err := fmt.Fprintf(p.conn, "254700000001 13013 %s\n", kind)
	require.NoError(p.t, err)
}

// reads waits for a message that holds a text. Kannel writes messages in the
// alphabet of GSM as they are, over several lines, and others with their octets escaped.
func (p *kannelPhone) reads(want string) {
	p.t.Helper()
	require.NoError(p.t, p.conn.SetReadDeadline(time.Now().Add(patience)))
	for seen := ""; ; {
		line, err := p.in.ReadString('\n')
		require.NoError(p.t, err, "waited for %q, and read %q", want, seen)
		if head, coded, is := strings.Cut(line, " ucs-2 "); is {
			octets, err := url.QueryUnescape(strings.TrimSpace(coded))
			require.NoError(p.t, err)
			units := make([]uint16, len(octets)/2)
			for i := range units {
				units[i] = uint16(octets[2*i])<<8 | uint16(octets[2*i+1])
			}
			line = head + " " + string(utf16.Decode(units))
		}
		if from, to, is := strings.Cut(line, " "); is && from == "13013" && strings.HasPrefix(strings.TrimPrefix(to, "+"), "254700000001 ") {
			p.received++
		}
		if seen += line; strings.Contains(seen, want) {
			return
		}
	}
}

// debianProgram is the path of a program of a Debian package; some are not in
// everyone's path. The test is skipped where the package is not installed.
func debianProgram(t *testing.T, pack, name string) string {
	t.Helper()
	for _, candidate := range []string{name, filepath.Join("/usr/sbin", name)} {
		if path, err := exec.LookPath(candidate); err == nil {
			return path
		}
	}
	t.Skipf("no %s here; install Debian's package %s", name, pack)
	return ""
}

// freePorts are ports of this machine that nobody listened on a moment ago.
func freePorts(t *testing.T, n int) []int {
	t.Helper()
	var out []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer l.Close() //nolint:errcheck // it only held the port
		out = append(out, l.Addr().(*net.TCPAddr).Port)
	}
	return out
}

// startProgram runs a program until the test ends.
func startProgram(t *testing.T, path string, args ...string) {
	t.Helper()
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

// dialUntil connects to a port as soon as somebody listens on it.
func dialUntil(t *testing.T, port int) net.Conn {
	t.Helper()
	var conn net.Conn
	require.Eventually(t, func() bool {
		var err error
		conn, err = net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		return err == nil
	}, patience, 50*time.Millisecond)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// startNode serves until the test ends, with its data in dir/data.
func startNode(t *testing.T, dir string, args ...string) ready {
	t.Helper()
	file := filepath.Join(dir, "ready")
	command := exec.Command("dialform", append([]string{
		"serve", "--http", "127.0.0.1:0", "--ssh", "127.0.0.1:0", "--data", filepath.Join(dir, "data"), "--ready-file", file,
	}, args...)...)
	command.Env = append(os.Environ(), "HOME="+dir)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	var r ready
	require.Eventually(t, func() bool {
		text, err := os.ReadFile(file)
		return err == nil && json.Unmarshal(text, &r) == nil
	}, patience, 20*time.Millisecond)
	return r
}
