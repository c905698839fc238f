// SPDX-License-Identifier: Apache-2.0

package registry

import (
	"time"
)

// Kinds of submission.
const (
	KindRegister = "register" // a new household or person
	KindRequest  = "request"  // asks for something that a desk confirms first
)

// Submission is a completed form. It never changes once frozen: a correction is
// another submission whose Prev names this one.
type Submission struct {
	ID       string // UUID version 7, lower case; made once, when the form is finished
	Ref      string // 12 digits, see Reference
	Kind     string // KindRegister, KindRequest, ...
	Form     FormRef
	Subject  string // id of the household or person it is about; empty when it makes a new one
	Prev     string // id of the submission it builds on
	Place    string // code of the place it belongs to; operators are scoped by it
	By       Actor
	Channel  string // name of the channel it was finished on, e.g. "at"
	Device   string // id of the installation that took it
	Language string // BCP 47 tag
	Started  time.Time
	Finished time.Time
	Notices  []Notice
	Answers  Object            // as the form orders them
	Fields   map[string]string // the registry fields that the answers set, by field name
	Typed    []Typed           // what was typed where the answer does not tell all
	Tasks    []Task            // what is missing yet
	Files    []File            // what was attached
}

// FormRef names the exact form that was filled in.
type FormRef struct {
	ID      string
	Version string
	Hash    string // SHA-256 of the form's source, lower-case hex
}

// Actor is who gave the answers and who keyed them in.
type Actor struct {
	Party    string // MSISDN or opaque subscriber id of the channel; empty at a desk
	Operator string // id of the operator who keyed it in; empty on a phone
	Assisted bool   // an operator filled it in for somebody else
}

// Notice is a text about the use of data that was shown or read out before the
// person decided.
type Notice struct {
	ID       string
	Version  string
	Language string // BCP 47 tag of the text that was shown
	TextHash string // SHA-256 of that text, lower-case hex
	GivenBy  string // who gave it: an operator's id, or the channel's name
	ReadOut  bool   // an operator read it out
}

// Typed is what was typed where the answer does not tell: a date in another
// calendar, or less exact than a day; the name of a place that is not listed.
type Typed struct {
	Path      string // of the question; within a repeat with the position, "/household/member[2]/born"
	Text      string // as typed
	Calendar  string // appearance of XLSForm, e.g. "ethiopian"; empty for Gregorian
	Precision string // "month", "year" or "age" (whole years on the day of the answer); empty for a day
}

// Task is a part of the form that could not be given on the channel. The
// submission stands without it; a later one that names this one as its Prev
// completes it.
type Task struct {
	Kind  string // "image", "audio", "video", "file", "signature", "line" or "area" on a map, "place" that is not listed
	Path  string // of the question, as of Typed
	Label string // of the question, in the submission's language
}

// File is an attached file. Its bytes are kept beside the submission.
type File struct {
	Path   string // of the question, as of Typed
	Name   string // the answer to it
	Type   string // media type, e.g. "image/jpeg"
	Size   int64  // bytes
	SHA256 string // of the bytes, lower-case hex
}

// Object is a group of answers in the order of the form.
type Object []Member

// Member is one answer, group or repeat.
type Member struct {
	Name  string
	Value any // string (canonical XForms text), Object, or []Object (a repeat)
}

// Text returns the answer to a question of this group, "" if there is none.
func (o Object) Text(name string) string {
	for _, m := range o {
		if m.Name == name {
			s, _ := m.Value.(string)
			return s
		}
	}
	return ""
}
