// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

var codeLine = regexp.MustCompile(`One-time code for [^:]+: (\d{6})`)

// askpass is what ssh asks for the one-time code: it reads the newest one from the
// node's console, as the person at a demo does.
func askpass() {
	console, err := os.ReadFile(os.Getenv("CONSOLE"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	codes := codeLine.FindAllSubmatch(console, -1)
	if len(codes) == 0 {
		fmt.Fprintln(os.Stderr, "no code on the console")
		os.Exit(1)
	}
	fmt.Printf("%s\n", codes[len(codes)-1][1])
}

// openTerminal COMMAND... runs a command in a real terminal of 80 by 24 (tmux, with
// a server of its own). The script skips itself where tmux is absent.
func openTerminal(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg)
	quoted := make([]string, len(args))
	for i, arg := range args {
		quoted[i] = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
	}
	tmux(ts, "new-session", "-d", "-x", "80", "-y", "24", strings.Join(quoted, " "))
	ts.Defer(func() { _ = exec.Command("tmux", "-S", socket(ts), "kill-server").Run() }) // it may have ended by itself
}

// keys KEY... types in the terminal: words as they are, and names that tmux knows,
// such as Enter, Tab, C-s or F5.
func keys(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg)
	tmux(ts, append([]string{"send-keys"}, args...)...)
}

// screen REGEXP waits until the terminal shows it.
func screen(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg)
	if len(args) != 1 {
		ts.Fatalf("usage: screen REGEXP")
	}
	want, shown := regexp.MustCompile(args[0]), ""
	defer func() { ts.Logf("%s", shown) }()
	until(ts, "\""+args[0]+"\" on the screen", func() bool {
		shown = tmux(ts, "capture-pane", "-p")
		return want.MatchString(shown)
	})
}

func tmux(ts *testscript.TestScript, args ...string) string {
	command := exec.Command("tmux", append([]string{"-f", os.DevNull, "-S", socket(ts)}, args...)...)
	command.Dir = of(ts).dir
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TERM=xterm-256color")
	for _, name := range []string{"HOME", "CONSOLE", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE"} {
		command.Env = append(command.Env, name+"="+ts.Getenv(name))
	}
	out, err := command.CombinedOutput()
	if err != nil {
		ts.Fatalf("tmux %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// socket is short: a Unix socket's path has at most 108 bytes.
func socket(ts *testscript.TestScript) string { return of(ts).path("tty") }
