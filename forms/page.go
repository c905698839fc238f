// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"encoding/binary"
	"math/bits"

	"github.com/dialform/dialform/forms/xpath"
)

// pageSlots is the number of slots on a page: one for each bit of a word.
const pageSlots = 64

// page holds up to 64 slots of a scope. What an instance was restored from is
// taken apart page by page, when somebody asks for a value of it, and a page on
// which nothing has changed is written as it was read. So a step costs what it
// touches, however much has been answered.
type page struct {
	own    uint64 // relevant by the node's own expression
	rel    uint64 // relevant, ancestors included
	proven uint64 // has a value that keeps its constraint for good; see proof.go
	filled uint64 // has a value, also while not relevant

	at, size uint32 // its values in the record, as appendPage writes them
	first    int32  // its first span, -1 until they are taken apart
	text     int32  // then their text among those added
	slots    uint8  // how many it has
	changed  bool   // the record is not what the page holds
}

// span is where the text of a value is: a part of its page's text, or one of the
// values set since. A page has spans without pointers, so that hundreds of
// answers give the garbage collector nothing to follow.
type span struct {
	at   uint32 // offset into the text, or addedFlag and an index into added
	size uint32 // bytes
}

const addedFlag = 1 << 31

// pageOf is the page of a cell, and the cell's bit on it.
func (in *Instance) pageOf(cell xpath.NodeID) (p *page, bit int32) {
	slot := in.slotOf(cell)
	return &in.pages[in.scopes[in.scopeOf(cell)].pages+slot>>6], slot & (pageSlots - 1)
}

// relevant reports whether a cell and all around it are relevant.
func (in *Instance) relevant(cell xpath.NodeID) bool {
	p, bit := in.pageOf(cell)
	return p.rel>>bit&1 != 0
}

func setBit(word uint64, bit int32, on bool) uint64 {
	if on {
		return word | 1<<bit
	}
	return word &^ (1 << bit)
}

// stored is the value of a cell in memory, relevant or not.
func (in *Instance) stored(cell xpath.NodeID) string {
	p, bit := in.pageOf(cell)
	if p.filled>>bit&1 == 0 {
		return ""
	}
	return in.text(p, *in.span(p, bit))
}

// store changes the value of a cell in memory and nothing else.
func (in *Instance) store(cell xpath.NodeID, value string) {
	p, bit := in.pageOf(cell)
	v := in.span(p, bit)
	p.changed = true
	p.proven &^= 1 << bit
	if value == "" {
		p.filled &^= 1 << bit
		return
	}
	p.filled |= 1 << bit
	if v.at&addedFlag == 0 {
		v.at = addedFlag | uint32(len(in.added))
		in.added = append(in.added, "")
	}
	in.added[v.at&^addedFlag] = value
	v.size = uint32(len(value))
}

// supposed is what a cell held before a value was supposed.
type supposed struct {
	span   span
	filled uint64
}

// suppose gives a cell a value for a moment; unsuppose takes it back.
func (in *Instance) suppose(cell xpath.NodeID, value string) supposed {
	p, bit := in.pageOf(cell)
	v := in.span(p, bit)
	before := supposed{*v, p.filled}
	*v = span{addedFlag | uint32(len(in.added)), uint32(len(value))}
	in.added = append(in.added, value)
	p.filled |= 1 << bit
	return before
}

func (in *Instance) unsuppose(cell xpath.NodeID, before supposed) {
	p, bit := in.pageOf(cell)
	v := in.span(p, bit)
	if last := len(in.added) - 1; v.at == addedFlag|uint32(last) { // no page was taken apart since
		in.added = in.added[:last]
	}
	*v, p.filled = before.span, before.filled
}

// span is the span of a slot, which means something while the slot is filled.
func (in *Instance) span(p *page, bit int32) *span {
	if p.first < 0 {
		in.takeApart(p)
	}
	return &in.values[p.first+bit]
}

func (in *Instance) text(p *page, v span) string {
	if v.at&addedFlag != 0 {
		return in.added[v.at&^addedFlag]
	}
	return in.added[p.text][v.at : v.at+v.size]
}

// takeApart finds the values of a page in the record.
func (in *Instance) takeApart(p *page) {
	p.first = int32(len(in.values))
	var spans [pageSlots]span
	r := recordReader{data: in.record[p.at : p.at+p.size]}
	at := uint32(0)
	for left := p.filled; left != 0; left &= left - 1 {
		size := uint32(r.number())
		spans[bits.TrailingZeros64(left)] = span{at, size}
		at += size
	}
	in.values = append(in.values, spans[:p.slots]...)
	if at > 0 {
		p.text = int32(len(in.added))
		in.added = append(in.added, string(r.data[r.at:]))
	}
}

// appendPage writes a page: its four words (8 bytes each, little endian), the
// lengths of its values in the order of their slots, and their texts.
func (in *Instance) appendPage(dst []byte, p *page) []byte {
	dst = binary.LittleEndian.AppendUint64(dst, p.own)
	dst = binary.LittleEndian.AppendUint64(dst, p.rel)
	dst = binary.LittleEndian.AppendUint64(dst, p.proven)
	dst = binary.LittleEndian.AppendUint64(dst, p.filled)
	if !p.changed {
		return append(dst, in.record[p.at:p.at+p.size]...)
	}
	for left := p.filled; left != 0; left &= left - 1 {
		dst = binary.AppendUvarint(dst, uint64(in.span(p, int32(bits.TrailingZeros64(left))).size))
	}
	for left := p.filled; left != 0; left &= left - 1 {
		dst = append(dst, in.text(p, *in.span(p, int32(bits.TrailingZeros64(left))))...)
	}
	return dst
}

// room is what appendPage writes of a page, in bytes, or a little more.
func (in *Instance) room(p *page) int {
	const words = 4 * 8
	if !p.changed {
		return words + int(p.size)
	}
	n := words
	for left := p.filled; left != 0; left &= left - 1 {
		size := int(in.span(p, int32(bits.TrailingZeros64(left))).size)
		n += 1 + size/64 + size // a length has a byte for seven bits
	}
	return n
}

// read reads a page and passes over its values: all their lengths are checked
// here, so that taking them apart cannot fail.
func (p *page) read(r *recordReader) bool {
	p.own, p.rel, p.proven, p.filled = r.word(), r.word(), r.word(), r.word()
	if p.filled>>p.slots != 0 || p.proven&^p.filled != 0 {
		return false
	}
	p.at = uint32(r.at)
	r.passValues(bits.OnesCount64(p.filled))
	p.size = uint32(r.at) - p.at
	return !r.bad
}
