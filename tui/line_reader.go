// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"bufio"
	"io"
	"unicode/utf8"

	"github.com/dialform/dialform/internal/safetext"
)

// maxLine bounds a typed line, in bytes; the rest of a longer one is dropped.
const maxLine = 8192

// Control characters a terminal sends while a line is typed.
const (
	endOfText   = 0x03 // Ctrl-C
	endOfFile   = 0x04 // Ctrl-D
	backspace   = 0x08
	eraseLine   = 0x15 // Ctrl-U
	deleteChar  = 0x7f
	eraseOnLine = "\b \b"
)

// lineReader reads lines. With an echo it is also the line discipline that a
// terminal expects of the other side: it shows what is typed and rubs it out.
type lineReader struct {
	in     *bufio.Reader
	echo   io.Writer // nil: the other side edits its lines itself
	skipLF bool      // the line before ended in CR
}

func newLineReader(in io.Reader, echo io.Writer) *lineReader {
	return &lineReader{in: bufio.NewReader(in), echo: echo}
}

// next returns one line without its end, which is LF, CR or both. The last
// line may have none. It returns io.EOF when there are no more.
func (r *lineReader) next() (string, error) {
	var line []byte
	shown := 0 // bytes of line that were echoed
	for {
		b, err := r.in.ReadByte()
		if err != nil {
			if len(line) > 0 {
				return string(line), nil
			}
			return "", err
		}
		lf := r.skipLF && b == '\n'
		r.skipLF = false
		switch {
		case lf:
			continue
		case b == '\n' || b == '\r':
			r.skipLF = b == '\r'
			r.show("\n")
			return string(line), nil
		case r.echo == nil:
		case b == endOfText, b == endOfFile && len(line) == 0:
			return "", io.EOF
		case b == backspace || b == deleteChar:
			if len(line) > 0 {
				_, size := utf8.DecodeLastRune(line)
				line = line[:len(line)-size]
				shown = len(line)
				r.show(eraseOnLine)
			}
			continue
		case b == eraseLine:
			for range utf8.RuneCount(line) {
				r.show(eraseOnLine)
			}
			line, shown = line[:0], 0
			continue
		}
		if len(line) >= maxLine {
			continue
		}
		line = append(line, b)
		if r.echo != nil && utf8.FullRune(line[shown:]) {
			r.show(safetext.Clean(string(line[shown:])).String())
			shown = len(line)
		}
	}
}

func (r *lineReader) show(s string) {
	if r.echo != nil {
		_, _ = io.WriteString(r.echo, s)
	}
}
