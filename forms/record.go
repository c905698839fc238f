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

// The record of an instance, version 1. Numbers are unsigned varints unless
// said otherwise.
//
//	version (1 byte), fingerprint of the form (8 bytes), seed (8 bytes, little
//	endian), numbers drawn from the random stream, length and bytes of the id
//	of the submission that this one replaces
//	scopes ever made, scopes that live
//	for each living scope but the root, in ascending order:
//	    number, repeat node, scope around it
//	for each living scope, the root first:
//	    relevance bits, own then inherited (8 bytes a word, little endian)
//	    number of values that are not empty, and for each:
//	        slots since the previous one, length, bytes
//
// Calculated values and relevance are in it, so Restore calculates nothing.
// Its values stay in one copy of the record.
const (
	recordVersion = 1
	maxRecord     = 1 << 30 // bytes; a span has no room for more
)

// Append appends the instance's record to dst.
func (in *Instance) Append(dst []byte) []byte {
	dst = append(dst, recordVersion)
	dst = append(dst, in.form.mark[:]...)
	dst = binary.LittleEndian.AppendUint64(dst, in.seed)
	dst = binary.AppendUvarint(dst, in.drawn)
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
			dst = in.appendScope(dst, s)
		}
	}
	return dst
}

func (in *Instance) appendScope(dst []byte, s *scope) []byte {
	fr := &in.form.frames[s.frame]
	for _, bits := range [2][]uint64{in.own, in.rel} {
		for _, word := range bits[s.bits : int(s.bits)+fr.words()] {
			dst = binary.LittleEndian.AppendUint64(dst, word)
		}
	}
	values := in.values[s.slots : int(s.slots)+len(fr.slots)]
	filled := 0
	for _, v := range values {
		if v.size > 0 {
			filled++
		}
	}
	dst = binary.AppendUvarint(dst, uint64(filled))
	last := 0
	for slot, v := range values {
		if v.size > 0 {
			dst = binary.AppendUvarint(dst, uint64(slot-last))
			dst = binary.AppendUvarint(dst, uint64(v.size))
			dst = append(dst, in.text(v)...)
			last = slot
		}
	}
	return dst
}

// Restore reads an instance from its record. The error is ErrCorruptRecord or
// ErrOtherForm.
func (f *Form) Restore(record []byte, env Env) (*Instance, error) {
	if len(record) > maxRecord {
		return nil, fmt.Errorf("restore instance: %w", ErrCorruptRecord)
	}
	r := &recordReader{data: string(record)}
	if version := r.bytes(1); version == "" || version[0] != recordVersion {
		return nil, fmt.Errorf("restore instance: %w", ErrCorruptRecord)
	}
	if r.bytes(len(f.mark)) != string(f.mark[:]) {
		return nil, fmt.Errorf("restore instance: %w", ErrOtherForm)
	}
	in := f.blank(env)
	in.record = r.data
	in.seed, in.drawn = r.word(), r.number()
	in.deprecated = r.bytes(int(min(r.number(), maxRecord)))
	if !in.restoreScopes(r) {
		return nil, fmt.Errorf("restore instance: %w", ErrCorruptRecord)
	}
	for i := range in.scopes {
		if s := &in.scopes[i]; s.frame >= 0 && !in.restoreValues(r, s) {
			return nil, fmt.Errorf("restore instance: %w", ErrCorruptRecord)
		}
	}
	if r.bad || r.left() != 0 {
		return nil, fmt.Errorf("restore instance: %w", ErrCorruptRecord)
	}
	return in, nil
}

// restoreScopes opens the scopes of a record.
func (in *Instance) restoreScopes(r *recordReader) bool {
	ever, living := r.number(), r.number()
	if ever < 1 || ever > maxScopes || living < 1 || living > ever {
		return false
	}
	root := &in.form.frames[0]
	in.scopes = make([]scope, 0, ever)
	in.values = make([]span, 0, len(root.slots))
	bits := make([]uint64, 2*root.words())
	in.own, in.rel = bits[:0:root.words()], bits[root.words():root.words()]
	in.openScope(0, -1)
	for range living - 1 {
		number, repeat, parent := r.number(), r.number(), r.number()
		if r.bad || number < uint64(len(in.scopes)) || number >= ever ||
			repeat >= uint64(len(in.form.Nodes)) || parent >= uint64(len(in.scopes)) {
			return false
		}
		n := &in.form.Nodes[repeat]
		if n.Kind != Repeat || in.scopes[parent].frame != n.frame ||
			len(in.values)+len(in.form.frames[n.inner].slots) > maxSlots {
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

// restoreValues reads what one scope holds.
func (in *Instance) restoreValues(r *recordReader, s *scope) bool {
	fr := &in.form.frames[s.frame]
	for _, bits := range [2][]uint64{in.own, in.rel} {
		for i := range fr.words() {
			bits[int(s.bits)+i] = r.word()
		}
	}
	values := in.values[s.slots : int(s.slots)+len(fr.slots)]
	slot := uint64(0)
	for range r.number() {
		slot += r.number()
		length := r.number()
		if slot >= uint64(len(values)) || length == 0 || length > uint64(r.left()) {
			return false
		}
		values[slot] = span{uint32(r.at), uint32(length)}
		r.at += int(length)
	}
	return !r.bad
}

// recordReader takes a record apart. After a fault everything it gives is zero.
type recordReader struct {
	data string
	at   int
	bad  bool
}

func (r *recordReader) fail() {
	r.at, r.bad = len(r.data), true
}

func (r *recordReader) left() int { return len(r.data) - r.at }

func (r *recordReader) bytes(n int) string {
	if n > r.left() {
		r.fail()
		return ""
	}
	s := r.data[r.at : r.at+n]
	r.at += n
	return s
}

func (r *recordReader) word() uint64 {
	s := r.bytes(8)
	if r.bad {
		return 0
	}
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func (r *recordReader) number() uint64 {
	if r.at < len(r.data) && r.data[r.at] < 0x80 { // nearly all are short
		r.at++
		return uint64(r.data[r.at-1])
	}
	return r.longNumber()
}

func (r *recordReader) longNumber() uint64 {
	var x uint64
	for i := 0; i < r.left() && i < binary.MaxVarintLen64; i++ {
		b := r.data[r.at+i]
		if b < 0x80 {
			if i == binary.MaxVarintLen64-1 && b > 1 {
				break
			}
			r.at += i + 1
			return x | uint64(b)<<(7*i)
		}
		x |= uint64(b&0x7f) << (7 * i)
	}
	r.fail()
	return 0
}
