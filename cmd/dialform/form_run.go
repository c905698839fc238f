// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/rehearsal"
)

// formRun plays a script of answers against a form, or lets a person answer, and
// prints the conversation and the submission.
func formRun(ctx context.Context, args []string, std stdio) int {
	var file, answers, record, now, zone string
	var o rehearsal.Options
	fs := flag.NewFlagSet("dialform form run", flag.ContinueOnError)
	fs.StringVar((*string)(&o.Channel), "channel", "ussd", "play on `ussd, sms or plain`")
	fs.StringVar(&answers, "answers", "", "`FILE` with one typed line a line, a recorded transcript, or sessions of dialoguss (YAML); - for standard input")
	fs.StringVar(&record, "record", "", "write the transcript to `FILE`, too; without --answers you type them")
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
	if file == "" || answers == "" && record == "" {
		fmt.Fprintln(std.err, "dialform form run: give a form and --answers FILE, or --record FILE to type the answers")
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
	pack, ok := rehearsed(file, std)
	if !ok {
		return exitFailure
	}
	if answers == "" {
		return recordTyped(ctx, pack, o, record, std)
	}
	scripts, err := readScripts(answers, std)
	if err != nil {
		fmt.Fprintln(std.err, safetext.Clean(fmt.Sprintf("%s: can't be read: %v", answers, cause(err))))
		return exitFailure
	}
	return playScripts(ctx, pack, scripts, o, record, std)
}

// rehearsed reads the form that is played, and says what is wrong with it.
func rehearsed(file string, std stdio) (*packs.Pack, bool) {
	pack, found := singleForm(file)
	for _, f := range found {
		fmt.Fprintln(std.err, f)
	}
	return pack, pack != nil
}

// playScripts plays each script. A session of dialoguss may end anywhere; a
// script of answers must lead to a submission.
func playScripts(ctx context.Context, pack *packs.Pack, scripts []rehearsal.Script, o rehearsal.Options, record string, std stdio) int {
	var transcript bytes.Buffer
	out := io.MultiWriter(std.out, &transcript)
	code := exitOK
	for i, script := range scripts {
		if i > 0 {
			fmt.Fprintln(out)
		}
		if script.Name != "" {
			fmt.Fprintf(out, "# %s\n", safetext.Line(script.Name))
		}
		o.Expect = script.Expect
		outcome, err := rehearsal.Play(ctx, pack, script.Typed, o, out)
		switch {
		case err != nil:
			fmt.Fprintln(std.err, safetext.Clean(err.Error()))
			code = exitFailure
		case outcome.Submitted:
			fmt.Fprintf(out, "\n%s\n", outcome.XML)
		case script.Expect == nil:
			fmt.Fprintln(std.err, unfinished)
			code = exitFailure
		}
	}
	return max(code, keep(record, transcript.Bytes(), std))
}

const unfinished = "the answers end before the form does; nothing was submitted"

// readScripts reads what is to be typed from a file or from standard input.
func readScripts(file string, std stdio) ([]rehearsal.Script, error) {
	var (
		data []byte
		err  error
	)
	if file == "-" {
		data, err = io.ReadAll(std.in)
	} else {
		data, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, err
	}
	return rehearsal.ReadScripts(data)
}
