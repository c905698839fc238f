// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/dialform/dialform/phone"
)

// phoneCommand is a feature phone: in this terminal, or played from a script.
func phoneCommand(ctx context.Context, args []string, std stdio) int {
	var o phone.Options
	fs := flag.NewFlagSet("dialform phone", flag.ContinueOnError)
	fs.StringVar(&o.URL, "url", "http://127.0.0.1:8096", "reach the service at `URL`")
	fs.StringVar(&o.Channel, "channel", "at", "call the USSD channel `NAME`; SMS go to NAME-sms")
	fs.StringVar(&o.Secret, "secret", "demo", "`SECRET` of the channels")
	fs.StringVar(&o.Number, "number", "+254700000001", "be the phone with this `MSISDN`")
	fs.StringVar(&o.Code, "service", "*384*96#", "know the service by this `CODE`; what is dialled after it are answers")
	fs.StringVar(&o.ShortCode, "short-code", "96384", "send SMS to `NUMBER`")
	script := fs.String("script", "", "play `FILE` instead (- for standard input) and print a transcript")
	if code, ok := parseFlags(fs, args, std); !ok {
		return code
	}
	if fs.NArg() > 0 {
		fmt.Fprintf(std.err, "dialform phone: %q is not understood; a script is given with --script\n", fs.Arg(0))
		return exitUsage
	}
	handset := phone.New(o)
	var err error
	if *script != "" {
		err = playScript(ctx, handset, *script, std)
	} else {
		err = phone.Run(ctx, handset, std.in, std.out, isTerminal(std.out))
	}
	if err != nil {
		fmt.Fprintln(std.err, err)
		return exitFailure
	}
	return exitOK
}

// playScript plays a file, and names it and the line in its error.
func playScript(ctx context.Context, handset *phone.Handset, name string, std stdio) error {
	script := phone.Script{Phone: handset, Out: std.out}
	if name == "-" {
		return script.Run(ctx, "standard input", std.in)
	}
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("%s: %w", name, cause(err))
	}
	return errors.Join(script.Run(ctx, name, file), file.Close())
}

// isTerminal tells whether someone looks at what is written.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
