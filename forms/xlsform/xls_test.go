// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/xlsform"
)

// biff collects the records of a workbook.
type biff struct{ bytes.Buffer }

func (b *biff) record(id uint16, parts ...any) {
	var data bytes.Buffer
	for _, p := range parts {
		if s, ok := p.(string); ok {
			data.WriteString(s)
			continue
		}
		if err := binary.Write(&data, binary.LittleEndian, p); err != nil {
			panic(err)
		}
	}
	if err := binary.Write(b, binary.LittleEndian, []uint16{id, uint16(data.Len())}); err != nil {
		panic(err)
	}
	b.Write(data.Bytes())
}

// wide is a string of two-byte characters with its length and flags.
func wide(s string) string {
	units := utf16.Encode([]rune(s))
	var out bytes.Buffer
	for _, part := range []any{uint16(len(units)), uint8(1), units} {
		if err := binary.Write(&out, binary.LittleEndian, part); err != nil {
			panic(err)
		}
	}
	return out.String()
}

// narrow is a string of one-byte characters.
func narrow(s string) string { return string([]byte{byte(len(s)), 0, 0}) + s }

// xlsFile is a workbook with a sheet "survey": a header, then what rows adds.
// The styles 0 and 1 show numbers plainly and as dates.
func xlsFile(rows func(*biff)) []byte {
	var b biff
	b.record(0x0809, uint16(0x0600), uint16(5), make([]byte, 12))
	b.record(0x041e, uint16(164), narrow("yyyy-mm-dd"))
	b.record(0x00e0, uint16(0), uint16(0), make([]byte, 16))
	b.record(0x00e0, uint16(0), uint16(164), make([]byte, 16))
	start := b.Len() + 4
	b.record(0x0085, uint32(0), uint16(0), uint8(6), uint8(0), "survey")
	// A text with runs of formatting and phonetics that goes on in the next
	// record, first in wide, then in narrow characters.
	split := wide("Größe")
	b.record(0x00fc, uint32(5), uint32(5), narrow("type"), narrow("name"), narrow("label"), narrow("default"),
		split[:2]+"\x0d"+"\x01\x00"+"\x02\x00\x00\x00"+split[3:9])
	b.record(0x003c, "\x00", "\xdfe", uint32(0), "ph", narrow("text"))
	b.record(0x000a)
	binary.LittleEndian.PutUint32(b.Bytes()[start:], uint32(b.Len()))
	b.record(0x0809, uint16(0x0600), uint16(0x10), make([]byte, 12))
	for i := range uint16(4) {
		b.record(0x00fd, uint16(0), i, uint16(0), uint32(i))
	}
	rows(&b)
	b.record(0x000a)
	return compoundFile(b.Bytes())
}

// compoundFile wraps a stream as [MS-CFB] says: header, FAT, directory, stream.
func compoundFile(stream []byte) []byte {
	const sector, end, fatSector = 512, 0xfffffffe, 0xfffffffd
	stream = append(stream, make([]byte, max(0, 4096-len(stream)))...)
	sectors := (len(stream) + sector - 1) / sector
	var f bytes.Buffer
	put := func(parts ...any) {
		for _, p := range parts {
			if err := binary.Write(&f, binary.LittleEndian, p); err != nil {
				panic(err)
			}
		}
	}
	put([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 16), []uint16{0x3e, 3, 0xfffe, 9, 6}, make([]byte, 6))
	put([]uint32{0, 1, 1, 0, 4096, end, 0, end, 0, 0})
	for range 108 {
		put(uint32(math.MaxUint32))
	}
	put(uint32(fatSector), uint32(end))
	for i := range sector/4 - 2 {
		switch {
		case i < sectors-1:
			put(uint32(i + 3))
		case i == sectors-1:
			put(uint32(end))
		default:
			put(uint32(math.MaxUint32))
		}
	}
	entry := func(name string, kind uint8, child, start uint32, size int) {
		units := utf16.Encode([]rune(name + "\x00"))
		put(units, make([]uint16, 32-len(units)), uint16(2*len(units)), kind, uint8(1), []uint32{math.MaxUint32, math.MaxUint32, child})
		put(make([]byte, 36), start, uint64(size))
	}
	entry("Root Entry", 5, 1, end, 0)
	entry("Workbook", 2, math.MaxUint32, 2, len(stream))
	put(make([]byte, 256), stream, make([]byte, sectors*sector-len(stream)))
	return f.Bytes()
}

