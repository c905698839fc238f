// SPDX-License-Identifier: Apache-2.0

package registry

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// wire is the frozen form as encoding/json reads it. Writing stays with
// canonical, which alone knows the byte form.
type wire struct {
	Answers  []wireMember      `json:"answers"`
	By       wireActor         `json:"by"`
	Channel  string            `json:"channel"`
	Device   string            `json:"device"`
	Fields   map[string]string `json:"fields"`
	Files    []wireFile        `json:"files"`
	Finished string            `json:"finished"`
	Form     wireForm          `json:"form"`
	ID       string            `json:"id"`
	Kind     string            `json:"kind"`
	Language string            `json:"language"`
	Notices  []wireNotice      `json:"notices"`
	Place    string            `json:"place"`
	Prev     string            `json:"prev"`
	Ref      string            `json:"ref"`
	Started  string            `json:"started"`
	Subject  string            `json:"subject"`
	Tasks    []wireTask        `json:"tasks"`
	Typed    []wireTyped       `json:"typed"`
	V        int               `json:"v"`
}

type wireActor struct {
	Assisted bool   `json:"assisted"`
	Operator string `json:"operator"`
	Party    string `json:"party"`
}

type wireForm struct {
	Hash    string `json:"hash"`
	ID      string `json:"id"`
	Version string `json:"version"`
}

type wireNotice struct {
	GivenBy  string `json:"given_by"`
	ID       string `json:"id"`
	Language string `json:"language"`
	ReadOut  bool   `json:"read_out"`
	TextHash string `json:"text_hash"`
	Version  string `json:"version"`
}

type wireTyped struct {
	Calendar  string `json:"calendar"`
	Path      string `json:"path"`
	Precision string `json:"precision"`
	Text      string `json:"text"`
}

type wireTask struct {
	Kind  string `json:"kind"`
	Path  string `json:"path"`
	Label string `json:"label"`
}

type wireFile struct {
	Path   string `json:"path"`
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

type wireMember struct {
	Group  *[]wireMember   `json:"group"`
	Name   string          `json:"name"`
	Repeat *[][]wireMember `json:"repeat"`
	Value  *string         `json:"value"`
}

// Thaw reads what Freeze wrote. It returns ErrVersion for the bytes of a later
// program and ErrNotCanonical for anything that Freeze would not have written,
// down to the byte: an unknown or doubled member, another order, white space.
func Thaw(b []byte) (Submission, error) {
	if len(b) > MaxBytes {
		return Submission{}, fmt.Errorf("thaw submission: %w", ErrTooLarge)
	}
	var w wire
	err := json.Unmarshal(b, &w)
	if w.V > 1 || err != nil && laterVersion(b) {
		return Submission{}, fmt.Errorf("thaw submission: %w", ErrVersion)
	}
	if err != nil {
		// The decoder's own message may quote the input.
		return Submission{}, fmt.Errorf("thaw submission: %w", ErrNotCanonical)
	}
	s := w.submission()
	again, err := s.Freeze()
	if err != nil || !bytes.Equal(again.Bytes, b) {
		return Submission{}, fmt.Errorf("thaw submission: %w", ErrNotCanonical)
	}
	return s, nil
}

// laterVersion tells whether bytes that do not fit wire name a version that
// this program does not know.
func laterVersion(b []byte) bool {
	var w struct {
		V int `json:"v"`
	}
	return json.Unmarshal(b, &w) == nil && w.V > 1
}

// Refreeze gives the Frozen of bytes that Freeze wrote earlier, here or on
// another device. It returns the errors of Thaw.
func Refreeze(b []byte) (Frozen, error) {
	s, err := Thaw(b)
	if err != nil {
		return Frozen{}, err
	}
	return frozen(s, b), nil
}

func (w wire) submission() Submission {
	s := Submission{
		ID: w.ID, Ref: w.Ref, Kind: w.Kind,
		Form:    FormRef{ID: w.Form.ID, Version: w.Form.Version, Hash: w.Form.Hash},
		Subject: w.Subject, Prev: w.Prev, Place: w.Place,
		By:      Actor{Party: w.By.Party, Operator: w.By.Operator, Assisted: w.By.Assisted},
		Channel: w.Channel, Device: w.Device, Language: w.Language,
		Started: parseTime(w.Started), Finished: parseTime(w.Finished),
		Answers: object(w.Answers), Fields: w.Fields,
	}
	for _, n := range w.Notices {
		s.Notices = append(s.Notices, Notice{
			ID: n.ID, Version: n.Version, Language: n.Language,
			TextHash: n.TextHash, GivenBy: n.GivenBy, ReadOut: n.ReadOut,
		})
	}
	for _, t := range w.Typed {
		s.Typed = append(s.Typed, Typed{Path: t.Path, Text: t.Text, Calendar: t.Calendar, Precision: t.Precision})
	}
	for _, t := range w.Tasks {
		s.Tasks = append(s.Tasks, Task(t))
	}
	for _, f := range w.Files {
		s.Files = append(s.Files, File(f))
	}
	return s
}

func object(ms []wireMember) Object {
	if len(ms) == 0 {
		return nil
	}
	o := make(Object, 0, len(ms))
	for _, m := range ms {
		o = append(o, Member{Name: m.Name, Value: m.value()})
	}
	return o
}

// value returns nil, which Freeze refuses, for a member of no or several kinds:
// comparing the bytes then fails.
func (m wireMember) value() any {
	switch {
	case m.Value != nil && m.Group == nil && m.Repeat == nil:
		return *m.Value
	case m.Value == nil && m.Group != nil && m.Repeat == nil:
		return object(*m.Group)
	case m.Value == nil && m.Group == nil && m.Repeat != nil:
		os := make([]Object, 0, len(*m.Repeat))
		for _, ms := range *m.Repeat {
			os = append(os, object(ms))
		}
		return os
	default:
		return nil
	}
}

// parseTime leaves a text that is no time zero: comparing the bytes then fails.
func parseTime(s string) time.Time {
	t, err := time.Parse(timeLayout, s)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}
