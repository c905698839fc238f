// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// process is a dialform that runs beside a script.
type process struct {
	command *exec.Cmd
	exited  chan struct{}
	ready   ready
}

// ready is what a node writes once every listener is open.
type ready struct {
	HTTP    string `json:"http"`
	SSH     string `json:"ssh"`
	Hub     string `json:"hub"`
	HostKey string `json:"host_key"`
}

// start runs dialform and waits until it is ready. What it prints goes to
// NAME.console, of every run one after the other.
func start(ts *testscript.TestScript, name string, args ...string) *process {
	w := of(ts)
	file := w.path(name + ".ready")
	ts.Check(os.RemoveAll(file))
	console, err := os.OpenFile(w.path(name+".console"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	ts.Check(err)
	defer console.Close() //nolint:errcheck // the process writes to its own copy

	p := &process{command: exec.Command("dialform", append(args, "--ready-file", file)...), exited: make(chan struct{})}
	p.command.Dir = ts.MkAbs(".")
	p.command.Env = append(os.Environ(), "HOME="+ts.Getenv("HOME"))
	p.command.Stdout, p.command.Stderr = console, console
	ts.Check(p.command.Start())
	go func() {
		_ = p.command.Wait() // how it ended stands in ProcessState
		close(p.exited)
	}()
	until(ts, name+" to be ready", func() bool {
		text, err := os.ReadFile(file)
		if err == nil && json.Unmarshal(text, &p.ready) == nil {
			return true
		}
		if !p.running() {
			ts.Logf("%s", ts.ReadFile(w.path(name+".console")))
			ts.Fatalf("%s ended with %v before it was ready", name, p.command.ProcessState)
		}
		return false
	})
	return p
}

func (p *process) running() bool {
	if p == nil {
		return false
	}
	select {
	case <-p.exited:
		return false
	default:
		return true
	}
}

// kill is the pulled plug: SIGKILL, and nothing is left running.
func (p *process) kill() {
	if p.running() {
		_ = p.command.Process.Kill() // it may have ended meanwhile
		<-p.exited
	}
}

// serve [FLAG...] starts the node on free ports, with $WORK/data unless --data is
// given, and sets $HTTP, $SSH and $HUB to its addresses. After sigterm or kill9 it
// starts it again on the same data.
func serve(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg)
	w := of(ts)
	if w.node.running() {
		ts.Fatalf("the node runs already")
	}
	args = append([]string{"serve", "--http", "127.0.0.1:0", "--ssh", "127.0.0.1:0", "--hub", "127.0.0.1:0", "--data", w.path("data")}, args...)
	w.node = start(ts, "node", args...)
	ts.Setenv("HTTP", w.node.ready.HTTP)
	ts.Setenv("SSH", w.node.ready.SSH)
	ts.Setenv("HUB", w.node.ready.Hub)
	writeSSHConfig(ts, w.node.ready)
}

// sigterm ends the node as a service manager does, and it must end well.
func sigterm(ts *testscript.TestScript, neg bool, _ []string) {
	refuse(ts, neg)
	node := of(ts).node
	if !node.running() {
		ts.Fatalf("no node runs")
	}
	ts.Check(node.command.Process.Signal(syscall.SIGTERM))
	until(ts, "the node to end", func() bool { return !node.running() })
	if !node.command.ProcessState.Success() {
		ts.Fatalf("the node ended with %v", node.command.ProcessState)
	}
}

// kill9 pulls the plug of the node.
func kill9(ts *testscript.TestScript, neg bool, _ []string) {
	refuse(ts, neg)
	of(ts).node.kill()
}

// hub reserve picks the address $HUB_URL, hub up starts a hub there, apart from the
// node, with its records in $WORK/hub and the token in $WORK/token, and hub down
// pulls its plug.
func hub(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg)
	w := of(ts)
	switch strings.Join(args, " ") {
	case "reserve":
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		ts.Check(err)
		ts.Setenv("HUB_URL", "http://"+listener.Addr().String())
		ts.Check(listener.Close())
	case "up":
		address := strings.TrimPrefix(ts.Getenv("HUB_URL"), "http://")
		w.hub = start(ts, "hub", "hub", "--http", address, "--data", w.path("hub"), "--token-file", w.path("token"))
	case "down":
		w.hub.kill()
	default:
		ts.Fatalf("usage: hub reserve|up|down")
	}
}

func refuse(ts *testscript.TestScript, neg bool) {
	if neg {
		ts.Fatalf("this command has no !")
	}
}

// writeSSHConfig makes `ssh -F ssh_config desk` reach the node. The host's key is
// learnt at the first connection and must be the same ever after.
func writeSSHConfig(ts *testscript.TestScript, r ready) {
	w := of(ts)
	host, port, err := net.SplitHostPort(r.SSH)
	ts.Check(err)
	ts.Setenv("SSH_PORT", port)
	config := fmt.Sprintf(`Host desk
  HostName %s
  Port %s
  User operator
  HostKeyAlias desk
  IdentityFile %s
  IdentitiesOnly yes
  StrictHostKeyChecking accept-new
  UserKnownHostsFile %s
  LogLevel ERROR
`, host, port, w.path("data", "demo_operator_ed25519"), w.path("known_hosts"))
	ts.Check(os.WriteFile(w.path("ssh_config"), []byte(config), 0o600))
}