func TestXLSCells(t *testing.T) {
	t.Parallel()
	const formula, text = 0x0006, 0x0207
	at := func(b *biff, id uint16, style uint16, rest ...any) {
		b.record(id, append([]any{uint16(1), uint16(3), style}, rest...)...)
	}
	tests := []struct {
		name string
		cell func(*biff)
		want string
	}{
		{"shared text over two records", func(b *biff) { at(b, 0x00fd, 0, uint32(4)) }, "Größe"},
		{"own text", func(b *biff) { at(b, 0x0204, 0, wide(" “x” ")) }, `"x"`},
		{"number", func(b *biff) { at(b, 0x0203, 0, 2.0) }, "2"},
		{"fraction", func(b *biff) { at(b, 0x0203, 0, 0.1) }, "0.1"},
		{"large number", func(b *biff) { at(b, 0x0203, 0, 1e20) }, "100000000000000000000"},
		{"small number", func(b *biff) { at(b, 0x0203, 0, 1e-7) }, "1e-07"},
		{"short integer", func(b *biff) { at(b, 0x027e, 0, uint32(5<<2|2)) }, "5"},
		{"short negative hundredths", func(b *biff) { at(b, 0x027e, 0, uint32(math.MaxUint32-150*4+1)|3) }, "-1.5"},
		{"short float", func(b *biff) { at(b, 0x027e, 0, uint32(math.Float64bits(1.5)>>32)) }, "1.5"},
		{"run of numbers", func(b *biff) {
			b.record(0x00bd, uint16(1), uint16(3), uint16(0), uint32(7<<2|2), uint16(0), uint32(8<<2|2), uint16(4))
		}, "7"},
		{"date", func(b *biff) { at(b, 0x0203, 1, 45000.5) }, "2023-03-15 12:00:00"},
		{"true", func(b *biff) { at(b, 0x0205, 0, uint8(1), uint8(0)) }, "TRUE"},
		{"error", func(b *biff) { at(b, 0x0205, 0, uint8(0x2a), uint8(1)) }, "#N/A"},
		{"formula", func(b *biff) { at(b, formula, 0, 3.5, make([]byte, 8)) }, "3.5"},
		{"formula with a text", func(b *biff) {
			at(b, formula, 0, []byte{0, 0, 0, 0, 0, 0, 0xff, 0xff}, make([]byte, 8))
			b.record(text, narrow("calculated"))
		}, "calculated"},
		{"formula with a truth", func(b *biff) { at(b, formula, 0, []byte{1, 0, 0, 0, 0, 0, 0xff, 0xff}, make([]byte, 8)) }, "FALSE"},
		{"a text that is not there", func(b *biff) { at(b, 0x00fd, 0, uint32(99)) }, ""},
		{"a record cut short", func(b *biff) { b.record(0x0203, uint16(1), uint16(3)) }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			data := xlsFile(func(b *biff) {
				b.record(0x00fd, uint16(1), uint16(0), uint16(0), uint32(5))
				b.record(0x0204, uint16(1), uint16(1), uint16(0), narrow("a"))
				b.record(0x0204, uint16(1), uint16(2), uint16(0), narrow("A"))
				tt.cell(b)
			})
			def, findings := xlsform.Read("household", data, nil)
			require.NoError(t, findings.Err())
			require.Len(t, def.Root, 1)
			require.Equal(t, tt.want, def.Root[0].Default.Text)
		})
	}
}

func TestXLSThatCannotBeRead(t *testing.T) {
	t.Parallel()
	good := xlsFile(func(*biff) {})
	claims := bytes.Clone(good)
	binary.LittleEndian.PutUint32(claims[64:], 1<<28) // sectors of the mini FAT
	var locked biff
	locked.record(0x0809, uint16(0x0600), uint16(5), make([]byte, 12))
	locked.record(0x002f, make([]byte, 6))
	var ancient biff
	ancient.record(0x0809, uint16(0x0500), uint16(5), make([]byte, 12))
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"cut short", good[:700], "damaged"},
		{"claims more than it holds", claims, "damaged"},
		{"password", compoundFile(locked.Bytes()), "password"},
		{"Excel 95", compoundFile(ancient.Bytes()), "Excel 95"},
		{"no records", compoundFile(nil), "damaged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			def, findings := xlsform.Read("household.xls", tt.data, nil)
			require.Nil(t, def)
			require.ErrorContains(t, findings.Err(), tt.want)
			require.True(t, strings.HasPrefix(findings.Err().Error(), "household.xls: not an XLSForm"))
		})
	}
}
