// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/rehearsal"
)

// recordTyped lets a person answer a form and keeps the conversation, as a test
// that can be played again.
func recordTyped(ctx context.Context, pack *packs.Pack, o rehearsal.Options, record string, std stdio) int {
	var transcript bytes.Buffer
	out := io.MultiWriter(&transcript, screensOnly{std.out})
	outcome, err := rehearsal.Converse(ctx, pack, typedLines(std.in), o, out)
	if err != nil {
		fmt.Fprintln(std.err, safetext.Clean(err.Error()))
		return exitFailure
	}
	if outcome.Submitted {
		fmt.Fprintf(&transcript, "\n%s\n", outcome.XML)
	}
	if code := keep(record, transcript.Bytes(), std); code != exitOK {
		return code
	}
	if !outcome.Submitted {
		fmt.Fprintln(std.err, unfinished)
		return exitFailure
	}
	return exitOK
}

// keep writes a transcript to the file that is asked for, "" for none.
func keep(record string, transcript []byte, std stdio) int {
	if record == "" {
		return exitOK
	}
	if err := writeOut(record, transcript, std); err != nil {
		fmt.Fprintln(std.err, safetext.Clean(err.Error()))
		return exitFailure
	}
	return exitOK
}

// typedLines are the lines that a person types, each once it is asked for.
func typedLines(in io.Reader) iter.Seq[string] {
	return func(yield func(string) bool) {
		for sc := bufio.NewScanner(in); sc.Scan(); {
			if !yield(strings.TrimSuffix(sc.Text(), "\r")) {
				return
			}
		}
	}
}

// screensOnly leaves out what the person typed: the terminal shows it already.
type screensOnly struct{ io.Writer }

// Write writes one entry of a transcript.
func (w screensOnly) Write(entry []byte) (int, error) {
	if bytes.HasPrefix(entry, []byte("> ")) {
		return len(entry), nil
	}
	return w.Writer.Write(entry)
}
