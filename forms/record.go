// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Errors of Restore.
var (
	ErrCorruptRecord = errors.New("instance record is corrupt")
	ErrOtherForm     = errors.New("instance record belongs to another form")
)

// The record of an instance, version 3. Numbers are unsigned varints unless
// said otherwise.
//
//	version (1 byte), fingerprint of the form (8 bytes), seed (8 bytes, little
//	endian), numbers drawn from the random stream, 1 if a calculation was cut
//	off and else 0, length and bytes of the id of the submission that this one
//	replaces
//	scopes ever made, scopes that live
//	for each living scope but the root, in ascending order:
//	    number, repeat node, scope around it
//	for each living scope, the root first:
//	    its pages of 64 slots; see appendPage
//
// Calculated values and relevance are in it, so Restore calculates nothing. The
// lengths of a page's values stand together, so that Restore checks them eight at
// a time and copies no value.
const (
	recordVersion = 3
	maxRecord     = 1 << 30 // bytes; a span has no room for more
)

// Room is what Append appends, in bytes, or a little more: to make room for it at
// once costs less than to let a long record grow.
func (in *Instance) Room() int {
	n := 64 + len(in.deprecated) + 3*binary.MaxVarintLen32*(len(in.scopes)-1)
	for i := range in.pages {
		n += in.room(&in.pages[i])
	}
	return n
}

// Append appends the instance's record to dst, which must not share memory with
// the record that the instance was restored from.
func (in *Instance) Append(dst []byte) []byte {
	dst = append(dst, recordVersion)
	dst = append(dst, in.form.mark[:]...)
	dst = binary.LittleEndian.AppendUint64(dst, in.seed)
	dst = binary.AppendUvarint(dst, in.drawn)
	if in.heavy {
		dst = append(dst, 1)
	} else {
		dst = append(dst, 0)
	}
	dst = binary.AppendUvarint(dst, uint64(len(in.deprecated)))
	dst = append(dst, in.deprecated...)
	living := 0
	for i := range in.scopes {
		if in.scopes[i].frame >= 0 {
			living++
		}
	}
	dst = binary.AppendUvarint(dst, uint64(len(in.scopes)))
	dst = binary.AppendUvarint(dst, uint64(living))
	for i := 1; i < len(in.scopes); i++ {
		if s := &in.scopes[i]; s.frame >= 0 {
			dst = binary.AppendUvarint(dst, uint64(i))
			dst = binary.AppendUvarint(dst, uint64(in.form.frames[s.frame].repeat))
			dst = binary.AppendUvarint(dst, uint64(s.parent))
		}
	}
	for i := range in.scopes {
		if s := &in.scopes[i]; s.frame >= 0 {
			for p := range in.form.frames[s.frame].pages() {
				dst = in.appendPage(dst, &in.pages[int(s.pages)+p])
			}
		}
	}
	return dst
}

// Restore reads an instance from its record. The record must not change while
// the instance is in use. The error is ErrCorruptRecord, also for a record of
// another version, or ErrOtherForm.
func (f *Form) Restore(record []byte, env Env) (*Instance, error) {
	if len(record) > maxRecord {
		return nil, fmt.Errorf("restore instance: %w", ErrCorruptRecord)
	}
	r := &recordReader{data: record}
	if version := r.bytes(1); version == nil || version[0] != recordVersion {
		return nil, fmt.Errorf("restore instance: %w", ErrCorruptRecord)
	}
	if string(r.bytes(len(f.mark))) != string(f.mark[:]) {
		return nil, fmt.Errorf("restore instance: %w", ErrOtherForm)
	}
	in := f.blank(env)
	in.record = record
	in.seed, in.drawn = r.word(), r.number()
	heavy := r.number()
	in.heavy = heavy == 1
	in.deprecated = string(r.bytes(int(min(r.number(), maxRecord))))
	if heavy > 1 || !in.restoreScopes(r) {
		return nil, fmt.Errorf("restore instance: %w", ErrCorruptRecord)
	}
	for i := range in.pages {
		if !in.pages[i].read(r) {
			return nil, fmt.Errorf("restore instance: %w", ErrCorruptRecord)
		}
	}
	if r.left() != 0 {
		return nil, fmt.Errorf("restore instance: %w", ErrCorruptRecord)
	}
	return in, nil
}

