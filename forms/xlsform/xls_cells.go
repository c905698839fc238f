// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"strconv"
)

// grid collects the cells of a sheet.
type grid struct {
	book *xlsBook
	rows map[int][]string

	// A formula whose value is a text is followed by it.
	pending            bool
	pendingRow, column int
}

// record reads the cells in one record.
func (g *grid) record(rec record8) error {
	data := rec.data
	if rec.id == recString {
		if g.pending {
			g.pending = false
			r := rec.reader(0)
			return g.put(g.pendingRow, g.column, r.text(int(r.u16())))
		}
		return nil
	}
	const header = 6 // row, column, style
	if len(data) < header {
		return nil
	}
	row, col, xf := int(binary.LittleEndian.Uint16(data)), int(binary.LittleEndian.Uint16(data[2:])), binary.LittleEndian.Uint16(data[4:])
	value := data[header:]
	switch rec.id {
	case recLabelSST:
		if len(value) >= 4 {
			if i := binary.LittleEndian.Uint32(value); uint64(i) < uint64(len(g.book.strings)) {
				return g.put(row, col, g.book.strings[i])
			}
		}
	case recLabel, recRString:
		r := rec.reader(header)
		return g.put(row, col, r.text(int(r.u16())))
	case recNumber:
		if len(value) >= 8 {
			return g.number(row, col, xf, math.Float64frombits(binary.LittleEndian.Uint64(value)))
		}
	case recRK:
		if len(value) >= 4 {
			return g.number(row, col, xf, rkNumber(binary.LittleEndian.Uint32(value)))
		}
	case recMulRK:
		return g.numbers(row, col, data[4:])
	case recBoolErr:
		if len(value) >= 2 {
			return g.put(row, col, boolOrError(value[0], value[1] != 0))
		}
	case recFormula:
		if len(value) >= 8 {
			return g.formula(row, col, xf, value[:8])
		}
	}
	return nil
}

// formula reads the value that a formula had when the file was saved.
func (g *grid) formula(row, col int, xf uint16, result []byte) error {
	g.pending = false
	if binary.LittleEndian.Uint16(result[6:]) != 0xffff {
		return g.number(row, col, xf, math.Float64frombits(binary.LittleEndian.Uint64(result)))
	}
	const (
		isText  = 0
		isBool  = 1
		isError = 2
	)
	switch result[0] {
	case isText:
		g.pending, g.pendingRow, g.column = true, row, col
	case isBool, isError:
		return g.put(row, col, boolOrError(result[2], result[0] == isError))
	}
	return nil
}

// numbers reads a run of numbers: style and value of each.
func (g *grid) numbers(row, col int, run []byte) error {
	for ; len(run) >= 8; run, col = run[6:], col+1 { // two bytes, the last column, end the run
		if err := g.number(row, col, binary.LittleEndian.Uint16(run), rkNumber(binary.LittleEndian.Uint32(run[2:]))); err != nil {
			return err
		}
	}
	return nil
}

func (g *grid) number(row, col int, xf uint16, value float64) error {
	if g.book.isDate(xf) && value >= 0 && value < lastSerial {
		// To the second, as pyxform reads this format.
		const seconds = 24 * 60 * 60
		return g.put(row, col, serialText(math.Round(value*seconds)/seconds, g.book.date1904))
	}
	return g.put(row, col, numberText(value))
}

func (g *grid) put(row, col int, text string) error {
	if text = cellText(text); text == "" || col >= maxXLSColumns {
		return nil
	}
	cells := g.rows[row]
	if grown := col + 1 - len(cells); grown > 0 {
		if g.book.cells += grown; g.book.cells > maxCells {
			return fmt.Errorf("%w: more than %d cells", errTooLarge, maxCells)
		}
		cells = append(cells, make([]string, grown)...)
	}
	cells[col] = text
	g.rows[row] = cells
	return nil
}

// isDate tells whether a style shows numbers as dates.
func (b *xlsBook) isDate(xf uint16) bool {
	if int(xf) >= len(b.xfs) {
		return false
	}
	id := b.xfs[xf]
	if code, own := b.formats[id]; own {
		return isDateFormat(code)
	}
	return builtInDate(int(id))
}

// rkNumber is a number in 32 bits: an integer or the upper half of a float, of
// either perhaps a hundredth ([MS-XLS] 2.5.217).
func rkNumber(rk uint32) float64 {
	const (
		hundredth = 1
		integer   = 2
	)
	value := math.Float64frombits(uint64(rk&^(hundredth|integer)) << 32)
	if rk&integer != 0 {
		value = float64(int32(rk) >> 2)
	}
	if rk&hundredth != 0 {
		value /= 100
	}
	return value
}

// numberText writes a number as pyxform does: without a fraction where there is
// none, else with as few digits as tell it from all others.
func numberText(f float64) string {
	switch magnitude := math.Abs(f); {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return ""
	case f == math.Trunc(f):
		text, _ := big.NewFloat(f).Int(nil)
		return text.String()
	case magnitude < 1e-4 || magnitude >= 1e16:
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

var cellErrors = map[byte]string{
	0x00: "#NULL!", 0x07: "#DIV/0!", 0x0f: "#VALUE!", 0x17: "#REF!", 0x1d: "#NAME?", 0x24: "#NUM!", 0x2a: "#N/A",
}

func boolOrError(value byte, isError bool) string {
	switch {
	case isError:
		return cellErrors[value]
	case value != 0:
		return "TRUE"
	}
	return "FALSE"
}
