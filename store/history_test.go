// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
	"github.com/dialform/dialform/store/storetest"
)

// TestHistory: what happened in a session is kept in its order, however long it
// grows and whatever a question is called, and a form's history ends with it.
func TestHistory(t *testing.T) {
	t.Parallel()
	e := mustOpen(t, t.TempDir())
	ctx := t.Context()
	odd := []string{"name", `say "hi"`, `back\slash`, "a\nb", "ስም", "", "\x00\xff", "],[1,"}
	s := step(amina)
	s.Record.Updated = s.Record.Updated.Truncate(1e6).UTC()
	s.Events = []sessions.Event{{At: s.Record.Updated, Kind: "began", Detail: "household"}}
	want := s.Events
	require.NoError(t, e.CommitStep(ctx, s))
	for i := range 150 {
		s = onward(s)
		s.Events[0].Detail = odd[i%len(odd)]
		switch i % 3 {
		case 1:
			s.Events = append(s.Events, sessions.Event{At: s.Record.Updated, Kind: "refused", Detail: fmt.Sprint(i)})
		case 2:
			s.Events = nil
		}
		if i == 100 { // another row's column is set, which is the other statement
			s.Record.Form = "household-2"
		}
		want = append(want, s.Events...)
		require.NoError(t, e.CommitStep(ctx, s))
	}
	first := storetest.Submission(t, "at", amina, "", 1)
	s = onward(s)
	s.Submission, s.Record.Form = &first, ""
	want = append(want, s.Events...)
	require.NoError(t, e.CommitStep(ctx, s))

	s = onward(s)
	second := storetest.Submission(t, "at", amina, "", 2)
	s.Submission, s.Record.Form = &second, ""
	require.NoError(t, e.CommitStep(ctx, s))

	v := mustView(t, e.Path())
	got, err := v.History(ctx, first)
	require.NoError(t, err)
	for i := range want { // a byte that is no text is kept as one that says so
		if want[i].Detail == "\x00\xff" {
			want[i].Detail = "\x00\ufffd"
		}
	}
	require.Equal(t, want, got)
	got, err = v.History(ctx, second)
	require.NoError(t, err)
	require.Equal(t, append(want, s.Events...), got)
	left, err := store.CountEdge(ctx, e, "SELECT count(*) FROM session WHERE history <> ''")
	require.NoError(t, err)
	require.Zero(t, left)
	pieces, err := store.CountEdge(ctx, e, "SELECT count(*) FROM history WHERE submission = ''")
	require.NoError(t, err)
	require.Equal(t, 2, pieces, "a long history leaves the row that every step rewrites")
}

// TestHistoryOfAnEarlierVersion: what an earlier version kept a row an event is
// found as before.
func TestHistoryOfAnEarlierVersion(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := storetest.Submission(t, "at", amina, "", 1)
	e := mustOpen(t, dir)
	s := step(amina)
	s.Submission = &f
	require.NoError(t, e.CommitStep(t.Context(), s))
	for _, q := range []string{
		"DELETE FROM goose_db_version WHERE version_id = 6",
		"DROP TABLE history",
		"DROP INDEX session_draft", "DROP INDEX session_party",
		"ALTER TABLE session DROP COLUMN hour", "ALTER TABLE session DROP COLUMN history",
		"CREATE INDEX session_open ON session (channel)", "CREATE INDEX session_party ON session (party)", "CREATE INDEX session_draft ON session (updated)",
		"CREATE TABLE event (session BLOB, seq INTEGER, n INTEGER, at INTEGER, kind TEXT, detail TEXT, PRIMARY KEY (session, seq, n)) WITHOUT ROWID",
		"INSERT INTO event SELECT id, 1, 0, 1000, 'began', 'household' FROM session",
		"INSERT INTO event SELECT id, 2, 1, (SELECT finished FROM submission), 'submitted', (SELECT form_id FROM submission) FROM session",
		"INSERT INTO event SELECT id, 2, 0, 2000, 'answered', 'say \"hi\"' FROM session",
		"INSERT INTO event SELECT id, 3, 0, 3000, 'dialled', '' FROM session",
	} {
		require.NoError(t, store.Exec(t.Context(), e, q), q)
	}
	require.NoError(t, e.Close())
	e = mustOpen(t, dir)
	got, err := mustView(t, e.Path()).History(t.Context(), f)
	require.NoError(t, err)
	require.Len(t, got, 3)
	require.Equal(t, []string{"began", "answered", "submitted"}, []string{got[0].Kind, got[1].Kind, got[2].Kind})
	require.Equal(t, `say "hi"`, got[1].Detail)
}
