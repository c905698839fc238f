// SPDX-License-Identifier: Apache-2.0

package phone

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/dialform/dialform/internal/safetext"
)

// patience is how long a script waits for an SMS; a queue on the same machine
// takes milliseconds.
const patience = 10 * time.Second

// Errors that fail a script.
var (
	// ErrUnexpected: an expect line did not find its text.
	ErrUnexpected = errors.New("not what was expected")
	// ErrTooLong: a screen costs more than the channel carries.
	ErrTooLong = errors.New("the screen is over its limit")
)

// ScriptError says at which line of a script the service, or the script, was wrong.
type ScriptError struct {
	Name string // of the script
	Line int    // from 1
	Err  error
}

// Error is "name:line: what went wrong".
func (e *ScriptError) Error() string { return fmt.Sprintf("%s:%d: %v", e.Name, e.Line, e.Err) }

// Unwrap gives the cause.
func (e *ScriptError) Unwrap() error { return e.Err }

// Script plays lines on a phone and writes a transcript: "> " before what the
// phone sends, "< " before what it shows, the cost of each text at its end.
//
//	dial *384*96#   open a session; *384*96*1*2# answers 1 and 2 at once
//	1               type an answer
//	> repeat        type an answer that looks like one of these words
//	expect TEXT     the last screen or SMS holds TEXT; spaces and line ends are equal
//	repeat          the gateway sends the last request again; the reply must be the same
//	drop            the network drops the session
//	drop 1          ... while the answer 1 is on its way: its reply is lost
//	hangup          leave the session
//	sms TEXT        send an SMS
//	wait-sms        wait for the next SMS to this phone
//	# ...           a comment; empty lines are for the eye
type Script struct {
	Phone *Handset
	Out   io.Writer // of the transcript

	shown string // what was shown last, with its kind
}

// Run plays a script to its end. Returns a *ScriptError at the first line that
// fails: ErrUnexpected, ErrTooLong, or an error of the phone.
func (s *Script) Run(ctx context.Context, name string, lines io.Reader) error {
	scanner := bufio.NewScanner(lines)
	number := 0
	for scanner.Scan() {
		number++
		if err := s.Line(ctx, scanner.Text()); err != nil {
			return &ScriptError{Name: name, Line: number, Err: err}
		}
	}
	if err := scanner.Err(); err != nil {
		return &ScriptError{Name: name, Line: number + 1, Err: err}
	}
	return nil
}

// Line plays one line.
func (s *Script) Line(ctx context.Context, line string) error {
	if blank := strings.TrimSpace(line); blank == "" || strings.HasPrefix(blank, "#") {
		return nil
	}
	c := parse(line, s.Phone.InSession(), dial, drop, repeat, hangUp, sendSMS, waitSMS, expect)
	if c.verb != expect {
		s.write("> " + strings.TrimPrefix(line, "> "))
	}
	switch c.verb {
	case dial:
		return s.screen(s.Phone.Dial(ctx, c.text))
	case repeat:
		return s.screen(s.Phone.Repeat(ctx))
	case answer:
		return s.screen(s.Phone.Answer(ctx, c.text))
	case drop:
		return s.drop(ctx, c.text)
	case hangUp:
		s.Phone.HangUp()
		return nil
	case sendSMS:
		return s.Phone.Send(ctx, c.text)
	case waitSMS:
		return s.message(s.Phone.Await(ctx, patience))
	default:
		return s.expect(c.text)
	}
}

func (s *Script) drop(ctx context.Context, answer string) error {
	if answer == "" {
		s.Phone.HangUp()
		return nil
	}
	return s.Phone.Lose(ctx, answer)
}

func (s *Script) screen(screen Screen, err error) error {
	if screen.raw != "" {
		s.show(screen.Kind()+" "+screen.String(), screen.Size())
	}
	if err != nil {
		return err
	}
	if size := screen.Size(); size.Over() {
		return fmt.Errorf("%w: %v", ErrTooLong, size)
	}
	return nil
}

func (s *Script) message(message Message, err error) error {
	if err != nil {
		return err
	}
	s.show("SMS "+safetext.Line(message.From).String()+": "+message.String(), message.Size())
	return nil
}

func (s *Script) show(text string, size Size) {
	s.shown = text
	s.write("< " + strings.ReplaceAll(text, "\n", "\n  ") + " [" + size.String() + "]")
}

func (s *Script) expect(text string) error {
	if strings.Contains(fold(s.shown), fold(text)) {
		return nil
	}
	return fmt.Errorf("%w: %q is not in %q", ErrUnexpected, text, s.shown)
}

// write puts out one line, or a text of several. A transcript that cannot be
// written is no fault of the service, so the script goes on.
func (s *Script) write(text string) { _, _ = fmt.Fprintln(s.Out, safetext.Text(text)) }

// fold makes one space of every run of white space, so that a script can expect
// words that a screen breaks into lines.
func fold(text string) string { return strings.Join(strings.Fields(text), " ") }
