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
}

// WriteAudit writes audit.csv. The columns of values are there only if the form
// asks to track changes (odk:track-changes).
func WriteAudit(w io.Writer, events []AuditEvent, trackChanges bool) error {
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
	head := []string{"event", "node", "start", "end"}
	if trackChanges {
		head = append(head, "old-value", "new-value")
	}
	line(head...)
	for _, e := range events {
		cells := []string{e.Event, e.Node, auditTime(e.Start), auditTime(e.End)}
		if trackChanges {
			cells = append(cells, e.Old, e.New)
		}
		line(cells...)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write audit log: %w", err)
	}
	return nil
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
