// SPDX-License-Identifier: Apache-2.0

package registry

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// MaxBytes is the size of the largest submission: a quarter of what a hub takes
// in one request (1 MB), because escaping may double it on the way.
const MaxBytes = 256 << 10

// Errors of Freeze and Thaw. None of them carries an answer.
var (
	// ErrNotText: a text is not valid UTF-8.
	ErrNotText = errors.New("text is not valid UTF-8")
	// ErrNotAnswer: a member's value is no string, Object or []Object.
	ErrNotAnswer = errors.New("value is no text, group or repeat")
	// ErrTooLarge: the frozen bytes would exceed MaxBytes.
	ErrTooLarge = errors.New("submission is too large")
	// ErrIncomplete: the submission lacks its id.
	ErrIncomplete = errors.New("submission has no id")
	// ErrNotCanonical: the bytes are not what Freeze writes.
	ErrNotCanonical = errors.New("bytes are not a frozen submission")
	// ErrVersion: the bytes were written by a later version of this program.
	ErrVersion = errors.New("submission has an unknown version")
)

// Frozen is a submission as it is stored and sent: its bytes, which never
// change, their hash, and the few members that stores keep in columns.
type Frozen struct {
	ID       string
	Ref      string
	Kind     string
	Form     FormRef
	Subject  string
	Prev     string
	Place    string
	Party    string
	Operator string
	Channel  string
	Device   string
	Finished time.Time
	Bytes    []byte   // canonical JSON
	SHA256   [32]byte // of Bytes
}

// timeLayout is RFC 3339 in UTC with exactly three decimals.
const timeLayout = "2006-01-02T15:04:05.000Z"

// Freeze gives the submission its one byte form. Times are rounded down to the
// millisecond. It returns ErrIncomplete, ErrNotText, ErrNotAnswer or
// ErrTooLarge; the error names the place, never the answer.
func (s Submission) Freeze() (Frozen, error) {
	if s.ID == "" {
		return Frozen{}, fmt.Errorf("freeze submission: %w", ErrIncomplete)
	}
	c := canonical{buf: make([]byte, 0, 1024)}
	c.submission(s)
	if c.err != nil {
		return Frozen{}, fmt.Errorf("freeze submission: %w", c.err)
	}
	if len(c.buf) > MaxBytes {
		return Frozen{}, fmt.Errorf("freeze submission: %w", ErrTooLarge)
	}
	return frozen(s, c.buf), nil
}

func frozen(s Submission, b []byte) Frozen {
	return Frozen{
		ID: s.ID, Ref: s.Ref, Kind: s.Kind, Form: s.Form,
		Subject: s.Subject, Prev: s.Prev, Place: s.Place,
		Party: s.By.Party, Operator: s.By.Operator,
		Channel: s.Channel, Device: s.Device,
		Finished: s.Finished.UTC().Truncate(time.Millisecond),
		Bytes:    b, SHA256: sha256.Sum256(b),
	}
}

func (c *canonical) submission(s Submission) {
	c.open('{')
	c.key("answers")
	c.object(s.Answers)
	if s.By != (Actor{}) {
		c.key("by")
		c.open('{')
		c.flag("assisted", s.By.Assisted)
		c.optional("operator", s.By.Operator)
		c.optional("party", s.By.Party)
		c.shut('}')
	}
	c.optional("channel", s.Channel)
	c.optional("device", s.Device)
	if len(s.Fields) > 0 {
		c.key("fields")
		c.fields(s.Fields)
	}
	if len(s.Files) > 0 {
		c.key("files")
		c.open('[')
		for _, f := range s.Files {
			c.file(f)
		}
		c.shut(']')
	}
	c.optional("finished", timeText(s.Finished))
	if s.Form != (FormRef{}) {
		c.key("form")
		c.open('{')
		c.optional("hash", s.Form.Hash)
		c.optional("id", s.Form.ID)
		c.optional("version", s.Form.Version)
		c.shut('}')
	}
	c.optional("id", s.ID)
	c.optional("kind", s.Kind)
	c.optional("language", s.Language)
	if len(s.Notices) > 0 {
		c.key("notices")
		c.open('[')
		for _, n := range s.Notices {
			c.notice(n)
		}
		c.shut(']')
	}
	c.optional("place", s.Place)
	c.optional("prev", s.Prev)
	c.optional("ref", s.Ref)
	c.optional("started", timeText(s.Started))
	c.optional("subject", s.Subject)
	if len(s.Tasks) > 0 {
		c.key("tasks")
		c.open('[')
		for _, t := range s.Tasks {
			c.task(t)
		}
		c.shut(']')
	}
	if len(s.Typed) > 0 {
		c.key("typed")
		c.open('[')
		for _, t := range s.Typed {
			c.typed(t)
		}
		c.shut(']')
	}
	c.key("v")
	c.buf = append(c.buf, '1')
	c.shut('}')
}

func (c *canonical) notice(n Notice) {
	c.open('{')
	c.optional("given_by", n.GivenBy)
	c.optional("id", n.ID)
	c.optional("language", n.Language)
	c.flag("read_out", n.ReadOut)
	c.optional("text_hash", n.TextHash)
	c.optional("version", n.Version)
	c.shut('}')
}

func (c *canonical) typed(t Typed) {
	c.open('{')
	c.optional("calendar", t.Calendar)
	c.optional("path", t.Path)
	c.optional("precision", t.Precision)
	c.optional("text", t.Text)
	c.shut('}')
}

func (c *canonical) task(t Task) {
	c.open('{')
	c.optional("kind", t.Kind)
	c.optional("label", t.Label)
	c.optional("path", t.Path)
	c.shut('}')
}

func (c *canonical) file(f File) {
	c.open('{')
	c.optional("name", f.Name)
	c.optional("path", f.Path)
	c.optional("sha256", f.SHA256)
	c.key("size")
	c.buf = strconv.AppendInt(c.buf, f.Size, 10)
	c.optional("type", f.Type)
	c.shut('}')
}

func (c *canonical) object(o Object) {
	c.open('[')
	for _, m := range o {
		c.member(m)
		if c.err != nil {
			return
		}
	}
	c.shut(']')
}

func (c *canonical) member(m Member) {
	c.open('{')
	switch v := m.Value.(type) {
	case string:
		c.key("name")
		c.text(m.Name)
		c.key("value")
		c.text(v)
	case Object:
		c.key("group")
		c.object(v)
		c.key("name")
		c.text(m.Name)
	case []Object:
		c.key("name")
		c.text(m.Name)
		c.key("repeat")
		c.open('[')
		for _, o := range v {
			c.object(o)
		}
		c.shut(']')
	default:
		c.err = ErrNotAnswer
	}
	if c.err != nil {
		// A question's name is the form's, so an operator may see it.
		c.err = fmt.Errorf("%q: %w", m.Name, c.err)
		return
	}
	c.shut('}')
}

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	// The layout drops what is below the millisecond.
	return t.UTC().Format(timeLayout)
}
