// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/store"
)

// entryTable prints a line for each submission, without anybody's answers.
func entryTable(out io.Writer, entries []store.Entry) error {
	if len(entries) == 0 {
		_, err := fmt.Fprintln(out, "There are no submissions yet.")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(w, "REFERENCE\tFINISHED (UTC)\tKIND\tFORM\tCHANNEL\tSTATE")
	for _, e := range entries {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", safetext.Line(registry.Reference(e.Ref).Grouped()), minute(e.Finished),
			safetext.Line(e.Kind), safetext.Line(e.Form.ID), safetext.Line(e.Channel), safetext.Line(e.State))
	}
	return w.Flush()
}

func minute(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04")
}

// entryPage prints a whole submission for a person.
func entryPage(out io.Writer, e *store.Entry) error {
	s, err := registry.Thaw(e.Bytes)
	if err != nil {
		return err
	}
	p := page{w: tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)}
	p.line("", "Reference", registry.Reference(s.Ref).Grouped())
	p.line("", "Id", s.ID)
	p.line("", "State", e.State)
	p.line("", "Reason", e.Code)
	p.line("", "Kind", s.Kind)
	p.line("", "Form", s.Form.ID+" "+s.Form.Version)
	p.line("", "Place", s.Place)
	p.line("", "Subject", s.Subject)
	p.line("", "Follows", s.Prev)
	p.line("", "Started (UTC)", minute(s.Started))
	p.line("", "Finished (UTC)", minute(s.Finished))
	p.line("", "Channel", s.Channel)
	p.line("", "Number", s.By.Party)
	p.line("", "Operator", s.By.Operator)
	p.line("", "Language", s.Language)
	p.line("", "Device", s.Device)
	p.line("", "SHA-256", hex.EncodeToString(e.SHA256[:]))
	for _, n := range s.Notices {
		how := "shown"
		if n.ReadOut {
			how = "read out"
		}
		p.line("", "Notice", fmt.Sprintf("%s %s (%s), %s by %s", n.ID, n.Version, n.Language, how, n.GivenBy))
	}
	for _, t := range s.Tasks {
		p.line("", "Missing", t.Kind+", "+t.Path)
	}
	for _, f := range s.Files {
		p.line("", "File", fmt.Sprintf("%s (%s, %d bytes) for %s", f.Name, f.Type, f.Size, f.Path))
	}
	p.heading("", "Answers")
	p.object("  ", s.Answers)
	if len(s.Fields) > 0 {
		p.heading("", "Registry fields")
		names := make([]string, 0, len(s.Fields))
		for name := range s.Fields {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			p.line("  ", name, s.Fields[name])
		}
	}
	return p.w.Flush()
}

// page prints names and values in two columns.
type page struct{ w *tabwriter.Writer }

// line prints a value unless it is empty. Both texts are data.
func (p page) line(indent, name, value string) {
	if value != "" {
		fmt.Fprintf(p.w, "%s%s\t%s\n", indent, safetext.Line(name), safetext.Line(value))
	}
}

// heading prints a name over what belongs to it.
func (p page) heading(indent, name string) {
	fmt.Fprintf(p.w, "%s%s\t\n", indent, safetext.Line(name))
}

func (p page) object(indent string, o registry.Object) {
	for _, m := range o {
		switch v := m.Value.(type) {
		case string:
			p.line(indent, m.Name, v)
		case registry.Object:
			p.heading(indent, m.Name)
			p.object(indent+"  ", v)
		case []registry.Object:
			for i, instance := range v {
				p.heading(indent, fmt.Sprintf("%s %d", m.Name, i+1))
				p.object(indent+"  ", instance)
			}
		}
	}
}

// entryJSON prints a submission as one line: how it stands, and what was
// frozen, member for member.
func entryJSON(out io.Writer, e *store.Entry) error {
	line := struct {
		State      string          `json:"state"`
		Code       string          `json:"code,omitempty"`
		Settled    *time.Time      `json:"settled,omitempty"`
		SHA256     string          `json:"sha256"`
		Submission json.RawMessage `json:"submission"`
	}{State: e.State, Code: e.Code, SHA256: hex.EncodeToString(e.SHA256[:]), Submission: e.Bytes}
	if !e.Settled.IsZero() {
		line.Settled = &e.Settled
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(line); err != nil {
		return fmt.Errorf("print submission %s: %w", safetext.Line(e.ID), err)
	}
	_, err := out.Write(escapeInvisible(b.Bytes()))
	return err
}

// escapeInvisible writes what a terminal would obey, or not show, as JSON
// escapes: the value stays the same. JSON itself allows such characters within
// texts, but for the first 32.
func escapeInvisible(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for _, r := range string(b) {
		switch {
		case r < 0x7f || unicode.IsGraphic(r):
			out = append(out, string(r)...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}
