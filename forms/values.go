// SPDX-License-Identifier: Apache-2.0

package forms

import "github.com/dialform/dialform/forms/xpath"

// span is where the text of a value is: a part of the record the instance was
// restored from, or one of the values added since. It has no pointer, so that
// restoring hundreds of answers gives the garbage collector nothing to follow.
type span struct {
	at   uint32 // offset into the record, or addedFlag and an index into added
	size uint32 // bytes; 0 is no value
}

const addedFlag = 1 << 31

// text is the text of a span.
func (in *Instance) text(v span) string {
	switch {
	case v.size == 0:
		return ""
	case v.at&addedFlag != 0:
		return in.added[v.at&^addedFlag]
	default:
		return in.record[v.at : v.at+v.size]
	}
}

func (in *Instance) span(cell xpath.NodeID) *span {
	return &in.values[in.scopes[in.scopeOf(cell)].slots+in.slotOf(cell)]
}

// stored is the value of a cell in memory, relevant or not.
func (in *Instance) stored(cell xpath.NodeID) string { return in.text(*in.span(cell)) }

// store changes the value of a cell in memory and nothing else.
func (in *Instance) store(cell xpath.NodeID, value string) {
	v := in.span(cell)
	if v.at&addedFlag != 0 {
		in.added[v.at&^addedFlag] = value
	} else if value != "" {
		v.at = addedFlag | uint32(len(in.added))
		in.added = append(in.added, value)
	}
	v.size = uint32(len(value))
}

// suppose gives a cell a value for a moment; unsuppose takes it back.
func (in *Instance) suppose(cell xpath.NodeID, value string) (before span) {
	v := in.span(cell)
	before = *v
	*v = span{addedFlag | uint32(len(in.added)), uint32(len(value))}
	in.added = append(in.added, value)
	return before
}

func (in *Instance) unsuppose(cell xpath.NodeID, before span) {
	in.added = in.added[:len(in.added)-1]
	*in.span(cell) = before
}
