// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
)

// historySteps is after how many steps the history of a session leaves its row,
// which every step rewrites: some 2 KB by then.
const historySteps = 64

// appendHistory writes events as they are kept: [at,"kind","detail"], joined by
// commas, so that pieces in their order are one history.
func appendHistory(b []byte, events []sessions.Event) ([]byte, error) {
	for _, e := range events {
		if len(b) > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		b = strconv.AppendInt(b, millis(e.At), 10)
		for _, name := range [...]string{e.Kind, e.Detail} {
			b = append(b, ',')
			if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) {
				quoted, err := json.Marshal(name)
				if err != nil {
					return nil, err
				}
				b = append(b, quoted...)
				continue
			}
			b = append(append(append(b, '"'), name...), '"')
		}
		b = append(b, ']')
	}
	return b, nil
}

func readHistory(kept string) ([]sessions.Event, error) {
	var rows [][3]any
	if err := json.Unmarshal([]byte("["+kept+"]"), &rows); err != nil {
		return nil, fmt.Errorf("%w: a history can't be read", ErrDamaged)
	}
	events := make([]sessions.Event, 0, len(rows))
	for _, r := range rows {
		at, _ := r[0].(float64)
		kind, _ := r[1].(string)
		detail, _ := r[2].(string)
		events = append(events, sessions.Event{At: time.UnixMilli(int64(at)).UTC(), Kind: kind, Detail: detail})
	}
	return events, nil
}

// moveHistory takes the history out of a session's row when the step sent a form,
// which it belongs to from then on, or when it has become long.
func (t *tx) moveHistory(s *sessions.Step) error {
	submission := ""
	if s.Submission != nil {
		submission = s.Submission.ID
	} else if s.Record.Seq%historySteps != 0 {
		return nil
	}
	_, err := t.exec(`INSERT INTO history (session, seq, submission, events)
		SELECT id, seq, ?, history FROM session WHERE id = ? AND history <> ''`, submission, s.Record.ID[:])
	if err != nil {
		return err
	}
	_, err = t.exec(`UPDATE session SET history = '' WHERE id = ? AND history <> ''`, s.Record.ID[:])
	return err
}

// History returns what happened in the session that finished a submission, until
// then, oldest first. A hub has none.
func (v *View) History(ctx context.Context, f registry.Frozen) ([]sessions.Event, error) {
	if v.Hub() {
		return nil, nil
	}
	var history []sessions.Event
	err := v.db.rows(ctx, "read history", `SELECT h.events
		FROM history AS sent JOIN history AS h ON h.session = sent.session AND h.seq <= sent.seq
		WHERE sent.submission = ? AND sent.submission <> '' ORDER BY h.seq`, []any{f.ID}, func(rows *sql.Rows) error {
		var kept string
		if err := rows.Scan(&kept); err != nil {
			return err
		}
		events, err := readHistory(kept)
		history = append(history, events...)
		return err
	})
	return history, err
}