// restoreScopes opens the scopes of a record.
func (in *Instance) restoreScopes(r *recordReader) bool {
	ever, living := r.number(), r.number()
	if ever < 1 || ever > maxScopes || living < 1 || living > ever || living > uint64(r.left()) {
		return false
	}
	root := &in.form.frames[0]
	in.scopes = make([]scope, 0, ever)
	in.pages = make([]page, 0, root.pages()+int(living)-1)
	in.values = make([]span, 0, min(len(root.slots), 2*pageSlots))
	in.openScope(0, -1)
	for range living - 1 {
		number, repeat, parent := r.number(), r.number(), r.number()
		if r.bad || number < uint64(len(in.scopes)) || number >= ever ||
			repeat >= uint64(len(in.form.Nodes)) || parent >= uint64(len(in.scopes)) {
			return false
		}
		n := &in.form.Nodes[repeat]
		if n.Kind != Repeat || in.scopes[parent].frame != n.frame ||
			in.slots+len(in.form.frames[n.inner].slots) > maxSlots {
			return false
		}
		for uint64(len(in.scopes)) < number {
			in.scopes = append(in.scopes, scope{frame: -1})
		}
		in.openScope(n.inner, int32(parent))
	}
	for uint64(len(in.scopes)) < ever {
		in.scopes = append(in.scopes, scope{frame: -1})
	}
	return true
}

// recordReader takes a record apart. After a fault everything it gives is zero.
type recordReader struct {
	data []byte
	at   int
	bad  bool
}

func (r *recordReader) fail() {
	r.at, r.bad = len(r.data), true
}

func (r *recordReader) left() int { return len(r.data) - r.at }

func (r *recordReader) bytes(n int) []byte {
	if n > r.left() {
		r.fail()
		return nil
	}
	b := r.data[r.at : r.at+n]
	r.at += n
	return b
}

func (r *recordReader) word() uint64 {
	if b := r.bytes(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (r *recordReader) number() uint64 {
	if r.at < len(r.data) && r.data[r.at] < 0x80 { // nearly all are short
		r.at++
		return uint64(r.data[r.at-1])
	}
	x, n := binary.Uvarint(r.data[r.at:])
	if n <= 0 {
		r.fail()
		return 0
	}
	r.at += n
	return x
}

// passValues passes over the lengths of up to 64 values and their texts. A length
// of zero is a fault: an empty value has no bit.
func (r *recordReader) passValues(count int) {
	total, short := shortLengths(r.data[r.at:], count)
	r.at += short
	for count -= short; count > 0; count-- {
		length := r.number()
		if length == 0 || length > uint64(r.left()) {
			r.fail()
			return
		}
		total += length
	}
	if total > uint64(r.left()) {
		r.fail()
		return
	}
	r.at += int(total)
}

// shortLengths is the sum of the first of up to 64 numbers, eight at a time, if
// each of them takes one byte and none is zero; else it passes over none.
func shortLengths(data []byte, count int) (sum uint64, passed int) {
	const ones, tops, even = 0x0101010101010101, 0x8080808080808080, 0x00ff00ff00ff00ff
	passed = min(count, len(data)) &^ 7
	faults := uint64(0)
	for data = data[:passed]; len(data) >= 8; data = data[8:] {
		word := binary.LittleEndian.Uint64(data)
		faults |= word | (word - ones) // with no top bit set, only a zero below borrows one
		sum += word&even + word>>8&even
	}
	if faults&tops != 0 {
		return 0, 0
	}
	return sum * 0x0001000100010001 >> 48, passed
}
