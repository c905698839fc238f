// SPDX-License-Identifier: Apache-2.0

package phone

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/dialform/dialform/internal/safetext"
)

// face draws what the phone shows. A screen has a frame on its left only: how wide
// a terminal draws Amharic or Khmer is not known, so a right border would be torn.
type face struct {
	out    io.Writer
	colour bool
	phone  *Handset
}

// ANSI styles (ECMA-48 SGR).
const (
	plain  = "0"
	bold   = "1"
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
)

const (
	frame = "│ "
	top   = "┌─ "
	foot  = "└─ "
)

func (f *face) welcome() {
	f.line(bold, "Phone "+f.phone.Number())
	f.line(dim, fmt.Sprintf("Dial %s and answer. Also: hangup, sms TEXT, help, quit.", f.phone.Code()))
}

func (f *face) help() {
	for _, line := range []string{
		f.phone.Code() + "      dial; " + strings.TrimSuffix(f.phone.Code(), "#") + "*1*2# answers 1 and 2 at once",
		"1, Amina, ...  answer the screen",
		"> hangup       answer with a word that is a command here",
		"hangup         leave the session",
		"sms TEXT       send an SMS",
		"repeat         the gateway sends your last request again",
		"drop [TEXT]    the network drops the session, while TEXT is on its way",
		"quit           switch the phone off",
	} {
		f.line(dim, line)
	}
}

func (f *face) prompt() {
	mark := "☎ "
	if f.phone.InSession() {
		mark = "> "
	}
	f.write(f.style(green, mark))
}

func (f *face) screen(screen Screen, err error) {
	if screen.raw != "" {
		f.box(f.phone.Code(), bold, screen.String(), f.cost(screen.Size())+", "+f.time(screen))
	}
	f.failure(err)
}

func (f *face) message(message Message) {
	f.write("\n")
	f.box("SMS from "+safetext.Line(message.From).String(), yellow, message.String(), f.cost(message.Size()))
}

func (f *face) box(title, style, text, below string) {
	f.line(dim, top+title)
	for line := range strings.Lines(text) {
		f.write(f.style(dim, frame) + f.style(style, strings.TrimSuffix(line, "\n")) + "\n")
	}
	f.line(dim, foot+below)
}

func (f *face) cost(size Size) string {
	unit := "septets"
	if size.UCS2 {
		unit = "UCS-2 units"
	}
	cost := fmt.Sprintf("%d of %d %s", size.Used, size.Limit, unit)
	if size.Over() {
		cost += ", TOO LONG"
	}
	return cost
}

func (f *face) time(screen Screen) string {
	if screen.End {
		return "session closed"
	}
	left := f.phone.Left().Round(time.Second)
	return fmt.Sprintf("%d:%02d left", int(left.Minutes()), int(left.Seconds())%60)
}

func (f *face) failure(err error) {
	if err != nil {
		f.line(red, safetext.Line(explain(err, f.phone.Code())).String())
	}
}

func (f *face) note(text string) { f.line(dim, text) }

func (f *face) line(style, text string) { f.write(f.style(style, text) + "\n") }

func (f *face) style(style, text string) string {
	if !f.colour {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[" + plain + "m"
}

// write has no error to give back: when the terminal is gone, so is its input,
// and Run ends there.
func (f *face) write(text string) { _, _ = io.WriteString(f.out, text) }
