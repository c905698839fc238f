// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"encoding/binary"
	"unicode/utf16"
)

// textReader reads strings that can run on from one record into the next. After
// the end it reads zeros.
type textReader struct {
	data []byte
	more [][]byte
}

func (rec record8) reader(skip int) *textReader {
	return &textReader{data: rec.data[min(skip, len(rec.data)):], more: rec.more}
}

// ended tells whether nothing is left.
func (r *textReader) ended() bool {
	for len(r.data) == 0 && len(r.more) > 0 {
		r.data, r.more = r.more[0], r.more[1:]
	}
	return len(r.data) == 0
}

// take reads bytes, across records.
func (r *textReader) take(n int) []byte {
	out := make([]byte, 0, min(n, 64))
	for len(out) < n && !r.ended() {
		part := r.data[:min(n-len(out), len(r.data))]
		out, r.data = append(out, part...), r.data[len(part):]
	}
	return out
}

// skip drops bytes, across records.
func (r *textReader) skip(n int) {
	for n > 0 && !r.ended() {
		part := min(n, len(r.data))
		r.data, n = r.data[part:], n-part
	}
}

func (r *textReader) u8() uint8 {
	if b := r.take(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

func (r *textReader) u16() uint16 {
	if b := r.take(2); len(b) == 2 {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (r *textReader) u32() uint32 {
	if b := r.take(4); len(b) == 4 {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// Flags of a string ([MS-XLS] 2.5.293).
const (
	wideFlag     = 0x01
	phoneticFlag = 0x04
	richFlag     = 0x08
)

// text reads n characters after their flags.
func (r *textReader) text(n int) string { return r.chars(n, r.u8()&wideFlag != 0) }

// richText reads a string of the table that all sheets share: its characters,
// without the runs of formatting and the phonetic text behind them.
func (r *textReader) richText() string {
	n := int(r.u16())
	flags := r.u8()
	runs, phonetic := 0, 0
	if flags&richFlag != 0 {
		runs = int(r.u16())
	}
	if flags&phoneticFlag != 0 {
		phonetic = int(r.u32())
	}
	text := r.chars(n, flags&wideFlag != 0)
	r.skip(4 * runs)
	r.skip(phonetic)
	return text
}

// chars reads characters of one or two bytes. Where they run on into another
// record, that one begins with new flags.
func (r *textReader) chars(n int, wide bool) string {
	units := make([]uint16, 0, min(n, 256))
	for len(units) < n {
		if len(r.data) == 0 {
			if r.ended() {
				break
			}
			wide = r.data[0]&wideFlag != 0
			r.data = r.data[1:]
			continue
		}
		if !wide {
			units, r.data = append(units, uint16(r.data[0])), r.data[1:]
			continue
		}
		if len(r.data) < 2 {
			r.data = nil
			continue
		}
		units, r.data = append(units, binary.LittleEndian.Uint16(r.data)), r.data[2:]
	}
	return string(utf16.Decode(units))
}
