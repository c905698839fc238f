// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/rehearsal"
)

// formRun plays a script of answers against a form and prints the
// conversation and the submission.
func formRun(ctx context.Context, args []string, std stdio) int {
	var file, answers, now, zone string
	var o rehearsal.Options
	fs := flag.NewFlagSet("dialform form run", flag.ContinueOnError)
	fs.StringVar((*string)(&o.Channel), "channel", "ussd", "play on `ussd, sms or plain`")
	fs.StringVar(&answers, "answers", "", "`FILE` with one typed line a line, - for standard input")
	fs.StringVar(&o.Language, "lang", "", "speak the language with this `TAG`")
	fs.IntVar(&o.Septets, "limit", 160, "`SEPTETS` on a screen")
	fs.StringVar(&now, "now", "", "`TIME` that the form believes it is, e.g. 2026-11-20T10:30:00Z; now if not given")
	fs.StringVar(&zone, "tz", "UTC", "time `ZONE`, e.g. Africa/Nairobi")
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		file, args = args[0], args[1:]
	}
	if code, ok := parseFlags(fs, args, std); !ok {
		return code
	}
	if file == "" {
		file = fs.Arg(0)
	}
	if file == "" || answers == "" {
		fmt.Fprintln(std.err, "dialform form run: give a form and --answers FILE")
		return exitUsage
	}
	var err error
	if o.Zone, err = time.LoadLocation(zone); err != nil {
		fmt.Fprintf(std.err, "dialform form run: time zone %q is not known; write it like Africa/Nairobi\n", zone)
		return exitUsage
	}
	o.Now = time.Now()
	if now != "" {
		if o.Now, err = time.Parse(time.RFC3339, now); err != nil {
			fmt.Fprintf(std.err, "dialform form run: %q is no time; write it like 2026-11-20T10:30:00Z\n", now)
			return exitUsage
		}
	}
	lines, err := readLines(answers, std)
	if err != nil {
		fmt.Fprintf(std.err, "%s: can't be read: %v\n", answers, cause(err))
		return exitFailure
	}
	return rehearse(ctx, file, lines, o, std)
}

func rehearse(ctx context.Context, file string, lines []string, o rehearsal.Options, std stdio) int {
	data, err := os.ReadFile(file)
	if err != nil {
		fmt.Fprintf(std.err, "%s: can't be read: %v\n", file, cause(err))
		return exitFailure
	}
	pack, found := packs.Single(filepath.Base(file), data, os.DirFS(filepath.Dir(file)))
	for _, f := range found {
		fmt.Fprintln(std.err, f)
	}
	if found.HasErrors() {
		return exitFailure
	}
	outcome, err := rehearsal.Play(ctx, pack, lines, o, std.out)
	if err != nil {
		fmt.Fprintln(std.err, err)
		return exitFailure
	}
	if !outcome.Submitted {
		fmt.Fprintln(std.err, "the answers end before the form does; nothing was submitted")
		return exitFailure
	}
	fmt.Fprintf(std.out, "\n%s\n", outcome.XML)
	return exitOK
}

// readLines reads a script of answers. An empty line is an empty answer.
func readLines(file string, std stdio) ([]string, error) {
	in := std.in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	var lines []string
	sc := bufio.NewScanner(in)
	for sc.Scan() {
		lines = append(lines, strings.TrimSuffix(sc.Text(), "\r"))
	}
	return lines, sc.Err()
}
