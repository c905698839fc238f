// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// AuditEvent is a line of ODK's audit log (ODK XForms, Client Audit Logs).
type AuditEvent struct {
	Event string    // "form start", "question", "add repeat", "form save", "form finalize", ...
	Node  string    // path of the node, "" for events of the whole form
	Start time.Time // when it began
	End   time.Time // when it ended; zero for events without a length
	// Old and New are the value at Start and at End. They are written only to
	// logs that track changes.
	Old, New string
	User     string // who it was; written only to logs that identify people
}

// AuditColumns are the columns that a form asks for beyond the usual ones, by the
// parameters of its audit.
type AuditColumns struct {
	Places  bool // latitude, longitude, accuracy: empty, for a phone number has no place
	Changes bool // old-value, new-value
	User    bool // user
	Reasons bool // change-reason: empty, for nobody is asked for one
}

// AuditColumnsOf reads the parameters of an audit.
func AuditColumnsOf(params map[string]string) AuditColumns {
	return AuditColumns{
		Places: params["location-priority"] != "", Changes: yes(params["track-changes"]),
		User: yes(params["identify-user"]), Reasons: params["track-changes-reasons"] != "",
	}
}

// WriteAudit writes audit.csv.
func WriteAudit(w io.Writer, events []AuditEvent, columns AuditColumns) error {
	out := bufio.NewWriter(w)
	line := func(cells ...string) {
		for i, c := range cells {
			if i > 0 {
				_ = out.WriteByte(',')
			}
			_, _ = out.WriteString(auditCell(c))
		}
		_ = out.WriteByte('\n')
	}
	line(columns.pick("event", "node", "start", "end", []string{"latitude", "longitude", "accuracy"},
		[]string{"old-value", "new-value"}, "user", "change-reason")...)
	for _, e := range events {
		line(columns.pick(e.Event, e.Node, auditTime(e.Start), auditTime(e.End), make([]string, 3),
			[]string{e.Old, e.New}, e.User, "")...)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write audit log: %w", err)
	}
	return nil
}

// pick is a line with the columns that are asked for.
func (c AuditColumns) pick(event, node, start, end string, place, values []string, user, reason string) []string {
	cells := []string{event, node, start, end}
	if c.Places {
		cells = append(cells, place...)
	}
	if c.Changes {
		cells = append(cells, values...)
	}
	if c.User {
		cells = append(cells, user)
	}
	if c.Reasons {
		cells = append(cells, reason)
	}
	return cells
}

// auditTime is a time in milliseconds since 1970, "" for none.
func auditTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strconv.FormatInt(t.UnixMilli(), 10)
}

// auditCell quotes a value only where a comma or a line break makes it needed,
// and doubles quotes only then: the log's own rule, stricter than encoding/csv's.
func auditCell(s string) string {
	s = legal(s)
	if !strings.ContainsAny(s, ",\n\r") {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}
