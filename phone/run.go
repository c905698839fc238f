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
)

// inboxEvery is how often the phone looks for an SMS while it lies on the table.
const inboxEvery = time.Second

// Run is the phone in a person's hand: it reads lines from in, shows screens on
// out, and SMS as they come. It returns at the end of the input, at quit, or when
// ctx is done. colour draws with ANSI colours, for a terminal.
func Run(ctx context.Context, h *Handset, in io.Reader, out io.Writer, colour bool) error {
	face := face{out: out, colour: colour, phone: h}
	face.welcome()
	face.prompt()

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	typed, failed := readLines(ctx, in)
	tick := time.NewTicker(inboxEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			face.write("\n")
			return nil
		case err := <-failed:
			face.write("\n")
			return err
		case line := <-typed:
			c := parse(line, h.InSession(), hangUp, sendSMS, drop, repeat, help, quit)
			if c.verb == quit {
				return nil
			}
			if line != "" || h.InSession() {
				face.play(ctx, c)
			}
			face.prompt()
		case <-tick.C:
			face.receive(ctx)
		}
	}
}

// readLines reads in the background, because a terminal cannot be asked whether a
// line is there. failed gets nil at the end of the input. The goroutine ends with
// ctx as soon as its read returns.
func readLines(ctx context.Context, in io.Reader) (lines <-chan string, failed <-chan error) {
	typed, end := make(chan string), make(chan error, 1)
	go func() {
		scanner := bufio.NewScanner(in)
		for scanner.Scan() {
			select {
			case typed <- scanner.Text():
			case <-ctx.Done():
				return
			}
		}
		end <- scanner.Err()
	}()
	return typed, end
}

// play does one thing and shows what came of it.
func (f *face) play(ctx context.Context, c command) {
	switch c.verb {
	case dial:
		f.screen(f.phone.Dial(ctx, c.text))
	case answer:
		f.screen(f.phone.Answer(ctx, c.text))
	case repeat:
		f.screen(f.phone.Repeat(ctx))
	case drop:
		if c.text != "" {
			f.failure(f.phone.Lose(ctx, c.text))
		}
		f.phone.HangUp()
		f.note("The network dropped the session.")
	case hangUp:
		f.phone.HangUp()
		f.note("You hung up.")
	case sendSMS:
		if err := f.phone.Send(ctx, c.text); err != nil {
			f.failure(err)
			return
		}
		f.note("Sent.")
	case help:
		f.help()
	}
}

// receive shows the messages that came since the last look. A network that cannot
// be asked stays silent here; the person notices at the next dial.
func (f *face) receive(ctx context.Context) {
	shown := false
	for {
		message, err := f.phone.Receive(ctx)
		if err != nil {
			break
		}
		f.message(message)
		shown = true
	}
	if shown {
		f.prompt()
	}
}

// explain says what went wrong in a phone owner's words.
func explain(err error, code string) string {
	switch {
	case errors.Is(err, ErrNoSession):
		return fmt.Sprintf("No session is open. Dial %s first.", code)
	case errors.Is(err, ErrInSession):
		return "A session is open. Type hangup first."
	case errors.Is(err, ErrExpired):
		return fmt.Sprintf("The network ended the session: %d s are over. Dial again to go on.", int(sessionTime.Seconds()))
	case errors.Is(err, ErrNotACode):
		return fmt.Sprintf("This network knows only %s, and answers put into it: %s*1#.", code, strings.TrimSuffix(code, "#"))
	default:
		return fmt.Sprintf("Connection problem or invalid code: %v.", err)
	}
}
