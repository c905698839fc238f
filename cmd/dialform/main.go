// SPDX-License-Identifier: Apache-2.0

// Command dialform serves a registry's forms wherever there is text: USSD, SMS
// and a terminal over SSH.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// stdio is what a verb reads and writes.
type stdio struct {
	in       io.Reader
	out, err io.Writer
}

// verb is one thing that dialform does.
type verb struct {
	name  string
	about string
	run   func(ctx context.Context, args []string, std stdio) int
}

// Exit codes. A verb that is told nonsense ends with exitUsage, one that can't
// do what it was told with exitFailure.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

func verbs() []verb {
	return []verb{
		{"serve", "serve a pack or a form on USSD, SMS and SSH", serveCommand},
		{"hub", "be the centre that nodes send submissions to", hubCommand},
		{"submission", "list and show what was submitted", submissionCommand},
		{"task", "list what desks have to complete, and attach files to it", taskCommand},
		{"form", "check, convert and rehearse a form", formCommand},
		{"phone", "a feature phone in this terminal, to try a service", phoneCommand},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, std stdio) int {
	if len(args) == 0 {
		usage(std.out)
		return exitUsage
	}
	switch args[0] {
	case "help", "-h", "--help":
		usage(std.out)
		return exitOK
	}
	for _, v := range verbs() {
		if v.name == args[0] {
			return v.run(ctx, args[1:], std)
		}
	}
	fmt.Fprintf(std.err, "dialform: there is no %q; dialform help lists what there is\n", args[0])
	return exitUsage
}

func usage(w io.Writer) {
	fmt.Fprint(w, "dialform serves a registry's forms wherever there is text.\n\n")
	for _, v := range verbs() {
		fmt.Fprintf(w, "  dialform %-12s %s\n", v.name, v.about)
	}
	fmt.Fprint(w, "\nTry it: dialform serve, and in another terminal dialform phone.\ndialform VERB -h tells what a verb takes.\n")
}

// parseFlags reads a verb's flags. ok is false when the verb is done: after -h
// with exitOK, after nonsense with exitUsage.
func parseFlags(fs *flag.FlagSet, args []string, std stdio) (code int, ok bool) {
	fs.SetOutput(std.err)
	switch err := fs.Parse(args); {
	case err == nil:
		return exitOK, true
	case errors.Is(err, flag.ErrHelp):
		return exitOK, false
	default:
		return exitUsage, false
	}
}
