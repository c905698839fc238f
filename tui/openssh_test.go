// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/tui"
)

// openSSH is a station whose operator amina uses the OpenSSH client.
type openSSH struct {
	*station
	args []string // of ssh, up to the host
	env  []string
}

func withOpenSSH(t *testing.T) *openSSH {
	t.Helper()
	if _, err := exec.LookPath("ssh"); err != nil {
		t.Skip("ssh is not installed (package openssh-client)")
	}
	dir := t.TempDir()
	file := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), mode))
		return path
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	signer, err := gossh.NewSignerFromKey(private)
	require.NoError(t, err)
	block, err := gossh.MarshalPrivateKey(private, "")
	require.NoError(t, err)
	key := file("id", string(pem.EncodeToMemory(block)), 0o600)
	code := filepath.Join(dir, "code")
	askpass := file("askpass", "#!/bin/sh\ncat '"+code+"'\n", 0o700)

	host := filepath.Join(dir, "host")
	s := start(t, newFakeDesk(), func(c *tui.Config) {
		c.HostKey = host
		c.Operators, err = identity.NewDirectory([]identity.Registration{
			{ID: "amina", Name: "Amina Bangura", Keys: []string{authorized(signer)}, Roles: []string{"enumerator"}},
		})
		require.NoError(t, err)
		c.Codes, err = identity.NewCodes(bytes.Repeat([]byte{7}, 32), identity.NewMemoryCodes(), func(_ context.Context, d identity.Delivery) error {
			return os.WriteFile(code, []byte(d.Code+"\n"), 0o600)
		}, time.Now)
		require.NoError(t, err)
	})
	hostKey, err := tui.EnsureKey(host)
	require.NoError(t, err)
	_, port, err := net.SplitHostPort(s.server.Addr().String())
	require.NoError(t, err)
	known := file("known", fmt.Sprintf("[127.0.0.1]:%s %s", port, hostKey), 0o600)
	return &openSSH{
		station: s,
		args: []string{
			"-F", "none", "-p", port, "-i", key, "-o", "IdentitiesOnly=yes", "-o", "UserKnownHostsFile=" + known,
			"-o", "StrictHostKeyChecking=yes", "-o", "LogLevel=ERROR",
		},
		env: append(os.Environ(), "SSH_ASKPASS="+askpass, "SSH_ASKPASS_REQUIRE=force", "DISPLAY=none", "SSH_AUTH_SOCK="),
	}
}

func (o *openSSH) run(t *testing.T, stdin string, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "ssh", append(append([]string{}, o.args...), args...)...)
	cmd.Env, cmd.Stdin = o.env, strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestOpenSSHLines(t *testing.T) {
	t.Parallel()
	o := withOpenSSH(t)
	out, err := o.run(t, "1\nAmina\n1\n1\nMusa\n4\n1\n7\n", "-T", "amina@127.0.0.1")
	require.NoError(t, err, out)
	golden(t, "lines", out)
	require.Len(t, o.desk.submissions(), 1)
}

func TestOpenSSHWithoutCredentials(t *testing.T) {
	t.Parallel()
	o := withOpenSSH(t)
	out, err := o.run(t, "", "-T", "-o", "PreferredAuthentications=none", "amina@127.0.0.1")
	require.Error(t, err)
	require.Contains(t, out, "Permission denied")
}

func TestOpenSSHInTmux(t *testing.T) {
	t.Parallel()
	o := withOpenSSH(t)
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed (package tmux)")
	}
	socket := filepath.Join(t.TempDir(), "tmux")
	tmux := func(args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "tmux", append([]string{"-S", socket, "-f", "/dev/null"}, args...)...)
		cmd.Env = append(o.env, "LC_ALL=C.UTF-8", "TERM=xterm-256color")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%v: %s", args, out)
		return string(out)
	}
	tmux(append(append([]string{"-u", "new-session", "-d", "-s", "desk", "-x", "80", "-y", "24", "ssh"}, o.args...), "amina@127.0.0.1")...)
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", socket, "kill-server").Run() })
	shows := func(text string) {
		t.Helper()
		require.Eventually(t, func() bool { return strings.Contains(tmux("capture-pane", "-p", "-t", "desk"), text) }, patience, 50*time.Millisecond, "waiting for %q", text)
	}
	shows("Register my household")
	require.Equal(t, "1\n", tmux("display-message", "-p", "-t", "desk", "#{alternate_on}"))
	tmux("send-keys", "-t", "desk", "1")
	shows("As on the identity card")
	tmux("send-keys", "-t", "desk", "ዓለም", "Enter")
	tmux("send-keys", "-t", "desk", "3", "1")
	shows("31")
	require.Eventually(t, func() bool {
		return tmux("display-message", "-p", "-t", "desk", "#{cursor_x} #{cursor_y}") == "5 8\n"
	}, patience, 50*time.Millisecond)
	tmux("resize-window", "-t", "desk", "-x", "100", "-y", "30")
	shows("ዓለም")
	require.Eventually(t, func() bool {
		lines := strings.Split(tmux("capture-pane", "-p", "-t", "desk"), "\n")
		return len(lines) >= 30 && strings.HasPrefix(lines[29], "amina · Kenema-12")
	}, patience, 50*time.Millisecond)
	tmux("send-keys", "-t", "desk", "C-s")
	shows("100000000010")
	shows("What would you like to do?")
}
