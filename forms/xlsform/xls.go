// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/richardlehane/mscfb"
)

var (
	errLocked   = fmt.Errorf("%w: it has a password", errNotWorkbook)
	errAncient  = fmt.Errorf("%w: it was written by Excel 95 or an older version", errNotWorkbook)
	errTornFile = fmt.Errorf("%w: the file is damaged", errNotWorkbook)
)

// Records of BIFF8 ([MS-XLS] 2.3).
const (
	recFormula    = 0x0006
	recEOF        = 0x000a
	recDateMode   = 0x0022
	recFilePass   = 0x002f
	recContinue   = 0x003c
	recBoundSheet = 0x0085
	recMulRK      = 0x00bd
	recRString    = 0x00d6
	recXF         = 0x00e0
	recSST        = 0x00fc
	recLabelSST   = 0x00fd
	recNumber     = 0x0203
	recLabel      = 0x0204
	recBoolErr    = 0x0205
	recString     = 0x0207
	recRK         = 0x027e
	recFormat     = 0x041e
	recBOF        = 0x0809
)

const (
	biff8         = 0x0600
	maxXLSColumns = 256
)

// xlsBook is an Excel 97-2003 workbook while it is read.
type xlsBook struct {
	stream   []byte
	strings  []string
	formats  map[uint16]string // by number, those of the workbook
	xfs      []uint16          // number of the format of each style
	date1904 bool
	sheets   []xlsSheet
	cells    int
}

type xlsSheet struct {
	name  string
	start uint32 // of its records in the stream
}

// readXLS opens an Excel 97-2003 workbook. Cells come out as they do from the
// newer format.
func readXLS(name string, data []byte) (w *Workbook, err error) {
	// The container library is not ours; a reader of forms must not panic.
	defer func() {
		if r := recover(); r != nil {
			w, err = nil, errTornFile
		}
	}()
	stream, err := workbookStream(data)
	if err != nil {
		return nil, err
	}
	b := &xlsBook{stream: stream, formats: map[uint16]string{}}
	if err := b.globals(); err != nil {
		return nil, err
	}
	w = &Workbook{File: name}
	for _, s := range b.sheets {
		sheet := Sheet{Name: s.name}
		if wanted(s.name) || len(b.sheets) == 1 {
			if err := b.sheet(s, &sheet); err != nil {
				return nil, fmt.Errorf("sheet %q: %w", s.name, err)
			}
		}
		w.Sheets = append(w.Sheets, sheet)
	}
	return w, nil
}

// workbookStream takes the records out of the compound file around them. What
// the header claims is held against the size of the file first, since the
// library makes room for it.
func workbookStream(data []byte) ([]byte, error) {
	const header = 512
	if len(data) < header {
		return nil, errTornFile
	}
	for _, at := range []int{44, 64, 72} { // sectors of the FAT, the mini FAT, the DIFAT
		if uint64(binary.LittleEndian.Uint32(data[at:])) > uint64(len(data)/header) {
			return nil, errTornFile
		}
	}
	// Some programs leave the last sector short.
	padded := append(slices.Clone(data), make([]byte, 4096)...)
	file, err := mscfb.New(bytes.NewReader(padded))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errTornFile, err)
	}
	for _, entry := range file.File {
		switch {
		case entry.Name == "Book" && len(entry.Path) == 0:
			err = errAncient
		case entry.Name == "EncryptedPackage":
			return nil, errLocked
		case entry.Name == "Workbook" && len(entry.Path) == 0:
			stream := make([]byte, max(0, min(entry.Size, int64(len(padded)))))
			if _, err := io.ReadFull(entry, stream); err != nil {
				return nil, fmt.Errorf("%w: %w", errTornFile, err)
			}
			return stream, nil
		}
	}
	if err == nil {
		err = fmt.Errorf("%w: there is no workbook in it", errNotWorkbook)
	}
	return nil, err
}

// record8 is one record, with those that continue it.
type record8 struct {
	id   uint16
	data []byte
	more [][]byte
}

// next reads the record at an offset. It reports false at the end.
func (b *xlsBook) next(at int) (rec record8, after int, ok bool) {
	for first := true; at+4 <= len(b.stream); first = false {
		id := binary.LittleEndian.Uint16(b.stream[at:])
		size := int(binary.LittleEndian.Uint16(b.stream[at+2:]))
		if !first && id != recContinue || at+4+size > len(b.stream) {
			break
		}
		data := b.stream[at+4 : at+4+size]
		at += 4 + size
		if first {
			rec, ok = record8{id: id, data: data}, true
		} else {
			rec.more = append(rec.more, data)
		}
	}
	return rec, at, ok
}

// globals reads what all sheets share.
func (b *xlsBook) globals() error {
	rec, at, ok := b.next(0)
	if !ok || rec.id != recBOF || len(rec.data) < 2 {
		return errTornFile
	}
	if binary.LittleEndian.Uint16(rec.data) != biff8 {
		return errAncient
	}
	for {
		rec, at, ok = b.next(at)
		if !ok || rec.id == recEOF {
			return nil
		}
		if err := b.global(rec); err != nil {
			return err
		}
	}
}

func (b *xlsBook) global(rec record8) error {
	data := rec.data
	switch rec.id {
	case recFilePass:
		return errLocked
	case recDateMode:
		b.date1904 = len(data) >= 2 && data[0] == 1
	case recXF:
		if len(data) >= 4 {
			b.xfs = append(b.xfs, binary.LittleEndian.Uint16(data[2:]))
		}
	case recFormat:
		if len(data) >= 2 {
			r := rec.reader(2)
			b.formats[binary.LittleEndian.Uint16(data)] = r.text(int(r.u16()))
		}
	case recSST:
		return b.sharedStrings(rec)
	case recBoundSheet:
		const worksheet = 0
		if len(data) >= 8 && data[5] == worksheet {
			r := rec.reader(6)
			b.sheets = append(b.sheets, xlsSheet{start: binary.LittleEndian.Uint32(data), name: cellText(r.text(int(r.u8())))})
		}
	}
	return nil
}

func (b *xlsBook) sharedStrings(rec record8) error {
	if len(rec.data) < 8 {
		return errTornFile
	}
	r := rec.reader(8)
	for !r.ended() {
		if len(b.strings) >= maxCells {
			return fmt.Errorf("%w: more than %d texts", errTooLarge, maxCells)
		}
		b.strings = append(b.strings, r.richText())
	}
	return nil
}

// sheet reads the cells of one sheet.
func (b *xlsBook) sheet(s xlsSheet, out *Sheet) error {
	if uint64(s.start) >= uint64(len(b.stream)) {
		return errTornFile
	}
	g := grid{book: b, rows: map[int][]string{}}
	rec, at, ok := b.next(int(s.start))
	if !ok || rec.id != recBOF {
		return errTornFile
	}
	for depth := 1; depth > 0; {
		if rec, at, ok = b.next(at); !ok {
			break
		}
		switch rec.id {
		case recBOF: // a chart in the sheet
			depth++
		case recEOF:
			depth--
		default:
			if depth > 1 {
				continue
			}
			if err := g.record(rec); err != nil {
				return err
			}
		}
	}
	for _, number := range slices.Sorted(maps.Keys(g.rows)) {
		out.add(number+1, g.rows[number])
	}
	return nil
}
